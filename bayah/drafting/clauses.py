"""A sentence taken apart without a parser: units, verb groups, who does what, and what stands after which preposition.

Reads a sentence's text and mentions. Returns a `Parse` whose methods answer for one verb at a time, so that only verbs
that a pattern names cost anything. Refuses nothing. A sentence is a string of letters, one a unit (`SYMBOLS`), over
which it walks: left of a verb across adverbs, appositions, relative clauses and parentheses to its subject; right of
it to its objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bayah.drafting.contract import Mention
from bayah.drafting.grammar import Lexicon, Word, grammar
from bayah.drafting.lexicon import number_words

SYMBOLS = {"person": "P", "group": "G", "cohort": "C", "place": "L", "date": "D", "office": "O", "number": "N"}
"""The letter of each kind of mention; other letters: `lexicon.CLASS_LETTERS`, `#` digits, `s` possessive,
punctuation.
"""
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*|--|[^\w\s]")
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ";",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "–": "-",
    "—": "-",
    "--": "-",
    '"': '"',
    "“": '"',
    "”": '"',
    "?": "?",
}
NO_WORD = Word("", "n", "", "", True)
"""What stands for the word of a unit that is a mention or a mark."""
_POSSESSIVES = frozenset({"his", "her", "their", "its", "whose", "our", "my"})
_NOUNY = frozenset("nPGCON#V")
_IN_NOUN_PHRASE = frozenset("dhxnPGCLODNs#j")
_IN_STRETCH = frozenset("dhxnPGCLODNs#pra&zt")
_IN_STRETCH_LETTERS = frozenset(_IN_STRETCH)
_OF_PEOPLE = frozenset({"former", "ex", "onetime", "erstwhile"})
"""Before a group's name these mean people who were with it: `six former TTP`."""
_COUNTING = frozenset({"more", "at", "some", "about", "nearly", "around", "the", "a", "an", "over", "up", "almost"})
"""With these a count of people begins."""
_FLOATING = frozenset({"each", "all", "both", "yet", "longer"})
_UNDECIDED = frozenset("VqzbaMH")
_UNDECIDED_WORDS = frozenset({"at", "dead", "since"})
"""What `_decide_letters` has to look at; it passes over all others."""
_COMPANY = frozenset({"along", "together", "including", "alongside", "accompanied", "among"})


class Unit:
    """A word, a mention or a mark of a sentence, with its letter; `start` and `end` are characters of the text."""

    __slots__ = ("end", "low", "mention", "start", "tag", "word")

    def __init__(self, tag: str, low: str, start: int, end: int, word: Word | None, mention: Mention | None) -> None:
        self.tag, self.low, self.start, self.end, self.word, self.mention = tag, low, start, end, word, mention


