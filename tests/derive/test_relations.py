"""Relations over time."""

ALLIED = {"kind": "relation", "subject": "front", "object": "pines", "role": "allied", "date": "2014"}


def test_one_row_an_event_with_its_days_and_its_dispute(derived):
    tables = derived(ALLIED, ALLIED | {"modality": "denied", "source": "b"},
                     ALLIED | {"role": "rival", "date": "2015-05"},
                     {"kind": "clash", "subject": "front", "object": "pines", "date": "2015"})
    rows = tables["relations"].set_index("role")
    assert sorted(rows.index) == ["allied", "rival"]
    assert rows["is_contested"].to_dict() == {"allied": True, "rival": False}
    assert rows["n_claims"].to_dict() == {"allied": 2, "rival": 1}
    event_id = rows.loc["rival", "event_id"]
    assert rows.loc["rival", "relation_id"] == f"front.rival.pines.{event_id}"
    assert f"{rows.loc['rival', 'date_earliest']:%Y-%m-%d}" == "2015-05-01"


def test_how_a_stands_to_b_is_not_how_b_stands_to_a(derived):
    tables = derived(ALLIED | {"role": "pressures"},
                     ALLIED | {"role": "pressures", "subject": "pines", "object": "front", "source": "b"})
    assert len(tables["relations"]) == 2


def test_what_is_only_denied_stays_and_says_so(derived):
    tables = derived(ALLIED | {"modality": "denied"})
    assert tables["relations"]["modality"].tolist() == ["denied"]
    assert tables["events"]["label"].str.endswith(" (denied)").all()
    assert not tables["relations"]["is_contested"].any()


def test_a_relation_is_undisputed_for_who_read_before_the_denial(derived):
    rows = derived(ALLIED, ALLIED | {"modality": "denied", "source": "b"}).whole["relations"]
    assert rows["is_contested"].tolist() == [False, True]
    assert rows["n_claims"].tolist() == [1, 2]
    assert rows["known_until"].iloc[0] == rows["known_from"].iloc[1]
    assert rows["relation_id"].nunique() == 1


def test_no_relation_gives_an_empty_table(derived):
    assert derived({"kind": "pledge", "subject": "man", "to_group": "front"})["relations"].empty
