"""Search: from a few words, however spelled, to people, cohorts, groups, places, events, claims and sources.

Reads the tables as known on a day. Returns an index of them, and what a query finds in it, best first, with the words
that match. Refuses nothing: of a query only its first words count (`LONGEST`, `MOST_WORDS`). The rule is told in
docs/searching.md. What was not known on the day is not found: an actor whom no event names yet, a spelling that only a
later article uses, a remark of ours, which may tell what was learnt later.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA
from text_unidecode import unidecode

from bayah import query
from bayah.dates import edtf_words, span_words
from bayah.derive import Known
from bayah.model import PARTS, split_list
from bayah.names import TITLES, consonants, respelled

KINDS = ("person", "group", "cohort", "province", "place", "event", "claim", "source")
"""What can be found, in the order in which equally good ones are shown."""
LONGEST, MOST_WORDS = 200, 12
"""How many characters and words of a query count."""
ENOUGH = 0.65
"""The share of the words of a query, by weight, that must be found: of three words two."""
OF_TEXT, OF_OTHER_NAMES = 0.6, 0.5
"""How much a word counts in a text that is no name, and in the other names of those that an event tells of."""
WORTH = 0.45
"""What is much less good than the best (this share of it) is left out."""
_COUNTRY = {"AF": "Afghanistan", "PK": "Pakistan"}
_SMALL = frozenset((
    "a", "an", "and", "as", "at", "by", "did", "e", "for", "from", "has", "i", "in", "into", "is", "of", "on", "or",
    "s", "that", "the", "this", "to", "was", "were", "what", "when", "where", "who", "whom", "with",
))
"""Words of grammar, the Persian `-e`, `-i` among them: they find nothing by themselves."""
_OF_EVENTS = ("event_id", "label", "kind", "date_earliest", "date_latest", "place", "role", "motives", "n_claims")
_OF_CLAIMS = ("claim_id", "source_id", "event_id", "paragraph", "summary", "kind", "role", "date", "place",
              "asserted_by", *(f"{part}_as_written" for part in PARTS))
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d"
_APOSTROPHE = "'\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00b4"
_WORD = re.compile(rf"(?:\w\.)+\w\b|(?:\w\.){{2,}}|[\w{_MARKS}]+(?:[{_APOSTROPHE}][\w{_MARKS}]+)*")
# Letters of Persian, Pashto and Urdu that text-unidecode reads as those of other languages.
_ARABIC = str.maketrans({
    "ک": "ك", "ة": "ه", "ۀ": "ه", "ۂ": "ه", "ى": "ي", "ئ": "ي", "ې": "ي", "ۍ": "ي", "ں": "ن", "ؤ": "و", "أ": "ا",
    "إ": "ا", "آ": "ا", "ٱ": "ا", "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ړ": "ر", "ڑ": "ر", "ث": "س", "ذ": "ز",
    "ض": "ز", "ږ": "g", "ګ": "g", "ڼ": "ن"})
_IS_ARABIC = re.compile("[\u0600-\u06ff]")
Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it matches."""
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Entry:
    """One thing that can be found; `about` stands under its title, `more` is searched and shown where it matches."""

    kind: str
    key: str
    title: str
    about: str = ""
    names: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other names of those that an event tells of, or of the group that a group or cohort is part of: they find it too,
    after what names them so itself."""
    n_told: int = 0
    leads: tuple[str, ...] = ()
    """Of a claim its article and its event."""


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with its texts in pieces; `other` is a spelling or text that matches beside them."""

    entry: Entry
    score: float
    title: Pieces
    about: Pieces
    other: Pieces


@dataclass(frozen=True)
class Results:
    """What a query found: for each kind, best first, how many there are and the first of them."""

    groups: tuple[tuple[str, int, tuple[Hit, ...]], ...]

    @property
    def n_found(self) -> int:
        """How many entries were found."""
        return sum(number for _, number, _ in self.groups)


@dataclass(frozen=True)
class Index:
    """Entries, and for every word the texts that hold it. A text is a name, or all that is told of an entry."""

    entries: tuple[Entry, ...]
    kinds: npt.NDArray[np.int64]
    told: Scores
    vocabulary: _Vocabulary
    squeezed: _Vocabulary
    """Names as one word, for whom spaces and hyphens are not certain."""
    texts: _Texts
    joined: _Texts


