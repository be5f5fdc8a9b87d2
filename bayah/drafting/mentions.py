"""Who, what, where and when in an article: its sentences, each with its mentions linked to what is known.

Reads an `Article` and a `Reference`. Returns the sentences of its body with mentions in order. Refuses nothing: a name that nobody
knows is a new person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bayah.drafting.contract import Article, HowLinked, Mention, Sentence
from bayah.drafting.language import Words, fold, sentences_of, words_of
from bayah.drafting.names import Run, lower_list, runs_of
from bayah.drafting.reference import KnownActor, KnownPlace, Reference
from bayah.names import normalise


@dataclass
class _Person:
    name: str
    tokens: frozenset[str]
    actor_id: str = ""
    how: HowLinked = "new"


@dataclass
class _Passage:
    paragraph: int
    words: Words
    first: int
    end: int
    runs: list[Run] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def mentions_of(article: Article, reference: Reference) -> list[Sentence]:
    """The sentences of the article's body, in order, each with its mentions."""
    passages = list(_passages(article, reference))
    people = _people(passages, reference)
    for passage in passages:
        for run in passage.runs:
            name = _text(article, passage.words, run.name_first, run.end)
            tokens = _tokens(name)
            person = next((one for one in people if tokens <= one.tokens), None)
            if person is not None:
                start, end = passage.words.starts[run.name_first], passage.words.ends[run.end - 1]
                passage.mentions.append(Mention(start, end, "person", article.text[start:end], person.how, person.name,
                                                person.actor_id, role=run.rank.lower()))
    return [Sentence(p.paragraph, p.words.starts[p.first], p.words.ends[p.end - 1], tuple(sorted(p.mentions, key=lambda m: m.start)))
            for p in passages]


def _text(article: Article, words: Words, first: int, end: int) -> str:
    return article.text[words.starts[first]:words.ends[end - 1]]


def _tokens(name: str) -> frozenset[str]:
    titles = lower_list("name_titles")
    every = [word for word in name.replace("-", " ").lower().split()]
    own = [fold(word) for word in every if word not in titles and word not in ("al", "ul", "ur")]
    return frozenset(own or map(fold, every))


def _passages(article: Article, reference: Reference) -> Iterable[_Passage]:
    for paragraph in article.paragraphs:
        if paragraph.furniture:
            continue
        words = words_of(article.text[paragraph.start:paragraph.end], paragraph.start)
        for first, end in sentences_of(words):
            passage = _Passage(paragraph.number, words, first, end)
            taken = [False] * len(words)
            _mark_known(article, passage, taken, reference)
            passage.runs = runs_of(words, first, end, taken)
            yield passage


def _mark_known(article: Article, passage: _Passage, taken: list[bool], reference: Reference) -> None:
    words, known, at = passage.words, reference.phrases, passage.first
    while at < passage.end:
        found = None
        if words.texts[at][0].isupper() or words.texts[at] in known.lower_starts:
            found = known.longest(words, at, passage.end)
        if found is None or isinstance(found[1], KnownPlace) and found[1].is_ambiguous:
            at += 1
            continue
        end, meaning = found
        taken[at:end] = [True] * (end - at)
        start, stop = words.starts[at], words.ends[end - 1]
        text = article.text[start:stop]
        if isinstance(meaning, KnownPlace):
            is_fine = meaning.kind != "province" and meaning.kind != "country"
            passage.mentions.append(Mention(start, stop, "place", text, "name", text, provinces=meaning.provinces,
                                            countries=() if meaning.provinces else meaning.countries, place=text if is_fine else ""))
        else:
            how: HowLinked = "alias" if meaning.actor_id else "new"
            passage.mentions.append(Mention(start, stop, "group", text, how, text, meaning.actor_id))
        at = end


def _people(passages: list[_Passage], reference: Reference) -> list[_Person]:
    """The persons of the article, those with the longest names first."""
    names: dict[str, None] = {}
    for passage in passages:
        for run in passage.runs:
            if run.is_sure:
                words = passage.words
                text = "".join(
                    words.texts[at] + ("" if at + 1 < run.end and words.starts[at + 1] == words.ends[at] else " ")
                    for at in range(run.name_first, run.end)).strip()
                names[text] = None
    people: list[_Person] = []
    for name in sorted(names, key=lambda name: -len(_tokens(name))):
        tokens = _tokens(name)
        if not any(tokens <= one.tokens for one in people):
            ids = reference.person_ids.get(normalise(name), ())
            people.append(_Person(name, tokens, ids[0] if len(ids) == 1 else "", "alias" if len(ids) == 1 else "new"))
    return people
