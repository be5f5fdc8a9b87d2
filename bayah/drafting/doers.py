"""Who did it, where the verb does not say so: whose strike, custody or orders it was, and who attacked just before.

Reads a sentence's parse. Returns phrases of groups, states and men that can stand as the object of a death, an arrest
or a release. Refuses a doer who is told of another deed. Word lists: `data/grammar.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bayah.drafting.clauses import Parse, Phrase
from bayah.drafting.contract import Mention
from bayah.drafting.grammar import grammar


def doers_of_deeds(parse: Parse, phrases: list[Phrase], before: Mention | None) -> list[Phrase]:
    """`in a NATO airstrike`, `in a raid by the NDS`, `in a clash with the army`, `from US custody`, `on Gul's orders`.

    `before` is the group named last before the sentence, whose `its missiles` are.
    """
    lists = grammar().lists
    found: list[Phrase] = []
    for phrase in phrases:
        if phrase.letter == "L" and (state := grammar().states_of_peoples.get(parse.units[phrase.head].low)):
            found.append(Phrase("G", -1, phrase.start, phrase.end, actor=_state(parse, phrase.head, state)))
        if phrase.noun < 0:
            continue
        noun = parse.units[phrase.noun].low
        if noun in lists["deeds"]:
            found += _owners(parse, phrase, before)
            found += _by_whom(parse, phrase)
        elif noun in lists["fights"]:
            found += _against_whom(parse, phrase)
    return found


def doers_in_clause(parse: Parse, trigger: int) -> list[Phrase]:
    """`was killed when a US drone hit his car`, `was arrested after police raided his house`."""
    tags = parse.tags
    opener = next((i for i in range(trigger + 1, len(tags)) if tags[i] in "S;wq"), -1)
    if opener < 0 or parse.units[opener].low not in grammar().lists["at_which"]:
        return []
    verb = tags.find("V", opener)
    word = parse.units[verb].word if verb >= 0 else None
    if word is None or word.lemma not in grammar().lists["assaults"]:
        return []
    group = parse.group(verb)
    if group.is_passive or group.is_negated:
        return [phrase for phrase in parse.complements(group.end) if phrase.preposition == "by"]
    subjects = parse.subjects(group) or parse.phrases(opener + 1, group.start)
    return [
        *(owner for phrase in subjects for owner in _owners(parse, phrase, None)),
        *(phrase for phrase in subjects if phrase.letter in "GPC"),
    ]


def _owners(parse: Parse, phrase: Phrase, before: Mention | None) -> list[Phrase]:
    """Whose a thing is: the group, man or state in front of its noun, else the people after whom it is called."""
    unit = next((unit for unit in (phrase.group, phrase.owner, phrase.place) if unit >= 0), -1)
    if unit >= 0:
        return [Phrase(parse.tags[unit], unit, unit, unit + 1)]
    if before is not None and parse.tags[phrase.start] == "h" and parse.units[phrase.start].low in ("its", "their"):
        return [Phrase("G", -1, phrase.start, phrase.end, actor=before)]
    return [
        Phrase("G", -1, i, i + 1, actor=state_of_people(parse, i))
        for i in range(phrase.start, phrase.noun)
        if parse.units[i].low in grammar().states_of_peoples
    ][:1]


def state_of_people(parse: Parse, at: int) -> Mention:
    """The state after whose people something is called: `Pakistani custody`."""
    return _state(parse, at, grammar().states_of_peoples[parse.units[at].low])


def _state(parse: Parse, at: int, name: str) -> Mention:
    unit = parse.units[at]
    return Mention(unit.start, unit.end, "group", name, "description", name=name)


def _by_whom(parse: Parse, phrase: Phrase) -> Iterator[Phrase]:
    """`a raid by the NDS`, `an operation conducted by American officials`, `on the orders of Gul`."""
    at = phrase.end
    verb = parse.units[at].word if parse.tags[at : at + 1] == "V" else None
    if verb is not None and verb.form in ("d", "n"):
        at += 1
    while parse.tags[at : at + 1] == "r" or (
        at > phrase.end and at < len(parse.units) and parse.units[at].low == "out"
    ):
        at += 1
    if at < len(parse.units) and parse.units[at].low in ("by", "of", "from"):
        yield from (other for other in parse.complements(at + 1)[:1] if other.letter in "GCPnL")


def _against_whom(parse: Parse, phrase: Phrase) -> Iterator[Phrase]:
    """`in a clash with the army`, `in fighting against the Taliban`."""
    at = phrase.end
    if at < len(parse.units) and parse.units[at].low in ("with", "against"):
        yield from (other for other in parse.complements(at + 1)[:1] if other.letter in "GCPn")


def assailant_of(parse: Parse, end: int) -> Mention | None:
    """Who attacks in a sentence before the unit `end`: those killed or caught in what follows fell to him."""
    for i in range(end):
        word = parse.units[i].word if parse.tags[i] == "V" else None
        if word is None or word.lemma not in grammar().lists["onslaughts"]:
            continue
        group = parse.group(i)
        if group.is_infinitive or group.is_negated or group.modal:
            continue
        doers = (
            [phrase for phrase in parse.complements(group.end) if phrase.preposition == "by"]
            if group.is_passive
            else parse.subjects(group)
        )
        for phrase in doers:
            mention = parse.units[phrase.head].mention if phrase.head >= 0 else None
            if mention is not None and mention.kind in ("group", "cohort"):
                return mention
    return None
