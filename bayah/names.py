"""Names to ids: one actor under all spellings, two actors of one name kept apart.

Reads the names and aliases of the reference tables. Returns actor ids, and pairs whose names are so near that
somebody must judge whether they are one. Refuses a name that nobody bears (with the nearest names we know), a name
that several bear, and a name of the wrong type.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from text_unidecode import unidecode

from bayah.model import BayahError

_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'"})
TITLES = frozenset((
    "abd", "abdul", "abu", "al", "amir", "bin", "commander", "doctor", "dr", "emir", "general", "hafez", "hafiz",
    "haji", "hajji", "ibn", "khan", "maulana", "maulavi", "maulvi", "mawlana", "mawlawi", "molvi", "mohammad",
    "mohammed", "muhammad", "mufti", "mulla", "mullah", "of", "qari", "shaikh", "sheikh", "the", "ul", "ur",
))
"""Words that many bear, as titles or in front of their own name; they do not tell men apart."""


class UnresolvedName(BayahError):
    """A name that does not lead to exactly one actor; `todo` says how to mend it, `bearers` who bears it."""

    def __init__(self, what: str, todo: str, bearers: Sequence[str] = ()) -> None:
        super().__init__(f"{what}. {todo}")
        self.what = what
        self.todo = todo
        self.bearers = tuple(bearers)


@lru_cache(maxsize=16384)
def normalise(name: str) -> str:
    """The form under which spellings are compared: NFKC, one space, plain apostrophes, no case."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).split()).casefold()


def distinctive(name: str) -> frozenset[str]:
    """What is left of a name that is its bearer's own, as consonants: `Hafez Sa'eed Khan` and `Sayed` are both `sd`.

    Titles and words of most names are left out; vowels, doubled letters and marks differ by transliteration.
    """
    words = re.findall(r"[a-z]+", unidecode(normalise(name)).replace("'", ""))
    return frozenset(word for word in (consonants(respelled(word)) for word in words if word not in TITLES) if word)


def respelled(word: str) -> str:
    """The word of a to z without doubled letters, and with one letter for each of `sh`, `kh` and `q`."""
    return re.sub(r"(.)\1+", r"\1", word).replace("sh", "S").replace("kh", "K").replace("q", "k")


def consonants(word: str) -> str:
    """A respelled word without what transliterations write or leave out at will: vowels, `w`, `y`, `h`."""
    return re.sub("[aeiouywh]", "", word)


def namesakes(spellings: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Pairs of ids, sorted, of which a spelling of one may be a shorter form of one of the other.

    `spellings` maps an id to its names. Near-linear: looked up by the rarest word.
    """
    forms = {actor: {form for name in names if (form := distinctive(name))} for actor, names in spellings.items()}
    bearers: dict[str, set[str]] = defaultdict(set)
    for actor, of_actor in forms.items():
        for form in of_actor:
            for word in form:
                bearers[word].add(actor)
    found = set()
    for actor, of_actor in forms.items():
        for form in of_actor:
            rarest = min(form, key=lambda word: (len(bearers[word]), word))
            found |= {tuple(sorted((actor, other))) for other in bearers[rarest]
                      if other != actor and any(form <= longer for longer in forms[other])}
    return sorted((a, b) for a, b in found)


def did_you_mean(name: str, known: Iterable[str], limit: int = 1) -> str:
    """A hint with the nearest known spellings, or what to do when none is near."""
    near = process.extract(
        name, list(dict.fromkeys(known)), scorer=fuzz.WRatio, processor=normalise,
        limit=limit, score_cutoff=70,
    )
    return f"Did you mean {' or '.join(repr(match[0]) for match in near)}?" if near else ""


class Names:
    """The index of every spelling of every actor."""

    def __init__(
        self, actors: Iterable[tuple[str, str, Sequence[str]]], aliases: Iterable[tuple[str, str]]
    ) -> None:
        """`actors` are (id, actor_type, names); `aliases` are (id, spelling)."""
        self._types: dict[str, str] = {}
        self._spelling: dict[str, str] = {}
        self._index: dict[str, list[str]] = defaultdict(list)
        for actor_id, actor_type, names in actors:
            self._types[actor_id] = actor_type
            for name in names:
                self._add(actor_id, name)
        for actor_id, alias in aliases:
            self._add(actor_id, alias)

    def _add(self, actor_id: str, name: str) -> None:
        form = normalise(name)
        if form and actor_id not in self._index[form]:
            self._index[form].append(actor_id)
            self._spelling.setdefault(form, name)

    def resolve(self, name: str, actor_types: Sequence[str], explicit_id: str = "") -> str:
        """The id of the one actor of these types whom the name means.

        Raises: UnresolvedName when it is not exactly one, or the explicit id does not bear the name's type.
        """
        if explicit_id:
            return self._explicit(explicit_id, actor_types)
        bearers = self._index.get(normalise(name), [])
        fitting = [actor for actor in bearers if self._types.get(actor) in actor_types]
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            raise UnresolvedName(
                f"the name '{name}' is borne by {', '.join(fitting)}",
                "Say which with `<column>_id:` beside it",
                fitting,
            )
        wanted = " or ".join(actor_types)
        if bearers:
            raise UnresolvedName(
                f"'{name}' is a {self._types.get(bearers[0])}, and a {wanted} is needed here",
                "Name the right actor or move the name to the right column",
                bearers,
            )
        candidates = [
            spelling for form, spelling in self._spelling.items()
            if any(self._types.get(actor) in actor_types for actor in self._index[form])
        ]
        raise UnresolvedName(
            f"unknown {wanted} '{name}'",
            did_you_mean(name, candidates)
            or "Add the actor or spelling to seeds/reference (persons, groups, cohorts, aliases)",
        )

    def _explicit(self, actor_id: str, actor_types: Sequence[str]) -> str:
        if self._types.get(actor_id) in actor_types:
            return actor_id
        fitting = [known for known, kind in self._types.items() if kind in actor_types]
        raise UnresolvedName(
            f"there is no {' or '.join(actor_types)} with the id '{actor_id}'",
            did_you_mean(actor_id, fitting) or "Add it to seeds/reference",
        )
