"""Where a fact happened: which of the places about it are its scene.

Reads a sentence's parse, and where what was told before it happened. Returns place mentions. Refuses, as the scene of
a fact, a man's origin, an office's seat, the place where somebody spoke, and a country that only says whose a thing is
("a US drone").
Word lists: `data/grammar.yml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bayah.drafting.circumstances import FAR, Telling, distance
from bayah.drafting.clauses import Parse
from bayah.drafting.contract import Mention, Sentence
from bayah.drafting.grammar import grammar
from bayah.drafting.places import cues

_THERE = re.compile("pdn(?![pnGPL])")
_DAY, _MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d")
_NEWS = timedelta(days=30)
"""How long before publication that lies which news goes on telling."""
_SEAT = re.compile(r"(?:pd?G|pd?n{1,3})?(?P<p>p)d?n?(?P<L>L(?:[,&]{1,2}L)*)")
_ASIDE = re.compile("[^,;]*,[^,;]*w[^,;]*,[^,;V]*p[^,;V]*")
"""Between a trigger and its place: `detained Khan, who ran the camps of Kunar, in a raid near`."""
_OF_DEED = re.compile("d?[nj]*[OC](?=[pdnGDL]*$)")
_FEW = 2
"""So many places of a sentence are one scene."""
_NEAR = 5
"""Units between the parts of one place: `in the Kot district of Nangarhar province`."""


@dataclass(slots=True)
class Setting:
    """Where the article is while it is read: the scene of its lead, and of the sentence before in the paragraph; and
    whether the paragraph tells of days shortly before publication.
    """

    published: str = ""
    lead: list[Mention] = field(default_factory=list)
    before: list[Mention] = field(default_factory=list)
    last: list[Mention] = field(default_factory=list)
    named: list[Mention] = field(default_factory=list)
    """The district, town or valley last named."""
    is_news: bool = False

    def turn(self) -> None:
        """A new paragraph begins."""
        self.before, self.is_news = [], False

    def begin(self, sentence: Sentence) -> None:
        """Takes in when a sentence happens."""
        days = [mention.date for mention in sentence.mentions if mention.kind == "date" and mention.date]
        if days:
            self.is_news = all(_is_shortly_before(day, self.published) for day in days)

    def go_on(self, sentence: Sentence, text: str) -> None:
        """Takes in where a sentence happens."""
        places = _scenes(sentence, text)
        self.before = places or self.before
        self.lead = self.lead or places
        self.last = places or self.last
        fine = [mention for mention in sentence.mentions if mention.place and len(mention.provinces) == 1]
        self.named = fine[-1:] or self.named

    def of_fact(self, parse: Parse, own: list[Mention], goes_on: bool) -> list[Mention]:
        """The fact's own places; where it has none and says `in the district`, the last ones; where it goes on with
        what was told, those before it, or of news those of the lead.

        A place that no list knows lies where the paragraph is, or else the article.
        """
        if not own and (there := _says_there(parse)):
            return self.named if there in grammar().lists["small_areas"] and self.named else self.last
        if not own and (not goes_on or _says_elsewhere(parse)):
            return []
        if not own:
            return self.before or (self.lead if self.is_news else [])
        if any(mention.provinces or mention.countries for mention in own):
            return own
        provinces = next((mention.provinces for mention in self.before + self.lead if mention.provinces), ())
        return [replace(mention, provinces=provinces) for mention in own]


def _says_elsewhere(parse: Parse) -> bool:
    """`in a separate incident`, `an operation in the south`."""
    lists = grammar().lists
    return not lists["elsewhere"].isdisjoint(parse.words) or any(
        parse.units[found.end() - 1].low in lists["quarters"] and parse.units[found.start()].low in lists["where"]
        for found in _THERE.finditer(parse.tags)
    )


def _says_there(parse: Parse) -> str:
    """The word of `in the district`, `across the province`, which mean a place named before; empty if none stands."""
    there = grammar().lists["there"]
    for found in _THERE.finditer(parse.tags):
        word = parse.units[found.end() - 1].low
        if word in there and parse.units[found.start()].low in grammar().lists["where"]:
            return word
    return ""


def _is_shortly_before(day: str, published: str) -> bool:
    if _DAY.fullmatch(day) and _DAY.fullmatch(published):
        return timedelta(0) <= date.fromisoformat(published) - date.fromisoformat(day) <= _NEWS
    return bool(_MONTH.fullmatch(day)) and published.startswith(day)


def _scenes(sentence: Sentence, text: str) -> list[Mention]:
    """The places of a sentence where the next may go on: those that stand after `in`, `at`, `near`, `across`; none
    where it tells of several provinces.
    """
    found: list[Mention] = []
    for mention in sentence.mentions:
        if mention.kind == "place" and len(mention.provinces) == 1:
            before = text[max(sentence.start, mention.start - 60) : mention.start].lower().split()[-4:]
            governor = next((word for word in reversed(before) if grammar().classes.get(word) in ("p", "t")), "")
            if governor in grammar().lists["where"]:
                found.append(mention)
    return found if len(found) <= _FEW else []


def seat_of(parse: Parse, office: int) -> list[Mention]:
    """Where an office is held: `governor of Balkh`, `the Kunar chief`, `head of its commission in Jowzjan`."""
    seat = _SEAT.match(parse.tags, office + 1)
    if seat and parse.units[seat.start("p")].low in grammar().lists["seats"]:
        found = range(seat.start("L"), seat.end("L"))
    else:
        found = range(office - 2, office)
    places = [parse.units[i].mention for i in found if i >= 0 and parse.tags[i] == "L"]
    return [mention for mention in places if mention is not None and mention.provinces]


def places_of(parse: Parse, telling: Telling, trigger: int, seat: list[Mention], kind: str) -> list[Mention]:
    """The places of a trigger's clause, else the seat of the office that it is about, else those of the sentence if
    they all lie in one province.
    """
    if kind == "appointment" and seat:
        return seat
    is_scene = kind in grammar().lists["happens_somewhere"]
    found = [
        (_cost(parse, i, trigger), i, unit.mention)
        for i, unit in parse.letters()
        if unit.tag == "L"
        and unit.mention is not None
        and not _is_elsewhere(parse, telling, i, trigger)
        and (is_scene or not _is_of_other_event(parse, i, trigger))
    ]
    near = [candidate for candidate in found if candidate[0] < FAR]
    if not near and seat:
        return seat
    if not near:
        is_noun = parse.tags[trigger] == "n"
        told = [
            mention
            for _, i, mention in found
            if not _is_in_life(parse, i, trigger) and not (is_noun and "whose" not in parse.words)
        ]
        lies_in = {mention.provinces or mention.countries for mention in told}
        return told if len(lies_in) == 1 and ";" not in parse.tags else []
    known = [candidate for candidate in near if candidate[2].provinces or _is_site_abroad(candidate[2])] or near
    least = min(cost for cost, _, _ in known)
    first = min((i for cost, i, _ in known if cost == least), key=lambda i: (abs(i - trigger), i))
    return [mention for cost, i, mention in near if cost == least and abs(i - first) <= _NEAR]


def _is_site_abroad(mention: Mention) -> bool:
    """A town or a site of another land is as good a scene as a province: `held at Guantanamo Bay`."""
    return bool(mention.place and mention.countries and mention.how != "new")


def _cost(parse: Parse, place: int, trigger: int) -> int:
    """How far a place is from a trigger; what stands behind a clause in commas is the trigger's again, and what stands
    behind the verb of a relative clause's man is not: `one who had rejected Khan was shot in Kunar`.
    """
    cost, tags = distance(parse, place, trigger), parse.tags
    if place < trigger:
        return cost
    if cost >= FAR:
        return 1 if _ASIDE.fullmatch(tags, trigger + 1, place) else cost
    opener = tags.rfind("w", 0, trigger)
    is_relative = opener >= 0 and not set(tags[opener + 1 : trigger].replace("Vt", "")) & set("V,;")
    main = next((at for at in range(trigger + 1, place) if tags[at] == "V" and tags[at - 1] != "t"), -1)
    return FAR if is_relative and main >= 0 and not set(tags[trigger:main]) & set("&,") else cost


def _is_of_other_event(parse: Parse, place: int, trigger: int) -> bool:
    """Whether a place behind or before the trigger is where something else happened: `was chosen after the arrest of
    Khan in Kandahar`, `swore an oath and fought in Kunar`.
    """
    following = grammar().lists["following"]
    if place < trigger:
        is_told = "V" in parse.tags[:place]
        return is_told and any(unit.low in following and unit.tag in "pS" for unit in parse.units[place:trigger])
    between = parse.units[trigger + 1 : place]
    later = next((at for at, unit in enumerate(between) if unit.low in following), len(between))
    if any(unit.tag in "Vn" for unit in between[later:]):
        return True
    words = {unit.low for unit in between}
    return "V" in parse.tags[trigger + 1 : place] and words.isdisjoint(grammar().lists["at_which"])


def _is_in_life(parse: Parse, place: int, trigger: int) -> bool:
    """Whether a relative clause tells of the place beside the fact: `who had led the fight in Bajaur`, but not `whose
    car was hit near Makeen`.
    """
    opener = parse.tags.rfind("w", 0, place)
    return (
        opener >= 0
        and not opener < trigger < place
        and not (parse.units[opener].low == "whose" and _tells_of_assault(parse, opener, place))
        and (opener > trigger or "," in parse.tags[place:trigger])
    )


def _tells_of_assault(parse: Parse, start: int, end: int) -> bool:
    """Whether one of the verbs between two units attacks."""
    words = [unit.word for unit in parse.units[start:end] if unit.tag == "V"]
    return any(word is not None and word.lemma in grammar().lists["assaults"] for word in words)


def _is_elsewhere(parse: Parse, telling: Telling, place: int, trigger: int) -> bool:
    return (
        _is_government(parse, place)
        or _is_adjective(parse, place)
        or _is_origin(parse, place)
        or _describes(parse, place, trigger)
        or _is_of_deed(parse, place, trigger)
        or any(_is_of_speaker(parse, say, place, trigger) for say, _ in telling.speakers)
    )


def _is_government(parse: Parse, place: int) -> bool:
    """`after Kabul signed a deal`: a place that acts is a government."""
    before, follows = parse.tags[max(0, place - 1) : place], parse.tags[place + 1 : place + 2]
    return follows in ("V", "H", "M") and (not before or before in "Sq;&w")


def _is_adjective(parse: Parse, place: int) -> bool:
    """`the Kabul government`, `a US drone`, `Pakistan's army`; not `the Kabul bombing`, `Kunar's Marawara district`."""
    follows, mention = parse.tags[place + 1 : place + 3], parse.units[place].mention
    if follows[:1] == "s":
        near, sites = parse.units[place + 2 : place + 6], grammar().lists["sites"] | cues("kinds")
        return all(unit.tag != "L" and unit.low not in sites for unit in near)
    if follows[:1] == "n":
        lists = grammar().lists
        nouns = [unit.low for unit in parse.units[place + 1 : place + 4] if unit.tag == "n"]
        return (
            mention is None
            or not mention.provinces
            or not any(noun in lists["deeds"] or noun in lists["sites"] or noun in cues("kinds") for noun in nouns)
        )
    return bool(follows) and follows[0] in "PCO"


def _is_of_speaker(parse: Parse, say: int, place: int, trigger: int) -> bool:
    """`officials said on Thursday in Kabul`, `commanders in Helmand and Uruzgan confirmed`."""
    if place > say:
        return (
            not say < trigger < place and place - say < 8 and not set(parse.tags[say + 1 : place]) - set("pdPCGuDLtnz")
        )
    between = parse.tags[place + 1 : say]
    if (trigger < say and place < trigger) or set(between) - set("L&dnr,H"):
        return False
    before = parse.tags[:place].rstrip("L&d,")
    return (
        before.endswith("p")
        and before.rstrip("pd")[-1:] in tuple("nPCGO")
        and not place < trigger < say
        and ("V" not in parse.tags[max(0, place - 6) : place])
    )


def _describes(parse: Parse, place: int, trigger: int) -> bool:
    """Whether a place lies in what is told of a man between commas: `Dawlat, the group's man for Kurram, died`."""
    comma = parse.tags.rfind(",", 0, place)
    return (
        comma > 0
        and place < trigger
        and parse.tags[comma - 1] in "PC"
        and "V" not in parse.tags[comma:place]
        and "," in (parse.tags[place:trigger])
    )


def _is_origin(parse: Parse, place: int) -> bool:
    """`Gul from Kunar`, `the governor of Helmand`, `a native of Balkh`; but not `swore to Gul from Kunar`."""
    before = _governor(parse, place)
    if parse.units[place].low.split()[-1] in grammar().lists["sites"]:
        return False
    if before >= 1 and _is_of_life(parse, before):
        return True
    if before < 1 or parse.tags[before] != "p":
        return False
    if parse.units[before].low in ("toward", "towards") or _is_bearing(parse, before):
        return True
    if parse.units[before].low not in ("from", "of", "for") or _is_scene_of_kind(parse, before):
        return False
    head = before - 1
    is_to_him = head > 0 and parse.tags[head] == "P" and parse.tags[head - 1] == "t"
    return (parse.tags[head] in "PCO" or parse.units[head].low in grammar().lists["people_of"]) and not is_to_him


def _is_of_deed(parse: Parse, place: int, trigger: int) -> bool:
    """Whether a place only tells which deed a man is known for: `the planner of the attack on Kabul airport, Gul, was
    killed`.
    """
    start = max(parse.tags.rfind(mark, 0, place) for mark in ",;qS") + 1
    told = _OF_DEED.match(parse.tags, start, place)
    return (
        told is not None
        and "," in parse.tags[place:trigger]
        and any(unit.low in grammar().lists["deeds"] for unit in parse.units[told.end() : place])
    )


def _governor(parse: Parse, place: int) -> int:
    """The unit before the phrase of a place: the preposition of `in Farah's remote Bakwa district`."""
    before = place - 1
    while before >= 0 and (parse.tags[before] in "dns" or parse.tags[before : before + 2] == "Ls"):
        before -= 1
    return before


def _is_bearing(parse: Parse, of: int) -> bool:
    """`in Charikar, north of Kabul`: it only tells where the place before it lies."""
    return parse.tags[max(0, of - 3) : of - 1] == "L," and parse.units[of - 1].low in grammar().lists["quarters"]


def _is_of_life(parse: Parse, governor: int) -> bool:
    """`born in Bakwa`, `whose family lives in Quetta`, `left Kunar`, `reporters in Helmand`."""
    units = parse.units
    while governor > 1 and units[governor].tag in "pL":
        governor -= 1
    return units[governor].low in grammar().lists["lives"]


def _is_scene_of_kind(parse: Parse, of: int) -> bool:
    """`killed in the agency of North Waziristan`, not `the governor of the agency of North Waziristan`."""
    noun = of - 1
    if parse.units[of].low != "of" or parse.units[noun].low not in cues("kinds"):
        return False
    before = noun - 1
    while before > 0 and parse.tags[before] in "dnsL":
        before -= 1
    return parse.units[before].low in grammar().lists["where"] | {"into"}
