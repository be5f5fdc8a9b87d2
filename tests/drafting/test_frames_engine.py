"""The engine on whole articles: evidence in its place, needs met, the same draft twice, and no text that breaks it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import article_of, read_marked

from bayah.drafting.contract import Article, Draft
from bayah.drafting.engine import draft, draft_of_sentences
from bayah.drafting.patterns import patterns
from bayah.drafting.reference import Reference, read_reference
from bayah.drafting.telling import words
from bayah.model import NEEDS, PARTS

ROOT = Path(__file__).resolve().parents[2]
NEWS = """Mullah Sabir Gul, a former commander of the Pakistani Taliban, pledged allegiance to the Islamic State in
March 2015. He was killed by Afghan forces in Kunar province on 4 May 2016, the police said. His deputy, Haji Nazar,
was arrested the same day. The Taliban denied that Qari Zahir had left the movement. If he had, a spokesman said, he
would have been shot. Fighting between the Taliban and the Islamic State broke out in Nangarhar, and six Taliban
fighters surrendered to the
government."""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT)


def drafted(text: str, reference: Reference) -> Draft:
    return draft(article_of(text), reference)


def is_sound(made: Draft) -> bool:
    """Evidence inside a paragraph of the article, needs met, confidence a share, each actor known or proposed."""
    proposed = {actor.name for actor in made.proposed}
    for claim in made.claims:
        filled = {column for column in (*PARTS, "role") if getattr(claim, column)}
        numbers = [int(number) for number in claim.paragraph.split("-")]
        spans = [paragraph for paragraph in made.article.paragraphs if numbers[0] <= paragraph.number <= numbers[-1]]
        assert spans[0].start <= claim.evidence_start < claim.evidence_end <= spans[-1].end
        assert all(filled & set(choice) for choice in NEEDS[claim.kind])
        assert 0 <= claim.confidence <= 1
        assert claim.summary
        assert claim.rule
        assert all(getattr(claim, f"{part}_id") or getattr(claim, part) in proposed
                   for part in PARTS if getattr(claim, part))
    return True


def test_an_article_is_drafted(reference: Reference) -> None:
    made = drafted(NEWS, reference)
    assert is_sound(made)
    told = {(claim.kind, claim.subject) for claim in made.claims}
    assert {
        ("pledge", "Mullah Sabir Gul"),
        ("death", "Mullah Sabir Gul"),
        ("detention", "Haji Nazar"),
        ("clash", "Taliban"),
    } <= told
    assert ("death", "Qari Zahir") not in told


def test_the_evidence_holds_the_trigger(reference: Reference) -> None:
    (death,) = [claim for claim in drafted(NEWS, reference).claims if claim.kind == "death"]
    assert "killed by Afghan forces" in NEWS[death.evidence_start:death.evidence_end]


def test_the_same_article_gives_the_same_draft(reference: Reference) -> None:
    assert drafted(NEWS, reference) == drafted(NEWS, reference)


def test_a_death_is_told_once(reference: Reference) -> None:
    made = drafted(NEWS + " Mullah Sabir Gul's death was confirmed by the Islamic State.", reference)
    assert [claim.subject for claim in made.claims if claim.kind == "death"] == ["Mullah Sabir Gul"]


def test_what_is_below_the_threshold_is_left_out_unless_asked_for() -> None:
    article, sentences = read_marked("{P Khan} left the {G TTP}, and {P Khan} was killed.")
    kept = draft_of_sentences(article, sentences).claims
    assert len(kept) <= len(draft_of_sentences(article, sentences, keep_all=True).claims)
    assert words().threshold > 0


HOSTILE = [
    "",
    " ",
    "\n\n\n",
    "." * 5000,
    "?!" * 2000,
    "(((" * 500,
    '"' * 999,
    "killed",
    "was killed by by by",
    "🙂 killed 🙂 by 🙂",
    "طالبان ده مشر ووژل شو",
    "\u202eKhan was killed\u202c",
    "a" * 100_000,
    "Khan " * 50_000,
    ", " * 5000,
    "who whom which that " * 400,
    "X, who Y, who Z, who W was killed,",
    "\x00\x01killed Khan\x02",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_engine(text: str, reference: Reference) -> None:
    assert is_sound(drafted(text, reference))


def test_one_line_of_a_million_characters(reference: Reference) -> None:
    assert is_sound(drafted("Khan was killed by the Taliban in Kabul and " * 23_000, reference))


_PIECES = [
    "Khan",
    "the Taliban",
    "Mullah Omar",
    "was killed",
    "had joined",
    "who",
    ",",
    "and",
    "left",
    "pledged allegiance to",
    "in Kabul",
    "on 5 May 2015",
    "(",
    ")",
    "said",
    "that",
    '"',
    "-",
    "six fighters",
    "of",
    "by",
    "if",
    "not",
    "to",
    "as",
    "leader",
    "'s",
    "his",
    "denied",
    "between",
    "among the dead",
    "with",
    "having",
    "being",
    "arrested",
    "released",
    ";",
    "were",
    "which",
    "after",
    "named",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_words_in_any_order_are_read(pieces: list[str]) -> None:
    assert is_sound(drafted(" ".join(pieces) + ".", _reference()))


_KNOWN: list[Reference] = []


def _reference() -> Reference:
    if not _KNOWN:
        _KNOWN.append(read_reference(ROOT))
    return _KNOWN[0]


def test_new_words_do_not_pile_up_in_memory(reference: Reference) -> None:
    from bayah.drafting.grammar import MOST_WORDS, lexicon
    letters = random.Random(1)  # noqa: S311 (no secrets: words to forget again)
    for _ in range(60):
        text = " ".join("".join(letters.choices("abcdefghiklmnoprstuw", k=9)) for _ in range(1000))
        draft(article_of(f"Khan was killed by {text}."), reference)
    assert len(lexicon()._known) <= MOST_WORDS
    assert patterns() is patterns()


def test_an_article_without_paragraphs_is_empty(reference: Reference) -> None:
    article = article_of("")
    assert draft(Article(**{**article.__dict__, "paragraphs": ()}), reference).claims == ()
