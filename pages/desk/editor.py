"""The form for one claim: all columns of the codebook, with pick lists, what is wrong beside each, and the acts.

Reads the chosen claim and what this reader has filled in of it. Draws; acts go into the journal, what is filled in and
not saved is remembered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import streamlit as st
from babel import Locale
from streamlit.delta_generator import DeltaGenerator

from bayah.dates import edtf_words, parse_date
from bayah.model import (
    KINDS,
    MODALITIES,
    NEEDS,
    PARTS,
    DateBasis,
    DateError,
    Motive,
    RelationRole,
    join_list,
    split_list,
)
from bayah.names import Names
from bayah.resolve import PART_TYPES
from bayah.review import REASONS, Review, claim_of, doubts, known_names, meant, merged, values_of
from bayah.seeds import ClaimSeed, faults_of
from pages.desk.session import NEW, act, alone, choose, chosen, forms, keep, mine, next_waiting, seen
from pages.shared.text import markdown

PART_WORDS = {
    "subject": "Who (subject)", "object": "The other party (object)", "from_group": "Group left (from_group)",
    "to_group": "Group joined or held to (to_group)", "from_leader": "Oath withdrawn from (from_leader)",
    "to_leader": "Oath given to (to_leader)"}
NUMBERS = {"killed_min": "Killed, fewest", "killed_max": "Killed, most", "injured_min": "Injured, fewest",
           "injured_max": "Injured, most", "count_min": "People, fewest", "count_max": "People, most"}
_KEPT = ("evidence_start", "evidence_end", "confidence", "rule")
"""Columns that no field of the form holds."""
_BLANK = {"kind": "pledge", "date_basis": "publication", "modality": "asserted", "asserted_by": "author"}


def _saved(found: Review, key: str) -> dict[str, Any]:
    """What the journal or the draft holds of a claim."""
    return {} if key == NEW else values_of(found.find(key).claim)


def _filled(found: Review, key: str) -> dict[str, Any]:
    """What this reader has filled in, else what is saved."""
    return forms(found).get(key) or _saved(found, key)


def _widget(found: Review, key: str, column: str) -> str:
    """The key of a field: another one once what is saved is another, or the form was filled from elsewhere."""
    saved = json.dumps(_saved(found, key), sort_keys=True).encode()
    return f"desk {found.source_id} {key} {hashlib.sha256(saved).hexdigest()[:8]} {mine().nth} {column}"


def fill(found: Review, key: str, values: Mapping[str, Any]) -> None:
    """Fill a form from elsewhere than its fields."""
    keep(found, key, {**_BLANK, **_given(found, key), **values})
    mine().nth += 1


def _given(found: Review, key: str) -> dict[str, Any]:
    """What stands in the form now, as values of a claim."""
    filled, told, fields = _filled(found, key), {}, st.session_state.to_dict()
    for column in ClaimSeed.model_fields:
        told[column] = fields.get(_widget(found, key, column), filled.get(column))
    if isinstance(told["place"], list):
        told["place"] = join_list(told["place"])
    return {column: cell for column, cell in told.items() if cell is not None and cell not in ("", [], ())}


def _changed(found: Review, key: str) -> list[dict[str, Any]]:
    """The values of the form where they are others than what is saved, as an act takes them."""
    given = _given(found, key)
    return [] if given == _saved(found, key) else [given]


# --- Acts ----------------------------------------------------------------------------------------

# A button pressed twice, or pressed while the page is behind, acts once: on a claim as it is by now.


def is_open(key: str) -> bool:
    """Whether there is still something to decide about a claim."""
    return key == NEW or seen().find(key).state in ("waiting", "accepted")


@alone
def accept(key: str) -> None:
    """Accept a claim as the form has it, and turn to the next; a new one is added first."""
    found = seen()
    if key == NEW:
        save(key)
    elif is_open(key):
        changed = _changed(found, key)
        if (not changed and found.find(key).state == "accepted") or act("accept", key, values=changed):
            _go_on(key)


@alone
def save(key: str) -> None:
    """Write the values of the form into the journal, without a decision."""
    found = seen()
    if key == NEW:
        if chosen(found) == NEW and act("add", values=[_given(found, key)]):
            keep(found, key, None)
            choose(f"n{seen().version - 1}")
    elif is_open(key) and (changed := _changed(found, key)) and act("edit", key, values=changed):
        keep(found, key, None)


@alone
def reject(key: str, reason: str) -> None:
    """Reject a claim for a reason, and turn to the next."""
    why = st.session_state.to_dict().get("desk_why", "")
    if is_open(key) and act("reject", key, reason=reason, text=why):
        _go_on(key)


def _go_on(key: str) -> None:
    keep(seen(), key, None)
    choose(next_waiting(seen(), key) or key)


@alone
def split(key: str) -> None:
    """Put two claims in the place of one, both as the form has it, and turn to the first."""
    given = _given(seen(), key)
    if is_open(key) and act("split", key, values=[given, given]):
        keep(seen(), key, None)
        choose(f"n{seen().version - 1}a")


@alone
def merge(key: str, others: Sequence[str]) -> None:
    """Put one claim in the place of several, and turn to it."""
    if others and is_open(key):
        values = merged([seen().find(one).claim for one in (key, *others)])
        if act("merge", key, *others, values=[values]):
            choose(f"n{seen().version - 1}")


@alone
def discard(key: str) -> None:
    """Forget what was filled in and not saved."""
    keep(seen(), key, None)
    mine().nth += 1
    if key == NEW:
        choose(None)


def set_mode(mode: str | None) -> None:
    """Open what an act asks for: the reasons of a rejection, or what a claim is merged with."""
    mine().mode = mode


# --- The form ------------------------------------------------------------------------------------


def draw_editor(found: Review, key: str) -> None:
    """The form for the claim of the key."""
    state = "waiting" if key == NEW else found.find(key).state
    with st.container(border=True, key="desk_form"):
        with st.container():
            _draw_head(found, key, state)
        with st.container():
            _draw_acts(found, key, state)
        with st.container():
            if state in ("waiting", "accepted"):
                _draw_open(found, key)


def _draw_open(found: Review, key: str) -> None:
    """The fields of a claim that is not decided for good, and what is to be said of them as a whole.

    Here and below, what comes and goes stands in a container of its own, so that nothing after it moves: Streamlit
    knows a container by its place, and draws one that has moved anew, without what was typed in it and not yet taken.
    """
    nth = mine().nth
    faults = _draw_fields(found, key, known_names(found))
    given = _given(found, key)
    is_saved = given == _saved(found, key)
    if not is_saved or key in forms(found):
        _remember(found, key, None if is_saved else given, nth)
    with st.container():
        if not is_saved:
            st.caption("Filled in and not saved; it is still here after a reload.")
    with st.container():
        _draw_doubts(found, given, faults)


def _remember(found: Review, key: str, given: dict[str, Any] | None, nth: int) -> None:
    """Keep what is filled in and not saved, unless an act has come since the form was drawn."""
    desk = mine()
    with desk.lock:
        if desk.seen is found and desk.nth == nth:
            keep(found, key, given)


def _draw_head(found: Review, key: str, state: str) -> None:
    if key == NEW:
        st.markdown("#### A new claim")
        return
    one = found.find(key)
    confidence = one.claim.confidence
    told = [f"**{state}**", f"confidence {confidence:.2f}" if confidence is not None else "added by a person",
            *(["edited"] if one.is_edited else []), *([f"last by {markdown(one.by)}"] if one.by else [])]
    st.markdown(f"#### Claim {key}")
    st.caption(", ".join(told) + (f". Rule `{one.claim.rule}`" if one.claim.rule else "."))
    if one.state == "rejected":
        st.markdown(f"Rejected: {REASONS[one.reason]}. {markdown(one.text)}")
    if one.state == "published":
        st.markdown(f"Published as `{one.published_as}`. To mend it, edit the article's file in `seeds/articles`.")
    if one.state in ("rejected", "published"):
        st.markdown(f"{markdown(one.claim.kind)}: {markdown(one.claim.summary)}")


def _draw_fields(found: Review, key: str, names: Names) -> list[tuple[str, str, str]]:
    """All fields, with what is wrong under each; the faults."""
    filled = {**_BLANK, **_filled(found, key)}
    given = {**_BLANK, **_given(found, key)}
    faults = faults_of(ClaimSeed, {**given, "claim_id": f"{found.source_id}.00", "coding": "machine"})

    def told(column: str) -> None:
        with st.container():
            for of_column, what, _ in faults:
                if of_column == column:
                    say_fault(what)

    def field(column: str) -> str:
        return _widget(found, key, column)

    def draw_parts(sides: Sequence[DeltaGenerator], drawn: Sequence[str]) -> None:
        for n, part in enumerate(PARTS):
            with sides[n % 2], st.container():
                if part in drawn:
                    _draw_part(found, names, part, filled, given, field)
                    told(part)

    kind = st.selectbox("Kind", KINDS, KINDS.index(filled["kind"]), key=field("kind"))
    st.caption(f"Needed: {_needs(kind)}.")
    told("")
    st.text_area("Summary, one sentence of our own", filled.get("summary", ""), key=field("summary"), height=70)
    told("summary")
    needed = {column for choice in NEEDS[kind] for column in choice}
    shown = [part for part in PARTS if part in needed or given.get(part)]
    sides = st.columns(2)
    draw_parts(sides, shown)
    with sides[1]:
        _draw_role(found, kind, filled, field)
    left, right = st.columns([3, 2])
    with left:
        st.text_input("Date (EDTF)", filled.get("date", ""), key=field("date"),
                      placeholder="2015-07, 2015-22, ../2014-04")
        _say_date(given.get("date", ""))
    with right:
        bases = list(get_args(DateBasis))
        st.selectbox("Known how", bases, bases.index(filled["date_basis"]), key=field("date_basis"))
    _draw_where(found, filled, field)
    told("provinces")
    left, middle, right = st.columns([3, 2, 1])
    with left:
        _begin(field("asserted_by"), filled["asserted_by"])
        st.selectbox("Who says so", ["author", *_names_of(found, ("person", "group"))], None, key=field("asserted_by"),
                     accept_new_options=True)
    with middle:
        st.selectbox("How", MODALITIES, MODALITIES.index(filled["modality"]), key=field("modality"))
    with right:
        st.text_input("Paragraph", filled.get("paragraph", ""), key=field("paragraph"))
    told("paragraph")
    more = [column for column in ("motives", *NUMBERS, "count_note", "countries") if given.get(column) is not None]
    with st.expander("Motives, numbers, countries, other parts", expanded=bool(more)):
        _draw_more(filled, field, told)
        draw_parts(st.columns(2), [part for part in PARTS if part not in shown])
    return faults


def say_fault(what: str) -> None:
    """What is wrong with a field, under it."""
    st.markdown(f":red[:material/error: {markdown(what.replace('`', ''))}]")


def _needs(kind: str) -> str:
    return ", and ".join(" or ".join(f"*{column}*" for column in choice) for choice in NEEDS[kind])


def _say_date(text: str) -> None:
    try:
        parse_date(text)
    except DateError as error:
        say_fault(str(error))
    else:
        st.caption(markdown(edtf_words(text)) if text else "No date: known only to be before publication.")


def _names_of(found: Review, types: Sequence[str]) -> list[str]:
    seeds = found.seeds
    of_type = {"person": seeds.persons, "group": seeds.groups, "cohort": seeds.cohorts}
    known = [row.name for kind in types for _, row in of_type[kind]]
    return sorted({*known, *(actor.name for _, actor in seeds.proposed if actor.actor_type in types)})


def _draw_part(
    found: Review, names: Names, part: str, filled: Mapping[str, Any], given: Mapping[str, Any],
    field: Callable[[str], str],
) -> None:
    """The name as the article writes it, and whom it means."""
    _begin(field(part), filled.get(part))
    st.selectbox(PART_WORDS[part], _names_of(found, PART_TYPES[part]), None, key=field(part), accept_new_options=True,
                 placeholder="Choose, or write the article's name")
    who, names_of = meant(names, given, part), called(found)
    with st.container():
        if who.fault:
            say_fault(who.fault)
        elif who.is_new:
            st.caption(":material/person_add: new; say below who it is, or choose somebody known here")
        elif who.actor_id and names_of[who.actor_id] != who.name:
            st.caption(f":material/arrow_forward: {markdown(names_of[who.actor_id])}")
    with st.container():
        if who.name and (who.fault or who.is_new or given.get(f"{part}_id")):
            _draw_whom(found, who.name, part, filled.get(f"{part}_id", ""), field(f"{part}_id"))


def _draw_whom(found: Review, name: str, part: str, explicit: str, field: str) -> None:
    """Somebody known whom a name means in this claim alone."""
    names_of = called(found)
    ids = ["", *sorted((one for one, kind in types_of(found).items() if kind in PART_TYPES[part]),
                       key=lambda one: names_of[one])]
    st.selectbox(f"Whom *{markdown(name)}* means here", ids, ids.index(explicit) if explicit in ids else 0, key=field,
                 format_func=lambda one: names_of.get(one, "as the name says"))


def _begin(field: str, value: str | None) -> None:
    """Give a list its first value. As `index`, or among the options, a value that changes would make it another list,
    which forgets what was chosen."""
    if field not in st.session_state and value:
        st.session_state[field] = value


def called(found: Review) -> dict[str, str]:
    """What the reference tables call every actor."""
    seeds = found.seeds
    return {**{row.person_id: row.name for _, row in seeds.persons},
            **{row.group_id: row.name for _, row in seeds.groups},
            **{row.cohort_id: row.name for _, row in seeds.cohorts}}


def types_of(found: Review) -> dict[str, str]:
    """Whether an actor is a person, a group or a cohort."""
    seeds = found.seeds
    return {**{row.person_id: "person" for _, row in seeds.persons},
            **{row.group_id: "group" for _, row in seeds.groups},
            **{row.cohort_id: "cohort" for _, row in seeds.cohorts}}


def _draw_role(found: Review, kind: str, filled: Mapping[str, Any], field: Callable[[str], str]) -> None:
    known = list(get_args(RelationRole)) if kind == "relation" else sorted(row.role for _, row in found.seeds.offices)
    now = filled.get("role")
    if kind != "relation" or now in known:
        _begin(field("role"), now)
    st.selectbox("How they stand (role)" if kind == "relation" else "Office (role)", known, None,
                 key=field("role"), accept_new_options=kind != "relation", placeholder="None")


def _draw_where(found: Review, filled: Mapping[str, Any], field: Callable[[str], str]) -> None:
    provinces = {row.province_id: f"{row.name} ({row.province_id})" for _, row in found.seeds.provinces}
    chosen = list(filled.get("provinces", []))
    codes = list(dict.fromkeys([*chosen, *sorted(provinces, key=lambda code: provinces[code])]))
    st.multiselect("Provinces", codes, chosen, key=field("provinces"), placeholder="None told",
                   format_func=lambda code: provinces.get(code, code))
    places = split_list(filled.get("place", ""))
    known = sorted(row.name for _, row in found.seeds.places)
    named = st.multiselect("Places as named", list(dict.fromkeys([*places, *known])), places, key=field("place"),
                           accept_new_options=True, placeholder="None told")
    spelt = {name.casefold() for _, row in [*found.seeds.places, *found.seeds.provinces] for name in row.spellings}
    with st.container():
        if unknown := [name for name in named if name.casefold() not in spelt]:
            st.caption(f"Not in the gazetteer, and left out when published: {', '.join(map(markdown, unknown))}. "
                       "Add it to seeds/reference/places.csv first to keep it.")


def _draw_more(filled: Mapping[str, Any], field: Callable[[str], str], told: Callable[[str], None]) -> None:
    st.multiselect("Motives", get_args(Motive), list(filled.get("motives", [])), key=field("motives"),
                   format_func=lambda one: one.replace("_", " "))
    columns = st.columns(2)
    for n, (column, words) in enumerate(NUMBERS.items()):
        with columns[n % 2]:
            st.number_input(words, 0, None, filled.get(column), 1, key=field(column))
            told(column)
    st.text_input("Remark on the number (~ for about)", filled.get("count_note", ""), key=field("count_note"))
    chosen = list(filled.get("countries", []))
    called = Locale("en").territories
    codes = sorted((code for code in called if re.fullmatch("[A-Z]{2}", code)), key=lambda code: called[code])
    st.multiselect("Countries, where no province is known", codes, chosen, key=field("countries"),
                   format_func=lambda code: f"{called[code]} ({code})", placeholder="None told")


def _draw_doubts(found: Review, given: Mapping[str, Any], faults: Sequence[tuple[str, str, str]]) -> None:
    if not faults:
        for problem in doubts(found, claim_of(given, found.source_id)):
            st.warning(f"{markdown(problem.what)}. {markdown(problem.todo)}", icon=":material/rule:")


def _draw_acts(found: Review, key: str, state: str) -> None:
    is_open = state in ("waiting", "accepted")
    with st.container(horizontal=True, key="desk_acts"):
        if is_open:
            label = "Add the claim" if key == NEW else "Accept" if state == "waiting" else "Save, still accepted"
            with st.container(width="content", key="desk_accept"):
                _draw_act(label, "accept", key, accept, type="primary", icon=":material/check:")
            if key != NEW:
                st.button("Reject", key="desk_reject", on_click=set_mode, args=("reject",), icon=":material/close:")
                _draw_act("Split in two", "split", key, split)
                st.button("Merge with …", key="desk_merge", on_click=set_mode, args=("merge",))
        if state in ("accepted", "rejected"):
            st.button("Reopen", key=f"desk_reopen_{key}", on_click=act, args=("reopen", key))
        if is_open and _changed(found, key):  # last, for it comes and goes while somebody aims at the others
            if key != NEW and state == "waiting":
                _draw_act("Save without a decision", "save", key, save)
            _draw_act("Discard what is not saved", "discard", key, discard)
        elif key == NEW:
            _draw_act("Discard what is not saved", "discard", key, discard)
    mode = mine().mode if is_open and key != NEW else None
    with st.container():
        if mode == "reject":
            _draw_reasons(key)
    with st.container():
        if mode == "merge":
            _draw_merge(found, key)


def _draw_act(label: str, name: str, key: str, do: Callable[[str], None], **look: Any) -> None:
    """A button of one claim: pressed on a page that is behind, it does not act on the claim that came after."""
    st.button(label, key=f"desk_{name}_{key}", on_click=do, args=(key,), **look)


def _draw_reasons(key: str) -> None:
    st.markdown("**Why is it rejected?** Choose, or press its number.")
    st.text_input("In a sentence (needed for another reason)", key="desk_why")
    with st.container(horizontal=True):
        for number, (reason, words) in enumerate(REASONS.items(), start=1):
            st.button(f"{number} · {words}", key=f"desk_reason_{key}_{reason}", on_click=reject, args=(key, reason))


def _draw_merge(found: Review, key: str) -> None:
    open_ones = [one.key for one in found.standing if one.state in ("waiting", "accepted") and one.key != key]
    words = {one.key: f"{one.key} {one.claim.kind}: {one.claim.summary}" for one in found.standing}
    after = next((one for one in open_ones if one > key), None)
    others = st.multiselect("Merge it with", open_ones, [after] if after else [], key=f"desk_with_{key}",
                            format_func=words.get)
    st.button("Make one claim of them", key=f"desk_make_one_{key}", on_click=merge, args=(key, others),
              disabled=not others)
