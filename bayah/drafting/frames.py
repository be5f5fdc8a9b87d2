"""Facts out of one sentence: patterns laid over what its trigger words have about them.

Reads a sentence's parse and the patterns. Returns `Fact`s with the mentions in their columns and features for the
confidence. Refuses nothing; what does not meet its kind's needs with linked mentions is not returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bayah.drafting.circumstances import (
    NOT_TOLD,
    Telling,
    asserted_by,
    date_of,
    modality_of_noun,
    modality_of_verb,
)
from bayah.drafting.clauses import Parse, Phrase, Unit, VerbGroup
from bayah.drafting.contract import Mention
from bayah.drafting.doers import (
    assailant_of,
    doers_after,
    doers_before,
    doers_in_clause,
    doers_of_deeds,
    institution,
    keepers,
    start_of_joint_force,
    state_of_people,
    with_second_force,
)
from bayah.drafting.grammar import grammar
from bayah.drafting.killers import NATURAL_DEATH
from bayah.drafting.patterns import Pattern, Patterns
from bayah.drafting.sides import (
    are_militants,
    as_side,
    both_meant,
    foes,
    founds_own,
    group_after_verb,
    group_before_noun,
    group_before_verb,
    group_of,
    group_of_man,
    holder,
    is_named_after,
    is_of_group_before,
    leader_chosen,
    leaders_of_two,
    named_before_noun,
    parents_of_splinters,
)
from bayah.drafting.standing import Standing, actor_key, group_of_leader
from bayah.drafting.where import Setting, places_of, seat_of
from bayah.model import NEEDS, STATES

SUBJECT_LETTERS = {
    "death": "PC",
    "detention": "PC",
    "release": "PC",
    "appointment": "P",
    "removal": "P",
    "formation": "G",
    "merger": "GC",
}
"""Who can be the subject of a kind; of all others a man, a cohort or a group."""
_WITH_COMPANY = frozenset(
    {"pledge", "defection", "joining", "renunciation", "surrender", "death", "detention", "release", "split"}
)
_DONE_BY_BANDS = frozenset({"pledge", "defection", "joining"})
_FOUGHT_BY_FOLLOWERS = frozenset({"clash", "split"})
_POSTINGS = frozenset({"affiliation", "joining", "defection", "pledge", "removal", "renunciation"})
"""Kinds that tell in which group a man is, or was."""
_ALONE = frozenset({"left", "declared-himself", "broke-with", "split"})
"""Rules of splits after which `independent` tells that those who left stand alone."""
_GOINGS_OVER = frozenset({"defected", "went-over", "switched-allegiance", "lured", "defection-of"})
"""Rules whose words say that a side was left, also where they do not say which."""
_LIST_OF_NAMES = re.compile(r"[,;-](?:P,)*P,?&P")
"""`two commanders, Khan and Gul`."""
_TO_NAME = re.compile(r"(pd?[GL])?,?")
_OBJECT_GAP = 8
_NAME_GAP = 12
"""So far from its verb may `dead` stand: `left the governor of Kunar, Gul, and two guards dead`."""
_NEAR_WORDS, _NEEDED_WITHIN = 6, 12
"""Units after a trigger within which a word may speak against its fact, or for it."""
_FRONTED_HIS = frozenset({"ph", "pPs", "Sh", "SPs", "ah", "aPs"})
"""The letters of `since his`, with which a sentence may begin."""
_TRIGGERS = frozenset("VBOpn")
"""The letters of units by which a pattern can begin."""


@dataclass(slots=True)
class Scene:
    """A sentence as facts are read from it: its parse, its voices, where the article's men stand, and the man and the
    group that
    its paragraph named last before it."""

    parse: Parse
    telling: Telling
    told: dict[str, list[Standing]]
    person_before: Mention | None = None
    group_before: Mention | None = None
    setting: Setting = field(default_factory=Setting)
    assailant: Mention | None = None
    captor: Mention | None = None
    careers: dict[str, list[Post]] = field(default_factory=dict)
    actors_before: list[Mention] = field(default_factory=list)
    chosen: Mention | None = None
    movements: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Post:
    """A group in which an article's earlier words have a man; `is_back`: told in the pluperfect, as of a time before
    the story's; `is_left`: he left it again.
    """

    group: Mention
    is_back: bool
    is_left: bool


@dataclass(slots=True)
class Fact:
    """One fact of a sentence, its actors still as mentions. `features` are what its confidence is made of; `office` is
    the unit that names its role.
    """

    kind: str
    rule: str
    trigger: int
    subject: Mention
    parts: dict[str, Mention] = field(default_factory=dict)
    role: str = ""
    office: int = -1
    modality: str = "asserted"
    asserted_by: str = "author"
    date: Mention | None = None
    date_cost: int = 0
    killed: tuple[int | None, int | None] | None = None
    places: list[Mention] = field(default_factory=list)
    features: set[str] = field(default_factory=set)


def read_facts(scene: Scene, patterns: Patterns) -> Iterator[Fact]:
    """Every fact that the sentence tells, in the order of its trigger words."""
    taken = 0
    for i, unit in scene.parse.letters():
        word = unit.word
        if unit.tag not in _TRIGGERS or (word is None and unit.tag != "O") or i < taken:
            continue
        if unit.tag == "V" or (unit.tag == "B" and _is_copula(scene.parse, i)):
            lemma = word.lemma if word is not None else ""
            candidates = patterns.verbs.get(lemma)
            for end, fact in _facts_of_verb(scene, i, candidates) if candidates else ():
                taken = max(taken, end) if fact.kind != "attack" else taken
                yield fact
            if lemma == "include":
                yield from _facts_of_including(scene, i, patterns)
            elif lemma == "identify":
                yield from _facts_of_identifying(scene, i, patterns)
        elif unit.tag == "O":
            yield from _facts_of_office(scene, i, patterns.offices)
            if unit.low.rpartition(" ")[2] in grammar().lists["captives"]:
                yield from _facts_of_captive(scene, i)
        elif unit.tag == "p":
            if unit.low in patterns.prepositions:
                yield from _facts_of_preposition(scene, i, patterns.prepositions[unit.low])
            elif unit.low == "among":
                yield from _facts_of_list(scene, i, patterns)
        elif unit.tag == "n":
            if unit.low in patterns.nouns:
                yield from _facts_of_noun(scene, i, patterns.nouns[unit.low])
            if unit.low in patterns.adjectives:
                yield from _facts_of_adjective(scene, i, patterns.adjectives[unit.low])


def _is_copula(parse: Parse, verb: int) -> bool:
    """Whether a form of `be` stands alone, rather than before another verb."""
    after = verb + 1
    while parse.tags[after:after + 1] in ("r", "!"):
        after += 1
    return parse.tags[after:after + 1] not in ("V", "B")


def _facts_of_verb(scene: Scene, verb: int, candidates: tuple[Pattern, ...]) -> Iterator[tuple[int, Fact]]:
    parse = scene.parse
    words = parse.words
    fitting = [pattern for pattern in candidates if len(pattern.trigger) == 1 or pattern.trigger[1] in words]
    if not fitting:
        return
    group = parse.group(verb)
    modality = ""
    length = 0
    drawn: set[str] = set()
    if group.is_negated:
        yield from _facts_of_negated_verb(scene, group, fitting)
    for pattern in fitting:
        if len(pattern.trigger) < length:
            return
        if "negated" in pattern.only:
            continue
        is_sought = pattern.is_of_object or pattern.kind in _FOUGHT_BY_FOLLOWERS
        if pattern.kind in drawn or not (is_sought or parse.subjects(group)):
            continue
        end, gap = _match_trigger(parse, group, pattern.trigger[1:])
        if end < 0:
            continue
        modality = modality or modality_of_verb(parse, group, scene.telling, pattern.kind)
        if modality == NOT_TOLD:
            return
        facts = list(_fill_verb(scene, group, pattern, end, gap, modality))
        if facts:
            length = len(pattern.trigger)
            drawn.add(pattern.kind)
            yield from ((end, fact) for fact in facts)


def _facts_of_negated_verb(
    scene: Scene, group: VerbGroup, candidates: Iterable[Pattern]
) -> Iterator[tuple[int, Fact]]:
    """`never accepted Mansour`, `does not recognise him`: what is a fact only because the verb is negated."""
    plain = replace(group, is_negated=False)
    for pattern in candidates:
        end, gap = _match_trigger(scene.parse, group, pattern.trigger[1:]) if "negated" in pattern.only else (-1, -1)
        modality = modality_of_verb(scene.parse, plain, scene.telling, pattern.kind) if end >= 0 else NOT_TOLD
        if modality != NOT_TOLD:
            yield from ((end, fact) for fact in _fill_verb(scene, group, pattern, end, gap, modality))


def _match_trigger(parse: Parse, group: VerbGroup, rest: tuple[str, ...]) -> tuple[int, int]:
    """Where the complement begins after a trigger of several words, and where an object inside it ends; -1: no match.
    """
    units = parse.units
    at, gap = group.end, group.end
    for k, wanted in enumerate(rest):
        limit = min(len(units), at + (_NAME_GAP if wanted == "dead" else _OBJECT_GAP if k == 0 else 4))
        i = at
        is_particle = grammar().classes.get(wanted) == "p"
        while i < limit and not _is_word(units[i], wanted):
            if (
                (units[i].tag in ",;wqSVBHM" and not (wanted == "dead" and units[i].tag == ","))
                or (units[i].tag in "pt" and is_particle)
                or (k and units[i].tag not in "dhrnOGLPCs")
            ):
                return -1, -1
            i += 1
        if i >= limit:
            return -1, -1
        if k == 0:
            gap = i
        at = i + 1
    return at, gap


def _is_word(unit: Unit, wanted: str) -> bool:
    """Whether a unit is the word, or ends in it where it means people: `a prisoner`, `former detainee`."""
    return unit.low == wanted or (unit.tag in "CO" and unit.low.endswith(wanted) and unit.low.split()[-1] == wanted)


def _fill_verb(scene: Scene, group: VerbGroup, pattern: Pattern, end: int, gap: int, modality: str) -> Iterator[Fact]:
    parse = scene.parse
    is_participle = group.form in ("d", "n") and not group.has_auxiliary
    if not _fits_words_about(parse, pattern, max(0, group.start - 5) if is_participle else group.end, group.end):
        return
    subjects = parse.subjects(group)
    phrases = parse.complements(end)
    meant: dict[str, list[Phrase]] = {}
    if pattern.kind in _FOUGHT_BY_FOLLOWERS:
        subjects = subjects or group_before_verb(parse, group, scene.group_before)
        at = group.end if parse.tags[group.end : group.end + 1] == "u" else end
        meant = group_after_verb(parse, at, subjects, scene.group_before)
        if meant:
            phrases = [phrase for phrase in phrases if not phrase.is_joined]
    inside = [phrase for i in range(gap, end) if (phrase := _inside(parse, i)) is not None] if end > gap + 1 else []
    objects = [phrase for phrase in parse.phrases(group.end, gap) if phrase.letter in "PCG"] if gap > group.end else []
    phrases = objects + phrases
    is_passive = group.is_passive or _is_reduced_passive(parse, group, pattern, phrases)
    if is_passive and not group.is_passive:
        subjects = parse.antecedents(group.start - 1) if parse.tags[group.start - 1] != "n" else []
    relative = parse.relative_objects(group)
    if not subjects and relative.get("whom"):
        subjects = _they_who(parse, group)
    places = {"who": subjects, "whom": relative.pop("whom", []) or objects or _objects(phrases), **relative}
    if is_passive:
        places = {"who": _agents(phrases), "whom": subjects,
                  "told": [phrase for phrase in phrases if not phrase.preposition]}
    places["in which"] = parse.raid_of_relative(group)
    places["inside"] = inside
    places["whose"] = _owner(parse, end - 1) or _leader_of_office(parse, phrases)
    places["then"] = [phrase for phrase in phrases[len(objects):] if not phrase.preposition]
    for place, those in meant.items():
        places[place] = those
    features = {"verb"} | ({"passive"} if is_passive else set()) | (set() if group.is_finite else {"not finite"})
    yield from _fill(scene, pattern, places, phrases, group.verb, modality, features)


def _fits_words_about(parse: Parse, pattern: Pattern, start: int, end: int) -> bool:
    """Whether a word that the pattern needs follows in the clause, and none that speaks against it stands near."""
    if pattern.unless:
        near = f" {' '.join(unit.low for unit in parse.units[max(0, start - 2) : end + _NEAR_WORDS])} "
        if any(f" {words} " in near for words in pattern.unless):
            return False
    if not pattern.needs:
        return True
    after = " ".join(unit.low for unit in parse.units[end : end + _NEEDED_WITHIN])
    return any(need in after for need in pattern.needs)


def _they_who(parse: Parse, group: VerbGroup) -> list[Phrase]:
    """`The Taliban mourned Khan, whom they had shot`: the group with which the sentence begins."""
    low = parse.units[group.start - 1].low if group.start else ""
    first = next((i for i, tag in enumerate(parse.tags[: group.start]) if tag in "PGC"), -1)
    is_group = low in ("they", "it") and first >= 0 and parse.tags[first] == "G"
    return [Phrase("G", first, first, first + 1)] if is_group else []


def _inside(parse: Parse, unit: int) -> Phrase | None:
    """An actor within the trigger: `is in Taliban custody`, `is in Pakistani custody`."""
    if parse.units[unit].low in grammar().states_of_peoples:
        return Phrase("G", -1, unit, unit + 1, actor=state_of_people(parse, unit))
    if parse.tags[unit] == "h":
        return _speaker_before(parse, unit)
    return Phrase(parse.tags[unit], unit, unit, unit + 1) if parse.tags[unit] in "GCP" else None


def _speaker_before(parse: Parse, unit: int) -> Phrase | None:
    """`officials said that Khan was in their custody`: the officials."""
    for verb in range(unit - 1, -1, -1):
        word = parse.units[verb].word if parse.tags[verb] == "V" else None
        if word is not None and word.lemma in grammar().lists["say"]:
            return next((phrase for phrase in parse.subjects(parse.group(verb)) if phrase.letter in "GC"), None)
    return None


def _objects(phrases: list[Phrase]) -> list[Phrase]:
    """The phrases after a verb that no preposition governs; none if a comma parts the first from the verb."""
    first = next((phrase for phrase in phrases if phrase.letter != "D"), None)
    if first is None or (first.is_joined and not first.preposition):
        return []
    return [phrase for phrase in phrases if not phrase.preposition]


def _agents(phrases: list[Phrase]) -> list[Phrase]:
    """Those by whom a passive verb's act was done; not by whom an arrest was made that the act followed."""
    later = next(
        (
            i
            for i, phrase in enumerate(phrases)
            if phrase.preposition in ("following", "after", "before", "since", "amid")
        ),
        len(phrases),
    )
    return [phrase for phrase in phrases[:later] if phrase.preposition == "by"]


