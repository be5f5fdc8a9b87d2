"""Labels: one line for every kind."""

from types import SimpleNamespace
from typing import get_args

import pytest

from bayah.derive.labels import RELATION_WORDS, event_label
from bayah.model import KINDS, NEEDS, PARTS, RelationRole

NAMES = {part: f"<{part}>" for part in PARTS}


def claim(kind, *parts, role=None, place=None, modality="asserted"):
    given = {f"{part}_id": part if part in parts else float("nan") for part in PARTS}
    return SimpleNamespace(kind=kind, role=role, place=place, modality=modality, **given)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choice", [0, -1])
def test_every_kind_names_all_that_it_needs(kind, choice):
    parts = [needed[choice] for needed in NEEDS[kind] if needed[choice] in PARTS]
    role = "part_of" if kind == "relation" else "judge" if ("role",) in NEEDS[kind] else None
    label = event_label([claim(kind, *parts, role=role)], NAMES)
    assert all(f"<{part}>" in label for part in parts)
    assert len(label) > len(" ".join(f"<{part}>" for part in parts))
    assert "  " not in label
    assert not label.endswith((" ", " of", " by", " to", " for"))
    assert "nan" not in label.lower().split()


@pytest.mark.parametrize("modality", ["denied", "doubted", "planned"])
def test_what_is_not_plainly_told_says_so(modality):
    assert event_label([claim("death", "subject", modality=modality)], NAMES).endswith(f" ({modality})")


@pytest.mark.parametrize("modality", ["asserted", "reported"])
def test_what_is_told_needs_no_mark(modality):
    assert "(" not in event_label([claim("death", "subject", modality=modality)], NAMES)


def test_every_relation_has_its_own_words():
    assert set(RELATION_WORDS) == set(get_args(RelationRole))
    assert len(set(RELATION_WORDS.values())) == len(RELATION_WORDS)


def test_both_sides_the_place_and_who_did_it():
    both = event_label([claim("defection", "subject", "from_group", "to_group")], NAMES)
    assert both.index("<from_group>") < both.index("<to_group>")
    oath = event_label([claim("pledge", "subject", "to_group", "to_leader")], NAMES)
    assert "<to_leader> of <to_group>" in oath
    assert "by <object>" in event_label([claim("death", "subject", "object")], NAMES)
    assert "the valley" in event_label([claim("presence", "subject", place="the valley")], NAMES)
    assert event_label([claim("attack", "subject", place="Mill;the ford")], NAMES).endswith(" (Mill, the ford)")


def test_a_label_names_every_side_of_a_disputed_party_and_takes_none():
    first, second = claim("death", "subject", "object"), claim("death", "subject", "object")
    second.object_id, third = "to_group", claim("death", "subject")
    told = [first, second, third, first]
    assert event_label(told, NAMES, ["object"]) == "<subject> killed by <object> or <to_group>"
    assert event_label(told, NAMES, ["date"]) == event_label(told, NAMES) == "<subject> killed by <object>"
