"""The rule engine: an article in, a draft out.

Reads an article and what the reference tables know. Returns a `Draft`. Refuses nothing of the article; raises
`PatternError` if the pattern files are faulty. It needs no network and is deterministic.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from bayah.drafting.circumstances import Telling
from bayah.drafting.clauses import Parse, read_units
from bayah.drafting.contract import Article, Draft, DraftClaim, Mention, Sentence
from bayah.drafting.doers import assailant_of, captor_of
from bayah.drafting.frames import Post, Scene, became_leader, leads, read_facts
from bayah.drafting.grammar import lexicon
from bayah.drafting.mentions import mentions_of
from bayah.drafting.patterns import Pattern, Patterns, patterns
from bayah.drafting.reference import Reference
from bayah.drafting.standing import Standing, standings
from bayah.drafting.telling import claim_of, claims_of_standing, motives_of, proposed_actors, tell
from bayah.drafting.where import Setting

ENGINE = "rules 1"
_LIST_GAP = 60
LONGEST_SENTENCE = 3000
"""Characters; what is longer is a list or rubbish, and is not read."""
_ACTORS = frozenset({"person", "cohort", "group"})
_LEAD = 3
"""The last paragraph, title and dateline counted, whose doer the next one may go on about without naming him."""
_WORD = re.compile(r"[^\W\d_]+")
_BOTH = re.compile(r"\b(?:[Bb]oth|two) (?:sides|groups|factions|outfits|movements|camps|men)\b")
"""Two who were named before: `the two groups exchanged fire`."""


def draft(article: Article, reference: Reference, keep_all: bool = False) -> Draft:
    """What the rules make of an article; with `keep_all` also claims below the confidence threshold."""
    return draft_of_sentences(article, mentions_of(article, reference), keep_all)


def draft_of_sentences(article: Article, sentences: list[Sentence], keep_all: bool = False) -> Draft:
    """The draft of an article whose mentions are known."""
    found = patterns()
    told = standings(sentences, article.text)
    reader = _Reader(article, found, told, _groups_by_weight(sentences))
    claims = claims_of_standing(told, article)
    for sentence in sentences:
        if sentence.mentions and sentence.end - sentence.start <= LONGEST_SENTENCE:
            passage = article.text[sentence.start : sentence.end]
            if (_has_actor(sentence) or _BOTH.search(passage)) and tells(set(_WORD.findall(passage.lower()))):
                claims += reader.claims_of(sentence)
            reader.remember(sentence)
    drawn = tell(claims, keep_all)
    mentions = (mention for sentence in sentences for mention in sentence.mentions) if drawn else ()
    return Draft(article, ENGINE, tuple(drawn), tuple(proposed_actors(drawn, mentions)))


def _groups_by_weight(sentences: list[Sentence]) -> list[Mention]:
    """One mention of each group, that which the article names most first."""
    named: dict[str, list[Mention]] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.kind == "group":
                named.setdefault(mention.actor_id or mention.name, []).append(mention)
    return [those[0] for those in sorted(named.values(), key=len, reverse=True)]


_IN_LIST = re.compile(r"(?:,|,? and|,? (?:and )?(?:his|her|the|an?)(?: [\w'’-]+){1,4},?)(?: [\w'’-]+){0,2} ")
"""Between the names of a list: "Manan, and his nephew, Yaqub"."""


def _men_in_one_list(sentence: Sentence, text: str) -> tuple[Mention, ...]:
    """The first two or more men whom a sentence names in one list; none where it names no list."""
    men = [mention for mention in sentence.mentions if mention.kind == "person" and mention.how != "pronoun"]
    listed: list[Mention] = []
    for one, other in pairwise(men):
        between = text[one.end:other.start]
        if len(between) < _LIST_GAP and " and " in f"{between} " and _IN_LIST.fullmatch(between):
            return (*(listed if listed and listed[-1] is one else [one]), other)
        if between == ", ":
            listed = [*(listed if listed and listed[-1] is one else [one]), other]
    return ()


def _has_actor(sentence: Sentence) -> bool:
    return not _ACTORS.isdisjoint([mention.kind for mention in sentence.mentions])


class _Reader:
    """Reads an article's sentences in order, and keeps who spoke and was named last in the paragraph, and which group
    was last in all.
    """

    def __init__(
        self, article: Article, found: Patterns, told: dict[str, list[Standing]], movements: list[Mention]
    ) -> None:
        self._article, self._patterns, self._told = article, found, told
        self._paragraph, self._voice = 0, ""
        self._person: Mention | None = None
        self._group: Mention | None = None
        self._actors: list[Mention] = []
        self._chosen: Mention | None = None
        self._setting = Setting(article.published)
        self._assailant: Mention | None = None
        self._careers: dict[str, list[Post]] = {}
        self._movements = movements
        self._two: tuple[Mention, ...] = ()
        self._captor: Mention | None = None

    def claims_of(self, sentence: Sentence) -> list[DraftClaim]:
        """The claims that one sentence makes."""
        self._enter(sentence)
        self._setting.begin(sentence)
        text = self._article.text
        parse = Parse(read_units(text, sentence.start, sentence.end, sentence.mentions, lexicon()), text)
        parse.two_before = _men_in_one_list(sentence, text) or self._two
        telling = Telling(parse, self._voice)
        scene = Scene(
            parse,
            telling,
            self._told,
            self._person,
            self._group,
            self._setting,
            self._assailant,
            self._captor,
            self._careers,
            self._actors,
            self._chosen,
            self._movements,
        )
        facts = list(read_facts(scene, self._patterns))
        self._chosen = next((fact.subject for fact in reversed(facts) if became_leader(fact)), self._chosen)
        motives = motives_of(text[sentence.start : sentence.end].lower()) if facts else ()
        claims = [claim_of(fact, sentence, motives) for fact in facts]
        self._assailant = assailant_of(parse, len(parse.units)) or self._assailant
        self._captor = captor_of(parse) or self._captor
        if (claims or '"' in parse.tags) and telling.speakers:
            self._voice = telling.speakers[-1][1]
        return claims

    def remember(self, sentence: Sentence) -> None:
        """Keeps the man that a sentence names first and the group that it names last."""
        self._enter(sentence)
        self._two = _men_in_one_list(sentence, self._article.text) or self._two
        persons = [mention for mention in sentence.mentions if mention.kind == "person"]
        groups = [mention for mention in sentence.mentions if mention.kind == "group"]
        self._person = persons[0] if persons else self._person
        self._group = groups[-1] if groups else self._group
        self._chosen = self._chosen or next(filter(leads, persons), None)
        self._actors += [mention for mention in sentence.mentions if mention.kind in ("person", "group")]
        self._setting.go_on(sentence, self._article.text)

    def _enter(self, sentence: Sentence) -> None:
        if sentence.paragraph != self._paragraph:
            follows_lead = self._paragraph <= _LEAD and sentence.paragraph == self._paragraph + 1
            self._paragraph, self._voice = sentence.paragraph, ""
            self._person, self._actors = None, []
            self._setting.turn()
            if not follows_lead:
                self._assailant = self._captor = None


@cache
def trigger_words() -> dict[str, frozenset[str]]:
    """Every form of every word by which a pattern begins, to the words of which one must stand beside it; none: it is
    enough by itself.
    """
    found = patterns()
    beside: dict[str, set[str]] = {}
    for lemma, those in found.verbs.items():
        seconds = set().union(*map(_words_beside, those))
        for form in lexicon().forms(lemma):
            beside.setdefault(form, set()).update(seconds)
    for word, named in found.nouns.items():
        beside.setdefault(_as_sifted(word), set()).update(*map(_words_beside, named))
    for word in (*found.adjectives, *found.offices, *found.lists):
        beside.setdefault(_as_sifted(word), set()).add("")
    for word in found.prepositions:
        beside.setdefault(word, set()).add("as")
    return {word: frozenset() if "" in words else frozenset(words) for word, words in beside.items()}


def _words_beside(pattern: Pattern) -> set[str]:
    """Words of which one must stand in a sentence for the pattern to fit it; an empty one: none need to."""
    if pattern.needs:
        longest = [_as_sifted(need) for need in pattern.needs]
        return {form for word in longest for form in (word, word + "s")}
    return {_as_sifted(max(pattern.trigger[1:], key=len, default=""))}


def _as_sifted(words: str) -> str:
    """What `_WORD` finds of some words, the longest: `bay` of `bay'a`."""
    return max(_WORD.findall(words), key=len, default="")


def tells(words: set[str]) -> bool:
    """Whether a sentence of these words may tell a fact: one without a trigger is not taken apart."""
    triggers = trigger_words()
    return any(not (beside := triggers[word]) or not beside.isdisjoint(words) for word in words & triggers.keys())