def _is_reduced_passive(parse: Parse, group: VerbGroup, pattern: Pattern, phrases: list[Phrase]) -> bool:
    """`Khan, killed in a strike`, `six men arrested in Kabul`: a participle without an auxiliary or an object of its
    own.
    """
    if (
        group.has_auxiliary
        or group.form not in "dn"
        or not pattern.is_transitive
        or group.is_infinitive
        or group.start == 0
    ):
        return False
    if "whom" not in pattern.slots.get("subject", ()):
        return False
    if group.form == "n":
        return True
    objects = [phrase for phrase in phrases if not phrase.preposition and phrase.letter not in "DL"]
    if pattern.kind == "appointment":
        return not any(phrase.letter in "PC" for phrase in objects) and any(
            phrase.letter == "O" and (phrase.preposition in ("to", "as") or not (
                phrase.has_article or phrase.preposition)) for phrase in phrases)
    follows = parse.tags[group.end:group.end + 1]
    before = parse.tags[:group.start].rstrip("r")[-1:] or "?"
    return not objects and (not follows or follows in "pr,D;)aSd") and before in 'PCn,)OL-'


def _facts_of_noun(scene: Scene, noun: int, candidates: tuple[Pattern, ...]) -> Iterator[Fact]:
    parse = scene.parse
    modality = ""
    length = 0
    for pattern in candidates:
        rest = pattern.trigger[1:]
        end = noun + 1 + len(rest)
        if len(pattern.trigger) < length or tuple(unit.low for unit in parse.units[noun + 1:end]) != rest:
            continue
        modality = modality or modality_of_noun(parse, noun)
        if modality == NOT_TOLD:
            return
        if not _fits_words_about(parse, pattern, max(0, noun - 3), end):
            continue
        phrases = [phrase for phrase in parse.complements(end) if phrase.preposition != "of" or phrase.is_joined
                   or not set(parse.tags[end:phrase.start]) - set("pdDLG")]
        phrases = _before_main_clause(parse, noun, phrases)
        agents, told = _makers(parse, end) if "agent" in pattern.slots["subject"] else ([], [])
        phrases += told
        takes_thing = pattern.kind in ("detention", "release") and _is_of_thing(parse, end, phrases)
        owner = [] if takes_thing else _owner_named_later(parse, noun) or _owner(parse, noun)
        places = {"whose": owner, "clause": _clause_subject(parse, noun), "main": _main_subject(parse, noun)}
        if pattern.kind == "clash":
            places |= _sides_about(parse, noun)
        elif "takers" in pattern.slots["subject"]:
            places["takers"] = _takers(parse, end)
        places["agent"] = agents
        facts = list(_fill(scene, pattern, places, phrases, noun, modality, {"noun"}))
        if facts:
            length = len(pattern.trigger)
            yield from facts


def _is_of_thing(parse: Parse, end: int, phrases: list[Phrase]) -> bool:
    """`Mansour's capture of Kunduz`, `his release of the video`: of no people."""
    is_of = parse.units[end : end + 1] and parse.units[end].low == "of"
    return bool(is_of) and not any(phrase.preposition == "of" and phrase.letter in "PCGN" for phrase in phrases)


def _makers(parse: Parse, end: int) -> tuple[list[Phrase], list[Phrase]]:
    """Who did what a noun tells, and what else is told of it: `an oath to IS was sworn by Khan`, `the oath that Khan
    gave to Omar`.
    """
    verb = next((i for i in range(end, min(end + 12, len(parse.tags))) if parse.tags[i] == "V"), -1)
    if verb < 0 or set(parse.tags[end:verb]) & set(",;S&"):
        return [], []
    word = parse.units[verb].word
    if word is None or word.lemma not in grammar().lists["oath_verbs"]:
        return [], []
    group = parse.group(verb)
    phrases = parse.complements(group.end)
    if group.is_passive or parse.tags[verb - 1] not in "PGC":
        return _agents(phrases), []
    if set(parse.tags[end:verb]) & set("wq") or parse.tags[end:end + 1] in ("P", "C"):
        return parse.subjects(group), phrases
    return [], []


def _before_main_clause(parse: Parse, noun: int, phrases: list[Phrase]) -> list[Phrase]:
    """`After the killing of Khan, Omar and Gul fought`: what follows the comma is not the noun's."""
    start = max(parse.tags.rfind(mark, 0, noun) for mark in ";,q-") + 1
    first = parse.tags[start:noun].lstrip('r"&b')[:1]
    comma = parse.tags.find(",", noun)
    if first not in ("p", "S", "a") or comma < 0:
        return phrases
    return [phrase for phrase in phrases if phrase.start < comma]


def _main_subject(parse: Parse, noun: int) -> list[Phrase]:
    """The group that is the subject of the noun's clause: `the Taliban lost ground in battles with IS`."""
    verb = _main_verb(parse, noun)
    if verb is None or verb.verb > noun:
        return []
    return [phrase for phrase in parse.subjects(verb) if phrase.letter == "G"]


def _main_verb(parse: Parse, noun: int) -> VerbGroup | None:
    """The verb of whose clause a noun is a part: before it, or after the comma of `In a clash with IS, ten men died`.
    """
    verb = parse.tags.rfind("V", 0, noun)
    if verb >= 0:
        return None if set(parse.tags[verb:noun]) & set(",;wqSI") else parse.group(verb)
    comma = parse.tags.find(",", noun)
    if parse.tags[:1] != "p" or comma < 0:
        return None
    verb = parse.tags.find("V", comma)
    return parse.group(verb) if verb >= 0 and parse.group(verb).is_finite else None


def _sides_about(parse: Parse, noun: int) -> dict[str, list[Phrase]]:
    """The sides of a fight told by a noun that do not stand after it: in front of it, or about the clause's verb.

    `fallen` are those who fell in it, or who killed there.
    """
    places = {"named": named_before_noun(parse, noun), "before": group_before_noun(parse, noun)}
    verb = _main_verb(parse, noun)
    if verb is None or verb.lemma in grammar().lists["say"]:
        return places
    subjects = [as_side(parse, phrase) for phrase in parse.subjects(verb)]
    places["main"] = [phrase for phrase in subjects if phrase.letter == "G"]
    if verb.lemma in grammar().lists["killings"]:
        places["fallen"] = [phrase for phrase in subjects if phrase.letter in "GCP"]
        places["fell"] = subjects if all(phrase.letter in "CG" for phrase in subjects) else []
        places["foe"] = foes(parse, verb)
    return places


def _clause_subject(parse: Parse, noun: int) -> list[Phrase]:
    """`Khan returned after five years in prison`, `After five years in prison Khan returned`: Khan."""
    verb = parse.tags.rfind("V", 0, noun)
    if verb >= 0:
        return [] if set(parse.tags[verb:noun]) & set(";wqSI") else parse.subjects(parse.group(verb))
    comma = parse.tags.find(",", noun)
    verbs = (i for i in range(noun, len(parse.tags)) if parse.tags[i] in "VB")
    main = next((group for group in map(parse.group, verbs) if group.is_finite), None)
    return parse.subjects(main) if main is not None and 0 < comma < main.verb else []


def _owner_named_later(parse: Parse, noun: int) -> list[Phrase]:
    """`Since his release in 2013, Khan has lived in Farah`: Khan, where `his` stands before the sentence's subject."""
    first = parse.tags[:noun].find("s") if parse.tags[:noun] in _FRONTED_HIS else -1
    is_his = parse.tags[:noun] in _FRONTED_HIS and parse.units[noun - 1 - (first > 0)].low in ("his", "her", "their")
    named = _clause_subject(parse, noun) if is_his else []
    return [phrase for phrase in named if phrase.letter == "P" and phrase.head > noun]


def _owner(parse: Parse, noun: int) -> list[Phrase]:
    """`Khan's death`, `his recent arrest`."""
    i = noun - 1
    while i >= 0 and parse.tags[i] in "nr#":
        i -= 1
    if i > 0 and parse.tags[i] == "s" and parse.tags[i - 1] in "PCGL":
        return [Phrase(parse.tags[i - 1], i - 1, i - 1, i)]
    if i > 0 and parse.units[i].low == "whose":
        return [phrase for phrase in parse.antecedents(i - 1) if phrase.letter in "PC"]
    return []


def _leader_of_office(parse: Parse, phrases: list[Phrase]) -> list[Phrase]:
    """`refused to accept his appointment`, `rejects Mansour's leadership`: the man whose it is."""
    first = next((phrase for phrase in phrases if not phrase.preposition), None)
    if first is None or first.owner < 0 or parse.tags[first.owner] != "P" or first.noun < 0:
        return []
    is_his = parse.units[first.noun].low in grammar().lists["stand_for_leader"]
    return [Phrase("P", first.owner, first.start, first.end)] if is_his else []


