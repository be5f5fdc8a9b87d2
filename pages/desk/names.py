"""Who is new: each name of the review that the reference tables do not know, and what a person says of it.

Reads the review. Draws a form a name; what is said goes into the journal and into the reference tables on publishing.
"""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from bayah.model import ActorType, GroupKind, IdentityJudgement
from bayah.names import normalise
from bayah.review import NewName, Review, namesakes_of, new_names
from pages.desk.editor import called, types_of
from pages.desk.session import act
from pages.shared.text import markdown

_JUDGED = {"not_same": "Somebody else", "same": "The same man", "undecided": "Nobody can tell yet"}
_TYPES = {"person": "person", "group": "group", "cohort": "cohort of unnamed people"}


def draw_names(found: Review) -> None:
    """All new names of the claims that are not rejected, those first about which something must be said."""
    claims = [one for one in found.standing if one.state in ("waiting", "accepted")]
    names = new_names(found, claims)
    if not names:
        return
    open_ones = [name for name, who in names.items() if who is None or namesakes_of(found, who)]
    needs = f", {len(open_ones)} to be judged" if open_ones else ""
    with st.expander(f"Who is new: {len(names)}{needs}", expanded=bool(open_ones), icon=":material/person_add:"):
        st.caption("Whom the reference tables do not know is added to them when a claim that names him is published.")
        for name in sorted(names, key=lambda one: (one not in open_ones, one)):
            _draw_name(found, name, names[name])


def _draw_name(found: Review, name: str, who: NewName | None) -> None:
    names_of, said = called(found), normalise(name) in found.names
    with st.container(border=True, key=f"desk_name_{normalise(name)}"):
        st.markdown(f"**{markdown(name)}**: {_say(names_of, who)}{'' if said or who is None else ' (as drafted)'}")
        near = namesakes_of(found, who) if who else []
        with st.container():
            if near:
                st.warning("May be one of a like name: " + ", ".join(markdown(names_of[one]) for one in near)
                           + ". Say whether he is.", icon=":material/balance:")
        with st.expander("Say who it is", expanded=who is None or bool(near)):
            _draw_form(found, name, who, near)


def _say(names_of: dict[str, str], who: NewName | None) -> str:
    if who is None:
        return "nobody has said yet who or what it is"
    if who.actor_id:
        return f"another spelling of {markdown(names_of.get(who.actor_id, who.actor_id))}"
    return f"a new {who.actor_type}" + (f", called {markdown(who.called)}" if who.called else "")


def _draw_form(found: Review, name: str, who: NewName | None, near: list[str]) -> None:
    names_of, types = called(found), types_of(found)
    form = normalise(name)
    now = who or NewName(name=name, actor_type="person")
    kinds = list(get_args(ActorType))
    kind = st.segmented_control("What it is", kinds, default=now.actor_type, key=f"desk_type_{form}", required=True,
                                format_func=lambda one: _TYPES[one])
    known = ["", *sorted((one for one, of in types.items() if of == kind), key=lambda one: names_of[one])]
    at = known.index(now.actor_id) if now.actor_id in known else 0
    actor_id = st.selectbox("Another spelling of somebody known?", known, at, key=f"desk_known_{form}_{kind}",
                            format_func=lambda one: names_of.get(one, "no, new"))
    values: dict[str, Any] = {"name": name, "actor_type": kind, "actor_id": actor_id}
    others = [one.model_dump() for one in now.others]
    if not actor_id:
        values |= _draw_new(found, now, kind, form)
        judged = [_draw_namesake(names_of, one, form) for one in near if kind == "person"]
        same = next((one["other_id"] for one in judged if one["judgement"] == "same"), "")
        if same:  # then it is no new person at all
            values = {"name": name, "actor_type": kind, "actor_id": same}
        else:
            values["others"] = [*others, *(one for one in judged if one["reason"])]
    st.button("Say so", key=f"desk_say_{form}", on_click=act, args=("identify",), kwargs={"values": [values]},
              type="primary")


def _draw_new(found: Review, now: NewName, kind: str, form: str) -> dict[str, Any]:
    names_of, types = called(found), types_of(found)
    groups = ["", *sorted((one for one, of in types.items() if of == "group"), key=lambda one: names_of[one])]
    values: dict[str, Any] = {"called": st.text_input(
        "What the atlas calls it", now.called or now.name, key=f"desk_called_{form}")}

    def group(label: str, column: str) -> None:
        given = getattr(now, column)
        values[column] = st.selectbox(label, groups, groups.index(given) if given in groups else 0,
                                      key=f"desk_{column}_{form}", format_func=lambda one: names_of.get(one, "none"))

    if kind == "group":
        kinds = list(get_args(GroupKind))
        values["kind"] = st.selectbox("Kind of group", kinds, kinds.index(now.kind), key=f"desk_kind_{form}")
        group("Part of", "parent_group_id")
    if kind == "cohort":
        group("Of which group", "group_id")
        for column, words in (("count_min", "Fewest"), ("count_max", "Most")):
            values[column] = st.number_input(words, 0, None, getattr(now, column), 1, key=f"desk_{column}_{form}")
    values["notes"] = st.text_input("Note", now.notes, key=f"desk_notes_{form}")
    return values


def _draw_namesake(names_of: dict[str, str], other: str, form: str) -> dict[str, str]:
    judgement = st.radio(f"And {markdown(names_of[other])}?", list(get_args(IdentityJudgement)), 1,
                         key=f"desk_judge_{form}_{other}", format_func=_JUDGED.get, horizontal=True)
    reason = "" if judgement == "same" else st.text_input(
        "Why", key=f"desk_judge_why_{form}_{other}", placeholder="In a sentence; needed")
    return {"other_id": other, "judgement": str(judgement), "reason": reason}
