"""When, where, according to whom and with what certainty a fact is told.

Reads a sentence's parse. Returns for one of its verbs or nouns the modality, who asserts it, and the mentions of its
date and places. Refuses nothing. Word lists: `data/grammar.yml`.
"""

from __future__ import annotations

from functools import cached_property

from bayah.drafting.clauses import Parse, Phrase, VerbGroup
from bayah.drafting.contract import Mention
from bayah.drafting.grammar import grammar

NOT_TOLD = "no"
"""The modality of what the sentence does not tell as having happened: it is not drafted."""
_DROPPED_MODALS = frozenset({"would", "could", "may", "might", "can", "must", "should", "ought", "cannot"})
_FORETOLD = frozenset({"release", "detention"})
"""Kinds whose `would`, where somebody says so, and `may soon` tell what is going to be done."""
FAR = 99
"""The distance of a date or place that belongs to another clause."""


class Telling:
    """The voices of one sentence, found when asked for; `before` is the last voice of its paragraph."""

    def __init__(self, parse: Parse, before: str) -> None:
        self._parse = parse
        self.before = before
        self.heard: dict[int, str] = {}
        """Who says it, by trigger, as far as `asserted_by` was asked."""

    @cached_property
    def speakers(self) -> list[tuple[int, str]]:
        """Each verb of saying, by its unit, with who says it."""
        found: list[tuple[int, str]] = []
        parse, say = self._parse, grammar().lists["say"]
        for i, unit in parse.letters():
            if unit.tag == "V" and unit.word is not None and unit.word.lemma in say:
                group = parse.group(i)
                if group.is_passive or group.is_infinitive or group.is_negated or group.modal:
                    continue
                speaker = _speaker(parse, group)
                if speaker:
                    found.append((i, speaker))
            elif unit.tag in "Vn" and unit.low == "according" and parse.tags[i + 1:i + 2] == "t":
                phrases = parse.complements(i + 2)
                if phrases:
                    found.append((i, _name(parse, phrases[0])))
        return found

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The units inside quotation marks."""
        return _quoted(self._parse)


def _speaker(parse: Parse, group: VerbGroup) -> str:
    subjects = _inverted(parse, group) or parse.subjects(group)
    if not subjects:
        return ""
    if len(subjects) > 1:
        return parse.text_of(subjects[0].start, subjects[-1].end)
    return _name(parse, subjects[0])


def _inverted(parse: Parse, group: VerbGroup) -> list[Phrase]:
    """`"…," said Khan`: the speaker stands after the verb."""
    before = parse.tags[max(0, group.start - 2):group.start]
    follows = parse.tags[group.end:group.end + 1]
    if not follows or follows not in "PCGdhnO" or not before or before[-1] not in ',"' or group.lemma == "tell":
        return []
    phrases = parse.complements(group.end)[:1]
    if not phrases:
        return []
    after = parse.tags[phrases[0].end:phrases[0].end + 1]
    is_plain = group.lemma == "say" and phrases[0].letter in "PCGO" and after not in ("V", "B", "H", "M")
    return phrases if '"' in before or is_plain else []


def _name(parse: Parse, phrase: Phrase) -> str:
    if phrase.head >= 0:
        mention = parse.units[phrase.head].mention
        if mention is not None:
            return mention.name or mention.text
    return parse.text_of(phrase.start, phrase.of[-1].end if phrase.of else phrase.end)


def _quoted(parse: Parse) -> frozenset[int]:
    inside, quoted = False, set()
    for i, tag in enumerate(parse.tags):
        if tag == '"':
            inside = not inside
        elif inside:
            quoted.add(i)
    return frozenset(quoted)


_ASKED_OF = frozenset({"pledge", "defection", "joining"})
"""Kinds of which an article tells that it is not known whether it came to them."""


def asserted_by(parse: Parse, telling: Telling, trigger: int) -> str:
    """Who says so: the voice after the clause, or the one before it, or `author`."""
    found = telling.heard.get(trigger)
    if found is None:
        found = telling.heard[trigger] = _voice_of(parse, telling, trigger)
    return found


def _voice_of(parse: Parse, telling: Telling, trigger: int) -> str:
    for i, speaker in telling.speakers:
        if i == trigger:
            continue
        if i > trigger and _closes(parse, trigger, i):
            return speaker
    for i, speaker in reversed(telling.speakers):
        if i < trigger and not _has_own_relative(parse, i, trigger):
            return speaker
    if trigger in telling.quoted and telling.before:
        return telling.before
    return "author"


def _closes(parse: Parse, trigger: int, say: int) -> bool:
    """Whether the voice stands after the clause, behind a comma or a quotation mark: `…, officials said`."""
    between = parse.tags[trigger:say]
    if parse.units[say].low == "according":
        return ";" not in between
    if ",&" in between or ",b" in between:
        return False
    return ("," in between or '"' in between) and ";" not in between and "S" not in between[1:]


def _has_own_relative(parse: Parse, say: int, trigger: int) -> bool:
    """Whether the verb stands in a relative clause of the speaker himself: `X, who was arrested in 2014, said`."""
    return False


def modality_of_verb(parse: Parse, group: VerbGroup, telling: Telling, kind: str = "") -> str:
    """How certain the verb's fact is; NOT_TOLD for conditions, questions, wishes and what is negated by the author.

    An oath that was not given is news of its own: it is `denied` also in the author's voice.
    """
    if "?" in parse.tags or _is_nearly(parse, group):
        return NOT_TOLD
    if _is_conditional(parse, group.start):
        return "doubted" if kind in _ASKED_OF and _is_open(parse, group.start) else NOT_TOLD
    if kind == "pledge" and parse.is_yet_to_come(group):
        return "denied"
    effects = list(_effects(parse, group, kind))
    if _is_refuted(parse, group.verb):
        return "denied"
    is_voiced = asserted_by(parse, telling, group.verb) != "author"
    is_foretold = kind in _FORETOLD and (
        (group.modal == "would" and is_voiced)
        or (group.modal in ("could", "may", "might") and (is_voiced or "soon" in parse.words))
    )
    if (group.modal in _DROPPED_MODALS and not is_foretold) or NOT_TOLD in effects:
        return NOT_TOLD
    if group.is_negated or _subject_is_negative(parse, group):
        return "denied" if (is_voiced or kind == "pledge") and "denied" not in effects else NOT_TOLD
    for effect in ("denied", "doubted", "planned"):
        if effect in effects:
            return effect
    if group.modal in ("will", "shall") or is_foretold:
        return "planned"
    if "reported" in effects or _is_hearsay(parse, group.verb):
        return "reported"
    return "asserted"


def modality_of_noun(parse: Parse, noun: int) -> str:
    """How certain the fact is that a noun tells: `denied the death of`, `rumours of the death of`, `demanded the
    release of`.
    """
    if "?" in parse.tags or _is_conditional(parse, noun):
        return NOT_TOLD
    verb = parse.tags.rfind("V", 0, noun)
    effect = ""
    if verb >= 0 and not set(parse.tags[verb:noun]) & set(",;wqS"):
        word = parse.units[verb].word
        effect = grammar().governors.get(word.lemma, "") if word else ""
        group = parse.group(verb)
        if "neither" in parse.words:
            return NOT_TOLD
        if _is_unconfirmed(parse, verb):
            return "doubted"
        if group.is_negated or group.modal in _DROPPED_MODALS:
            return NOT_TOLD
    if _is_refuted(parse, noun):
        return "denied"
    if any(unit.low in grammar().lists["only_attempted"] for unit in parse.units[max(0, noun - 2):noun]):
        return NOT_TOLD
    if verb >= 0 and effect == NOT_TOLD and _is_order_to_kill(parse, verb, noun):
        return "asserted"
    if effect in ("denied", "doubted", "planned", NOT_TOLD):
        return effect
    if _is_only_sought(parse, noun):
        return NOT_TOLD
    if any(unit.tag == "x" for unit in parse.units[max(0, noun - 2):noun]):
        return NOT_TOLD
    return "reported" if _is_hearsay(parse, noun) or effect == "reported" else "asserted"


def _is_order_to_kill(parse: Parse, verb: int, noun: int) -> bool:
    """`Khan ordered the murder of Omar`: news tells so of murders that were done."""
    word = parse.units[verb].word
    return word is not None and word.lemma == "order" and parse.units[noun].low in grammar().lists["deeds_of_killing"]


def _is_unconfirmed(parse: Parse, verb: int) -> bool:
    """`could not confirm that he was dead`, `has not confirmed his death`."""
    word = parse.units[verb].word
    return word is not None and word.lemma in grammar().lists["confirming"] and parse.group(verb).is_negated


def _is_refuted(parse: Parse, unit: int) -> bool:
    """`Reports of the death of Khan are false`, `the claim that Khan was killed is baseless`."""
    refuting, tales = grammar().lists["refuting"], grammar().lists["tales"]
    if refuting.isdisjoint(parse.words) or tales.isdisjoint(parse.words):
        return False
    at = next((i for i in range(unit, len(parse.units)) if parse.units[i].low in refuting), -1)
    return (
        at > 0
        and "B" in parse.tags[max(unit, at - 3) : at]
        and not parse.group(parse.tags.rfind("B", 0, at)).is_negated
        and any(other.low in tales for other in parse.units[:unit])
    )


def _is_only_sought(parse: Parse, noun: int) -> bool:
    """`a reward for information leading to the arrest of`, `talks on the release of`."""
    clause = max(parse.tags.rfind(mark, 0, noun) for mark in ",;wqS") + 1
    sought = grammar().lists["sought_by"]
    be = parse.tags.find("B", noun)
    wish = {unit.low for unit in parse.units[be + 1 : be + 7]} if be > 0 and "V" not in parse.tags[noun:be] else set()
    return not wish.isdisjoint(grammar().lists["wishes"]) or any(
        unit.tag == "n" and unit.low in sought and (parse.tags[i + 1] == "p" or "V" in parse.tags[i:noun])
        for i, unit in enumerate(parse.units[clause:noun], start=clause)
    )


def _is_conditional(parse: Parse, unit: int) -> bool:
    """Whether a condition stands above; `Whether he lives is uncertain, for …` ends at its comma."""
    at = parse.tags.rfind("I", 0, unit)
    if at < 0 or ";" in parse.tags[at:unit]:
        return False
    return not (parse.units[at].low == "whether" and "," in parse.tags[at:unit])


def _is_open(parse: Parse, unit: int) -> bool:
    """`It is unclear whether Khan has sworn allegiance`: the author leaves it open."""
    at = parse.tags.rfind("I", 0, unit)
    before = {word.low for word in parse.units[max(0, at - 5) : at]}
    return parse.units[at].low == "whether" and not before.isdisjoint(grammar().lists["left_open"])


def _is_nearly(parse: Parse, group: VerbGroup) -> bool:
    """`nearly killed`, `almost died`, `anyone who kills`: it did not happen."""
    words = [unit.low for unit in parse.units[max(0, group.start - 2) : group.verb]]
    return not grammar().lists["nearly"].isdisjoint(words) or (
        words[-1:] == ["who"] and words[0] in grammar().lists["anybody"]
        and group.form in ("s", "b")
    )


def _subject_is_negative(parse: Parse, group: VerbGroup) -> bool:
    before = parse.tags[max(0, group.start - 4):group.start]
    cut = max((before.rfind(mark) for mark in ",;wqSV"), default=-1)
    if "neither" in parse.words and "nor" in parse.words:
        pair = parse.units[max(0, group.start - 12) : group.start]
        if {"neither", "nor"} <= {unit.low for unit in pair} and not any(unit.tag in ";V" for unit in pair):
            return True
    return "x" in before[cut + 1:]


def _effects(parse: Parse, group: VerbGroup, kind: str = "") -> list[str]:
    """What the verbs and nouns above a verb do to it, nearest first."""
    governors = grammar().governors
    effects: list[str] = []
    if group.is_infinitive:
        effects.append(_effect_on_infinitive(parse, group, kind))
    elif group.form == "g" and not group.is_finite:
        i = group.start - 1
        is_means = parse.units[i].low == "by" if i >= 0 else False
        i = parse.tags.rfind("V", 0, max(i, 0)) if is_means else i
        while i >= 0 and parse.tags[i] in 'r"p':
            i -= 1
        if i >= 0 and parse.tags[i] == "V":
            word = parse.units[i].word
            talks = word is not None and word.lemma in grammar().lists["talking"]
            is_only_talk = talks and parse.units[i + 1].low in ("about", "of")
            effects.append(NOT_TOLD if is_only_talk else governors.get(word.lemma, "") if word else "")
            if parse.group(i).is_infinitive:
                effects.append(_effect_on_infinitive(parse, parse.group(i)))
    elif group.form in ("d", "n") and not group.has_auxiliary and parse.tags[group.start - 1 : group.start] in (
            "P", "C"):
        effects.append(_effect_on_object(parse, group))
    effects += _effects_of_clauses_above(parse, group.start)
    return effects


def _effect_on_object(parse: Parse, group: VerbGroup) -> str:
    """`wants Khan freed`: what the verb before the object does to the participle after it."""
    verb = parse.tags.rfind("V", 0, group.start)
    word = parse.units[verb].word if verb >= 0 else None
    if word is None or set(parse.tags[verb + 1 : group.start]) - set("dhsnOGPCr#N"):
        return ""
    effect = grammar().governors.get(word.lemma, "")
    if word.lemma in ("get", "have", "see") and parse.group(verb).is_infinitive:
        effect = _effect_on_infinitive(parse, parse.group(verb))
    return effect if effect in ("planned", NOT_TOLD) else ""


def _effects_of_clauses_above(parse: Parse, start: int) -> list[str]:
    """What the verbs do under whose `that` a clause stands: `rejected the charge, made by some, that Pakistan had
    picked him`.
    """
    effects: list[str] = []
    complementizer = parse.tags.rfind("q", 0, start)
    verb = parse.tags.rfind("V", 0, start)
    while verb >= 0:
        word = parse.units[verb].word
        effect = grammar().governors.get(word.lemma, "") if word else ""
        effect = "doubted" if _is_unconfirmed(parse, verb) else effect
        between = parse.tags[verb:start]
        if effect == "denied" and "&q" in between and parse.group(verb).is_passive:
            effect = ""  # "said Khan had been dismissed and that Gul had sworn": he was
        is_above = (
            complementizer > verb or (parse.group(verb).end >= start - 6 and "," not in between) or effect == "reported"
        )
        if effect in ("denied", "doubted", "reported") and is_above and not set(between) & set(";bw") and not (
                "," in between and complementizer < verb):
            effects.append(effect)
        verb = parse.tags.rfind("V", 0, verb)
    return effects


def _effect_on_infinitive(parse: Parse, group: VerbGroup, kind: str = "") -> str:
    i = group.start - 1
    while i >= 0 and parse.tags[i] in 'r"':
        i -= 1
    if i > 1 and parse.tags[i - 1 : i + 1] == "pD":
        i -= 2
    if i < 0:
        return NOT_TOLD
    tag = parse.tags[i]
    if any(unit.low in grammar().lists["ordinals"] for unit in parse.units[max(0, group.start - 4):group.start]):
        return "fact"
    if tag == "B":
        return "planned"
    if tag == "&":
        verb = parse.tags.rfind("V", 0, i)
        earlier = parse.group(verb) if verb >= 0 else None
        return _effect_on_infinitive(parse, earlier) if earlier is not None and earlier.is_infinitive else NOT_TOLD
    verb = i if tag == "V" else parse.tags.rfind("V", 0, i)
    if verb < 0 or "," in parse.tags[verb:i]:
        return NOT_TOLD
    word = parse.units[verb].word
    effect = grammar().governors.get(word.lemma, NOT_TOLD) if word else NOT_TOLD
    if word is not None and word.lemma in grammar().lists["purpose"]:
        return "asserted"
    governor = parse.group(verb)
    if governor.is_negated:
        return NOT_TOLD
    is_going_to = word is not None and word.lemma == "go" and word.form == "g" and tag == "V"
    undertakes = word is not None and word.lemma in grammar().lists["undertaking"]
    if is_going_to or (effect == "fact" and undertakes and kind == "release"):
        return "planned"
    if effect == "said":
        return "reported" if governor.is_passive else "asserted" if tag == "V" else NOT_TOLD
    if tag != "V" and effect not in ("fact", "planned"):
        return NOT_TOLD
    if (
        effect == "fact"
        and tag != "V"
        and word is not None
        and word.lemma not in grammar().lists["having_done"]
    ):
        return NOT_TOLD
    return effect


def _is_hearsay(parse: Parse, unit: int) -> bool:
    hearsay = grammar().lists["hearsay"]
    if hearsay.isdisjoint(parse.words):
        return False
    return any(other.low in hearsay and ";" not in parse.tags[min(i, unit):max(i, unit)] and abs(i - unit) <= 10
               for i, other in parse.letters() if other.word is not None)


def date_of(parse: Parse, telling: Telling, trigger: int) -> tuple[Mention | None, int]:
    """The date mention of the clause, else one that the sentence may mean for it, with its distance: 0 is the
    clause's own.
    """
    spoken = _spoken(parse, telling, "D")
    found = [(distance(parse, i, trigger), abs(i - trigger), unit.mention) for i, unit in parse.letters()
             if unit.tag == "D" and i not in spoken and unit.mention is not None and unit.mention.date]
    if not found:
        return None, 0
    cost, _, mention = min(found, key=lambda candidate: candidate[:2])
    return (mention, cost) if cost < FAR else (None, 0)


def distance(parse: Parse, unit: int, trigger: int) -> int:
    """How far a date or place is from a trigger: 0 in its clause, 1 and more in a clause beside it, FAR in another's.
    """
    tags = parse.tags
    between = tags[min(unit, trigger) + 1:max(unit, trigger)]
    if ";" in between:
        return FAR
    if unit > trigger:
        verbs = between.count("V")
        if tags[trigger] == "n" and verbs and not _happens(parse, trigger + 1 + between.index("V")):
            return FAR
        if "w" in between and verbs:
            return FAR
        return 0 if not verbs else FAR if "S" in between or "q" in between else verbs
    owner = tags.rfind("V", 0, unit)
    start = max(tags.rfind(mark, 0, unit) for mark in ";q")
    if owner <= start:
        return FAR if "S" in between and "V" in between else 1 if "w" in between and "," not in between else 0
    if "w" in tags[owner - 3:owner] and "w" not in between:
        return FAR
    return FAR if "S" in between else 1 + between.count("V")


def _happens(parse: Parse, verb: int) -> bool:
    """`his arrest took place in Karachi`, `the clash came in Zabul`."""
    word = parse.units[verb].word
    return word is not None and word.lemma in grammar().lists["happening"]


def _spoken(parse: Parse, telling: Telling, letter: str) -> set[int]:
    """Units of mentions that belong to a verb of saying: `officials said on Thursday in Kabul`."""
    found: set[int] = set()
    for say, _ in telling.speakers:
        for i in range(say + 1, min(say + 8, len(parse.tags))):
            tag = parse.tags[i]
            if tag == letter:
                found.add(i)
            elif tag not in "pdPCGuDLtn":
                break
    return found