def _facts_of_adjective(scene: Scene, word: int, candidates: tuple[Pattern, ...]) -> Iterator[Fact]:
    parse = scene.parse
    phrases = parse.phrases(word + 1, min(len(parse.units), word + 5))
    if not phrases or phrases[0].start != word + 1 or phrases[0].letter not in "PC":
        return
    for pattern in candidates:
        yield from _fill(scene, pattern, {"whom": phrases[:1]}, [], word, "asserted", {"adjective"})


def _facts_of_preposition(scene: Scene, word: int, candidates: tuple[Pattern, ...]) -> Iterator[Fact]:
    """`with Khan as its emir`: what follows the preposition is `whom`."""
    phrases = scene.parse.complements(word + 1)
    if not phrases or phrases[0].start > word + 2:
        return
    listed = phrases[:1]
    for phrase in phrases[1:]:
        if not phrase.is_joined or phrase.letter != phrases[0].letter:
            break
        phrase.preposition = ""
        listed.append(phrase)
    for pattern in candidates:
        yield from _fill(scene, pattern, {"whom": listed}, phrases[len(listed):], word, "asserted", {"noun"})


def _facts_of_office(scene: Scene, office: int, candidates: dict[str, tuple[Pattern, ...]]) -> Iterator[Fact]:
    """`its new leader Gul`, `the new emir, Gul,`: the word before or in the office tells that it was just gained."""
    parse = scene.parse
    words = [*parse.units[office].low.split()[:-1], parse.units[office - 1].low if office else ""]
    found = next((candidates[word] for word in words if word in candidates), None)
    if not found:
        return
    phrases = parse.phrases(office, min(len(parse.units), office + 8))
    man = next((phrase for phrase in phrases if phrase.letter == "P"), None)
    if man is None or (mention := _actor(parse, man)) is None or mention.how == "pronoun" or (
            not _TO_NAME.fullmatch(parse.tags, office + 1, man.head)):
        return
    man.office = office
    for pattern in found:
        yield from _fill(scene, pattern, {"whom": [man]}, phrases, office, "asserted", {"noun"})


def _facts_of_captive(scene: Scene, office: int) -> Iterator[Fact]:
    """`Khan, a former Guantanamo detainee, …`, `the onetime prisoner of the Americans Khan`: that he was held."""
    parse = scene.parse
    start, end = office, office + 1
    while start and parse.tags[start - 1] in "dnLGrs":
        start -= 1
    after = parse.complements(end + 1)[:1] if parse.tags[end : end + 1] == "p" else []
    end = after[0].end if after else end
    near = [*range(start, office), *(at for phrase in after for at in range(phrase.start, phrase.end))]
    captors = [
        Phrase("G", -1, at, at + 1, actor=state_of_people(parse, at))
        for at in near
        if parse.units[at].low in grammar().states_of_peoples
    ]
    captors += [Phrase("G", at, at, at + 1) for at in near if parse.tags[at] == "G"]
    is_in_prison = any(parse.tags[at] == "L" for at in near)
    man = next((at for at in (start - 2 if parse.tags[start - 1 : start] == "," else -1, end) if at >= 0
                and parse.tags[at : at + 1] == "P"), -1)
    if man < 0 or not (captors or is_in_prison):
        return
    pattern = Pattern("was-captive", "detention", "O", (), {"subject": ("whom",), "object": ("deed",)})
    places = {"whom": [Phrase("P", man, man, man + 1)], "deed": captors}
    yield from _fill(scene, pattern, places, [], office, "asserted", {"adjective"})


def _facts_of_list(scene: Scene, word: int, patterns: Patterns) -> Iterator[Fact]:
    """`among the dead was Khan`, `Khan was among those arrested in a raid`."""
    parse = scene.parse
    for i in range(word + 1, min(word + 4, len(parse.units))):
        for pattern in _patterns_of_list(parse.units[i], patterns):
            verb = next((at for at in range(i + 1, min(i + 4, len(parse.units))) if parse.tags[at] not in "nCV"), i)
            if parse.tags[verb] == "B":
                listed, phrases = parse.phrases(verb + 1, parse.clause_end(verb + 1)), []
            elif parse.tags[word - 1:word] == "B" and word:
                listed, phrases = parse.subjects(parse.group(word - 1)), parse.complements(i + 1)
            else:
                continue
            listed = [phrase for phrase in listed if not phrase.preposition and not _is_voice(parse, phrase)]
            yield from _fill(scene, pattern, {"whom": listed}, phrases, i, "asserted", {"noun"})


def _is_voice(parse: Parse, phrase: Phrase) -> bool:
    """`among the dead was Khan, he said`: who says so."""
    word = parse.units[phrase.end].word if phrase.end < len(parse.units) else None
    return word is not None and parse.tags[phrase.end] == "V" and word.lemma in grammar().lists["say"]


def _patterns_of_list(unit: Unit, patterns: Patterns) -> tuple[Pattern, ...]:
    """The patterns of a word of a list, which may stand before the people listed: `the freed men`."""
    words = unit.low.split() if unit.tag == "C" else [unit.low]
    return next((found for word in words if (found := patterns.lists.get(word))), ())


def _facts_of_including(scene: Scene, verb: int, patterns: Patterns) -> Iterator[Fact]:
    """`the dead included Khan`, `those killed in the raid included Khan`."""
    parse = scene.parse
    for i in range(max(0, verb - _OBJECT_GAP), verb):
        for pattern in patterns.lists.get(parse.units[i].low, ()):
            if set(parse.tags[i + 1:verb]) & set(",;wqS"):
                continue
            listed = [phrase for phrase in parse.complements(verb + 1) if not phrase.preposition]
            yield from _fill(scene, pattern, {"whom": listed}, parse.phrases(i + 1, verb), i, "asserted", {"noun"})


def _facts_of_identifying(scene: Scene, verb: int, patterns: Patterns) -> Iterator[Fact]:
    """`the dead were identified as Khan and Gul`, `identified one of the dead as Khan`."""
    parse = scene.parse
    for i in (*range(max(0, verb - _OBJECT_GAP), verb), *range(verb + 1, min(verb + 5, len(parse.units)))):
        for pattern in patterns.lists.get(parse.units[i].low, ()):
            if set(parse.tags[min(i, verb) + 1 : max(i, verb)]) & set(",;wqS"):
                continue
            named = parse.complements(max(i, verb) + 1)
            listed = [phrase for phrase in named if phrase.preposition == "as" and phrase.letter == "P"]
            yield from _fill(scene, pattern, {"whom": listed}, [], i, "asserted", {"noun"})


def _fill(
    scene: Scene,
    pattern: Pattern,
    places: dict[str, list[Phrase]],
    phrases: list[Phrase],
    trigger: int,
    modality: str,
    features: set[str],
) -> Iterator[Fact]:
    """The facts of one trigger: one for each subject that stands where the pattern wants it."""
    parse = scene.parse
    for phrase in phrases:
        if phrase.preposition:
            places.setdefault(phrase.preposition, []).append(phrase)
    if pattern.asks_for_deed:
        places["deed"] = _doers_of_deed(scene, pattern, places, phrases, trigger)
    _see_through_followers(scene, pattern, places, trigger)
    subjects, others = _sides(parse, places, pattern)
    subjects = subjects or _subjects_of(parse, pattern, places, phrases)
    if pattern.kind in ("detention", "release"):
        subjects = [phrase for phrase in subjects if phrase.letter == "P" or not phrase.is_included]
    doers = _doers_named(parse, pattern, places, features)
    swapped = _swapped(parse, phrases, trigger) if pattern.kind == "release" else []
    found: list[Fact] = []
    for subject in [*_without_those_named(parse, subjects), *swapped]:
        is_swapped = any(subject is other for other in swapped)
        sides: dict[str, list[Phrase]] = {} if is_swapped else places
        fact = _fact_of(scene, pattern, subject, sides, others, phrases, trigger, modality)
        if fact is None:
            continue
        if is_swapped:
            fact.rule = "swapped"
        if fact.kind == "defection" and "from_group" not in fact.parts and found:
            fact.parts |= {part: group for part, group in found[0].parts.items() if part == "from_group"}
        if not _holds(parse, fact, pattern, features, doers):
            continue
        _put_circumstances(scene, fact, pattern, modality, features)
        fact.features |= features | {f"by {fact.subject.how}"} | ({"included"} if subject.is_included else set())
        found.append(fact)
        found += _defection_of_one_who_stood_elsewhere(scene, fact)
        if fact.kind == "clash":
            found += _against_others(scene, fact, pattern, places)
    _complete_changes_of_side(scene, found)
    yield from _with_casualties(parse, found) if pattern.kind == "death" else found


def _doers_of_deed(
    scene: Scene, pattern: Pattern, places: dict[str, list[Phrase]], phrases: list[Phrase], trigger: int
) -> list[Phrase]:
    """Whose strike, raid or prison it was."""
    parse = scene.parse
    about = phrases if parse.tags[trigger] == "n" else parse.complements(parse.group(trigger).end)
    told = [*places.get("who", ()), *places.get("in which", ()), *phrases]
    told += [phrase for phrase in about if phrase not in phrases]
    return (
        doers_of_deeds(parse, told, scene.group_before)
        or doers_in_clause(parse, trigger)
        or doers_before(parse, trigger, scene.group_before)
        or doers_after(parse, trigger)
        or (_keepers(parse, pattern, places, about) if pattern.kind in ("detention", "release") else [])
    )


def _see_through_followers(scene: Scene, pattern: Pattern, places: dict[str, list[Phrase]], trigger: int) -> None:
    """Puts the leader or the group in the place of the men who act for them, where the kind is told of those."""
    if pattern.kind in _FOUGHT_BY_FOLLOWERS:
        for place, those in places.items():
            places[place] = [side for phrase in those for side in _sides_meant(scene, phrase, pattern.kind)]
        if pattern.kind == "split":
            places["chosen"] = leader_chosen(scene.parse, trigger)
            places["parent"] = parents_of_splinters(scene.parse, places.get("whom", ()))
            places["successor"] = _successor(scene, trigger)
    elif pattern.kind in ("detention", "release") and "whom" in pattern.slots["subject"]:
        places["who"] = [_leader_of_followers(scene, phrase, False) for phrase in places.get("who", ())]
    elif pattern.kind in _DONE_BY_BANDS:
        places["who"] = [
            _leader_of_followers(scene, phrase, True) if phrase.letter in "nd" else phrase
            for phrase in places.get("who", ())
        ]


def _doers_named(
    parse: Parse, pattern: Pattern, places: dict[str, list[Phrase]], features: set[str]
) -> list[Mention]:
    """Who does it, where it is done to the subject: none of them is the subject too."""
    if "whom" not in pattern.slots["subject"]:
        return []
    named = (_actor(parse, phrase) for phrase in places.get("who", ()) if phrase.head >= 0)
    return [mention for mention in named
            if mention is not None and not ("passive" in features and mention.how == "pronoun")]


def _holds(parse: Parse, fact: Fact, pattern: Pattern, features: set[str], doers: list[Mention]) -> bool:
    """Whether a fact is one: of somebody, with what its kind and its pattern want, done by another than its subject."""
    return not (
        _is_nobody(fact.subject, pattern.kind)
        or _is_anybody(fact, features)
        or not meets_needs(fact)
        or any(_is_same(fact.subject, doer) for doer in doers if doer is not fact.subject)
    ) and _is_as_asked(parse, fact, pattern)