def make_index(tables: Mapping[str, pd.DataFrame]) -> Index:
    """The index of a view of the atlas (`query.view`); whole tables mean today."""
    view = query.view(tables)
    entries = (*_actors(view), *_provinces(view), *_places(view), *_events(view), *_claims(view), *_sources(view))
    texts, joined = _Builder(), _Builder()
    for number, entry in enumerate(entries):
        for name in entry.names:
            words = _folded(name)
            texts.add(number, words, factor=1)
            if len(words) > 1:
                joined.add(number, ["".join(words)], factor=1)
        told = {word for text in (*entry.names, entry.about, *entry.more) for word in _folded(text)}
        texts.add(number, told, factor=OF_TEXT)
        if other := {word for text in entry.also for word in _folded(text)} - told:
            texts.add(number, told | other, factor=OF_OTHER_NAMES)
    most = np.log1p(max((entry.n_told for entry in entries), default=0)) or 1.0
    return Index(
        entries, np.array([KINDS.index(entry.kind) for entry in entries], dtype=np.int64),
        np.log1p(np.array([entry.n_told for entry in entries], dtype=np.float64)) / most,
        _Vocabulary(texts.words()), _Vocabulary(joined.words()), texts.done(), joined.done())


def search(index: Index, text: str, only: str = "", limit: int = 5) -> Results:
    """What the words of `text` find: the `limit` best of every kind, or of `only` one of `KINDS`.

    A kind comes before another when its best entry is better. Scores run from 0 to 103.
    """
    words = query_words(text)
    if not words or not index.entries:
        return Results(())
    matches = [index.vocabulary.near(word, is_last=nth == len(words) - 1) for nth, word in enumerate(words)]
    as_one = index.squeezed.near("".join(words), is_whole=True)
    scores, covered = _scored(index, words, matches, as_one)
    scores += 3 * index.told
    found = (covered >= ENOUGH) & (scores >= WORTH * scores[covered >= ENOUGH].max(initial=0))
    marks = Marks(matches, as_one)
    groups = []
    for number, kind in enumerate(KINDS):
        mine = np.flatnonzero(found & (index.kinds == number))
        if not len(mine):
            continue
        # Where an entry has all the words, those that lack a weighty one are left out.
        mine = mine[covered[mine] >= covered[mine].max() - 0.1]
        order = mine[np.lexsort((mine, -scores[mine].round(3)))]
        shown = order[:limit] if not only or kind == only else order[:0]
        hits = tuple(_hit(index.entries[entry], float(scores[entry]), marks) for entry in shown)
        groups.append((float(scores[order[0]]), -number, (kind, len(order), hits)))
    return Results(tuple(group for _, _, group in sorted(groups, key=lambda group: group[:2], reverse=True)))


