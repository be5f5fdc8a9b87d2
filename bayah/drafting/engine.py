"""The rule engine: an article in, a draft out.

Reads an article and what the reference tables know. Returns a `Draft`. Refuses nothing of the article; raises `PatternError` if
the pattern files are faulty. It needs no network and is deterministic.
"""

from __future__ import annotations

import re
from functools import cache

from bayah.drafting.circumstances import read_telling
from bayah.drafting.clauses import Parse, read_units
from bayah.drafting.contract import Article, Draft, DraftClaim, Mention, Sentence
from bayah.drafting.frames import Scene, read_facts
from bayah.drafting.lexicon import lexicon
from bayah.drafting.mentions import mentions_of
from bayah.drafting.patterns import Patterns, patterns
from bayah.drafting.reference import Reference
from bayah.drafting.standing import Standing, standings
from bayah.drafting.telling import claim_of, proposed_actors, tell

ENGINE = "rules 1"
LONGEST_SENTENCE = 3000
"""Characters; what is longer is a list or rubbish, and is not read."""
_WORD = re.compile(r"[^\W\d_]+")


def draft(article: Article, reference: Reference, keep_all: bool = False) -> Draft:
    """What the rules make of an article; with `keep_all` also claims below the confidence threshold."""
    return draft_of_sentences(article, mentions_of(article, reference), keep_all)


def draft_of_sentences(article: Article, sentences: list[Sentence], keep_all: bool = False) -> Draft:
    """The draft of an article whose mentions are known."""
    found = patterns()
    sift = trigger_words()
    told = standings(sentences)
    claims: list[DraftClaim] = []
    named: list[Mention] = []
    voice, paragraph = "", 0
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, voice = sentence.paragraph, ""
        if sentence.end - sentence.start > LONGEST_SENTENCE:
            continue
        if not sentence.mentions or sift.isdisjoint(_WORD.findall(article.text[sentence.start:sentence.end].lower())):
            continue
        made, voice = _claims_of_sentence(article, sentence, found, told, voice)
        claims += made
        named += sentence.mentions
    told = tell(claims, keep_all)
    return Draft(article, ENGINE, tuple(told), tuple(proposed_actors(told, named)))


def _claims_of_sentence(article: Article, sentence: Sentence, found: Patterns, told: dict[str, list[Standing]],
                        voice: str) -> tuple[list[DraftClaim], str]:
    units = read_units(article.text, sentence.start, sentence.end, sentence.mentions, lexicon())
    parse = Parse(units)
    telling = read_telling(parse, article.text, voice)
    claims = [claim_of(fact, sentence, article) for fact in read_facts(Scene(parse, telling, told), found)]
    return claims, telling.speakers[-1][1] if telling.speakers else voice


@cache
def trigger_words() -> frozenset[str]:
    """Every form of every word by which a pattern or a voice begins: a sentence without one is not taken apart."""
    found = patterns()
    forms = set(found.nouns) | set(found.adjectives) | set(found.prepositions) | set(found.lists)
    for lemma in found.verbs:
        forms |= lexicon().forms(lemma)
    return frozenset(forms)
