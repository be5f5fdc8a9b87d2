"""Where events happened: places of the gazetteer and how finely they are told, over versions."""

import pandas as pd

from bayah.derive import as_known
from tests.conftest import KNOWN

OATH = {"kind": "pledge", "subject": "man", "to_group": "front", "date": "2015-03"}


def told(tables):
    """event_places without ids: the place, from when and until when, in years."""
    rows = tables.whole["event_places"]
    return sorted((row.place_id, row.known_from.year, None if pd.isna(row.known_until) else row.known_until.year)
                  for row in rows.itertuples())


def test_an_event_has_the_places_of_all_its_claims_from_when_they_were_told(derived):
    tables = derived(OATH, OATH | {"source": "b"}, OATH | {"source": "c"},
                     places={"a.01": ["mill", "ford"], "b.02": ["mill"], "c.03": ["tower"]})
    assert len(tables["events"]) == 1
    assert told(tables) == [("ford", 2016, None), ("mill", 2016, None), ("tower", 2018, None)]
    assert as_known(tables, KNOWN["b"])["event_places"]["place_id"].tolist() == ["ford", "mill"]


def test_a_place_is_that_of_the_event_which_its_claim_tells_of(derived):
    first, second, third = OATH, OATH | {"source": "b", "date": "2015-04"}, OATH | {"source": "c", "date": "2015"}
    tables = derived(first, second, third, places={"c.03": ["mill"]})
    assert tables["claims"]["event_id"].nunique() == 3  # the third claim could be either
    assert tables["event_places"]["event_id"].tolist() == tables["claims"]["event_id"].tolist()[2:]


def test_an_event_is_placed_as_finely_as_its_finest_claim(derived):
    tables = derived(OATH | {"where_prec": 6}, OATH | {"source": "b"}, OATH | {"source": "c", "where_prec": 1})
    versions = tables.whole["events"].sort_values("known_from")
    assert versions["where_prec"].tolist() == [6, 6, 1]
    assert versions["n_claims"].tolist() == [1, 2, 3]


def test_an_event_of_no_place_has_no_precision(derived):
    tables = derived(OATH)
    assert tables["events"]["where_prec"].isna().all()
    assert tables["event_places"].empty


def test_places_as_named_are_listed_once_each(derived):
    tables = derived(OATH | {"place": "Mill;the ford"}, OATH | {"source": "b", "place": "the ford;Old Mill"})
    assert tables["events"]["place"].tolist() == ["Mill;the ford;Old Mill"]