def _put_circumstances(scene: Scene, fact: Fact, pattern: Pattern, modality: str, features: set[str]) -> None:
    """Gives a fact who says so, who did it where another sentence tells, when and where it was."""
    parse = scene.parse
    _stand_alone(scene, fact)
    fact.asserted_by = asserted_by(parse, scene.telling, fact.trigger)
    if fact.kind in ("detention", "release") and "object" not in fact.parts:
        _put_holder(scene, fact)
    is_suffered = "passive" in features or (pattern.name == "died" and fact.subject.kind == "person")
    if is_suffered and fact.kind in ("death", "detention"):
        _put_assailant(scene, fact)
    if fact.kind == "death" and "object" not in fact.parts:
        if pattern.name == "died" and not grammar().lists["natural_causes"].isdisjoint(parse.words):
            fact.rule = NATURAL_DEATH
        else:
            _put_announcer(scene, fact)
    if _is_without_scene(pattern, features):
        return
    fact.date, fact.date_cost = date_of(parse, scene.telling, fact.trigger)
    seat = seat_of(parse, fact.office) if fact.office >= 0 else []
    fact.places = places_of(parse, scene.telling, fact.trigger, seat, fact.kind)
    if fact.kind not in STATES:
        fact.places = scene.setting.of_fact(parse, fact.places, goes_on=_goes_on(fact, pattern, modality, features))


def _complete_changes_of_side(scene: Scene, facts: list[Fact]) -> None:
    """Gives those who went over the side that they left, and keeps where everybody stands for the sentences after."""
    _join_leaders(facts)
    for fact in facts:
        if fact.kind == "joining" and (left := _movement_left(scene, fact)) is not None:
            fact.kind = "defection"
            fact.parts["from_group"] = left
        _remember_post(scene, fact)


def _without_those_named(parse: Parse, subjects: list[Phrase]) -> list[Phrase]:
    """`two men, Khan and Omar`: Khan and Omar, and not two men besides."""
    kept = []
    for subject in subjects:
        mention = parse.units[subject.head].mention if subject.letter == "C" and subject.head >= 0 else None
        others = [other for other in subjects if other.letter == "P"]
        named = mention is not None and mention.count_min in (2, 3, 4) and mention.count_min == sum(
            not other.is_included for other in others
        )
        is_of_these = mention is not None and mention.count_max != 1 and bool(others) and (
            subject.preposition == "among" or (subject.start and parse.units[subject.start - 1].low == "among")
        )
        if not (named or is_of_these):
            kept.append(subject)
    return kept


def _is_as_asked(parse: Parse, fact: Fact, pattern: Pattern) -> bool:
    """Whether the sides of a fact are those to whom alone its pattern may speak."""
    if not pattern.must <= {*fact.parts}:
        return False
    if "militants" in pattern.only and not are_militants([fact.subject, *fact.parts.values()]):
        return False
    return "founder" not in pattern.only or founds_own(parse, fact.subject, fact.trigger)


def _stand_alone(scene: Scene, fact: Fact) -> None:
    """Who leaves a group and founds his own, or calls himself independent, has broken away."""
    parse = scene.parse
    if fact.rule in ("left", "broke-oath") and founds_own(parse, fact.subject, fact.trigger):
        fact.kind = "split"
        if "object" not in fact.parts:
            _put(scene, fact, "object", leader_chosen(parse, fact.trigger))
    if fact.kind != "split" or "to_group" in fact.parts or fact.rule not in _ALONE:
        return
    word = next((unit for unit in parse.units if unit.low == "independent" and unit.mention is None), None)
    if word is not None:
        fact.parts["to_group"] = Mention(
            word.start, word.end, "group", "independent", "description", name="independent"
        )


def _successor(scene: Scene, trigger: int) -> list[Phrase]:
    """`rejected the new leader`, `withheld his oath`: who was last told to have become a leader."""
    if scene.chosen is None:
        return []
    return [Phrase("P", trigger, trigger, trigger + 1, actor=scene.chosen, stands_in=True)]


def _against_others(
    scene: Scene, fact: Fact, pattern: Pattern, places: dict[str, list[Phrase]]
) -> Iterator[Fact]:
    """`fought the Taliban and the army`: the second foe, in a fact of its own."""
    foe = fact.parts.get("object")
    for place in pattern.slots.get("object", ()):
        phrases = [phrase for phrase in places.get(place, ()) if phrase.letter in "PG" and phrase.head >= 0]
        if foe is None or len(phrases) < 2 or _actor(scene.parse, phrases[0]) is not foe:
            continue
        for phrase in phrases[1:]:
            other = _actor(scene.parse, phrase)
            if phrase.is_joined and other is not None and not _is_same(other, fact.subject):
                yield replace(fact, parts={**fact.parts, "object": other}, features=set(fact.features))


def _goes_on(fact: Fact, pattern: Pattern, modality: str, features: set[str]) -> bool:
    """Whether the fact may have happened where the sentence before did."""
    return (
        ("verb" in features or pattern.word_class == "l")
        and modality not in ("denied", "doubted", "planned")
        and fact.kind in grammar().lists["happens_somewhere"]
    )


def _keepers(
    parse: Parse, pattern: Pattern, places: dict[str, list[Phrase]], about: list[Phrase]
) -> list[Phrase]:
    """The state in whose prison a man is or was, unless somebody is told to have seized or freed him."""
    does_it = "whom" in pattern.slots["subject"] and any(phrase.letter in "PGCnL" for phrase in places.get("who", ()))
    return [] if does_it else keepers(parse, about)


def _defection_of_one_who_stood_elsewhere(scene: Scene, fact: Fact) -> list[Fact]:
    """`Gul, a former TTP commander, now fights for IS`: he has gone over."""
    to_group = fact.parts.get("to_group")
    is_told = "noun" not in fact.features and fact.modality in ("asserted", "reported")
    if fact.kind != "affiliation" or to_group is None or not is_told or not _is_now(scene.parse, fact.trigger):
        return []
    left = _former_group(scene, fact.subject)
    if left is None or _is_same(left, to_group) or not _is_movement(left):
        return []
    return [replace(fact, kind="defection", role="", parts={"from_group": left, "to_group": to_group})]


def _is_now(parse: Parse, trigger: int) -> bool:
    """Whether a verb tells of the present: `fights for`, `has been with`, `is now fighting with`."""
    group = parse.group(trigger)
    if group.modal or group.is_infinitive or group.is_negated:
        return False
    first = parse.units[group.start]
    return group.form in ("s", "b") or first.low in ("has", "have", "is", "are") or any(
        unit.low in ("now", "since") for unit in parse.units[max(0, group.start - 2):group.end + 1])


def _former_group(scene: Scene, actor: Mention) -> Mention | None:
    """The group that a man is told to have been with, and no longer is."""
    if actor.is_former and actor.group:
        return group_of(actor)
    told = scene.told.get(actor_key(actor), ())
    standing = next((standing for standing in told if standing.is_former and standing.group), None)
    if standing is not None:
        return _named_group(actor, standing.group, standing.group_id)
    posts = scene.careers.get(actor_key(actor), ())
    return next((post.group for post in reversed(posts) if post.is_back or post.is_left), None)


def _remember_post(scene: Scene, fact: Fact) -> None:
    """Keeps in which group a fact has a man, for what is told of him later."""
    column = "from_group" if fact.kind in ("removal", "renunciation") else "to_group"
    group = fact.parts.get(column)
    if group is None or fact.kind not in _POSTINGS or fact.modality not in ("asserted", "reported"):
        return
    is_back = scene.parse.tags[fact.trigger] == "V" and _is_of_the_past(scene.parse, fact.trigger)
    posts = scene.careers.setdefault(actor_key(fact.subject), [])
    if fact.kind == "defection" and "from_group" in fact.parts:
        posts.append(Post(fact.parts["from_group"], True, True))
    posts.append(Post(group, is_back, column == "from_group" or fact.rule == "expelled"))


def _is_of_the_past(parse: Parse, verb: int) -> bool:
    """`had led`, `used to command`: told as over."""
    group = parse.group(verb)
    before = parse.units[max(0, group.start - 1):group.verb]
    return any(unit.low in ("had", "used") for unit in before)


def _last_post(scene: Scene, actor: Mention, fact: Fact) -> Mention | None:
    """The group in which the words before have a man who joins another; none for a group that he is told to have left
    (unless he returns to it).
    """
    posts, to_group = scene.careers.get(actor_key(actor), []), fact.parts.get("to_group")
    if not posts or to_group is None or scene.parse.tags[fact.trigger] != "V":
        return None
    word = scene.parse.units[fact.trigger].word
    returns = word is not None and word.lemma in ("return", "rejoin", "come", "go")
    if not returns and any(post.is_left and _is_same(post.group, to_group) for post in posts):
        return None
    is_back = _is_of_the_past(scene.parse, fact.trigger)
    return next((post.group for post in reversed(posts) if post.is_back or not is_back), None)


def _join_leaders(facts: list[Fact]) -> None:
    """`Gul, a TTP commander, and his men went over to IS`: who goes over together leaves the same group."""
    left = next((group for fact in facts if fact.kind == "defection" and (group := fact.parts.get("from_group"))), None)
    if left is None:
        return
    for fact in facts:
        joined = fact.parts.get("to_group")
        if fact.kind == "joining" and joined is not None and not _is_same(left, joined):
            fact.kind = "defection"
            fact.parts["from_group"] = left


def _swapped(parse: Parse, phrases: list[Phrase], trigger: int) -> list[Phrase]:
    """`freed Khan in exchange for two soldiers`, `Khan was swapped for Gul`: who comes free on the other side."""
    word = parse.units[trigger].word
    is_swap = word is not None and word.lemma in ("swap", "exchange", "trade")
    found = []
    for phrase in phrases:
        before = parse.units[phrase.start - 2].low if phrase.start > 1 else ""
        if phrase.preposition == "for" and phrase.letter in "PC" and phrase.head >= 0 and (
                before in ("exchange", "return", "swap") or (is_swap and parse.units[phrase.start - 1].low == "for")):
            found.append(phrase)
    return found


def _is_without_scene(pattern: Pattern, features: set[str]) -> bool:
    """`the jailed cleric Khan spoke in Swat`, `Khan came home after years in prison`: not held there and then."""
    is_custody = pattern.kind in ("detention", "release")
    return is_custody and ("adjective" in features or "clause" in pattern.slots["subject"])


def _is_event(parse: Parse, trigger: int) -> bool:
    """Whether a detention is an arrest, rather than that a man is in prison."""
    word = parse.units[trigger].word
    return parse.tags[trigger] == "n" or (word is not None and word.lemma in grammar().lists["captures"])


def _announcer(scene: Scene, fact: Fact) -> Mention | None:
    """`Pakistan announced the release of Khan`, `the president ordered the release`: whose act it was."""
    parse = scene.parse
    verb = parse.tags.rfind("V", 0, fact.trigger)
    word = parse.units[verb].word if verb >= 0 and parse.tags[fact.trigger] == "n" else None
    if word is not None and word.lemma in grammar().lists["announcing"] and not (
            set(parse.tags[verb + 1 : fact.trigger]) - set("dhnr#p")):
        probe = Fact(fact.kind, fact.rule, fact.trigger, fact.subject)
        _put(scene, probe, "object", [phrase for phrase in parse.subjects(parse.group(verb)) if phrase.letter in "GPL"])
        return probe.parts.get("object")
    return _state_that_says(scene, fact) if fact.kind == "release" else None


def _state_that_says(scene: Scene, fact: Fact) -> Mention | None:
    """`Pakistan's foreign ministry said Khan was released`: Pakistan."""
    parse = scene.parse
    says = next((verb for verb, speaker in scene.telling.speakers if speaker == fact.asserted_by), -1)
    for phrase in parse.subjects(parse.group(says)) if says >= 0 else ():
        unit = phrase.owner if phrase.owner >= 0 else phrase.head if phrase.letter == "L" else phrase.place
        state = _state_of(parse.units[unit].mention) if unit >= 0 and parse.tags[unit] == "L" else None
        if state is not None:
            return replace(state, name=grammar().governments_of_peoples.get(state.name.lower(), state.name))
    return None