@dataclass(slots=True)
class VerbGroup:
    """A verb with its auxiliaries: units `start` to `end` exclusive, the verb itself at `verb`."""

    start: int
    verb: int
    end: int
    lemma: str
    form: str
    is_passive: bool = False
    is_negated: bool = False
    modal: str = ""
    is_infinitive: bool = False
    is_finite: bool = False
    has_auxiliary: bool = False


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its letter (that of its head), the unit of its head, and what qualifies it.

    `preposition` stands before it (empty: none). `group`, `office` and `owner` are units of mentions inside it that
    are not the head ("TTP commander Gul", "Gul's deputy"); `of` are phrases joined to it by "of". `noun` is the unit
    of its last common noun. `stands_in`: the head, or `actor` where no unit of the sentence is his, stands for his
    followers, of whom the text speaks.
    """

    letter: str
    head: int
    start: int
    end: int
    preposition: str = ""
    group: int = -1
    office: int = -1
    owner: int = -1
    place: int = -1
    noun: int = -1
    is_joined: bool = False
    stands_in: bool = False
    is_included: bool = False
    actor: Mention | None = None
    has_article: bool = False
    of: list[Phrase] = field(default_factory=list)


def read_units(text: str, start: int, end: int, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Unit]:
    """The units of `text[start:end]`, each with its letter."""
    units: list[Unit] = []
    at = start
    for mention in mentions:
        if mention.start < at or mention.end > end:
            continue
        _read_words(text, at, mention.start, units, lexicon)
        low = text[mention.start:mention.end].lower()
        units.append(Unit(SYMBOLS[mention.kind], low, mention.start, mention.end, None, mention))
        if low in _POSSESSIVES:
            units.append(Unit("s", "'s", mention.end, mention.end, None, None))
        at = mention.end
    _read_words(text, at, end, units, lexicon)
    _decide_letters(units)
    _pass_over_quoted_words(units)
    return _with_offices(text, units)


def _pass_over_quoted_words(units: list[Unit]) -> None:
    """Quotation marks about a few words without a verb are no speech: the “central council”."""
    marks = [i for i, unit in enumerate(units) if unit.tag == '"']
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        if last - first <= 6 and not any(unit.tag in "VBHMK,;" for unit in units[first + 1:last]):
            units[first].tag = units[last].tag = "j"


def _with_offices(text: str, units: list[Unit]) -> list[Unit]:
    """Offices that are told by a noun ("deputy military commander") made into one unit each."""
    heads, modifiers = grammar().lists["office_heads"], grammar().lists["office_modifiers"]
    if heads.isdisjoint([unit.low for unit in units]):
        return units
    found: list[Unit] = []
    for unit in units:
        if unit.tag == "n" and unit.low in heads:
            first = unit
            while (
                found
                and found[-1].tag in "nO"
                and (found[-1].low in modifiers or (found[-1].tag == "O" and found[-1].low.split()[-1] in modifiers))
                and text[found[-1].end : first.start] == " "
            ):
                first = found.pop()
            found.append(_office(text, first.start, unit.end))
        else:
            found.append(unit)
    return found


def _office(text: str, start: int, end: int) -> Unit:
    words = text[start:end]
    role = " ".join(word for word in words.lower().split() if word not in grammar().lists["mere_rank"])
    return Unit(
        "O",
        words.lower(),
        start,
        end,
        None,
        Mention(start, end, "office", words, "description", name=words, role=role or words),
    )


def _read_words(text: str, start: int, end: int, units: list[Unit], lexicon: Lexicon) -> None:
    as_written, append = lexicon.as_written, units.append
    for match in _WORDS.finditer(text, start, end):
        raw = match.group()
        word = as_written.get(raw)
        if word is not None:
            append(Unit(word.letter, word.text, match.start(), match.end(), word, None))
        elif raw in _PUNCTUATION:
            append(Unit(_PUNCTUATION[raw], raw, match.start(), match.end(), None, None))
        elif raw != ".":
            _read_new_word(text, match, units, lexicon)


def _read_new_word(text: str, match: re.Match[str], units: list[Unit], lexicon: Lexicon) -> None:
    """A word not met before in this form, a number, or an apostrophe."""
    raw, start, end = match.group(), match.start(), match.end()
    if raw[0].isalpha():
        if "'" in raw or "’" in raw or raw in ("s", "t"):
            _read_apostrophe(text, raw.lower().replace("’", "'"), start, units, lexicon)
        else:
            word = lexicon.word(raw.lower())
            lexicon.as_written[raw] = word
            units.append(Unit(word.letter, word.text, start, end, word, None))
    elif raw[0].isdigit():
        units.append(Unit("#", raw, start, end, None, None))
    elif (
        raw[0] in "'’"
        and units
        and units[-1].end == start
        and units[-1].low.endswith("s")
        and text[end : end + 1] == " "
    ):
        units.append(Unit("s", "'s", start, end, None, None))


def _read_apostrophe(text: str, low: str, start: int, units: list[Unit], lexicon: Lexicon) -> None:
    """A word with an apostrophe: a possessive, a `not`, or a name or word that is so written."""
    end = start + len(low)
    if low == "s" and start and text[start - 1] in "'’":
        units.append(Unit("s", "'s", start, end, None, None))
    elif low.endswith("'s") and len(low) > 2:
        word = lexicon.word(low[:-2])
        units.append(Unit(word.letter, word.text, start, end - 2, word, None))
        units.append(Unit("s", "'s", end - 2, end, None, None))
    elif low.endswith("n't"):
        word = lexicon.word({"wo": "will", "ca": "can"}.get(low[:-3], low[:-3]))
        units.append(Unit(word.letter, word.text, start, end - 3, word, None))
        units.append(Unit("!", "not", end - 3, end, lexicon.word("not"), None))
    else:
        word = lexicon.word(low)
        units.append(Unit(word.letter, low, start, end, word, None))


def _decide_letters(units: list[Unit]) -> None:
    """Settles what a word is that can be several: a verb or a noun, `that`, `after`, `should`."""
    count = len(units)
    last = ""
    for i, unit in enumerate(units):
        if unit.tag not in _UNDECIDED and unit.low not in _UNDECIDED_WORDS:
            last = unit.tag if unit.tag != "r" else last
            continue
        following = units[i + 1].tag if i + 1 < count else ";"
        if unit.tag == "V":
            unit.tag = _verb_or_noun(units, i, last, following)
        elif unit.tag == "q":
            if following in "VBHM!" or (following == "r" and i + 2 < count and units[i + 2].tag in "VBHM"):
                unit.tag = "w"
            elif last == "p":
                unit.tag = "d"
        elif unit.tag == "z" and i + 2 < count and units[i + 1].low == "well" and units[i + 2].tag == "z":
            unit.tag, units[i + 1].tag, units[i + 2].tag = "&", "r", "r"
        elif unit.tag == "z" and last == "," and _is_clause(units, i + 1):
            unit.tag = "S"
        elif unit.tag == "b" and any(other.low == "not" for other in units[max(0, i - 8):i]) and any(
                other.low == "only" for other in units[max(0, i - 8):i]):
            unit.tag = "&"
        elif (unit.low == "at" and following == "r") or (unit.low == "since" and last and last in "HB"):
            unit.tag = "r"
        elif unit.low == "dead" and last == "d":
            unit.tag = "n"
        elif unit.tag == "a":
            unit.tag = _preposition_or_conjunction(units, i, following)
        elif unit.tag in "MH" and i == 0 and unit.low in ("should", "had", "were"):
            unit.tag = "I"
        if unit.tag != "r":
            last = unit.tag


def _is_clause(units: list[Unit], start: int) -> bool:
    """Whether people and their verb follow: `, as two insurgents were captured`."""
    for unit in units[start : start + 6]:
        if unit.tag in "BHM":
            return units[start].tag in "PGCd" and any(other.tag in "PGC" for other in units[start : start + 6])
        if unit.tag not in "dPGCn#N":
            return False
    return False


def _verb_or_noun(units: list[Unit], i: int, last: str, following: str) -> str:
    word = units[i].word or NO_WORD
    if word.form == "e":
        return "V"
    if word.form in "dn":
        if last and last in "dhxs#" and following in _NOUNY:
            return "n"
        return "n" if last and last in "pdhs" and following in "nPGCON" else "V"
    if word.form == "g":
        if last and last in "dhsx":
            return "n"
        if (
            units[i].low in grammar().lists["fights"]
            and following in "pa,;)S&"
            and _is_after_preposition(units, i, last)
        ):
            return "n"
        if following == "V" and last in ("", ",", "B", "&") and (units[i + 1].word or NO_WORD).is_noun:
            return "V"
        if last and last in "nL" and following in ",;)" and units[i].low in grammar().lists["deeds"]:
            return "n"
        next_low = units[i + 1].low if i + 1 < len(units) else ""
        return "n" if next_low in ("of", "between") or following in "VBHM" else "V"
    if word.form == "b":
        return _base_form(units, i, word, last, following)
    if last and last in "dhsxpt":
        return "n"
    if not word.is_noun or last in ("w", "u") or (last == "P" and following not in "VBHM"):
        return "V"
    return "V" if last and last in "PGCuw)q,nL" and following in "dhxPGCutqL#Nz" else "n"


def _is_after_preposition(units: list[Unit], i: int, last: str) -> bool:
    """`in fighting with`, `in heavy fighting near`."""
    return last == "p" or (last == "n" and i > 1 and units[i - 2].tag == "p" and not units[i - 1].low.endswith("s"))


def _base_form(units: list[Unit], i: int, word: Word, last: str, following: str) -> str:
    if last and last in "tMK":
        return "V"
    if last == "u" or last == "w":
        return "V"
    if last == "!":
        return "V"
    if last == "&" and following == "u":
        return "V"
    if last == "&" and any(unit.tag == "V" and unit.word and unit.word.form == "b" for unit in units[max(0, i - 8):i]):
        return "V"
    if last and last in "PGCn" and following in "dhxPGCut" and i and (
            units[i - 1].low.endswith("s") or units[i - 1].tag == "G"):
        return "V"
    if not word.is_noun and last and last in "PGCn":
        return "V"
    if word.lemma in grammar().lists["say"] and last == "L" and following in "PGCdhqn":
        return "V"
    return "n"


def _preposition_or_conjunction(units: list[Unit], i: int, following: str) -> str:
    if following == "V" and (units[i + 1].word or NO_WORD).form == "g":
        return "p"
    for unit in units[i + 1:i + 16]:
        if unit.tag in ",;-(":
            return "p"
        if unit.tag in "BHMK" or (unit.tag == "V" and unit.word and unit.word.form in "dse"):
            return "S"
    return "p"


class Parse:
    """What a sentence's verbs and nouns have about them, found when asked for."""

    def __init__(self, units: list[Unit], text: str) -> None:
        self.units, self._text = units, text
        self.tags = "".join([unit.tag for unit in units])
        self.words = frozenset([unit.low.rpartition(" ")[2] if unit.tag in "CO" else unit.low for unit in units])
        self._groups: dict[int, VerbGroup] = {}
        self._subjects: dict[int, list[Phrase]] = {}
        self._complements: dict[int, list[Phrase]] = {}
        self.two_before: tuple[Mention, ...] = ()
        """The men whom the text named last in one list: whom `both` and `the pair` mean."""

    def group(self, verb: int) -> VerbGroup:
        """The verb group of the verb at a unit."""
        found = self._groups.get(verb)
        if found is None:
            found = self._groups[verb] = self._read_group(verb)
        return found

    def _read_group(self, verb: int) -> VerbGroup:
        units, tags = self.units, self.tags
        word = units[verb].word or NO_WORD
        group = VerbGroup(verb, verb, verb + 1, word.lemma, word.form)
        auxiliaries: list[Unit] = []
        i = verb - 1
        while i >= 0 and (tags[i] in "rBHMK!t" or units[i].low in _FLOATING):
            if tags[i] == "t":
                group.is_infinitive = True
                group.start = i
                if i and tags[i - 1] == "!":
                    group.is_negated = True
                break
            if units[i].low == "longer" and i and units[i - 1].low == "no":
                group.is_negated, i = True, i - 1
                group.start = i
            elif tags[i] == "!":
                group.is_negated = True
            elif tags[i] in "BHMK":
                auxiliaries.append(units[i])
            if tags[i] == "M":
                group.modal = units[i].low
            if tags[i] not in "rd":
                group.start = i
            i -= 1
        group.has_auxiliary = bool(auxiliaries)
        group.is_passive = bool(auxiliaries) and auxiliaries[0].tag == "B" and word.form in ("d", "n")
        starts_finite = bool(auxiliaries) and auxiliaries[-1].low not in ("having", "being", "been", "be")
        is_finite_be = units[verb].low in ("is", "was", "were", "are")
        group.is_finite = not group.is_infinitive and (
            starts_finite or is_finite_be or (not auxiliaries and word.form in "dsbe" and bool(word.form))
        )
        if not auxiliaries and word.form in ("d", "n") and not group.is_infinitive:
            group.is_passive = self.is_opening(group) or self._copula_after_opening(group) > 0
            self._inherit_voice(group)
        return group

    def is_opening(self, group: VerbGroup) -> bool:
        """`Arrested by the police in 2003, Khan …`: a participle with which the sentence begins."""
        if self.tags[:group.start].strip('r"') or group.has_auxiliary or group.form not in ("d", "n"):
            return False
        follows = self.tags[group.end:group.end + 1]
        return follows in ("p", "D", "a", "r", "t", "z") and self.tags.find(",", group.end) > 0

    def _copula_after_opening(self, group: VerbGroup) -> int:
        """`Killed in the strike were Khan and two guards`: the unit of `were`, after which the subject stands; else -1.
        """
        if self.tags[:group.start].strip('r"') or group.has_auxiliary or group.form not in ("d", "n"):
            return -1
        copula = self.tags.find("B", group.end)
        if copula < 0 or set(self.tags[group.end:copula]) & set("VHM,;wqSI"):
            return -1
        return copula if self.tags[copula + 1:copula + 2] in tuple("PCdh#N") else -1

    def _subjects_after_opening(self, group: VerbGroup) -> list[Phrase]:
        """Who the participle is of that opens a sentence: the subject of the first verb after its comma."""
        comma = self.tags.find(",", group.end)
        verbs = (i for i in range(comma + 1, len(self.tags)) if self.tags[i] in "VB")
        main = next((verb for verb in map(self.group, verbs) if verb.is_finite), None)
        return self.subjects(main) if main is not None else []

    def _inherit_voice(self, group: VerbGroup) -> None:
        """A participle after `and` shares the auxiliary of the verb before it: was arrested and later killed."""
        before = self._skip_adverbs(group.start - 1)
        if before < 0 or self.tags[before] not in "&,":
            return
        earlier = self._verb_before(before)
        if earlier < 0:
            return
        previous = self.group(earlier)
        follows = self.tags[group.end] if group.end < len(self.tags) else ";"
        if group.lemma in grammar().lists["intransitive"]:
            return
        if previous.is_passive and follows not in "dhPGCun" and "w" not in self.tags[earlier:before]:
            group.is_passive = True
            group.is_finite = previous.is_finite
            group.has_auxiliary = True
            group.is_negated |= (
                previous.is_negated and self.tags[before] == "&" and self.units[before].low in ("or", "nor")
            )
            group.modal = group.modal or previous.modal

    def shares_voice_of(self, group: VerbGroup) -> VerbGroup | None:
        """The verb whose auxiliary a participle after `and` shares: that of `was arrested` before `and killed`."""
        before = self._skip_adverbs(group.start - 1)
        if group.form not in ("d", "n") or not group.is_passive or before < 0 or self.tags[before] not in "&,":
            return None
        if "B" in self.tags[group.start : group.verb]:
            return None
        earlier = self._verb_before(before)
        return self.group(earlier) if earlier >= 0 and self.group(earlier).is_passive else None

    def _skip_adverbs(self, i: int) -> int:
        while i >= 0 and self.tags[i] in 'r"':
            i -= 1
        return i

    def _verb_before(self, i: int) -> int:
        return self.tags.rfind("V", 0, i)

    # Left of the verb

    def subjects(self, group: VerbGroup) -> list[Phrase]:
        """The phrases that a verb group has as its grammatical subject; none where it cannot be told."""
        found = self._subjects.get(group.verb)
        if found is None:
            self._subjects[group.verb] = []
            found = self._find_subjects(group)
            if self.two_before and not any(phrase.letter in "PGC" for phrase in found):
                found = self._both(group) or found
            self._subjects[group.verb] = found
        return found

    def _both(self, group: VerbGroup) -> list[Phrase]:
        """`Both had sworn allegiance`, `the pair swore`, `they joined`: the men named last together."""
        last = self._skip_adverbs(group.start - 1)
        if last < 0 or not self.two_before or self.units[last].mention is not None:
            return []
        first = last
        while first > 0 and self.units[first - 1].low in ("both", "the", "two", "all") and (
            self.units[last].low in ("pair", "two", "duo", "men", "brothers", "them", "three", "latter")
        ):
            first -= 1
        if last > 1 and self.units[last].low == "them" and self.units[last - 1].low == "of":
            first, last = last - 2, last - 2
        words = [unit.low for unit in self.units[first:last + 1]]
        is_all = words[-1] in ("both", "pair", "duo") or words == ["they"] or words[:2] in (
            ["the", "two"], ["the", "brothers"], ["both", "men"], ["the", "men"])
        if not is_all:
            return []
        before = [unit.mention for unit in self.units[:first] if unit.mention is not None]
        if words == ["they"] and any(mention.kind in ("person", "cohort") for mention in before):
            return []
        return [Phrase("P", first, first, last + 1, stands_in=True, actor=man) for man in self.two_before]

    def _find_subjects(self, group: VerbGroup) -> list[Phrase]:
        before = self._skip_adverbs(group.start - 1)
        if group.is_infinitive:
            return self._subjects_of_infinitive(group)
        if self.is_opening(group):
            return self._subjects_after_opening(group)
        if (copula := self._copula_after_opening(group)) > 0:
            return [phrase for phrase in self.complements(copula + 1) if not phrase.preposition]
        if not group.is_finite and not group.has_auxiliary and group.form in ("d", "n"):
            return self.antecedents(before)
        if not group.is_finite:
            return self._subjects_of_participle(group)
        return self._subjects_before(before, group)

    def is_yet_to_come(self, group: VerbGroup) -> bool:
        """`has yet to swear allegiance`."""
        before = group.start - 1
        return (
            group.is_infinitive
            and before > 0
            and self.units[before].low == "yet"
            and self.tags[before - 1] in "HB"
        )

    def _subjects_of_infinitive(self, group: VerbGroup) -> list[Phrase]:
        before = self._skip_adverbs(group.start - 1)
        if before < 0:
            return []
        if self.is_yet_to_come(group):
            return self._subjects_before(self._skip_adverbs(before - 2), group)
        if self.tags[before] in "VB":
            return self.subjects(self.group(before))
        if self.tags[before] == "&":
            earlier = self._verb_before(before)
            return self.subjects(self.group(earlier)) if earlier >= 0 else []
        governor = max(self._verb_before(before), self.tags.rfind("B", 0, before))
        if governor < 0:
            return []
        if self.tags[governor] == "B":
            return self.subjects(self.group(governor))
        word = self.units[governor].word
        if word is not None and (word.lemma == "become" or word.lemma in grammar().lists["purpose"]):
            return self.subjects(self.group(governor))
        objects = [
            phrase
            for phrase in self.complements(self.group(governor).end)
            if phrase.end == before + 1 and (not phrase.preposition or self._is_of_number(phrase))
        ]
        return objects or self.subjects(self.group(governor))

    def _is_of_number(self, phrase: Phrase) -> bool:
        """`sent hundreds of Taliban to fight`: the Taliban, of whom there were hundreds."""
        return phrase.preposition == "of" and phrase.start > 1 and self.tags[phrase.start - 2] == "N"

    def _subjects_of_participle(self, group: VerbGroup) -> list[Phrase]:
        """`having left the TTP, X joined`; `X fled, leaving`; `after leaving`; `six men fighting for`."""
        tags = self.tags
        before = self._skip_adverbs(group.start - 1)
        if before >= 0 and tags[before] in "PGCn" and not group.has_auxiliary:
            return self.antecedents(before)
        predicate = tags.rfind("B", max(0, before - 4), max(0, before))
        if before >= 0 and tags[before] == "&" and predicate >= 0 and "V" not in tags[predicate:before]:
            return self.subjects(self.group(predicate))
        blamed = self._blamed(before)
        if blamed:
            return blamed
        clause = before
        while clause >= 0 and tags[clause] not in ",;(":
            if tags[clause] in "VB":
                return self.subjects(self.group(clause))
            clause -= 1
        earlier = self._verb_before(max(clause, 0))
        if earlier >= 0 and before >= 0 and tags[before] == "&" and self.group(earlier).form == "g":
            return self.subjects(self.group(earlier))
        if earlier >= 0:
            if clause > 0 and tags[clause] == "," and tags[clause - 1] in "PGCO" and not self._is_object(clause - 1):
                return self.antecedents(clause)
            return self.subjects(self.group(earlier))
        comma = tags.find(",", group.end)
        if comma >= 0:
            main = next((i for i in range(comma + 1, len(tags)) if tags[i] == "V" and self.group(i).is_finite), -1)
            if main >= 0:
                return self.subjects(self.group(main))
        return self.antecedents(clause) if clause > 0 else []

    def _blamed(self, i: int) -> list[Phrase]:
        """`accused the Taliban of jailing`: whom the verb before `of`, `for` or `with` accuses."""
        if i < 2 or self.units[i].low not in ("of", "for", "with"):
            return []
        verb = self._verb_before(i)
        word = self.units[verb].word if verb >= 0 else None
        if word is None or word.lemma not in grammar().lists["blaming"] or "," in self.tags[verb:i]:
            return []
        group = self.group(verb)
        if group.is_passive:
            return self.subjects(group)
        return [phrase for phrase in self.phrases(group.end, i) if not phrase.preposition and phrase.letter in "PGC"]

    def _is_object(self, i: int) -> bool:
        """Whether a verb stands before the phrase that ends at `i`, in the same clause."""
        while i >= 0 and self.tags[i] in _IN_STRETCH:
            i -= 1
        return i >= 0 and self.tags[i] == "V"

    def _subjects_before(self, i: int, group: VerbGroup) -> list[Phrase]:
        companions: list[Phrase] = []
        found = self._walk_left(i, companions)
        return found + companions if found else []

    def _walk_left(self, i: int, companions: list[Phrase]) -> list[Phrase]:
        tags = self.tags
        for _ in range(12):
            i = self._skip_adverbs(i)
            if i < 0:
                return []
            tag = tags[i]
            if tag in "&b":
                return self._shared_subjects(i)
            if tag == "w":
                return self.antecedents(self._before_share(i), of_which=self.units[i].low == "which")
            if tag in ",)-":
                opener = self._opener(i)
                if opener == -2:
                    return self._shared_subjects(i)
                if opener < 0:
                    return []
                if tag == ",":
                    name = self._naming_apposition(opener, i)
                    if name:
                        return name
                if self.units[opener + 1].low in _COMPANY:
                    company = [phrase for phrase in self.phrases(opener + 1, i) if phrase.letter in "PC"]
                    for phrase in company:
                        phrase.is_included = self.units[opener + 1].low in ("including", "among")
                    companions += company
                i = opener - 1
                continue
            if tag == "V" and self._is_reduced(i):
                return self.antecedents(self._skip_adverbs(i - 1))
            if tag == "u":
                return self._speaker_meant(i)
            relative = self._relative_of_object(i + 1) if tag == "V" else -1
            if relative > 0:
                i = relative - 1
                continue
            if tag not in _IN_STRETCH:
                return []
            start = self._stretch_start(i)
            phrases = self._heads(start, i + 1)
            if not phrases and start > 1 and tags[start - 1] == "w" and not set(tags[start:i + 1]) & set("PGCn"):
                i = start - 1
                continue
            companions += self._included(start, i + 1)
            if start and tags[start - 1] == "V" and self._is_reduced(start - 1):
                word = self.units[start - 1].word
                named = [phrase for phrase in self.phrases(start, i + 1) if phrase.letter == "P"]
                if named and word is not None and word.lemma in grammar().lists["naming"]:
                    return named[-1:]
                i = self._skip_adverbs(start - 2)
                continue
            if start > 2 and tags[start - 1] == "V" and tags[start - 2] == "," and self._is_participle_aside(start - 1):
                i = start - 3
                continue
            relative = self._relative_of_object(start)
            if relative > 0:
                i = relative - 1
                i -= self.tags[i] in ",-"
                continue
            if start and tags[start - 1] == "w" and self.units[start - 1].low == "whose" and phrases:
                owners = self.antecedents(start - 2)
                phrases[0].owner = owners[0].head if owners else -1
                return phrases[:1]
            anchor = self._anchor_of_apposition(start, phrases)
            return self.antecedents(anchor) if anchor >= 0 else self._with_list_before(start, phrases)
        return []

    def _before_share(self, relative: int) -> int:
        """The unit before `who`, or before `most of` in `ten men, most of whom`."""
        i = relative - 1
        if i > 0 and self.units[i].low == "of" and self.tags[i - 1] in "dn#NCuh":
            i -= 2
        return i

    def _included(self, start: int, end: int) -> list[Phrase]:
        """`three men including Khan`: Khan."""
        if not any(unit.low == "including" for unit in self.units[start:end]):
            return []
        found = [
            phrase for phrase in self.phrases(start, end) if phrase.preposition == "including" and phrase.letter == "P"
        ]
        for phrase in found:
            phrase.is_included = True
        return found

    def _is_participle_aside(self, verb: int) -> bool:
        """`, known as Shaheed,`: a participle that begins an insertion."""
        word = self.units[verb].word
        return word is not None and word.form in ("d", "n", "g") and word.lemma not in grammar().lists["say"] and (
            self.tags[verb + 1:verb + 2] in ("p", "z", "r", "t"))

    def relative_objects(self, group: VerbGroup) -> dict[str, list[Phrase]]:
        """`Dadullah, whom Pakistan set free`: of whom the clause speaks, under `whom` or under the preposition before
        `which`.
        """
        before = self._skip_adverbs(group.start - 1)
        if before < 1 or self.tags[before] not in "PGCnLuO":
            return {}
        start = before if self.tags[before] == "u" else self._stretch_start(before)
        if start < 2 or self.tags[start - 1] != "w" or self.units[start - 1].low == "whose":
            return {}
        if self.tags[start - 2] in "pt":
            return {
                self.units[start - 2].low: self.antecedents(start - 3, of_which=self.units[start - 1].low == "which")
            }
        return {"whom": self.antecedents(start - 2, of_which=self.units[start - 1].low == "which")}

    def raid_of_relative(self, group: VerbGroup) -> list[Phrase]:
        """`a US night raid in which Khan was seized`: the raid."""
        before = self._skip_adverbs(group.start - 1)
        start = self._stretch_start(before) if before >= 0 and self.tags[before] in _IN_STRETCH else before
        if start < 3 or self.tags[start - 1] != "w" or self.units[start - 2].low not in ("in", "during"):
            return []
        return self.phrases(self._stretch_start(start - 3), start - 2)[-1:]

    def _relative_of_object(self, start: int) -> int:
        """The relative pronoun of `the man who killed Khan` where the stretch is `Khan`, else -1."""
        if not start or self.tags[start - 1] not in "Vr":
            return -1
        i = start - 1
        while i >= 0 and self.tags[i] in "VrBHMK!t":
            i -= 1
        return i if i > 0 and self.tags[i] == "w" else -1

    def _quoted_speaker(self) -> list[Phrase]:
        """Who is quoted: `“I left the TTP,” said Khan`."""
        for i, unit in enumerate(self.units):
            before = self.tags[:i].rstrip("r")
            if (
                unit.tag != "V"
                or unit.word is None
                or unit.word.lemma not in grammar().lists["say"]
                or '"' not in before
            ):
                continue
            inverted = self.phrases(i + 1, min(i + 6, len(self.tags)))[:1] if before[-1:] in ('"', ",") else []
            spoken = [phrase for phrase in inverted or self.subjects(self.group(i)) if phrase.letter == "P"]
            if spoken:
                return spoken
        return []

    def _with_list_before(self, start: int, phrases: list[Phrase]) -> list[Phrase]:
        """`Khan, the head of the TTP, and Omar were killed`: the man before the apposition belongs to the list."""
        tags = self.tags
        at = start if tags[start] == "&" else start - 1
        if at < 2 or tags[at] != "&" or tags[at - 1] != "," or not phrases:
            return phrases
        opener = self._opener(at - 1)
        if opener < 1:
            return phrases
        first = self._heads(self._stretch_start(opener - 1), opener)
        alike = "PC" if phrases[0].letter in "PC" else phrases[0].letter
        return [phrase for phrase in first if phrase.letter in alike] + phrases

    def _speaker_meant(self, i: int) -> list[Phrase]:
        """`Khan said he had left`: the pronoun right after a verb of saying means who says it."""
        before = i - 1
        while before >= 0 and self.tags[before] in "qrDp":
            before -= 1
        if self.units[i].low == "i":
            return self._quoted_speaker()
        if before < 0 or self.tags[before] != "V":
            return []
        word = self.units[before].word
        if word is None or word.lemma not in grammar().lists["say"]:
            return []
        letters = {"he": "P", "she": "P", "it": "GL", "they": "CG"}.get(self.units[i].low, "")
        return [phrase for phrase in self.subjects(self.group(before)) if phrase.letter in letters]

    def _is_reduced(self, verb: int) -> bool:
        """Whether a participle stands after its noun: `six men arrested in Kabul`, `a raid carried out on Sunday`, `men
        previously affiliated with the TTP`.
        """
        word = self.units[verb].word
        if word is None or word.form not in "dng" or verb == 0 or word.lemma in grammar().lists["say"]:
            return False
        noun = verb - 1 - (verb > 1 and self.units[verb - 1].low in grammar().lists["before_participles"])
        before = self.units[noun]
        if (word.form == "d" and word.lemma in grammar().lists["intransitive"]) or (
                before.mention is not None and before.mention.how == "pronoun"):
            return False
        follows = self.tags[verb + 1] if verb + 1 < len(self.tags) else ";"
        is_naming = self.tags[noun] == "O" and word.lemma in grammar().lists["naming"]
        if not (is_naming or self.tags[noun] in "PGCnLD") or follows not in "ptrDza":
            return False
        return word.form != "d" or not self._is_said(verb)

    def _is_said(self, verb: int) -> bool:
        """`Khan said police carried out a raid`: what is said has a verb of its own."""
        start = verb - 1
        while start > 0 and self.tags[start - 1] in "dnPGCLOhx#N":
            start -= 1
        said = self.units[start - 1].word if start and self.tags[start - 1] == "V" else None
        return said is not None and said.lemma in grammar().lists["say"]

    def _opener(self, closer: int) -> int:
        """Where the insertion that ends at a comma, bracket or dash begins; -1: nowhere; -2: a verb shares its
        subject.
        """
        tags, tag = self.tags, self.tags[closer]
        if tag == ")":
            return tags.rfind("(", 0, closer)
        opener = closer - 1
        while True:
            opener = tags.rfind("," if tag == "," else "-", 0, opener if opener >= 0 else 0)
            if opener < 0:
                break
            inside = tags[opener + 1:closer]
            is_list = self._is_list_comma(opener, closer - 1) or self._is_in_list_of_places(opener, closer)
            is_list &= tag == ","
            if inside.count("(") == inside.count(")") and not is_list:
                break
        segment = tags[opener + 1:closer]
        first = segment.lstrip('r"')[:1]
        if opener < 0:
            return -2 if "V" in segment and first not in "wSpIV" else -1
        if first and first in "wSpzIV#N":
            return opener
        if self._is_attribution(opener + 1, closer):
            return opener
        if "V" in segment and any(tags[i] == "V" and self.group(i).is_finite and not self._is_reduced(i)
                                  for i in range(opener + 1, closer)):
            if "w" in segment:
                return opener
            return -2
        return opener

    def _is_attribution(self, start: int, end: int) -> bool:
        """`, he said,` and `, officials say,`: a voice inside the clause."""
        word = self.units[end - 1].word
        return (
            self.tags[end - 1] == "V"
            and word is not None
            and word.lemma in grammar().lists["say"]
            and "V" not in self.tags[start : end - 1]
        )

    def _naming_apposition(self, opener: int, closer: int) -> list[Phrase]:
        """`the head of the TTP, Hakimullah Mehsud, was killed`: the name inside the commas is the subject."""
        if self._lists_groups(opener, closer):
            return self._heads(opener + 1, closer)
        if opener and self.tags[opener - 1] in "nOC" and (named := self._named_in(opener + 1, closer)):
            return named
        inside = [i for i in range(opener + 1, closer) if self.tags[i] in "PC"]
        if not inside or "V" in self.tags[opener:closer] or "w" in self.tags[opener:closer]:
            return []
        if (
            self.tags[opener + 1] in "dhpzN#"
            or opener == 0
            or self.tags[opener - 1] == "P"
            or "p" in self.tags[opener : inside[0]]
        ):
            return []
        return self._heads(opener + 1, closer)

    def _named_in(self, start: int, end: int) -> list[Phrase]:
        """`known as Gul`, `whom police identified as Gul`: who is so named."""
        naming = grammar().lists["naming"]
        for verb in range(start, min(start + 4, end - 1)):
            word = self.units[verb].word
            if self.tags[verb] == "V" and word is not None and word.lemma in naming:
                name = verb + 1 + (self.tags[verb + 1] in "zp")
                return [Phrase("P", name, name, name + 1)] if self.tags[name:end] == "P" else []
        return []

    def _lists_groups(self, opener: int, closer: int) -> bool:
        """`the two groups, the TTP and IS, fought`: the names inside the commas are the subject."""
        inside = self.tags[opener + 1 : closer]
        is_list = "&" in inside and set(inside) <= set("G&,") and self.tags[opener - 1 : opener] == "n"
        return is_list and self.units[opener - 1].low in grammar().lists["bodies"]

    def _shared_subjects(self, i: int) -> list[Phrase]:
        """The subject of the verb before `and`: the nearest one to the left in the same clause."""
        verb, doubtful = self._verb_before(i), -1
        while verb >= 0:
            group = self.group(verb)
            if (group.is_finite or group.is_infinitive) and not self._is_reduced(verb):
                return self.subjects(group)
            doubtful = verb if group.form == "d" and not set(self.tags[verb:i]) & set("wqS;") else doubtful
            verb = self._verb_before(verb)
        return self.antecedents(doubtful - 1) if doubtful > 0 else []

    def _stretch_start(self, i: int) -> int:
        """Where the noun phrases that end at `i` begin; a list's commas lie inside it."""
        tags = self.tags
        start = i
        while start > 0:
            tag = tags[start - 1]
            if tag in _IN_STRETCH:
                start -= 1
            elif tag == ")" and tags.rfind("(", 0, start) > 0:
                start = tags.rfind("(", 0, start)
            elif tag == "," and self._is_list_comma(start - 1, i):
                start -= 1
            else:
                break
        while start < i and tags[start] in "&ra":
            start += 1
        return start

    def _is_in_list_of_places(self, comma: int, end: int) -> bool:
        """`who fought in Orakzai, Kurram and Khyber,`: such a comma opens nothing."""
        rest = self.tags[comma + 1:end]
        follows = rest.lstrip("d")[:1]
        return comma > 0 and self.tags[comma - 1] == follows == "L" and "&" in rest and not set(rest) - set("L&,d")

    def _is_list_comma(self, comma: int, end: int) -> bool:
        rest = self.tags[comma + 1:end + 1]
        if comma == 0 or rest[:1] not in tuple("PGCdhn#N&") or "&" not in rest:
            return False
        if rest[0] == "&" and self._has_verb_before(comma):
            return False
        before = self.tags[:comma].rstrip("LO")
        if before != self.tags[:comma]:
            before = before.rstrip("dnp")
        last = before[-1:]
        actors = [tag for i, tag in enumerate(rest) if tag in "PGC" and rest[i + 1 : i + 2] != "s"]
        return bool(last) and last in "PGC" and (last in actors or (last == "P" and "C" in actors))

    def _anchor_of_apposition(self, start: int, phrases: list[Phrase]) -> int:
        """`Khan, a former commander of the TTP` (then a verb): the unit of Khan, if the stretch only describes him;
        else -1.
        """
        if start < 2 or self.tags[start - 1] != "," or self.tags[start - 2] not in "PC)":
            return -1
        if any(phrase.letter in "PC" for phrase in phrases) or (phrases and self._is_body(phrases[0])):
            return -1
        return start - 2 if phrases or self.tags[start] in "dhn" else -1

    def _is_body(self, phrase: Phrase) -> bool:
        """A group or an institution, which no man is: `After the arrest of Khan, the TTP said`."""
        ends_in_noun = phrase.noun == phrase.end - 1
        return phrase.letter == "G" or (ends_in_noun and self.units[phrase.noun].low in grammar().lists["institutions"])

    def antecedents(self, i: int, of_which: bool = False) -> list[Phrase]:
        """Of whom a relative clause or a participle after unit `i` speaks: the nearest man, or with `which` the
        nearest group.
        """
        tags = self.tags
        i = self._skip_adverbs(i)
        is_list = i >= 0 and tags[i] == "-"
        if i >= 0 and tags[i] in ",-":
            i -= 1
        if i >= 0 and tags[i] == ")":
            i = tags.rfind("(", 0, i) - 1
        if i < 0 or tags[i] not in _IN_STRETCH:
            if i > 0 and tags[i] in ",-":
                opener = self._opener(i)
                return self.antecedents(opener) if opener > 0 else []
            return []
        start = self._stretch_start(i)
        phrases = self.phrases(start, i + 1)
        wanted = "GC" if of_which else "PC"
        found = [phrase for phrase in phrases if phrase.letter in wanted]
        if found:
            nearest = max(found, key=lambda phrase: phrase.head)
            return (
                [phrase for phrase in phrases if phrase.letter == nearest.letter]
                if is_list
                else self._with_joined(nearest, phrases, i)
            )
        listed = self._listed(i)
        if listed:
            return listed
        anchor = self._anchor_of_apposition(start, phrases)
        if anchor >= 0:
            return self.antecedents(anchor)
        verb = self._skip_adverbs(start - 1)
        if verb >= 0 and not of_which and (tags[verb] == "B" or self._is_becoming(verb)):
            return self.subjects(self.group(verb))
        groups = [phrase for phrase in phrases if phrase.letter == "G" and phrase.end == i + 1]
        return groups[-1:]

    def _listed(self, i: int) -> list[Phrase]:
        """`Khan was among those who fled`, `among those who fled was Khan`: Khan, where `those` is unit `i`."""
        before = i - 2 if i > 1 and self.units[i - 1].low == "of" else i - 1
        if before < 0 or self.units[i].low != "those" or self.units[before].low not in ("among", "one"):
            return []
        if before and self.tags[before - 1] == "B":
            return self.subjects(self.group(before - 1))
        named = (self.phrases(at + 1, min(at + 7, len(self.tags))) for at in range(i, len(self.tags))
                 if self.tags[at] == "B" and self.tags[at + 1 : at + 2] in ("P", "O", "d"))
        return next((those[:1] for those in named if those and those[0].letter == "P"), [])

    def member_of(self, band: Phrase) -> list[Phrase]:
        """`Khan was one of five men freed`, `Khan was among 44 people put in prison`: Khan."""
        at = band.start - 1
        if self.units[band.start].low.startswith("one of "):
            at += 1
        elif at > 0 and self.units[at].low == "of" and self.units[at - 1].low == "one":
            at -= 1
        elif at < 0 or self.units[at].low != "among":
            return []
        found = self.subjects(self.group(at - 1)) if at and self.tags[at - 1] == "B" else []
        return [phrase for phrase in found if phrase.letter == "P"]

    def _is_becoming(self, verb: int) -> bool:
        """`became the second governor killed by the Taliban`: what follows the verb is its subject."""
        word = self.units[verb].word
        return self.tags[verb] == "V" and word is not None and word.lemma in ("become", "remain")

    def _with_joined(self, nearest: Phrase, phrases: list[Phrase], i: int) -> list[Phrase]:
        following = next((unit for unit in self.units[i + 1:i + 4] if unit.tag in "BH"), None)
        if nearest.is_joined and following is not None and following.low in ("were", "have", "are"):
            return [
                phrase
                for phrase in phrases
                if phrase.letter == nearest.letter and phrase.preposition == nearest.preposition
            ]
        return [nearest]

    def _heads(self, start: int, end: int) -> list[Phrase]:
        """The phrases of a subject: those after no preposition, and what is joined to them."""
        phrases = self.phrases(start, end)
        self._see_through_measures(phrases)
        heads = [phrase for phrase in phrases if not phrase.preposition and phrase.letter not in "DLN"]
        if not heads and len(phrases) == 1 and phrases[0].letter == "L" and not phrases[0].preposition:
            return phrases
        if heads:
            kinds = {phrase.letter for phrase in heads}
            heads += [
                phrase
                for phrase in phrases
                if phrase.preposition
                and phrase.is_joined
                and phrase.letter in kinds
                and phrase.letter in "PC"
                and phrases[0].letter == phrase.letter
            ]
        if len(heads) > 1 and heads[-1].is_joined is False:
            heads = [
                phrase
                for k, phrase in enumerate(heads)
                if k == len(heads) - 1 or phrase.is_joined or heads[k + 1].is_joined
            ] or heads[-1:]
        return heads

    def _see_through_measures(self, phrases: list[Phrase]) -> None:
        """`a group of 20 fighters` are the fighters."""
        measures = grammar().lists["measures"]
        for phrase in phrases:
            is_measure = phrase.letter == "N" or (
                phrase.letter == "n" and phrase.noun == phrase.end - 1 and self.units[phrase.noun].low in measures
            )
            if is_measure and not phrase.preposition:
                for of in phrase.of:
                    if of.letter == "C":
                        of.preposition = ""

    # Right of the verb

    def complements(self, start: int) -> list[Phrase]:
        """The noun phrases after a verb or noun, each with its preposition, up to where another clause begins."""
        known = self._complements.get(start)
        if known is None:
            known = self._complements[start] = self._find_complements(start)
        return known.copy()

    def _find_complements(self, start: int) -> list[Phrase]:
        end = self.clause_end(start)
        found = self.phrases(start, end)
        self._see_through_measures(found)
        relative = end if self.tags[end:end + 1] == "w" else end + 1 if self.tags[end:end + 2] == ",w" else -1
        if relative > 0:
            resumed = next((i for i in range(relative, min(relative + 24, len(self.tags) - 1))
                            if self.tags[i] == "," and self.tags[i + 1] in "zp"), -1)
            if resumed > 0 and ";" not in self.tags[relative:resumed]:
                found += self.phrases(resumed + 1, self.clause_end(resumed + 1))
            elif resumed < 0:
                found += self._listed_after_relative(relative)
        return found

    def _listed_after_relative(self, relative: int) -> list[Phrase]:
        """`freed Khan, who led the TTP, and two commanders`: the commanders, where no verb of theirs follows."""
        at = self.tags.find(",&", relative, relative + 24)
        listed = self.phrases(at + 2, self.clause_end(at + 2)) if at > 0 and ";" not in self.tags[relative:at] else []
        if not listed or listed[0].letter not in "PC" or listed[0].preposition or (
                self.tags[listed[-1].end : listed[-1].end + 1] in ("V", "B", "H", "M", "K", "r")):
            return []
        listed[0].is_joined = True
        return listed

    def clause_end(self, start: int) -> int:
        """Where the clause that goes on at `start` ends: at another verb, a conjunction with its own clause, a
        relative, a mark.
        """
        tags, count, i = self.tags, len(self.tags), start
        while i < count:
            tag = tags[i]
            if tag in ";wqSIMKH?" or (tag == "B" and i > start):
                break
            if tag == "(":
                close = tags.find(")", i)
                if close < 0:
                    break
                i = close
            elif tag == "V" and i > start:
                opens_main = tags[:1] == "S" and "," in tags[start:i]  # "when he fell, the council turned on Khan"
                if self._is_reduced(i) and tags[i + 1:i + 2] == "p" and not opens_main:
                    return i
                break
            elif (tag == "t" and i + 1 < count and tags[i + 1] in "VB") or (tag in ",-" and not self._goes_on(i)):
                break
            i += 1
        if i < count and tags[i] in "VBHMK":
            i = self._before_new_clause(start, i)
        return i

    def _goes_on(self, comma: int) -> bool:
        """Whether a list or an adverbial goes on after a comma."""
        follows = self.tags[comma + 1:comma + 2]
        if follows == "t":
            return self.tags[comma + 2:comma + 3] in tuple("dPGC")
        return bool(follows) and follows in "PGCdhn#NOD&pLxraz"

    def _before_new_clause(self, start: int, verb: int) -> int:
        """A phrase right before a verb is that verb's subject, if `and`, a comma or a mark parts it from what is
        before.
        """
        if not self._has_verb_before(start):
            return verb
        word = self.units[verb].word
        if word is not None and word.lemma in grammar().lists["say"]:
            comma = self.tags.rfind(",", start, verb)
            if comma > start and not set(self.tags[comma + 1 : verb]) - _IN_STRETCH_LETTERS:
                return comma
        i = verb
        while i > start and self.tags[i - 1] in _IN_STRETCH and self.tags[i - 1] != "&":
            i -= 1
        if i > start and self.tags[i - 1] in "&,-" and not any(unit.low == "between" for unit in self.units[start:i]):
            return i - 1
        return verb

    def _has_verb_before(self, i: int) -> bool:
        """Whether the clause that goes on at `i` has had its verb: else all that follows belongs to its subject."""
        while i > 0:
            i -= 1
            if self.tags[i] == "V":
                return True
            if self.tags[i] in ";qSI":
                return False
        return False

    def phrases(self, start: int, end: int) -> list[Phrase]:
        """The noun phrases of units `start` to `end`, in order."""
        found: list[Phrase] = []
        preposition, is_joined, after_of = "", False, False
        i = start
        while i < end:
            tag = self.tags[i]
            if tag in _IN_NOUN_PHRASE:
                phrase = self._read_phrase(i, end)
                phrase.preposition = preposition
                phrase.is_joined = is_joined
                self._place_phrase(phrase, found, after_of)
                i, is_joined, after_of = phrase.end, False, False
                if phrase.letter == "D" or (phrase.end < end and self.tags[phrase.end] not in "&,"):
                    preposition = "" if phrase.letter == "D" else preposition
                continue
            if tag in "pzt":
                word = self.units[i].low
                after_of = word == "of" and bool(found) and found[-1].end == i and found[-1].letter != "D"
                if not after_of:
                    preposition, is_joined = word, False
            elif tag in "&,":
                is_joined = bool(found)
            elif tag == "(":
                close = self.tags.find(")", i, end)
                i = close if close >= 0 else end
            i += 1
        return found

    def _place_phrase(self, phrase: Phrase, found: list[Phrase], after_of: bool) -> None:
        if after_of:
            phrase.preposition = "of"
            found[-1].of.append(phrase)
            if found[-1].letter in "nO" or phrase.letter in "PCG":
                found.append(phrase) if found[-1].letter in "nGPCON" else None
            return
        office = self._office_named_after_comma(phrase, found)
        if office is not None:
            phrase.preposition = office.preposition
        elif phrase.is_joined and found and found[-1].letter != phrase.letter:
            same = next((earlier for earlier in reversed(found) if earlier.letter == phrase.letter), None)
            if same is not None:
                phrase.preposition = same.preposition
        elif self._begins_after(phrase, found):
            phrase.preposition = ""
        elif not phrase.is_joined and found and found[-1].end == phrase.start and found[-1].letter not in "D":
            phrase.preposition = found[-1].preposition
        found.append(phrase)

    def _begins_after(self, phrase: Phrase, found: list[Phrase]) -> bool:
        """`In Kunar ten fighters fled`, `Within a day a council chose Khan`: the preposition is not this phrase's."""
        if phrase.is_joined or not found or found[-1].end != phrase.start:
            return False
        noun = found[-1].noun
        if 0 <= noun == phrase.start - 1 and self._is_time(noun):
            return phrase.letter in "PGC"
        low = self.units[phrase.start].low
        begins_anew = self.tags[phrase.start] == "d" or low.startswith("the ") or (
            phrase.letter == "C" and (self._is_counted(phrase.start) or self._is_owned_cohort(phrase.start))
        )
        if found[-1].letter == "L":
            return phrase.letter in "PGC" or (begins_anew and self.units[phrase.start + 1].low == "two")
        return found[-1].letter == "n" and begins_anew

    def _is_time(self, i: int) -> bool:
        """`In the same month Khan left`: a noun that ends a time, before which no man's name begins a phrase of its
        own.
        """
        return self.units[i].low in grammar().lists["time_words"]

    def _is_counted(self, i: int) -> bool:
        """`a gesture to which 145 prisoners …`: people told by their number, before whom no noun of theirs stands."""
        low = self.units[i].low
        return low[0].isdigit() or low.split()[0] in _COUNTING or low.split()[0] in number_words()

    def _is_owned_cohort(self, i: int) -> bool:
        """`his followers`: a possessive in front begins a phrase anew."""
        return self.tags[i] == "C" and self.units[i].low.split()[0] in ("his", "her", "its", "their")

    def _office_named_after_comma(self, phrase: Phrase, found: list[Phrase]) -> Phrase | None:
        """`captured the governor for Logar, Mullah Gul,`: the office whose holder the name after its place is."""
        if phrase.letter != "P" or "".join(other.letter for other in found[-2:]) != "OL":
            return None
        is_object = self.tags[phrase.start - 1] == "," and self.tags[phrase.end:phrase.end + 1] != "V"
        return found[-2] if is_object else None

    def _read_phrase(self, i: int, end: int) -> Phrase:
        """One noun phrase: ends after a man, a cohort, a place or a date; an owner (`Khan's`) begins it anew."""
        tags = self.tags
        phrase = Phrase("n", -1, i, i)
        while i < end and tags[i] in _IN_NOUN_PHRASE:
            tag = tags[i]
            if tag == "G" and phrase.noun >= 0 and self.units[i].low.startswith("the "):
                break
            follows = tags[i + 1] if i + 1 < end else ""
            if tag == "D" and follows == "s":
                i += 2
                continue
            if tag in "PGCLO" and follows == "s":
                phrase = Phrase("n", -1, phrase.start, i + 2, owner=i, group=phrase.group if tag != "G" else i)
                i += 2
                continue
            if tag == "d":
                if phrase.head >= 0:
                    break
                phrase.has_article = True
            elif tag in "PGC" and 0 <= phrase.noun == i - 1 and self._is_time(phrase.noun):
                break
            elif tag in "PCLD":
                if (phrase.head >= 0 and (phrase.letter in "PC" or tag in "LD")) or (
                    phrase.noun >= 0 and (tag == "D" or self._is_owned_cohort(i))
                ):
                    break
                if tag == "C" and phrase.noun == i - 1 >= phrase.start and self._is_counted(i):
                    break
                if phrase.letter == "O":
                    phrase.office = phrase.head
                phrase.place = i if tag == "L" else phrase.place
                phrase.letter, phrase.head = tag, i
                is_seat = tag == "L" and follows == "G" and self.units[i + 1].low in grammar().lists["institutions"]
                if tag == "D" or (follows not in ("n", "O") and not is_seat) or tag in "PC":
                    phrase.end = i + 1
                    return phrase
            elif tag == "G":
                if phrase.letter == "O" and phrase.head >= 0:
                    break
                phrase.letter, phrase.head, phrase.group = "G", i, i
            elif tag == "O":
                phrase.letter, phrase.head = "O", i
            elif phrase.letter == "O" and self.units[i].low in grammar().lists["time_words"]:
                break
            elif tag in "n#N":
                if tag == "n":
                    phrase.noun = i
                if phrase.letter in "GLO":
                    self._noun_after_group(phrase, i)
                elif (
                    phrase.owner >= 0
                    and tags[phrase.owner] == "G"
                    and self.units[i].low in grammar().lists["stand_for_group"]
                ):
                    phrase.letter, phrase.head = "G", phrase.owner
            phrase.end = i + 1
            i += 1
        phrase.end = max(phrase.end, i if i > phrase.start else phrase.start + 1)
        if phrase.letter == "G" and any(unit.low in _OF_PEOPLE for unit in self.units[phrase.start:phrase.head]):
            phrase.letter, phrase.head = "n", -1
        return phrase

    def _noun_after_group(self, phrase: Phrase, i: int) -> None:
        """`TTP leadership` is the TTP; `TTP hideouts` are not."""
        if phrase.letter == "G" and self.units[i].low in grammar().lists["stand_for_group"]:
            return
        phrase.letter, phrase.head = "n", -1

    def text_of(self, start: int, end: int) -> str:
        """The text of units `start` to `end`, without an article before it."""
        first = start + 1 if end - start > 1 and self.units[start].low in ("the", "a", "an") else start
        return " ".join(self._text[self.units[first].start:self.units[end - 1].end].split())

    def letters(self) -> Iterator[tuple[int, Unit]]:
        """The units with their numbers."""
        return enumerate(self.units)
