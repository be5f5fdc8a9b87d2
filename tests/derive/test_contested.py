"""Deaths that later acts contradict."""

import pytest

DEATH = {"kind": "death", "subject": "man", "date": "2015-06"}


def fields_of_death(tables):
    events = tables["events"]
    return events.loc[events["kind"] == "death", "contested_fields"].fillna("").item()


@pytest.mark.parametrize(("later", "is_contested"), [
    ({"kind": "pledge", "to_group": "front", "date": "2015-07"}, True),
    ({"kind": "pledge", "to_group": "front", "date": "2015-07", "modality": "reported"}, True),
    ({"kind": "affiliation", "to_group": "front", "date": "2016"}, True),
    ({"kind": "pledge", "to_group": "front", "date": "2015-06-30"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "2015"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "../2015-12"}, False),
    ({"kind": "pledge", "to_group": "front"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "2015-07", "modality": "doubted"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "2015-07", "modality": "denied"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "2015-07", "modality": "planned"}, False),
    ({"kind": "relation", "object": "front", "role": "rival", "date": "2016"}, False),
    ({"kind": "pledge", "to_group": "front", "date": "2015-07", "subject": "other"}, False),
    ({"kind": "pledge", "subject": "other", "to_leader": "man", "date": "2015-07"}, False),
])
def test_only_what_the_man_surely_did_later_contradicts_his_death(derived, later, is_contested):
    tables = derived(DEATH, {"subject": "man", **later})
    assert fields_of_death(tables) == ("alive" if is_contested else "")
    row = tables["events"].set_index("kind").loc["death"]
    assert row["is_contested"] == is_contested


@pytest.mark.parametrize("modality", ["denied", "planned"])
def test_a_death_nobody_tells_of_is_not_contradicted_by_life(derived, modality):
    later = {"kind": "pledge", "subject": "man", "to_group": "front", "date": "2015-07"}
    assert "alive" not in fields_of_death(derived(DEATH | {"modality": modality}, later))


def test_the_dispute_is_added_to_the_others(derived):
    later = {"kind": "pledge", "subject": "man", "to_group": "front", "date": "2016-07", "source": "c"}
    denial = DEATH | {"modality": "denied", "source": "b"}
    assert fields_of_death(derived(DEATH, denial, later)) == "modality;alive"


def test_other_events_are_left_alone(derived):
    later = {"kind": "pledge", "subject": "man", "to_group": "front", "date": "2015-07"}
    tables = derived(DEATH, later, DEATH | {"subject": "other"})
    contested = tables["events"].set_index("label")["is_contested"]
    assert contested.sum() == 1
    assert contested.filter(like="man").any()