def _put_holder(scene: Scene, fact: Fact) -> None:
    """Gives an arrest, a stay in prison or a release the doer whom the voice, or the sentence before, tells."""
    if fact.kind == "detention" and _is_event(scene.parse, fact.trigger):
        _put_captor(scene, fact)
        return
    holder = _state_of_speaker(fact) if fact.kind == "detention" else _announcer(scene, fact)
    if holder is not None:
        fact.parts["object"] = holder


def _state_of_speaker(fact: Fact) -> Mention | None:
    """`a Pakistani official said Khan remained in custody`: in that of Pakistan."""
    lists = grammar()
    people = next((word for word in fact.asserted_by.lower().split() if word in lists.states_of_peoples), "")
    if not people:
        return None
    name = lists.governments_of_peoples.get(people, lists.states_of_peoples[people])
    return Mention(fact.subject.start, fact.subject.end, "group", name, "description", name=name)


def _put_captor(scene: Scene, fact: Fact) -> None:
    """Gives an arrest whose doer is not told the force that announces it, or that took others just before."""
    parse = scene.parse
    named = (unit.mention for unit in parse.units if unit.tag == "G" and unit.mention is not None)
    voice = next((mention for mention in named if mention.name == fact.asserted_by), None)
    is_force = voice is not None and not grammar().lists["arresting_forces"].isdisjoint(voice.name.lower().split())
    captor = _announcer(scene, fact) or scene.captor or (voice if is_force else None)
    if captor is not None and not _is_same(captor, fact.subject) and captor.name != fact.subject.group:
        fact.parts["object"] = captor


def _put_announcer(scene: Scene, fact: Fact) -> None:
    """`NATO said that Khan died in an airstrike`: who has such forces, and announces the deed, did it."""
    parse = scene.parse
    if fact.modality != "asserted" or grammar().lists["announced_deeds"].isdisjoint(parse.words):
        return
    named = (unit.mention for unit in parse.units if unit.tag == "G" and unit.mention is not None)
    voice = next((mention for mention in named if mention.name == fact.asserted_by), None)
    words = set(voice.name.lower().split()) if voice is not None else set()
    if voice is not None and words & grammar().lists["striking_forces"] and voice.name != fact.subject.group:
        fact.parts["object"] = voice


def _put_assailant(scene: Scene, fact: Fact) -> None:
    """Gives a death or an arrest whose doer is not told the attacker of whom its paragraph has just told."""
    parse = scene.parse
    lists = grammar().lists
    if "object" in fact.parts or any(unit.low in lists["causes"] for unit in parse.units):
        return
    if fact.kind == "death" and not lists["natural_causes"].isdisjoint(parse.words):
        return
    assailant = assailant_of(parse, fact.trigger) or scene.assailant
    if assailant is None or _is_same(assailant, fact.subject):
        return
    standing = next(iter(scene.told.get(actor_key(fact.subject), ())), None)
    group = fact.subject.group or (standing.group if standing is not None else "")
    if not group or group not in (assailant.name, assailant.group):
        fact.parts["object"] = assailant


def _with_casualties(parse: Parse, facts: list[Fact]) -> Iterator[Fact]:
    """Unnamed dead are told as a death beside a named one only; else they are the casualties of who killed them."""
    is_named = any(fact.subject.kind == "person" and "included" not in fact.features for fact in facts)
    for fact in facts:
        killer = fact.parts.get("object")
        victims = fact.subject
        is_of_note = victims.role in grammar().lists["men_of_note"] and victims.count_max != 1
        if victims.kind == "person" or is_of_note or (is_named and victims.text.split()[-1] not in ("other", "others")):
            yield fact
        elif killer is not None:
            yield replace(
                fact,
                kind="attack",
                subject=killer,
                parts={"object": victims},
                killed=(victims.count_min, victims.count_max),
            )
        elif _is_toll(parse, fact):
            yield fact


def _is_toll(parse: Parse, fact: Fact) -> bool:
    """`More than 3,000 people have died this year`: counted dead of no attack or fight of which the sentence tells."""
    lists, victims = grammar().lists, fact.subject
    if fact.rule not in ("died", "lost") or victims.count_min is None or victims.count_max == 1:
        return False
    deeds = lists["deeds"] | lists["fights"] | lists["causes"] | lists["assaults"]
    lemmas = {unit.word.lemma for unit in parse.units if unit.tag == "V" and unit.word is not None}
    return deeds.isdisjoint(parse.words) and lists["assaults"].isdisjoint(lemmas)


def _subjects_of(
    parse: Parse, pattern: Pattern, places: dict[str, list[Phrase]], phrases: list[Phrase]
) -> list[Phrase]:
    letters = set(SUBJECT_LETTERS.get(pattern.kind, "PCG")) & set(pattern.subject_letters)
    subjects: list[Phrase] = []
    for place in pattern.slots.get("subject", ()):
        subjects = [
            phrase
            for phrase in places.get(place, ())
            if phrase.head >= 0
            and (phrase.letter in letters or phrase.stands_in)
            and not _is_named_after(parse, phrase)
        ]
        if subjects:
            break
    subjects = [_named_in_apposition(parse, named) for phrase in subjects for named in _named_examples(parse, phrase)]
    if not subjects and pattern.kind in ("detention", "release"):
        subjects = _officers(parse, pattern, places)
    if pattern.kind in _WITH_COMPANY - {"death"}:
        subjects += [leader for phrase in subjects if (leader := _leader_of_cohort(parse, phrase)) is not None]
    if subjects and pattern.kind == "death":
        subjects += _those_before(parse, phrases)
    if subjects and pattern.kind in _WITH_COMPANY:
        known = {phrase.head for phrase in subjects}
        subjects += [phrase for phrase in _company(parse, phrases) if phrase.head not in known]
        if pattern.kind == "defection":
            subjects += _men_taken_along(parse, phrases, {phrase.head for phrase in subjects})
        subjects = _with_members(parse, subjects)
    return subjects


def _officers(parse: Parse, pattern: Pattern, places: dict[str, list[Phrase]]) -> list[Phrase]:
    """`captured the Taliban's shadow governor for Kunduz`: a man who is told by his office and group only."""
    phrases = [phrase for place in pattern.slots["subject"] for phrase in places.get(place, ()) if phrase.letter == "O"]
    found = []
    for phrase in phrases[:1]:
        end = phrase.of[-1].end if phrase.of else phrase.end
        if parse.tags[end : end + 1] == "p" and parse.tags[end + 1 : end + 2] == "L":
            end += 2
        is_told = phrase.group >= 0 or phrase.owner >= 0 or end > phrase.end
        if is_told and not parse.units[phrase.head].low.endswith("s") and parse.tags[end : end + 2] != ",P":
            first, name = parse.units[phrase.start], parse.text_of(phrase.start, end)
            man = Mention(first.start, parse.units[end - 1].end, "cohort", name, "description", name=name,
                          count_min=1, count_max=1)
            found.append(Phrase("C", -1, phrase.start, phrase.end, preposition=phrase.preposition, actor=man))
    return found


def _with_members(parse: Parse, subjects: list[Phrase]) -> list[Phrase]:
    """`Khan was one of five men freed`: the five, and Khan; `one of the men` is Khan."""
    found: list[Phrase] = []
    for phrase in subjects:
        members = parse.member_of(phrase) if phrase.letter == "C" else []
        if not members or not parse.units[phrase.head].low.startswith("one of "):
            found.append(phrase)
        found += members
    return found


def _named_in_apposition(parse: Parse, phrase: Phrase) -> Phrase:
    """`freed its senior leader, Mullah Gul`: Gul."""
    mention = parse.units[phrase.head].mention if phrase.letter == "C" and phrase.head >= 0 else None
    at = phrase.head + 2
    if (
        mention is None
        or mention.count_max != 1
        or parse.tags[at - 1 : at + 1] != ",P"
        or parse.tags[at + 1 : at + 2] == "&"
    ):
        return phrase
    return Phrase(
        "P", at, phrase.start, at + 1, preposition=phrase.preposition, is_joined=phrase.is_joined, group=phrase.group
    )


def _as_groups(scene: Scene) -> list[Mention]:
    """The actors named before, leaders with the group that they lead."""
    found = []
    for mention in scene.actors_before:
        name, group_id = group_of_leader(mention, scene.told) if mention.kind == "person" else ("", "")
        found.append(replace(mention, group=name, group_id=group_id) if name and not mention.group else mention)
    return found


def _sides_meant(scene: Scene, phrase: Phrase, kind: str) -> list[Phrase]:
    """Who fights or breaks away where a phrase names his men, or what he holds; two for `the two groups`."""
    parse = scene.parse
    if kind == "split":
        return [_leader_of_followers(scene, phrase, True)]
    state = _state_of(parse.units[phrase.head].mention) if phrase.letter == "L" and phrase.head >= 0 else None
    if state is not None:
        return [replace(phrase, letter="G", actor=state, stands_in=True)]
    both = both_meant(parse, phrase, _as_groups(scene)) if phrase.letter in "nC" else []
    if both:
        return both
    side = _leader_of_followers(scene, phrase, False)
    if side is not phrase:
        return [side]
    mention = parse.units[phrase.head].mention if phrase.head >= 0 else None
    if mention is not None and is_of_group_before(phrase, mention):
        meant = _group_meant(scene, phrase, mention)
        if meant is not mention:
            return [replace(phrase, letter="G", actor=meant, stands_in=True)]
    return [holder(parse, phrase) or as_side(parse, phrase)]


def _leader_of_followers(scene: Scene, phrase: Phrase, is_split: bool) -> Phrase:
    """`Khan's men`, `the fighters of Khan`, `his men`: Khan, where the men fight or break away for him."""
    parse = scene.parse
    noun = phrase.end - 2 if parse.units[phrase.end - 1].low == "loyal" else phrase.end - 1
    last = parse.units[noun].low
    if phrase.letter not in "ndC" or noun < phrase.start or last.split()[-1] not in grammar().lists["followers"]:
        return phrase
    leader = (
        phrase.owner
        if phrase.owner >= 0
        else next((of.head for of in phrase.of if of.letter in "PG" and of.head >= 0), -1)
    )
    if leader < 0 and not (is_split and phrase.letter == "C"):
        leader = _leader_after(parse, phrase)
    if leader < 0 and last.startswith("his "):
        leader = max((i for i, unit in parse.letters() if unit.tag == "P" and i < phrase.start), default=-1)
        if leader < 0 and scene.person_before is not None:
            return Phrase(
                "P",
                phrase.start,
                phrase.start,
                phrase.end,
                preposition=phrase.preposition,
                is_joined=phrase.is_joined,
                stands_in=True,
                actor=scene.person_before,
            )
    if leader < 0 or parse.tags[leader] not in "PG":
        return phrase
    return Phrase(
        parse.tags[leader],
        leader,
        phrase.start,
        phrase.end,
        preposition=phrase.preposition,
        is_joined=phrase.is_joined,
        stands_in=True,
    )


def _is_named_after(parse: Parse, phrase: Phrase) -> bool:
    """`a commander named Khan`: the name that follows is the man."""
    return (
        phrase.letter == "C"
        and phrase.end < len(parse.units)
        and parse.units[phrase.end].low in ("named", "called")
        and (parse.tags[phrase.end + 1 : phrase.end + 2] == "P")
    )


