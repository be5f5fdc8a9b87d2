"""The engines by their names: the rules, and by choice a language model.

Reads the reference tables of a root when an engine is made. Returns functions from an article to its draft. Refuses
what the engines refuse. An engine is imported when it is made: tokens and word lists weigh too much for commands
without them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from bayah.drafting.contract import Article, Draft

MODEL_VARIABLES = ("BAYAH_LLM_URL", "BAYAH_LLM_MODEL")
Engine = Callable[[Article], Draft]
MakeEngine = Callable[[Path], Engine]


def make_rules(root: Path) -> Engine:
    """The engine of rules, with the reference tables under the root."""
    from bayah.drafting.engine import draft
    from bayah.drafting.reference import read_reference

    return partial(draft, reference=read_reference(root))


def make_model(root: Path) -> Engine:
    """The language model that the environment names (docs/language-model.md); what it dropped is noted.

    Raises: ModelError where none is named.
    """
    from bayah.drafting.model_client import read_settings
    from bayah.drafting.model_engine import draft_with_model
    from bayah.drafting.reference import read_reference

    reference, settings = read_reference(root), read_settings()

    def draft(article: Article) -> Draft:
        made = draft_with_model(article, reference, settings)
        return replace(made.draft, notes=(str(made),))

    return draft


def called(engine: str) -> str:
    """What the drafts of an engine are kept under: those of one model are not taken for another's."""
    return " ".join((engine, *(os.environ.get(name, "") for name in MODEL_VARIABLES))) if engine == "model" else engine


ENGINES: Mapping[str, MakeEngine] = {"rules": make_rules, "model": make_model}
