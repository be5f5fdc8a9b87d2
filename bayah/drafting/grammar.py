"""What each word of a sentence can be: a closed class, a form of a verb, or just a noun.

Reads `data/grammar.yml` and spaCy's lemma tables for English (spacy-lookups-data). Returns for a word in small letters
its class as one letter, its lemma and its form. Refuses nothing: a word that no table knows is a noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml
from spacy.lookups import load_lookups

CLASS_LETTERS = {
    "determiner": "d",
    "negative_determiner": "x",
    "possessive": "h",
    "pronoun": "u",
    "preposition": "p",
    "preposition_or_conjunction": "a",
    "to": "t",
    "as": "z",
    "conjunction": "&",
    "but": "b",
    "relative": "w",
    "that": "q",
    "subordinator": "S",
    "condition": "I",
    "be": "B",
    "have": "H",
    "do": "K",
    "modal": "M",
    "negation": "!",
    "adverb": "r",
}
"""The letter of each class of `grammar.yml`; `V` is a verb, `n` any other word."""
MOST_WORDS = 20_000
"""Words remembered before all are forgotten again, so that a pile of rubbish does not fill the memory."""


class Word(NamedTuple):
    """A word's class letter, lemma, and form: b(ase), s (third person), d (past or participle), e (past only), n
    (participle only), g (-ing).

    `is_noun` tells that it is a noun as well ("attack", "claims").
    """

    text: str
    letter: str
    lemma: str
    form: str
    is_noun: bool


@dataclass(frozen=True)
class Grammar:
    """The lists of `grammar.yml`: what `clauses`, `circumstances` and `frames` ask for by name."""

    classes: dict[str, str]
    governors: dict[str, str]
    lists: dict[str, frozenset[str]]
    motives: dict[str, tuple[str, ...]]
    any_motive: frozenset[str]
    offices: dict[str, str]
    states_of_peoples: dict[str, str]
    governments_of_peoples: dict[str, str]
    states_of_lands: dict[str, str]
    told_of_doers: dict[str, tuple[str, ...]]


def read_grammar_file() -> dict[str, Any]:
    """`grammar.yml` as it stands."""
    text = files("bayah.drafting").joinpath("data/grammar.yml").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (every scalar as text: `no` and `on` are words)
    return said


@cache
def grammar() -> Grammar:
    """The lists, read once a process."""
    said = read_grammar_file()
    classes = {word: CLASS_LETTERS[name] for name, words in said["classes"].items() for word in words}
    governors = {lemma: effect for effect, lemmas in said["governors"].items() for lemma in lemmas}
    lists = {name: frozenset(words) for name, words in said.items() if isinstance(words, list)}
    motives = {name: tuple(cues) for name, cues in said["motives"].items()}
    any_motive = frozenset(re.split(r"[\s-]", cue)[0] for cues in motives.values() for cue in cues)
    return Grammar(
        classes,
        governors,
        lists,
        motives,
        any_motive,
        dict(said["offices"]),
        dict(said["states_of_peoples"]),
        dict(said["governments_of_peoples"]),
        dict(said["states_of_lands"]),
        {word: tuple(after) for word, after in said["told_of_doers"].items()},
    )


def _is_participle(form: str) -> bool:
    return form.endswith(("wn", "en", "rn", "in", "one"))


_IS_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""A stem whose last letter would be doubled: `waged` is of `wage`, as `wag` makes `wagged`."""


class Lexicon:
    """Words with their classes, looked up once and remembered."""

    def __init__(self) -> None:
        tables = load_lookups("en", ["lemma_exc", "lemma_index"])
        index, exceptions = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
        self._verbs = frozenset(index["verb"])
        self._nouns = frozenset(index["noun"])
        self._irregular: dict[str, str] = {form: lemmas[0] for form, lemmas in exceptions["verb"].items()}
        with_participle = {lemma for form, lemma in self._irregular.items() if _is_participle(form)} | grammar().lists[
            "past_is_no_participle"
        ]
        self._past_only = {form for form, lemma in self._irregular.items()
                           if lemma in with_participle and not _is_participle(form) and not form.endswith("ing")}
        self._not_verbs = grammar().lists["not_verbs"]
        self._not_adverbs = grammar().lists["not_adverbs"]
        self._known: dict[str, Word] = {}
        self.as_written: dict[str, Word] = {}
        """Words by the form in which texts had them; forgotten with the others."""

    def word(self, text: str) -> Word:
        """What the word, in small letters, can be."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
                self.as_written.clear()
            found = self._known[text] = self._classify(text)
        return found

    def _classify(self, text: str) -> Word:
        letter = grammar().classes.get(text)
        if letter:
            return Word(text, letter, "be" if letter == "B" else text, "", False)
        if text.endswith("ly") and len(text) > 4 and text not in self._not_adverbs:
            return Word(text, "r", text, "", False)
        if text in self._not_verbs:
            return Word(text, "n", text, "", True)
        lemma, form = self._verb(text)
        if lemma:
            return Word(text, "V", lemma, form, self._is_noun(text))
        return Word(text, "n", text, "", True)

    def _is_noun(self, text: str) -> bool:
        return text in self._nouns or (text.endswith("s") and text[:-1] in self._nouns) or (
            text.endswith("es") and text[:-2] in self._nouns)

    def _verb(self, text: str) -> tuple[str, str]:
        if text in self._irregular and not (text.endswith("ed") and text[:-2] in self._verbs):
            lemma = self._irregular[text]
            form = (
                "g"
                if text.endswith("ing")
                else "n"
                if _is_participle(text)
                else "e"
                if text in self._past_only
                else "d"
            )
            return lemma, form
        if text in self._verbs:
            return text, "d" if text in grammar().lists["invariant"] else "b"
        for ending, form in (("ing", "g"), ("ed", "d"), ("s", "s")):
            if text.endswith(ending):
                lemma = self._stem(text[: -len(ending)], form)
                if lemma:
                    return lemma, form
        return "", ""

    def _stem(self, stem: str, form: str) -> str:
        candidates = [stem, stem + "e"] if form != "s" else [stem]
        if form != "s" and _IS_SHORT.fullmatch(stem):
            candidates.reverse()
        if stem.endswith("i"):
            candidates.append(stem[:-1] + "y")
        elif form == "s" and stem.endswith("e"):
            candidates += [stem[:-1], stem[:-2] + "y"] if stem.endswith("ie") else [stem[:-1]]
        elif form != "s" and len(stem) > 2 and stem[-1] == stem[-2]:
            candidates.insert(1, stem[:-1])
        return next((candidate for candidate in candidates if candidate in self._verbs), "")

    def forms(self, lemma: str) -> set[str]:
        """Every form that may belong to the verb; some of them are none, which does no harm where words are only
        sifted.
        """
        stems = {lemma, lemma.removesuffix("e"), lemma + lemma[-1]} | (
            {lemma[:-1] + "i"} if lemma.endswith("y") else set()
        )
        made = {stem + ending for stem in stems for ending in ("", "s", "es", "ed", "ing", "d")}
        return made | {form for form, of in self._irregular.items() if of == lemma}


@cache
def lexicon() -> Lexicon:
    """The lexicon, made once a process."""
    return Lexicon()