def _leader_after(parse: Parse, phrase: Phrase) -> int:
    """The unit of who leads the people of a phrase: `led by Khan`, `under Khan`, `under the command of Khan`, `loyal
    to Khan`; -1: nobody.
    """
    end = phrase.end - 1 if parse.units[phrase.end - 1].low == "loyal" else phrase.end
    while parse.tags[end : end + 2] == "pL":
        end += 2
    if parse.tags[end : end + 2] == ",V":
        end += 1
    after = [unit.low for unit in parse.units[end:end + 4]]
    if after[:1] in (["of"], ["from"]):
        skipped = next((i for i in range(end, min(end + 4, len(parse.units))) if parse.tags[i] in "GL"), end)
        end = skipped + 1
        after = [unit.low for unit in parse.units[end:end + 4]]
    if after[:1] == [","]:
        end, after = end + 1, after[1:]
    for words in (
        ("led", "by"),
        ("commanded", "by"),
        ("headed", "by"),
        ("loyal", "to"),
        ("under", "the", "command", "of"),
        ("under", "command", "of"),
        ("under",),
    ):
        if tuple(after[:len(words)]) == words:
            leader = next(iter(parse.phrases(end + len(words), min(end + len(words) + 4, len(parse.units)))), None)
            return leader.head if leader is not None and leader.letter == "P" else -1
    return -1


def _named_examples(parse: Parse, phrase: Phrase) -> list[Phrase]:
    """`commanders like Rasool and Dadullah`, `men such as Khan`: those who are named, else the phrase itself."""
    start = _examples_start(parse, phrase) if phrase.letter == "C" else phrase.end
    if start == phrase.end:
        return _named_after_colon(parse, phrase) or [phrase]
    end = start
    while parse.tags[end:end + 1] and parse.tags[end] in "P&,d":
        end += 1
    return [named for named in parse.phrases(start, end) if named.letter == "P"] or [phrase]


def _named_after_colon(parse: Parse, phrase: Phrase) -> list[Phrase]:
    """`three emirs have died in strikes: Khan, Omar and Gul`: the three, if just so many are named to the end."""
    mention = parse.units[phrase.head].mention if phrase.letter == "C" and phrase.head >= 0 else None
    colon = parse.tags.rfind(";")
    if mention is None or not mention.count_min or colon < phrase.end or parse.units[colon].low != ":":
        return []
    if "V" in parse.tags[colon:]:
        return []
    named = [other for other in parse.phrases(colon + 1, len(parse.units)) if other.letter == "P"]
    return named if len(named) == mention.count_min == mention.count_max else []


def _examples_start(parse: Parse, phrase: Phrase) -> int:
    """Where the names after a cohort begin: `like`, `such as`, `, identified as`; its end where there are none."""
    at = phrase.end
    after = [unit.low for unit in parse.units[at:at + 4]]
    listed = _LIST_OF_NAMES.match(parse.tags, at)
    count = mention.count_max if (mention := parse.units[phrase.head].mention) is not None else None
    if listed is not None and count is not None and listed.group().count("P") == count > 1:
        return at + 1
    if after[:1] == ["like"]:
        return at + 1
    if after[:2] == ["such", "as"]:
        return at + 2
    skipped = after[:1] == [","]
    verb = parse.units[at + skipped].word if parse.tags[at + skipped:at + skipped + 1] == "V" else None
    if verb is None or verb.lemma not in grammar().lists["naming"]:
        return at
    return at + skipped + 1 + (after[skipped + 1:skipped + 2] == ["as"])


def _leader_of_cohort(parse: Parse, phrase: Phrase) -> Phrase | None:
    """`25 fighters under Khan`, `a group led by Khan`: Khan did it, too."""
    if phrase.letter != "C" or phrase.stands_in or parse.units[phrase.end - 1].low == "loyal":
        return None
    leader = _leader_after(parse, phrase)
    if leader < 0:
        leader = _leader_behind_comma(parse, phrase)
    return Phrase("P", leader, leader, leader + 1) if leader >= 0 and parse.units[phrase.end].low != "loyal" else None


def _leader_behind_comma(parse: Parse, phrase: Phrase) -> int:
    """`40 soldiers and police of the army in Kunar, under Khan, …`: the unit of Khan; -1: nobody stands so."""
    verb = next((i for i in range(phrase.end, len(parse.tags)) if parse.tags[i] in "VBHM;w"), len(parse.tags))
    for i in range(phrase.end, min(verb, phrase.end + 14) - 1):
        if parse.units[i].low == "under" and parse.tags[i + 1] == "P" and parse.tags[i - 1] == ",":
            return i + 1
    return -1


def _those_before(parse: Parse, phrases: list[Phrase]) -> list[Phrase]:
    """`the third emir to be killed by US forces, after Khan and Omar`: Khan and Omar were killed, too."""
    if grammar().lists["ordinals"].isdisjoint(parse.words):
        return []
    return [
        phrase
        for phrase in phrases
        if phrase.preposition == "after"
        and phrase.letter == "P"
        and parse.tags[phrase.start - 2 : phrase.start - 1] in (",", "a", "P")
    ]


def _mark_included(parse: Parse, phrases: list[Phrase]) -> None:
    """`30 elders, Khan among them`: Khan is one of them."""
    for phrase in phrases:
        after = [unit.low for unit in parse.units[phrase.end : phrase.end + 2]]
        if phrase.letter == "P" and after in (["among", "them"], ["among", "whom"]):
            phrase.is_included = True


def _alike(parse: Parse) -> list[Phrase]:
    """`Like his predecessors Khan and Gul, Omar was killed`: Khan and Gul, of whom the sentence says the same."""
    start = 1 if parse.tags[:1] == '"' else 0
    if parse.tags[start : start + 1] != "p" or parse.units[start].low != "like":
        return []
    comma = parse.tags.find(",", start)
    return [phrase for phrase in parse.phrases(start + 1, max(comma, 0)) if phrase.letter == "P"]


def _men_taken_along(parse: Parse, phrases: list[Phrase], known: set[int]) -> list[Phrase]:
    """`left the TTP for IS with all his men`: they have gone over, too."""
    return [
        phrase
        for phrase in phrases
        if phrase.preposition == "with"
        and phrase.letter == "C"
        and phrase.head not in known
        and parse.units[phrase.head].low.startswith("his ")
        and parse.units[phrase.head].low.split()[-1] in grammar().lists["followers"]
    ]


def _company(parse: Parse, phrases: list[Phrase]) -> list[Phrase]:
    """Who did it, or suffered it, too: `defected with 30 of his men`, `was killed along with his son`, `including
    Khan`.
    """
    _mark_included(parse, phrases)
    found = _alike(parse)
    for phrase in phrases:
        if phrase.preposition == "with" and phrase.head >= 0 and phrase.letter in "PC":
            before = parse.units[phrase.start - 2].low if phrase.start > 1 else ""
            mention = parse.units[phrase.head].mention
            if before in ("along", "together") or (mention is not None and mention.count_min):
                found.append(phrase)
        elif phrase.letter == "P" and (phrase.preposition == "including" or (
                phrase.preposition == "among" and parse.units[phrase.start - 1].low in ("them", "whom"))):
            phrase.is_included = True
            found.append(phrase)
    return found


def _sides(parse: Parse, places: dict[str, list[Phrase]], pattern: Pattern) -> tuple[list[Phrase], list[Phrase]]:
    """`between the Taliban and IS`, `the Taliban and IS clashed`: one side each, unless the object stands elsewhere."""
    if "pair" not in pattern.slots or any(
            phrase.letter in "PCG" for place in pattern.slots.get("object", ()) for phrase in places.get(place, ())):
        return [], []
    for place in pattern.slots["pair"]:
        actors = [phrase for phrase in places.get(place, ()) if phrase.letter in "PCG" and phrase.head >= 0]
        if len(actors) == 1:
            actors = _leaders_of_both(parse, actors[0]) or actors
        if len(actors) > 1:
            return actors[:1], actors[1:2]
    return [], []


def _leaders_of_both(parse: Parse, phrase: Phrase) -> list[Phrase]:
    """`factions led by Khan and Gul`, `fighters loyal to Khan and Gul`: the two."""
    near = range(phrase.end, min(phrase.end + 4, len(parse.units)))
    at = next((at for at in near if parse.tags[at : at + 3] in ("P&P", "G&G")), -1)
    if at < 0 or parse.units[at - 1].low not in ("by", "to", "under"):
        return leaders_of_two(parse, phrase.end) if phrase.letter == "C" else []
    return [Phrase(parse.tags[i], i, i, i + 1, stands_in=True) for i in (at, at + 2)]


def _fact_of(scene: Scene, pattern: Pattern, subject: Phrase, places: dict[str, list[Phrase]], others: list[Phrase],
             phrases: list[Phrase], trigger: int, modality: str) -> Fact | None:
    parse = scene.parse
    mention = _actor(parse, subject)
    if mention is None:
        return None
    mention = _kinsman_named(scene, subject, mention)
    fact = Fact(pattern.kind, pattern.name, trigger, mention, modality=modality)
    fact.role = pattern.role
    if others:
        _put(scene, fact, "object", others)
    for column, wanted in pattern.slots.items():
        if column in ("subject", "pair"):
            continue
        if column == "role" and "own" in wanted:
            fact.role = _own_role(scene, mention)
        elif column == "role":
            roles = _roles(parse, places, wanted, phrases)
            roles.sort(key=lambda phrase: phrase.preposition != "as")
            later = [role for role in roles if role.start >= subject.end]
            _put_role(parse, fact, [subject] if wanted == ("office",) else later or [
                role for role in roles if role.preposition])
            if not fact.role and "theirs" in wanted:
                _put_office_of_predecessor(scene, fact, places)
        elif wanted != ("office",) and column not in fact.parts:
            for place in wanted:
                if _put(scene, fact, column, places.get(place, [])):
                    break
    if fact.kind == "split" and _is_same(fact.parts.get("object", mention), fact.parts.get("from_group", mention)):
        fact.parts.pop("object", None)
    _complete(scene, fact, subject, "own" in pattern.slots.get("from_group", ()))
    return fact if not any(_is_same(mention, part) for part in fact.parts.values()) else None


def _put_office_of_predecessor(scene: Scene, fact: Fact, places: dict[str, list[Phrase]]) -> None:
    """`Khan was succeeded by Omar`, `Omar took his place`: Omar has the office and the group that Khan had."""
    for phrase in (*places.get("whom", ()), *places.get("whose", ())):
        man = _actor(scene.parse, phrase) if phrase.letter == "P" else None
        role = _own_role(scene, man) if man is not None else ""
        if man is None or not role or man is fact.subject or _is_same(man, fact.subject):
            continue
        fact.role = role
        group = _own_group(scene, phrase, man)
        if group is not None:
            fact.parts.setdefault("to_group", group)
        return
    fact.role = _own_role(scene, fact.subject) if not fact.subject.is_former else ""


def _takers(parse: Parse, end: int) -> list[Phrase]:
    """Who has what a noun names after it: `his place was taken by Khan`, `the leadership passed to Khan`."""
    verb = next((i for i in range(end, min(end + 10, len(parse.tags))) if parse.tags[i] == "V"), -1)
    word = parse.units[verb].word if verb >= 0 else None
    if word is None or set(parse.tags[end:verb]) & set(",;S&"):
        return []
    group = parse.group(verb)
    if word.lemma in grammar().lists["taken"] and group.is_passive:
        return _agents(parse.complements(group.end))
    if word.lemma in grammar().lists["passes"] and not group.is_infinitive:
        return [phrase for phrase in parse.complements(group.end) if phrase.preposition == "to"][:1]
    return []


def _kinsman_named(scene: Scene, phrase: Phrase, mention: Mention) -> Mention:
    """`his nephew`: whose nephew he is, by the man named before."""
    owner, _, kin = mention.text.partition(" ")
    if mention.kind != "cohort" or owner.lower() != "his" or kin not in grammar().lists["kinsmen"]:
        return mention
    before = [unit.mention for unit in scene.parse.units[: max(phrase.head, 0)] if unit.tag == "P" and unit.mention]
    man = before[-1] if before else scene.person_before
    return replace(mention, name=f"{man.name or man.text}'s {kin}") if man is not None else mention


