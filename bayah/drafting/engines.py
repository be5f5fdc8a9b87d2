"""The engines by their names: the rules, and by choice a language model.

Reads the reference tables of a root when an engine is made. Returns functions from an article to its draft. Refuses
what the engines refuse. An engine is imported when it is made: tokens and word lists weigh too much for commands
without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bayah.drafting.contract import Article, Draft

Engine = Callable[[Article], Draft]
MakeEngine = Callable[[Path], Engine]


def make_rules(root: Path) -> Engine:
    """The engine of rules, with the reference tables under the root."""
    from bayah.drafting.engine import draft
    from bayah.drafting.reference import read_reference

    return partial(draft, reference=read_reference(root))


ENGINES: Mapping[str, MakeEngine] = {"rules": make_rules}