def cleaned(text: str) -> str:
    """A query as it is shown and stands in the address: one line, cut, without characters that steer or turn text.

    Spaces stay: who is still typing would lose the one before the next word.
    """
    kept = (" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text[:10 * LONGEST]
            if not ("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or "\ud800" <= char <= "\udfff"))
    return "".join(kept)[:LONGEST]


def query_words(text: str) -> list[str]:
    """The words of a query that count, folded; words of grammar only where there is nothing else."""
    words = list(dict.fromkeys(_folded(text[:LONGEST])))
    return ([word for word in words if word not in _SMALL] or words)[:MOST_WORDS]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word in the letters a to z and digits: without accents, apostrophes and case; other scripts transliterated."""
    plain = re.sub(f"[{_APOSTROPHE}]s$", "", unicodedata.normalize("NFKC", word).casefold())
    if _IS_ARABIC.search(plain):
        plain = re.sub(f"[{_MARKS}]", "", plain).translate(_ARABIC)
        plain = re.sub("^[اع]", "a", plain)
    return re.sub("[^a-z0-9]", "", unidecode(plain).lower())


@lru_cache(maxsize=50_000)
def _folded(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFC", text)
    return tuple(word for found in _WORD.findall(plain) if (word := fold(found)))


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a folded word sounds in most transliterations: its first sound, then its consonants; empty for numbers."""
    if not word.isalpha():
        return ""
    plain = word.replace("ph", "f").replace("gh", "g").replace("ch", "C").replace("c", "k").replace("v", "w")
    plain = respelled(plain)
    return ("a" if plain[0] in "aeiou" else plain[0]) + respelled(consonants(plain[1:]))


def _weight(word: str) -> float:
    """Titles, names that very many bear and single letters tell little; words of grammar next to nothing."""
    return 0.01 if word in _SMALL else 0.25 if word in TITLES or len(word) == 1 else 1.0


class _Vocabulary:
    """All words of an index, to find those that are near a word of a query."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self.known = frozenset(self.words)
        self._of_sound: dict[str, list[str]] = defaultdict(list)
        self._of_first: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            if heard := sound(word):
                self._of_sound[heard].append(word)
                self._of_first[heard[0]].append(word)

    def near(self, word: str, *, is_last: bool = False, is_whole: bool = False) -> dict[str, float]:
        """The words that a folded word may mean, with how surely, from 0 to 100; the last one may still be typed."""
        found = {word: 100.0} if word in self.known else {}
        if not is_whole and len(word) >= (2 if is_last else 3):
            for longer in self._beginning(word):
                found.setdefault(longer, 75 + 20 * len(word) / len(longer))
        heard = sound(word)
        # What the atlas holds as written, or begins so, is no misspelling of another word.
        misspelt = {} if found else dict(self._misspelt(word, heard, is_last))
        if len(heard.lstrip("a")) >= 2:
            for like in self._of_sound.get(heard, ()):
                alike = OSA.normalized_similarity(word, like)
                # Transliterations differ in vowels; what has few consonants must be alike in them too.
                if alike >= _alike(word, heard):
                    found[like] = max(found.get(like, 0), 70 + 25 * alike)
        return {like: max(found.get(like, 0), misspelt.get(like, 0)) for like in (*found, *misspelt)}

    def _beginning(self, word: str) -> Iterator[str]:
        return takewhile(lambda longer: longer.startswith(word),
                         (self.words[at] for at in range(bisect_left(self.words, word), len(self.words))))

    def _misspelt(self, word: str, heard: str, is_last: bool) -> Iterator[tuple[str, float]]:
        edits = 0 if len(word) < 4 or not heard else 1 if len(word) < 8 else 2
        if not edits:
            return
        candidates = self._of_first.get(heard[0], [])
        for like, distance, _ in process.extract(word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None):
            yield like, 90 - 60 * distance / len(word)
        if is_last and len(word) >= 5:
            begun = [like[:len(word)] for like in candidates]
            for _, _, at in process.extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=None):
                yield candidates[at], 62


def _alike(word: str, heard: str) -> float:
    if not re.search("[aeiou]", word[1:]):  # of a script that writes no vowels
        return 0.3
    return 0.6 if len(heard.lstrip("a")) == 2 else 0.5


@dataclass
class _Builder:
    """Collects texts and their words."""

    entry: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    factor: list[float] = field(default_factory=list)
    of_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: int, words: Iterable[str], *, factor: float) -> None:
        """One text of an entry; a name has the factor 1."""
        distinct = words if isinstance(words, set) else set(words)
        if not distinct:
            return
        number = len(self.entry)
        self.entry.append(entry)
        self.weight.append(sum(map(_weight, distinct)))
        self.factor.append(factor)
        for word in distinct:
            self.of_word[word].append(number)

    def words(self) -> list[str]:
        """Every word, once."""
        return list(self.of_word)

    def done(self) -> _Texts:
        """The texts as arrays."""
        return _Texts(np.array(self.entry, dtype=np.int64), np.array(self.weight), np.array(self.factor),
                      {word: np.array(texts, dtype=np.int64) for word, texts in self.of_word.items()})


@dataclass(frozen=True)
class _Texts:
    """Texts with the entry and the weight of each, and the texts that hold a word."""

    entry: npt.NDArray[np.int64]
    weight: Scores
    factor: Scores
    of_word: Mapping[str, npt.NDArray[np.int64]]

    def scored(self, match: Mapping[str, float]) -> Scores:
        """How well each text holds one of these words."""
        scores = np.zeros(len(self.entry))
        for word, score in match.items():
            at = self.of_word[word]
            scores[at] = np.maximum(scores[at], score)
        return scores

    def best(self, match: Mapping[str, float], n_entries: int) -> Scores:
        """How well the best text of each entry holds one of these words."""
        best = np.zeros(n_entries)
        np.maximum.at(best, self.entry, self.scored(match))
        return best


def _scored(index: Index, words: Sequence[str], matches: Sequence[Mapping[str, float]],
            as_one: Mapping[str, float]) -> tuple[Scores, Scores]:
    """For each entry the score of its best text, and the share of the query that its best text holds."""
    texts = index.texts
    weights = np.array([_weight(word) for word in words])
    held, share, matched = (np.zeros(len(texts.entry)) for _ in range(3))
    for weight, match in zip(weights, matches, strict=True):
        scores = texts.scored(match)
        held += weight * scores
        share += weight * (scores > 0)
        matched += weight * (scores > 0)
    share, quality = share / weights.sum(), held / weights.sum()
    # A name counts for more the more of it is asked for; in a long text any word may stand.
    whole = np.minimum(1, matched / texts.weight)
    score = quality * np.where(texts.factor == 1, 0.72 + 0.28 * whole, texts.factor)
    score[share < ENOUGH] = 0
    best, covered = np.zeros(len(index.entries)), np.zeros(len(index.entries))
    np.maximum.at(best, texts.entry, score)
    np.maximum.at(covered, texts.entry, share)
    joined = index.joined.best(as_one, len(index.entries))
    return np.maximum(best, joined), np.where(joined > 0, 1.0, covered)


class Marks:
    """Which words of a text match, and for which words of the query they stand."""

    def __init__(self, matches: Sequence[Mapping[str, float]], as_one: Mapping[str, float]) -> None:
        self._of: dict[str, set[int]] = defaultdict(set)
        for nth, match in enumerate(matches):
            for word in match:
                self._of[word].add(nth)
        self._as_one, self._all = as_one, set(range(len(matches)))

    def pieces(self, text: str) -> Pieces:
        """The text in pieces."""
        text = unicodedata.normalize("NFC", text)
        if "".join(_folded(text)) in self._as_one:
            return ((text, True),)
        pieces: list[tuple[str, bool]] = []
        end = 0
        for found in _WORD.finditer(text):
            word = fold(found.group())
            if word in self._of and word not in _SMALL:
                pieces += [(text[end:found.start()], False), (found.group(), True)]
                end = found.end()
        return tuple((piece, is_match) for piece, is_match in (*pieces, (text[end:], False)) if piece)

    def asked(self, pieces: Pieces) -> set[int]:
        """The words of the query that stand in these pieces, by their place in it."""
        marked = [_folded(text) for text, is_match in pieces if is_match]
        if any("".join(words) in self._as_one for words in marked):
            return self._all
        return {nth for words in marked for word in words for nth in self._of.get(word, ())}


def _hit(entry: Entry, score: float, marks: Marks) -> Hit:
    title, about = marks.pieces(entry.title), marks.pieces(entry.about)
    seen = marks.asked((*title, *about))
    others = [marks.pieces(text) for text in (*entry.names, *entry.more, *entry.also)]
    other = max(others, key=lambda pieces: len(marks.asked(pieces) - seen), default=())
    return Hit(entry, score, title, about, other if marks.asked(other) - seen else ())


def _rows(frame: pd.DataFrame, columns: Sequence[str] = ()) -> Iterator[Any]:
    """The rows as named tuples; of a wide table only the columns that are read, which takes a third of the time."""
    return (frame[list(columns)] if columns else frame).itertuples()


def _lists(frame: pd.DataFrame, key: str, value: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = defaultdict(list)
    for of, held in zip(frame[key], frame[value], strict=True):
        lists[of].append(held)
    return lists


def _said(*parts: object) -> str:
    """The parts that are text, as one line."""
    return "; ".join(part for part in parts if isinstance(part, str) and part)


def _day(value: Any) -> Any:
    return None if pd.isna(value) else value.date()


def _spellings(view: Known) -> dict[str, list[str]]:
    """Other spellings of each actor that an article of the view uses."""
    aliases = view["aliases"]
    return _lists(aliases[aliases["source_id"].isin(view["sources"]["source_id"])], "actor_id", "alias")


def _named_actors(view: Known) -> set[str]:
    """The actors that an event of the view names, and the groups that they are part of."""
    named = set(view["event_actors"]["actor_id"])
    parents = dict(zip(view["groups"]["group_id"], view["groups"]["parent_group_id"], strict=True))
    parents |= dict(zip(view["cohorts"]["cohort_id"], view["cohorts"]["group_id"], strict=True))
    waiting = list(named)
    while waiting:
        above = parents.get(waiting.pop())
        if isinstance(above, str) and above not in named:
            named.add(above)
            waiting.append(above)
    return named


def _actors(view: Known) -> Iterator[Entry]:
    spellings, named = _spellings(view), _named_actors(view)
    told = view["event_actors"].drop_duplicates(["event_id", "actor_id"])["actor_id"].value_counts()
    called = query.names_of(view)
    for kind in ("person", "group", "cohort"):
        for row in _rows(view[f"{kind}s"]):
            key = getattr(row, f"{kind}_id")
            if key not in named:
                continue
            short = getattr(row, "short_name", None)
            names = (row.name, *([short] if isinstance(short, str) else []), *spellings.get(key, []))
            above = getattr(row, "group_id" if kind == "cohort" else "parent_group_id", None)
            # A remark may tell what became known later.
            notes = row.notes if view.day is None else None
            about = _said(called[above] if kind == "cohort" and isinstance(above, str) else None, notes)
            yield Entry(kind, key, row.name, about, tuple(dict.fromkeys(names)), n_told=int(told.get(key, 0)),
                        also=(called[above], *spellings.get(above, [])) if isinstance(above, str) else ())


def _provinces(view: Known) -> Iterator[Entry]:
    told = view["event_provinces"]["province_id"].value_counts()
    for row in _rows(view["provinces"]):
        native = [name for name in (row.name_fa, row.name_ps, row.name_ur) if isinstance(name, str)]
        yield Entry("province", row.province_id, row.name, _COUNTRY[row.country],
                    tuple(dict.fromkeys((row.name, *split_list(row.aliases), *native))),
                    n_told=int(told.get(row.province_id, 0)))


def _places(view: Known) -> Iterator[Entry]:
    told = view["event_places"]["place_id"].value_counts()
    called = query.names_of(view)
    for row in _rows(view["places"]):
        if row.place_id in told.index:
            province = called.get(row.province_id) if isinstance(row.province_id, str) else None
            countries = ", ".join(_COUNTRY[code] for code in split_list(row.country) if code in _COUNTRY)
            yield Entry("place", row.place_id, row.name, _said(row.kind, province, countries),
                        (row.name, *split_list(row.aliases)), n_told=int(told[row.place_id]))


def _events(view: Known) -> Iterator[Entry]:
    provinces = _lists(view["event_provinces"], "event_id", "province_id")
    actors = _lists(view["event_actors"], "event_id", "actor_id")
    called, spellings = query.names_of(view), _spellings(view)
    for row in _rows(view["provinces"]):
        spellings[row.province_id] = split_list(row.aliases)
    joined = {who: ", ".join(names) for who, names in spellings.items() if names}
    for row in _rows(view["events"], _OF_EVENTS):
        there = provinces.get(row.event_id, [])
        where = ", ".join([*split_list(row.place), *(called[place] for place in there)])
        about = _said(row.kind, span_words(_day(row.date_earliest), _day(row.date_latest)), where)
        also = dict.fromkeys(joined[who] for who in (*actors.get(row.event_id, []), *there) if who in joined)
        yield Entry("event", row.event_id, row.label, about, (row.label,), (_said(row.role, row.motives),),
                    tuple(also), n_told=int(row.n_claims))


def _claims(view: Known) -> Iterator[Entry]:
    called, provinces = query.names_of(view), _lists(view["claim_provinces"], "claim_id", "province_id")
    for row in _rows(view["claims"], _OF_CLAIMS):
        about = f"{called[row.source_id]}, paragraph {row.paragraph}"
        written = _said(*(getattr(row, f"{part}_as_written") for part in PARTS))
        where = _said(row.place, *(called[place] for place in provinces.get(row.claim_id, [])))
        dated = edtf_words(row.date) if isinstance(row.date, str) else None
        asserted = row.asserted_by if row.asserted_by != "author" else None
        yield Entry("claim", row.claim_id, row.summary, about,
                    more=(row.summary, written, _said(row.kind, row.role, dated, where, asserted), row.claim_id),
                    leads=(row.source_id, row.event_id))


def _sources(view: Known) -> Iterator[Entry]:
    told = view["claims"]["source_id"].value_counts()
    for row in _rows(view["sources"]):
        authors = row.authors.replace(";", ", ") if isinstance(row.authors, str) else None
        yield Entry("source", row.source_id, row.title, _said(row.publisher, edtf_words(row.published), authors),
                    (row.title,), (row.genre, row.source_id), n_told=int(told.get(row.source_id, 0)))