def _actor(parse: Parse, phrase: Phrase) -> Mention | None:
    """Whom a phrase means: the mention of its head, or the man whom it stands for."""
    return phrase.actor or parse.units[phrase.head].mention


def _is_described(parse: Parse, phrase: Phrase) -> bool:
    """Whether a phrase means a man by his office: `replaced him as the TTP's chief spokesman`."""
    mention = parse.units[phrase.head].mention if phrase.letter in "PC" and phrase.head >= 0 else None
    return (mention is not None and mention.how == "description") or (
        mention is not None and mention.kind == "cohort" and bool(mention.role)
    )


def _is_his_office(parse: Parse, phrase: Phrase) -> bool:
    """`appointed Khan his deputy`: the cohort names the office that is given."""
    return parse.units[phrase.head].low.startswith(("his ", "their ", "its ")) and _is_described(parse, phrase)


def _roles(
    parse: Parse, places: dict[str, list[Phrase]], wanted: tuple[str, ...], phrases: list[Phrase]
) -> list[Phrase]:
    found = [
        phrase
        for place in (*wanted, "told")
        for phrase in places.get(place, [])
        if phrase.letter == "O" or phrase.office >= 0 or (place in ("as", "told") and _is_described(parse, phrase))
        or (place == "whom" and phrase.letter == "C" and phrase.head >= 0 and _is_his_office(parse, phrase))
    ]
    if not found and "earlier" in wanted:
        found = [
            phrase
            for phrase in parse.phrases(0, phrases[0].start if phrases else 0)
            if phrase.letter == "O" and phrase.preposition == "as"
        ]
    if found or "whom" not in wanted:
        return found
    return [phrase for phrase in phrases if phrase.letter == "O" and not phrase.preposition]


def _put_role(parse: Parse, fact: Fact, phrases: list[Phrase]) -> None:
    for phrase in phrases:
        unit = phrase.office if phrase.office >= 0 else phrase.head
        mention = parse.units[unit].mention
        if mention is None or mention is fact.subject:
            continue
        fact.office = unit
        fact.role = mention.role or (
            mention.text if mention.kind in ("person", "cohort") else mention.name or mention.text
        )
        group = next((of for of in phrase.of if of.letter == "G"), None)
        unit = group.head if group is not None else phrase.group if phrase.group >= 0 else phrase.owner
        column = "from_group" if fact.kind == "removal" else "to_group"
        if unit >= 0 and column not in fact.parts:
            found = parse.units[unit].mention
            if found is not None and found.kind == "group":
                fact.parts[column] = _movement_of_council(parse, unit) or found
        elif mention.group and column not in fact.parts:
            fact.parts[column] = group_of(mention)
        return


def _movement_of_council(parse: Parse, unit: int) -> Mention | None:
    """`head of the Taliban's military commission`: an office in the Taliban."""
    council = parse.units[unit].mention
    owner = re.search(r"Gs?$", parse.tags[:unit])
    if owner is None or council is None or not _is_council(council):
        return None
    movement = parse.units[owner.start()].mention
    return movement if movement is not None and _is_giver(movement) else None


def _put(scene: Scene, fact: Fact, column: str, phrases: list[Phrase]) -> bool:
    """Puts the first fitting phrase into a column: a group into `*_group`, a man into `*_leader`, any actor into
    `object`.

    A pronoun that would make a man swear to himself means the man named before.
    """
    parse, before = scene.parse, scene.person_before
    letters = "G" if column.endswith("group") else "P" if column.endswith("leader") else "PGC"
    for phrase in phrases:
        mention = None
        if phrase.letter in letters and (phrase.head >= 0 or phrase.actor is not None):
            mention = _actor(parse, phrase)
            if mention is not None and mention.text.lower().split()[-1] in grammar().lists["nameless"]:
                mention = _nameless_doer(fact, mention)
            elif mention is not None and mention.kind == "cohort" and column == "object":
                mention = _cohort_meant(scene, phrase, _joint_force(parse, phrase, mention))
            elif mention is not None and mention.kind == "group" and column == "object":
                mention = _whose_force(parse, phrase) or _joint_force(parse, phrase, mention)
        elif phrase.letter == "L" and column == "object":
            mention = _state_of(parse.units[phrase.head].mention)
        elif phrase.letter == "n" and column == "object" and (owned := _owned_killers(scene, fact, phrase)) is not None:
            mention = owned
        elif phrase.letter == "n" and column == "object":
            mention = institution(parse, phrase)
        elif letters == "G" and (called := group_of_man(parse, phrase)) is not None:
            mention = _group_of_leaders(scene, phrase, letters) or called
        elif letters == "G" and (
            phrase.letter in "PO"
            or (phrase.letter == "C" and fact.kind == "affiliation")
            or _is_banner(parse, phrase)
        ):
            mention = _group_of_phrase(parse, phrase)
        elif phrase.letter == "n" and letters in ("G", "P") and phrase.owner >= 0:
            mention = _group_of_leaders(scene, phrase, letters)
        if (
            mention is not None
            and column.endswith("leader")
            and mention.how == "pronoun"
            and _is_same(mention, fact.subject)
        ):
            mention = before
        if mention is not None and mention is not fact.subject and not _is_same(mention, fact.subject):
            is_joint = fact.kind == "death" and mention.kind == "group" and phrase.actor is None
            fact.parts[column] = with_second_force(parse, phrase, mention) if is_joint else mention
            return True
    return False


def _owned_killers(scene: Scene, fact: Fact, phrase: Phrase) -> Mention | None:
    """`by his rivals`, `by the group's fighters`: killers who are told only by whose they are."""
    parse = scene.parse
    if fact.kind != "death" or phrase.noun != phrase.end - 1 or (
        parse.units[phrase.noun].low not in grammar().lists["followers"]
    ):
        return None
    start = phrase.start - 1 if parse.tags[phrase.start] == "s" and phrase.start else phrase.start
    if parse.tags[start] not in "hPGC" and phrase.owner < 0:
        return None
    name = parse.text_of(start, phrase.end)
    first, last = parse.units[start], parse.units[phrase.end - 1]
    return Mention(first.start, last.end, "cohort", name, "new", name=name, role=parse.units[phrase.noun].low)


def _nameless_doer(fact: Fact, mention: Mention) -> Mention | None:
    """A killer of whom nothing is told but his kind: his group, else himself if more than one word tells of him."""
    if mention.group:
        return group_of(mention)
    words = (mention.name or mention.text).lower().split()
    told = [word for word in words if word not in ("a", "an", "the", "one", "two", "three")]
    if fact.kind != "death" or len(told) < 2:
        return None
    return replace(mention, name=" ".join(told), text=" ".join(told)) if mention.text.lower()[:2] == "a " else mention


def _cohort_meant(scene: Scene, phrase: Phrase, cohort: Mention) -> Mention:
    """Whom an unnamed doer stands for: the man named behind him, the group or the leader whose he is, else himself."""
    named = _named_in_apposition(scene.parse, phrase)
    if named.letter == "P" and (man := scene.parse.units[named.head].mention) is not None:
        return man
    words = cohort.text.lower().split()
    if words[0] == "his" and words[-1] in grammar().lists["followers"]:
        leader = _leader_of_followers(scene, phrase, True)
        return (_actor(scene.parse, leader) if leader is not phrase else None) or cohort
    if cohort.group and cohort.count_min is None:  # "gunmen of the Islamic State", "officers of the ISI"
        return group_of(cohort)
    return _group_meant(scene, phrase, cohort)


def _whose_force(parse: Parse, phrase: Phrase) -> Mention | None:
    """`the special forces of the NDS`: the NDS."""
    whole = next((of for of in phrase.of if of.letter == "G" and of.head >= 0), None)
    is_body = phrase.head >= 0 and parse.units[phrase.head].low.split()[-1] in grammar().lists["institutions"]
    return parse.units[whole.head].mention if whole is not None and is_body else None


def _joint_force(parse: Parse, phrase: Phrase, force: Mention) -> Mention:
    """`American and Pakistani intelligence officials`, `US and Afghan forces`: both."""
    start = start_of_joint_force(parse, phrase.start) if phrase.head >= 0 else phrase.start
    is_seated = 0 <= phrase.place == phrase.head - 1
    start = phrase.place if is_seated and start == phrase.start else start
    last = force.text.lower().split()[-1]
    if (start == phrase.start and not is_seated) or last not in grammar().lists["institutions"]:
        return force
    name = parse.text_of(start, phrase.end)
    return replace(force, start=parse.units[start].start, text=name, name=name, actor_id="")


def _group_of_leaders(scene: Scene, phrase: Phrase, letters: str) -> Mention | None:
    """`Ghafari's organisation`: the man, or the group that he leads."""
    parse = scene.parse
    leader = parse.units[phrase.owner].mention
    if (
        leader is None
        or leader.kind != "person"
        or phrase.noun < 0
        or parse.units[phrase.noun].low not in grammar().lists["stand_for_group"]
    ):
        return None
    if letters == "P":
        return leader
    name, group_id = group_of_leader(leader, scene.told)
    return _named_group(leader, name, group_id) if name else None


def _is_banner(parse: Parse, phrase: Phrase) -> bool:
    """`the ranks of the TTP`, `the black flag of IS`, `a Taliban front`: a noun that stands for the group whose it
    is.
    """
    return phrase.letter == "n" and phrase.noun >= 0 and parse.units[phrase.noun].low in grammar().lists["banners"]


def _group_meant(scene: Scene, phrase: Phrase, cohort: Mention) -> Mention:
    """`its fighters killed him`: the group whose they are."""
    words = cohort.text.lower().removeprefix("one of ").removeprefix("some of ").split()
    if words[0] not in ("its", "their") or words[-1] not in grammar().lists["followers"]:
        return cohort
    before = [unit.mention for unit in scene.parse.units[:phrase.start] if unit.tag == "G" and unit.mention is not None]
    return before[-1] if before else scene.group_before or cohort


def _state_of(place: Mention | None) -> Mention | None:
    """The state for which a country or a capital stands where it acts: `Islamabad freed him`, `a US drone`."""
    if place is None or not (
        (place.countries and not place.provinces and not place.place)
        or place.text.lower() in grammar().lists["capitals"]
    ):
        return None
    return Mention(place.start, place.end, "group", place.text, place.how, name=place.text)


def _group_of_phrase(parse: Parse, phrase: Phrase) -> Mention | None:
    """The group of a man or an office: `the leader of the TTP`, `IS leader al-Baghdadi`."""
    of = next((of for of in phrase.of if of.letter == "G"), None)
    unit = of.head if of is not None else phrase.group
    if unit >= 0:
        mention = parse.units[unit].mention
        return mention if mention is not None and mention.kind == "group" else None
    head = parse.units[phrase.head].mention if phrase.head >= 0 else None
    return group_of(head) if head is not None and head.group else None


