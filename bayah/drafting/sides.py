"""The sides of a fight where the sentence names them by what they hold, by their number or by "the two groups".

Reads a sentence's parse. Returns phrases of groups and men that can stand as a side of a clash, or as what a man breaks
away from. Refuses police, armies and states where only fights among militants count. Word lists: `data/grammar.yml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bayah.drafting.clauses import Parse, Phrase, VerbGroup
from bayah.drafting.contract import Mention
from bayah.drafting.grammar import grammar

_BY_PRONOUN = frozenset({"its", "their"})
_FOUNDED_WITHIN = 8
"""Units after a verb of founding within which the body stands that is founded."""


def holder(parse: Parse, phrase: Phrase) -> Phrase | None:
    """`Taliban positions`, `a convoy of Gul's men`, `an IS affiliate`: the side whose they are."""
    if phrase.letter != "n" or phrase.noun < 0 or phrase.noun != phrase.end - 1:
        return None
    noun, lists = parse.units[phrase.noun].low, grammar().lists
    is_held = noun in lists["held"]
    if not is_held and noun not in lists["followers"] and noun not in lists["branches"]:
        return None
    unit = phrase.owner if phrase.owner >= 0 else phrase.group
    if unit < 0 and is_held:
        unit = next((of.owner if of.owner >= 0 else of.head for of in phrase.of if of.letter in "PGCn"), -1)
    if unit < 0 or parse.tags[unit] not in "PGC":
        return None
    return as_side(parse, _standing_for(phrase, parse.tags[unit], unit, parse.units[unit].mention))


def as_side(parse: Parse, phrase: Phrase) -> Phrase:
    """`14 Taliban militants` fight as the Taliban: a counted band stands for the group that it names."""
    mention = phrase.actor or (parse.units[phrase.head].mention if phrase.head >= 0 else None)
    if phrase.letter != "C" or mention is None or not mention.group:
        return phrase
    lists, last = grammar().lists, mention.text.lower().split()[-1]
    if mention.count_min is None and f"{mention.role}s" not in lists["branches"] and last not in lists["branches"]:
        return phrase
    return _standing_for(phrase, "G", phrase.head, group_of(mention))


def group_of(mention: Mention) -> Mention:
    """The group that a mention bears, as a mention of its own at the same place."""
    return Mention(
        mention.start, mention.end, "group", mention.group, mention.how, name=mention.group, actor_id=mention.group_id
    )


def _standing_for(phrase: Phrase, letter: str, head: int, actor: Mention | None) -> Phrase:
    return Phrase(letter, head, phrase.start, phrase.end, preposition=phrase.preposition,
                  is_joined=phrase.is_joined, stands_in=True, actor=actor)


def group_before_noun(parse: Parse, noun: int) -> list[Phrase]:
    """`a Taliban offensive against IS`: the Taliban."""
    return [Phrase("G", noun - 1, noun - 1, noun)] if noun and parse.tags[noun - 1] == "G" else []


def named_before_noun(parse: Parse, noun: int) -> list[Phrase]:
    """`Taliban-IS clashes`, `the Taliban-Daesh war`: the two groups right before the noun."""
    at = [i for i in range(max(0, noun - 4), noun) if parse.tags[i] == "G"]
    between = set(parse.tags[at[0] : noun]) - set("G-n&") if at else {""}
    return [Phrase("G", i, i, i + 1) for i in at] if len(at) == 2 and not between else []


def leaders_of_two(parse: Parse, start: int) -> list[Phrase]:
    """`two groups, one led by Khan and the other by Gul`: the two leaders."""
    found: list[Phrase] = []
    for i in range(start, len(parse.units)):
        if parse.units[i].low not in ("one", "other"):
            continue
        man = next((at for at in range(i, min(i + 5, len(parse.units))) if parse.tags[at] == "P"), -1)
        if man > 0 and parse.units[man - 1].low in ("by", "under", "to") and all(man != other.head for other in found):
            found.append(Phrase("P", man, man, man + 1, stands_in=True))
    return found if len(found) == 2 else []


def both_meant(parse: Parse, phrase: Phrase, before: Sequence[Mention]) -> list[Phrase]:
    """`the two groups`, `both sides`, `their followers`: the two actors who were named last."""
    words = [unit.low for unit in parse.units[phrase.start : phrase.end]]
    text = " ".join(words).split()
    lists = grammar().lists
    is_pair = bool({"two", "both"} & set(text)) and text[-1] in lists["sides"]
    is_theirs = text[0] == "their" and text[-1] in lists["followers"]
    if (not is_pair and not is_theirs) or any(of.letter in "PG" for of in phrase.of):
        return []
    here = [unit.mention for unit in parse.units[: phrase.start] if unit.mention is not None and unit.tag in "PG"]
    wants_group = is_pair and text[-1] in lists["bodies"]
    wants_person = is_theirs or text[-1] in lists["rivals"]
    found: dict[str, Mention] = {}
    for mention in reversed([*before, *here]):
        meant = group_of(mention) if wants_group and mention.kind == "person" and mention.group else mention
        if meant.name and (not wants_person or meant.kind == "person"):
            found.setdefault(meant.name, meant)
        if len(found) == 2:
            break
    if len(found) < 2:
        return []
    return [_standing_for(phrase, "P" if mention.kind == "person" else "G", phrase.start, mention)
            for mention in reversed(found.values())]


def foes(parse: Parse, group: VerbGroup) -> list[Phrase]:
    """`killed 14 Taliban in a firefight`, `were killed by the army in a clash`: the other side of a killing."""
    if group.lemma not in grammar().lists["killings"] or group.is_negated:
        return []
    preposition = "by" if group.is_passive else ""
    return [as_side(parse, phrase) for phrase in parse.complements(group.end)
            if phrase.preposition == preposition and phrase.letter in "GC"]


def are_militants(sides: Sequence[Mention]) -> bool:
    """Whether all sides are known bands: no state, army or police, and no people without a group."""
    lists = grammar().lists
    for side in sides:
        words = (side.group or side.name or side.text).lower()
        if side.kind == "cohort" and not side.group:
            return False
        if words in lists["states"] or not lists["institutions"].isdisjoint(words.split()):
            return False
    return True


def founds_own(parse: Parse, subject: Mention, trigger: int) -> bool:
    """`left the TTP and formed a faction`, `declared himself independent`: who leaves stands for himself then."""
    lists = grammar().lists
    for i, unit in parse.letters():
        if unit.tag != "V" or unit.word is None or i == trigger:
            continue
        after = parse.units[i + 1 : i + _FOUNDED_WITHIN]
        near = {other.low for other in after}
        founds = unit.word.lemma in lists["foundings"] and any(
            other.tag == "G" or other.low.split()[-1] in lists["bodies"] for other in after)
        is_alone = unit.word.lemma in lists["stances"] and "own" in near and "on" in near
        if not founds and not is_alone and not (unit.word.lemma == "declare" and "independent" in near):
            continue
        group = parse.group(i)
        is_purpose = group.is_infinitive and parse.tags.rfind("V", 0, group.start) == trigger
        if is_purpose or any(_is_same_man(parse, other, subject) for other in parse.subjects(group)):
            return True
    return False


def _is_same_man(parse: Parse, phrase: Phrase, man: Mention) -> bool:
    mention = parse.units[phrase.head].mention if phrase.head >= 0 else None
    return mention is not None and (mention.name or mention.text) == (man.name or man.text)


def group_of_man(parse: Parse, phrase: Phrase) -> Mention | None:
    """`Gul Bahadur's group`, `Rasool's faction`: a group called after the man who leads it."""
    is_body = phrase.letter == "n" and phrase.noun >= 0 and parse.units[phrase.noun].low in grammar().lists["factions"]
    if not is_body or phrase.owner < 0 or parse.tags[phrase.owner] != "P":
        return None
    man = parse.units[phrase.owner].mention
    if man is None or man.how == "pronoun":
        return None
    name = f"{man.name or man.text}'s {parse.units[phrase.noun].low}"
    return Mention(man.start, parse.units[phrase.noun].end, "group", name, "description", name=name)


def is_named_after(parse: Parse, trigger: int, group: Mention) -> bool:
    """Whether a sentence names a group after its verb: `founded a faction, Jamaat-ul-Ahrar`: not the one he left."""
    word = parse.units[trigger].word
    if word is None or word.lemma not in grammar().lists["foundings"]:
        return False
    return any(unit.mention is not None and unit.mention.name == group.name and unit.tag == "G"
               for unit in parse.units[trigger + 1 :])


def parents_of_splinters(parse: Parse, phrases: Sequence[Phrase]) -> list[Phrase]:
    """`formed a breakaway Taliban faction`: the Taliban."""
    found = []
    for phrase in phrases:
        mention = parse.units[phrase.head].mention if phrase.letter == "C" and phrase.head >= 0 else None
        if mention is None or not mention.group:
            continue
        words = mention.text.lower().split()
        if words[-1] in grammar().lists["bodies"] and not grammar().lists["splinters"].isdisjoint(words):
            found.append(_standing_for(phrase, "G", phrase.head, group_of(mention)))
    return found


def leader_chosen(parse: Parse, trigger: int) -> list[Phrase]:
    """`walked out of the meeting that elected Gul`, `left over differences with Gul`: against whom one turned."""
    lists = grammar().lists
    for i, unit in parse.letters():
        if unit.tag == "n" and unit.low in lists["quarrels"]:
            following = parse.phrases(i + 2, min(i + 8, len(parse.units))) if parse.tags[i + 1 : i + 2] == "p" else []
        elif i <= trigger:
            continue
        elif unit.tag == "n" and unit.low in lists["stand_for_leader"]:
            if i > 1 and parse.tags[i - 2 : i] == "Ps":
                return [Phrase("P", i - 2, i - 2, i)]
            following = parse.phrases(i + 2, min(i + 8, len(parse.units))) if parse.tags[i + 1 : i + 2] == "p" else []
        elif unit.tag == "V" and unit.word is not None and unit.word.lemma in lists["choosing"]:
            following = parse.complements(parse.group(i).end)
        else:
            continue
        man = next((phrase for phrase in following if phrase.letter == "P"), None)
        if man is not None:
            return [Phrase("P", man.head, man.start, man.end)]
    return []


def group_before_verb(parse: Parse, verb: VerbGroup, before: Mention | None) -> list[Phrase]:
    """`it has driven the Taliban out`: the group named before the sentence, where `it` is the subject."""
    at = verb.start - 1
    while at >= 0 and parse.tags[at] == "r":
        at -= 1
    if at < 0 or before is None or parse.units[at].low != "it" or parse.tags[at] != "u":
        return []
    here = [i for i in range(at) if parse.tags[i] == "G"]
    return [Phrase("G", at, at, at + 1, actor=parse.units[here[0]].mention if here else before, stands_in=True)]


def group_after_verb(
    parse: Parse, at: int, subjects: Sequence[Phrase], before: Mention | None
) -> dict[str, list[Phrase]]:
    """`the army drove it from Kot`, `rose against them`: under `whom` or the preposition, whom the pronoun means."""
    preposition = ""
    if parse.tags[at : at + 2] in ("pu", "tu"):
        preposition, at = parse.units[at].low, at + 1
    if parse.tags[at : at + 1] != "u" or parse.units[at].low not in ("it", "them"):
        return {}
    own = {parse.units[phrase.head].mention for phrase in subjects if phrase.head >= 0}
    wanted = "G" if parse.units[at].low == "it" else "CG"
    here = [unit.mention for unit in parse.units[:at] if unit.tag in wanted and unit.mention not in own]
    they = [mention for mention in here if mention is not None and mention.how == "pronoun" and wanted == "CG"]
    meant = they[-1] if they else here[-1] if here and wanted == "CG" else here[0] if here else before
    if meant is None:
        return {}
    letter = "C" if meant.kind == "cohort" else "G"
    phrase = as_side(parse, Phrase(letter, at, at, at + 1, preposition=preposition, actor=meant, stands_in=True))
    return {preposition or "whom": [phrase]}


def is_of_group_before(phrase: Phrase, mention: Mention) -> bool:
    """`its fighters`, `their men`: people of the group named before."""
    words = mention.text.lower().split()
    return phrase.letter == "C" and words[0] in _BY_PRONOUN and words[-1] in grammar().lists["followers"]
