import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bayah.drafting.contract import Article, Mention, Paragraph, Sentence
from bayah.drafting.mentions import mentions_of
from bayah.drafting.reference import Reference, read_reference

ROOT = Path(__file__).parents[2]
Told = Callable[..., list[Mention]]


def article_of(*paragraphs: str, published: str = "2016-10-04", title: str = "") -> Article:
    """An article of these paragraphs, all of them body."""
    text, parts = "", []
    for number, paragraph in enumerate(paragraphs, start=1):
        parts.append(Paragraph(number, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article("a", "a", title, (), "", published, "stated", "", "", "en", text, digest, tuple(parts))


@pytest.fixture(scope="session")
def reference() -> Reference:
    return read_reference(ROOT)


@pytest.fixture
def sentences(reference: Reference) -> Callable[..., list[Sentence]]:
    return lambda *paragraphs, **known: mentions_of(article_of(*paragraphs, **known), reference)


@pytest.fixture
def told(sentences: Callable[..., list[Sentence]]) -> Told:
    """The mentions of a kind in a text, in order."""

    def of(kind: str, *paragraphs: str, **known: str) -> list[Mention]:
        return [
            mention
            for sentence in sentences(*paragraphs, **known)
            for mention in sentence.mentions
            if mention.kind == kind
        ]

    return of
