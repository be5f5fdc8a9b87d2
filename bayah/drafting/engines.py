"""The engines by their names: the rules, and by choice a language model.

Reads the reference tables of a root when an engine is made. Returns functions from an article to its draft. Refuses
what the engines refuse. An engine is imported when it is made: tokens and word lists weigh too much for commands
without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path

from bayah.drafting.contract import Article, Draft

Engine = Callable[[Article], Draft]
MakeEngine = Callable[[Path], Engine]


def make_rules(root: Path) -> Engine:
    """The engine of rules, with the reference tables under the root."""
    reference = import_module("bayah.drafting.reference").read_reference(root)
    return partial(import_module("bayah.drafting.engine").draft, reference=reference)


ENGINES: Mapping[str, MakeEngine] = {"rules": make_rules}