def _complete(scene: Scene, fact: Fact, subject: Phrase, leaves_own: bool) -> None:
    """Fills what the sentence leaves to the reader: a man's own group, the group of the leader to whom he swears."""
    parts = fact.parts
    leader = parts.get("to_leader")
    if leader is not None and "to_group" not in parts:
        name, group_id = group_of_leader(leader, scene.told)
        if name:
            parts["to_group"] = _named_group(leader, name, group_id)
    left = parts.get("from_leader")
    if left is not None and "from_group" not in parts:
        name, group_id = group_of_leader(left, scene.told)
        if name:
            parts["from_group"] = _named_group(left, name, group_id)
    if fact.kind == "appointment" and "to_group" not in parts:
        group = _group_of_office(scene, fact, subject)
        if group is not None:
            parts["to_group"] = group
    own = _own_group(scene, subject, fact.subject)
    if fact.kind in ("joining", "defection", "pledge") and (
        own is None or _group_of_phrase(scene.parse, subject) is None
    ):
        own = _last_post(scene, fact.subject, fact) or own or _state_served(scene, fact)
    if fact.kind == "joining" and "to_group" not in parts and (meant := _group_called_it(scene, fact, own)) is not None:
        parts["to_group"] = meant
    if fact.kind == "defection" and "to_group" not in parts and (speaker := _group_that_tells(scene, fact)) is not None:
        parts["to_group"] = speaker
    opposed = parts.get("object")
    if (
        own is None
        and leaves_own
        and opposed is not None
        and opposed.kind == "person"
        and (led := group_of_leader(opposed, scene.told))[0]
    ):
        own = _named_group(opposed, *led)
    if leaves_own:
        own = _group_left(scene, fact, own)
        if own is None and opposed is not None and opposed.kind == "person" and "from_group" not in parts:
            own = _movement_before(scene, fact)
    if own is None:
        return
    if (leaves_own and not is_named_after(scene.parse, fact.trigger, own)) or fact.kind == "removal":
        parts.setdefault("from_group", own)
    to_group = parts.get("to_group")
    if to_group is None or _is_same(own, to_group):
        return
    if fact.kind == "defection":
        parts.setdefault("from_group", own)
    elif fact.kind == "pledge":
        told_here = _group_of_phrase(scene.parse, subject)
        if told_here is not None and not _is_same(told_here, fact.subject):
            parts.setdefault("from_group", told_here)
    elif fact.kind == "joining" and fact.modality in ("asserted", "reported"):
        fact.kind = "defection"
        parts["from_group"] = own
        fact.features.add("side told by apposition")


def _group_called_it(scene: Scene, fact: Fact, own: Mention | None) -> Mention | None:
    """`Among those who joined it was Gul, formerly of the TTP`: the movement named last, if it is not his."""
    after = scene.parse.units[fact.trigger + 1 : fact.trigger + 2]
    if own is None or not after or after[0].low != "it" or after[0].mention is not None:
        return None
    group = scene.group_before
    return group if group is not None and _is_movement(group) and not _is_same(group, own) else None


def _group_that_tells(scene: Scene, fact: Fact) -> Mention | None:
    """`The NRF announced that a Taliban commander had changed sides`: to the group that says so."""
    voice = asserted_by(scene.parse, scene.telling, fact.trigger)
    if voice == "author":
        first = next((unit.word for unit in scene.parse.units if unit.tag == "V"), None)
        says = first is not None and first.lemma in grammar().lists["say"]
        is_it = scene.parse.units[0].low == "it" and says
        return scene.group_before if is_it and scene.group_before and _is_movement(scene.group_before) else None
    return next((group for group in scene.movements if group.name == voice and _is_movement(group)), None)


def _movement_left(scene: Scene, fact: Fact) -> Mention | None:
    """From where one has defected of whom the article tells no group: the movement of which it speaks most, beside
    that to which he went.
    """
    to_group = fact.parts.get("to_group")
    if fact.rule not in _GOINGS_OVER or to_group is None or not _is_movement(to_group) or fact.modality == "planned":
        return None
    return next((group for group in scene.movements if not _is_same(group, to_group) and _is_movement(group)), None)


def _state_served(scene: Scene, fact: Fact) -> Mention | None:
    """The government, for policemen and soldiers who go over to those who fight it."""
    actor, to_group = fact.subject, fact.parts.get("to_group")
    if to_group is None or fact.kind == "pledge" or not _is_movement(to_group) or actor.how == "pronoun":
        return None
    if grammar().lists["state_servants"].isdisjoint(actor.role.lower().split()):
        return None
    units = scene.parse.units[: fact.trigger]
    bodies = (unit.mention for unit in units if unit.tag == "G" and unit.mention is not None)
    told = next((body for body in bodies if body.name.lower().endswith(("administration", "government"))), None)
    return told or _named_group(actor, "Afghan government", "")


def _own_group(scene: Scene, phrase: Phrase, actor: Mention, is_present: bool = False) -> Mention | None:
    """The group with which the sentence, or else the article, has an actor stand; `is_present`: not one he left."""
    if actor.kind == "group":
        return _whole_of_part(scene.parse, phrase)
    if is_present and actor.is_former:
        return None
    group = _group_of_phrase(scene.parse, phrase)
    if group is not None:
        return group
    if phrase.letter == "C" and " its " in f" {actor.text.lower()} ":
        before = [unit.mention for unit in scene.parse.units[:max(phrase.head, 0)] if unit.tag == "G"]
        return before[-1] if before else scene.group_before
    standing = next((standing for standing in scene.told.get(actor_key(actor), ())
                     if standing.group and not (is_present and standing.is_former)), None)
    return _named_group(actor, standing.group, standing.group_id) if standing is not None else None


def _whole_of_part(parse: Parse, phrase: Phrase) -> Mention | None:
    """`the Mohmand chapter of the TTP`, `the TTP's Mehsud faction`: the TTP."""
    last = parse.units[phrase.head].low.split()[-1] if phrase.head >= 0 else ""
    units = [*(of.head for of in phrase.of if of.letter == "G"), phrase.owner]
    wholes = (parse.units[unit].mention for unit in units if unit >= 0 and parse.units[unit].tag == "G")
    return next(wholes, None) if last in grammar().lists["parts"] else None


def _group_left(scene: Scene, fact: Fact, own: Mention | None) -> Mention | None:
    """The group against whose leader a man stands up: his own, which must be that of the leader where both are known.
    """
    leader = fact.parts.get("object")
    if leader is None or leader.kind != "person":
        return own
    name, group_id = group_of_leader(leader, scene.told)
    theirs = _named_group(leader, name, group_id) if name else None
    if own is not None and theirs is not None and not _is_same(own, theirs):
        return None
    return own or theirs


def _movement_before(scene: Scene, fact: Fact) -> Mention | None:
    """The last movement named: whose leader it is against whom a man stands up, where nothing else tells."""
    here = [unit.mention for unit in scene.parse.units if unit.tag == "G" and unit.mention is not None]
    named = [mention for mention in scene.actors_before if mention.kind == "group"] + here
    return next((group for group in reversed(named) if are_militants([group]) and not _is_same(group, fact.subject)),
                None)


def _group_of_office(scene: Scene, fact: Fact, subject: Phrase) -> Mention | None:
    """In which group an office is, where the clause does not say: that which gives it, the man's own, or the last one
    named.
    """
    giver = fact.parts.get("object")
    if giver is not None and giver.kind == "group" and _is_giver(giver):
        return giver
    if giver is not None and (led := group_of_leader(giver, scene.told))[0]:
        return _named_group(giver, *led)
    own = _own_group(scene, subject, fact.subject, is_present=True)
    speaker = asserted_by(scene.parse, scene.telling, fact.trigger)
    named = (unit.mention for unit in scene.parse.units if unit.mention is not None)
    spoken = next((mention for mention in named if mention.name == speaker), None)
    if own is None and spoken is not None and spoken.kind != "group" and spoken.group and not spoken.is_former:
        own = group_of(spoken)
    if own is not None or fact.role.lower() in grammar().lists["elected_offices"]:
        return own
    groups = [
        unit.mention
        for i, unit in scene.parse.letters()
        if unit.tag == "G"
        and unit.mention is not None
        and not _is_left(scene.parse, i)
        and _is_movement(unit.mention)
    ]
    before = [group for group in groups if group.start < scene.parse.units[fact.trigger].start]
    last = scene.group_before
    if before or not groups:
        return before[-1] if before else last if last is not None and _is_movement(last) else None
    return spoken if spoken in groups else groups[0]


def _is_movement(group: Mention) -> bool:
    """Whether men rise in a group: no state, no army."""
    return group.name.split()[-1].lower() not in grammar().lists["institutions"] and _is_giver(group)


def _is_giver(group: Mention) -> bool:
    """Whether an office that the group gives is one in it: not where a state, or a council of it, gives it."""
    return group.name.lower() not in grammar().lists["states"] and not _is_council(group)


def _is_council(group: Mention) -> bool:
    """A body that chooses: `the Quetta Shura`, `a gathering`."""
    return group.name.lower().partition(" of ")[0].rpartition(" ")[2] in grammar().lists["councils"]


def _is_left(parse: Parse, group: int) -> bool:
    """Whether a group stands after `from`."""
    before = parse.tags[:group].rstrip("d")
    return before.endswith("p") and parse.units[len(before) - 1].low == "from"


def _own_role(scene: Scene, actor: Mention) -> str:
    """The office by which the article calls a man who is told to have been chosen, without saying for what."""
    roles = [actor.role, *(standing.role for standing in scene.told.get(actor_key(actor), ()))]
    return next(
        (
            role
            for role in roles
            if role.lower() in grammar().offices or role.lower() in grammar().lists["elected_offices"]
        ),
        "",
    )


def _named_group(at: Mention, name: str, group_id: str) -> Mention:
    return Mention(at.start, at.end, "group", name, at.how, name=name, actor_id=group_id)


def _is_same(one: Mention, other: Mention) -> bool:
    if one.actor_id or other.actor_id:
        return one.actor_id == other.actor_id
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def leads(man: Mention) -> bool:
    """Whether a man is called a new leader where he is named: `Mullah Mansour, the new leader of the Taliban`."""
    words = set(man.role.lower().split())
    return "new" in words and not words.isdisjoint(grammar().lists["headships"]) and "deputy" not in words


def became_leader(fact: Fact) -> bool:
    """Whether a fact tells that a man became a leader, so that he is meant by `the new leader`."""
    return (
        fact.kind == "appointment"
        and fact.modality == "asserted"
        and fact.subject.kind == "person"
        and not set(fact.role.lower().split()).isdisjoint(grammar().lists["headships"])
    )


def _is_nobody(subject: Mention, kind: str) -> bool:
    """`the release of prisoners`: men without number, group or owner are nobody in particular; `troops` can fight."""
    if kind == "clash":
        last, lists = subject.text.lower().split()[-1], grammar().lists
        is_vague = last in lists["nameless"] and not subject.count_min
        return subject.kind == "cohort" and (is_vague or last in lists["bystanders"])
    return (
        subject.kind == "cohort"
        and subject.how == "new"
        and not subject.count_min
        and not subject.group
        and " " not in subject.text.strip()
    )


def _is_anybody(fact: Fact, features: set[str]) -> bool:
    """`the release of Taliban prisoners`, `arrests of commanders`: told by a noun of nobody in particular."""
    subject = fact.subject
    if fact.kind not in ("detention", "release") or subject.kind != "cohort" or subject.count_min:
        return False
    low = subject.text.lower()
    is_bare = subject.how == "new" and not low.startswith(("the ", "his ", "its ", "their ", "these ", "those "))
    return low.startswith(("other ", "others")) or (is_bare and "noun" in features)


def meets_needs(fact: Fact) -> bool:
    """Whether a fact carries what the codebook asks of its kind, and its sides are not one and the same."""
    left, joined = fact.parts.get("from_group"), fact.parts.get("to_group")
    if left is not None and joined is not None and fact.kind != "pledge" and _is_same(left, joined):
        return False
    if fact.kind == "appointment" and fact.role.lower() in grammar().lists["no_offices"]:
        return False
    if fact.kind == "formation" and fact.subject.text.lower() in grammar().lists["never_founded"]:
        return False
    if fact.kind == "joining" and joined is not None and joined.name.lower() in grammar().lists["states"]:
        return False
    filled = {"subject", *fact.parts} | ({"role"} if fact.role else set())
    return all(filled & set(choice) for choice in NEEDS[fact.kind])
