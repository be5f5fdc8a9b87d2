"""The map page without a browser: what it offers, what it puts aside, and what it tells of no province."""

import re
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from bayah import provinces, query
from bayah.query import Filters
from pages.shared.address import CHOICES, default
from pages.shared.province_map import ZOOM

ROOT = Path(__file__).resolve().parents[2]


def texts(app):
    return "\n".join(of.value for of in (*app.markdown, *app.caption))


def radio(app, key):
    return next(group for group in app.button_group if group.key == key)


def test_the_bundle_for_maps_is_of_plotlys_version():
    head = (ROOT / "static/plotly/plotly-geo.min.js").read_bytes()[:200].decode()
    assert re.search(r"plotly\.js \(geo - minified\) v([\d.]+)", head)[1] == get_plotlyjs_version()


@pytest.mark.parametrize("name", ["measure", "shade", "turn", "step", "names"])
def test_every_choice_of_the_address_is_taken(opened, name):
    for value in CHOICES[name]:
        app = opened("map", **{name: [value]})
        assert not app.exception
        assert app.session_state[name] == value


@pytest.mark.parametrize(("compare", "against"), [
    ("measure", "pledges"), ("measure", "noise"), ("group", "iskp"), ("group", "no-group"), ("on", "2015-08"),
    ("known", "2015-05-08"), ("known", "soon"), ("on", "")])
def test_whatever_is_compared_the_page_stands(opened, compare, against):
    app = opened("map", compare=[compare], against=[against])
    assert not app.exception
    assert ("second map waits" in "".join(of.value for of in app.warning)) is (against == "soon")
    held = against in ("pledges", "iskp", "2015-08", "2015-05-08", "noise", "no-group")
    assert len([of for of in app.dataframe if "Province" in of.value]) == (2 if held else 1)


def test_what_is_no_zoom_is_put_aside(opened):
    assert ZOOM.fullmatch("69.15,31.05,1.96")
    for words in ("", "a,b,c", "69.15,31.05,1.96;x", "9999.00,31.05,1.96"):
        assert not ZOOM.fullmatch(words)
    assert not opened("map", zoom=["<script>"]).exception


def test_a_share_of_what_is_no_event_gives_way_to_its_number(opened):
    app = opened("map", measure=["killed"], shade=["share"])
    assert app.session_state["shade"] == default("shade")


def test_what_is_told_of_no_province_is_counted_by_region_and_country(opened, published):
    app = opened("map")
    wider = provinces.select_wider(published, Filters(), "events")
    table = next(of.value for of in app.dataframe if "Where" in of.value)
    assert dict(zip(table["Where"], table["Events"], strict=True)) == wider["area"].value_counts().to_dict()
    assert table["Events"].sum() == len(wider)
    kept = {"region only", "country only", "exact place", "-"}
    assert set(table["Known to"]) <= kept


def test_a_place_lists_its_events_under_the_filters(opened, published):
    app = opened("map", place=["jalalabad"])
    bridge = query.view(published)["event_places"]
    told = set(bridge.loc[bridge["place_id"] == "jalalabad", "event_id"])
    assert told
    assert {of.key for of in app.button if (of.key or "").startswith("event_E")} == {f"event_{id_}" for id_ in told}
    narrowed = opened("map", place=["jalalabad"], to=["2014"], kind=["pledge"])
    assert not [of for of in narrowed.button if (of.key or "").startswith("event_E")]
    assert "gazetteer does not hold" in texts(opened("map", place=["atlantis"]))


def test_a_chosen_province_opens_its_dossier_and_the_way_back(opened):
    app = opened("map", province=["AF-NAN"])
    assert "Nangarhar" in texts(app)
    app.button(key="all_provinces").click().run()
    assert app.session_state["province"] == []
    assert not app.exception
