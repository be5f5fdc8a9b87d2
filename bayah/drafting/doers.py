"""Who did it, where the verb does not say so: whose strike, custody or orders it was, and who attacked just before.

Reads a sentence's parse. Returns phrases of groups, states and men that can stand as the object of a death, an arrest
or a release. Refuses a doer who is told of another deed. Word lists: `data/grammar.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bayah.drafting.clauses import Parse, Phrase, VerbGroup
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
            if not _is_military_prison(parse, phrase):
                found += _owners(parse, phrase, before)
            found += _by_whom(parse, phrase)
        elif noun in lists["fights"]:
            found += _against_whom(parse, phrase)
    return found


def _is_military_prison(parse: Parse, phrase: Phrase) -> bool:
    """`the military prison at Guantanamo Bay`: a kind of prison, and no word of whose it is."""
    of_army = phrase.group >= 0 and parse.units[phrase.group].low == "military"
    return of_army and parse.units[phrase.noun].low in grammar().lists["prisons"]


def keepers(parse: Parse, phrases: list[Phrase]) -> list[Phrase]:
    """`in jail in India`, `from a prison in Peshawar`, `in Pul-e-Charkhi prison`: the state in whose land it is."""
    prisons = grammar().lists["prisons"]
    found = []
    for i, phrase in enumerate(phrases):
        at = phrase.head if phrase.letter == "L" else -1
        is_prison = at >= 0 and not prisons.isdisjoint(parse.units[at].low.split())
        if not is_prison and phrase.noun >= 0 and parse.units[phrase.noun].low in prisons:
            is_prison = True
            following = phrases[i + 1] if i + 1 < len(phrases) else None
            is_site = phrase.letter != "L" and following is not None and following.letter == "L"
            if following is not None and is_site and following.start <= phrase.end + 2:
                at = following.head
            elif phrase.place >= 0:
                at = phrase.place
        place = parse.units[at].mention if is_prison and at >= 0 else None
        states = grammar().states_of_lands
        countries = [] if place is None else [*place.countries, *(code[:2] for code in place.provinces)]
        name = next((states[country] for country in countries if country in states), "")
        if name:
            found.append(Phrase("G", -1, phrase.start, phrase.end, actor=_state(parse, at, name)))
    return found


def doers_in_clause(parse: Parse, trigger: int) -> list[Phrase]:
    """`was killed when a US drone hit his car`, `was arrested after police raided his house`."""
    tags = parse.tags
    opener = next((i for i in range(trigger + 1, len(tags)) if tags[i] in "S;wq"), -1)
    if opener < 0 or parse.units[opener].low not in grammar().lists["at_which"]:
        return []
    verb = tags.find("V", opener)
    word = parse.units[verb].word if verb >= 0 else None
    if word is not None and word.form in ("d", "n") and word.lemma in grammar().lists["firing"] and (
        tags[verb + 1 : verb + 2] == "p"
    ):
        fired = [phrase for phrase in parse.complements(verb + 1)[:1] if phrase.preposition in ("by", "from")]
        return [
            *(owner for phrase in fired for owner in _owners(parse, phrase, None)),
            *(phrase for phrase in fired if phrase.letter in "GPC"),
        ]
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


def doers_before(parse: Parse, trigger: int, before: Mention | None) -> list[Phrase]:
    """`In a US raid, Khan was killed`, `was seized on Gul's orders and beheaded`, `was captured by IS and shot`."""
    found: list[Phrase] = []
    if parse.tags[trigger] != "V":
        return _punished(parse, trigger)
    group = parse.group(trigger)
    earlier = parse.shares_voice_of(group)
    if earlier is not None:
        phrases = [phrase for phrase in parse.complements(earlier.end) if phrase.start < group.start]
        found = doers_of_deeds(parse, phrases, before)
        found += [phrase for phrase in phrases if phrase.preposition == "by"]
    subjects = parse.subjects(group)
    start = min((phrase.start for phrase in subjects), default=0)
    if not found and parse.tags[:1] in ("p", "a") and "V" not in parse.tags[:start]:
        found = doers_of_deeds(parse, parse.phrases(0, start), before)
    if not found and parse.tags[:1] in ("p", "a") and (comma := parse.tags.find(",", 0, start)) > 0:
        found = doers_of_deeds(parse, parse.phrases(0, comma), before)
    return found


def _punished(parse: Parse, noun: int) -> list[Phrase]:
    """`was hanged for the murder of Khan`: who was."""
    verb = parse.tags.rfind("V", 0, noun)
    word = parse.units[verb].word if verb >= 0 else None
    links = {"for", "of", "over", "with"} & {unit.low for unit in parse.units[verb + 1 : noun]}
    if word is None or word.lemma not in grammar().lists["punished"] or not links:
        return []
    group = parse.group(verb)
    return parse.subjects(group) if group.is_passive and not group.is_negated else []


def doers_after(parse: Parse, trigger: int) -> list[Phrase]:
    """`The bombing, which killed Khan, was the work of IS`, `Khan's murder was blamed on the Taliban`."""
    units, tags = parse.units, parse.tags
    for i in range(trigger + 1, len(units) - 2):
        if tags[i] in ";S":
            return []
        word = units[i].word
        lemma = word.lemma if word is not None and tags[i] == "V" else units[i].low
        after = grammar().told_of_doers.get(lemma, ())
        end = next((i + 1 + len(words) for words in map(str.split, after)
                    if [unit.low for unit in units[i + 1 : i + 1 + len(words)]] == words), -1)
        if end > 0 and (tags[i] != "V" or not parse.group(i).is_negated):
            return [phrase for phrase in parse.complements(end)[:1] if phrase.letter in "GPCn"]
    return []


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
    ][:1] or _force_before(parse, phrase)


def _force_before(parse: Parse, phrase: Phrase) -> list[Phrase]:
    """`a coalition airstrike`, `in an army operation`: the force whose deed it is."""
    before = parse.units[phrase.noun - 1] if phrase.noun > phrase.start else None
    if before is None or before.low not in grammar().lists["forces_with_deeds"]:
        return []
    return [Phrase("G", -1, phrase.noun - 1, phrase.noun, actor=_state(parse, phrase.noun - 1, before.low))]


def with_second_force(parse: Parse, phrase: Phrase, mention: Mention) -> Mention:
    """`by US Rangers and Afghan special forces`: both together are the doer."""
    if parse.tags[phrase.end : phrase.end + 1] != "&":
        return mention
    other = next(iter(parse.phrases(phrase.end + 1, min(phrase.end + 6, len(parse.units)))), None)
    last = parse.units[other.end - 1].low.split()[-1] if other is not None and other.letter in "GnC" else ""
    if other is None or last not in grammar().lists["institutions"]:
        return mention
    start, end = parse.units[phrase.start].start, parse.units[other.end - 1].end
    name = parse.text_of(phrase.start, other.end)
    return Mention(start, end, "group", name, "new", name=name)


def state_of_people(parse: Parse, at: int) -> Mention:
    """The state after whose people something is called: `Pakistani custody`."""
    people = parse.units[at].low
    in_custody = not grammar().lists["prisons"].isdisjoint(unit.low for unit in parse.units[at + 1 : at + 3])
    governments = grammar().governments_of_peoples
    return _state(parse, at, governments[people] if in_custody and people in governments else
                  grammar().states_of_peoples[people])


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
        others = parse.complements(at + 1)
        if len(others) > 1 and others[0].letter == "n" and others[1].is_joined and (
                start_of_joint_force(parse, others[1].start) <= others[0].noun):
            others = others[1:]
        yield from (other for other in others[:1] if other.letter in "GCPnL")


def _against_whom(parse: Parse, phrase: Phrase) -> Iterator[Phrase]:
    """`in a clash with the army`, `in fighting against the Taliban`."""
    at = phrase.end
    if at < len(parse.units) and parse.units[at].low in ("with", "against"):
        yield from (other for other in parse.complements(at + 1)[:1] if other.letter in "GCPn")


def captor_of(parse: Parse) -> Mention | None:
    """Who takes men in a sentence: those whom the next says to have been taken are his, too."""
    for group in _deeds(parse, len(parse.units), "captures"):
        taken = parse.subjects(group) if group.is_passive else parse.complements(group.end)
        if any(phrase.letter in "PCO" for phrase in taken if not phrase.preposition):
            return _doer(parse, group)
    return None


def assailant_of(parse: Parse, end: int) -> Mention | None:
    """Who attacks in a sentence before the unit `end`: those killed or caught in what follows fell to him."""
    return next(filter(None, (_doer(parse, group) for group in _deeds(parse, end, "onslaughts"))), None)


def _deeds(parse: Parse, end: int, verbs: str) -> Iterator[VerbGroup]:
    """What is done by a verb of the list before the unit `end`."""
    wanted = grammar().lists[verbs]
    for i in range(end):
        word = parse.units[i].word if parse.tags[i] == "V" else None
        if word is None or word.lemma not in wanted:
            continue
        group = parse.group(i)
        if not (group.is_infinitive or group.is_negated or group.modal):
            yield group


def _doer(parse: Parse, group: VerbGroup) -> Mention | None:
    """The group or the band that does what a verb says, or by which it is done."""
    doers = (
        [phrase for phrase in parse.complements(group.end) if phrase.preposition == "by"]
        if group.is_passive
        else parse.subjects(group)
    )
    named = (parse.units[phrase.head].mention if phrase.head >= 0 else _wielder(parse, phrase) for phrase in doers)
    return next((mention for mention in named if mention is not None and mention.kind in ("group", "cohort")), None)


def _wielder(parse: Parse, phrase: Phrase) -> Mention | None:
    """`a US drone`, `NATO jets`, `Afghan agents`: who acts by them."""
    is_arm = phrase.noun >= 0 and parse.units[phrase.noun].low in grammar().lists["deeds"]
    owner = next(iter(_owners(parse, phrase, None)), None) if is_arm else None
    if owner is None:
        return institution(parse, phrase)
    if owner.actor is not None or owner.letter == "G":
        return owner.actor or parse.units[owner.head].mention
    return None


def institution(parse: Parse, phrase: Phrase) -> Mention | None:
    """`Punjab's counter-terrorism department`, `Afghan agents`: a doer whom no list of names holds."""
    if (
        phrase.noun != phrase.end - 1
        or (phrase.end - phrase.start < 2 and not parse.units[phrase.noun].low.endswith("s"))
        or not {parse.units[phrase.noun].low} & (grammar().lists["institutions"] | grammar().lists["councils"])
    ):
        return None
    of = phrase.of[-1] if phrase.of else None
    whole = parse.units[of.head].mention if of is not None and of.letter == "G" and of.head >= 0 else None
    if whole is not None:
        return whole
    anew = max(parse.tags.rfind(letter, phrase.start, phrase.noun) for letter in "dh")  # "after his death the shura"
    start = start_of_joint_force(parse, max(phrase.start, anew))
    first, last = parse.units[start], parse.units[phrase.end - 1]
    name = parse.text_of(start, phrase.of[-1].end if phrase.of else phrase.end)
    return Mention(first.start, last.end, "group", name, "new", name=name)


def start_of_joint_force(parse: Parse, start: int) -> int:
    """Where `an Afghan and coalition force`, `American and Pakistani agents` begin."""
    before = parse.units[start - 2].low if start > 1 and parse.tags[start - 1] == "&" else ""
    if before not in grammar().states_of_peoples and before not in grammar().lists["allied_forces"]:
        return start
    first = start - 2
    while first and parse.tags[first - 1] in "dn":
        first -= 1
    return first
