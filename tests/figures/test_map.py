"""The map: shades, the class of what is not told, outlines and labels."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from bayah.figures.look import DARK, LIGHT
from bayah.figures.map import (
    NO_DATA,
    add_labels,
    add_places,
    cells_of,
    draw_provinces,
    marked_value,
    scale_top,
    short_value,
    strong_from,
)

BOUNDARIES = {"type": "FeatureCollection", "features": []}


def provinces_of(*rows):
    frame = pd.DataFrame(rows, columns=["province_id", "name", "value", "n_contested"])
    return frame.astype({"value": "Int64", "n_contested": "Int64"})


ROWS = provinces_of(("X-1", "Upper Vale", 8, 2), ("X-2", "Lower Vale", 0, 0), ("X-3", "Far Vale", None, None))


def trace(figure, meta):
    return next((one for one in figure.data if one.meta == meta), None)


def draw(rows=ROWS, selected=(), look=LIGHT, label="Events"):
    return draw_provinces(rows, BOUNDARIES, label, selected, look)


def test_nothing_told_is_a_class_of_its_own_and_not_zero(look):
    silent, told, _ = draw(look=look).data
    assert (silent.name, silent.showlegend, silent.showscale) == (NO_DATA, True, False)
    assert list(silent.locations) == ["X-3"]
    assert {colour for _, colour in silent.colorscale} == {look.no_data}
    assert dict(zip(told.locations, told.z, strict=True)) == {"X-1": 8.0, "X-2": 0.0}
    assert told.colorscale[0] == (0.0, look.scale[0])
    assert look.no_data not in {colour for _, colour in told.colorscale}


def test_shades_run_from_zero_to_the_most(look):
    told = trace(draw(look=look), "told")
    assert (told.zmin, told.zmax) == (0, 8)
    assert list(told.colorbar.tickvals) == [0, 4, 8]
    assert told.colorbar.title.text == "Events"
    assert tuple(colour for _, colour in told.colorscale) == look.scale


def test_a_map_of_zeros_has_a_scale():
    told = trace(draw(provinces_of(("X-1", "Upper Vale", 0, 0))), "told")
    assert (told.zmin, told.zmax) == (0, 1)
    assert list(told.colorbar.tickvals) == [0, 1]


def test_the_hover_tells_of_disputes():
    told = trace(draw(), "told")
    assert list(told.customdata) == ["Events: 8<br>2 disputed", "Events: 0"]
    assert "%{customdata}" in told.hovertemplate


def test_people_are_told_from_the_fewest_to_the_most():
    rows = provinces_of(("X-1", "Upper Vale", 19, 0), ("X-2", "Lower Vale", 35, 0)).assign(value_max=[20, 35])
    assert list(trace(draw(rows, label="Killed"), "told").customdata) == ["Killed: 19–20", "Killed: 35"]
    assert short_value(next(rows.itertuples())) == "19–20"


def test_a_share_is_a_percentage_of_a_fixed_scale(look):
    rows = ROWS.assign(value=[0.48, 0.0, None], n_events=[12, 0, None])
    told = trace(draw_provinces(rows, BOUNDARIES, "Pledges", (), look, shade="share"), "told")
    assert (told.zmin, told.zmax, list(told.colorbar.ticktext)) == (0, 1, ["0%", "50%", "100%"])
    assert told.customdata[0] == "Pledges: 12 of 25 (48%)<br>2 disputed"


def test_a_balance_runs_from_the_one_group_to_the_other(look):
    rows = ROWS.assign(value=[1 / 3, -1.0, None], first=[18, 0, 0], second=[9, 2, 0])
    told = trace(draw_provinces(rows, BOUNDARIES, "Events", (), look, shade="balance", sides=("Banner", "<b>Pines")),
                 "told")
    assert (told.zmin, told.zmax) == (-1, 1)
    assert list(told.colorbar.ticktext) == ["only &lt;b&gt;Pines", "alike", "only Banner"]
    assert told.customdata[0] == "Events<br>Banner: 18<br>&lt;b&gt;Pines: 9<br>2 disputed"
    assert tuple(colour for _, colour in told.colorscale) == look.balance
    figure = add_labels(go.Figure(), rows.dropna(subset="value").assign(longitude=[60.0, 70.0], latitude=[30.0, 30.0]),
                        look, "balance")
    assert list(trace(figure, "labels").text) == ["Upper Vale<br>18 : 9 ?", "Lower Vale<br>0 : 2"]


def test_nothing_told_anywhere_has_no_scale():
    figure = draw(provinces_of(("X-1", "Upper Vale", None, None)))
    assert list(trace(figure, "silent").locations) == ["X-1"]
    assert trace(figure, "told") is None


@pytest.mark.parametrize("selected", [("X-1",), ("X-3",), ("X-1", "X-3")])
def test_chosen_provinces_wear_a_strong_outline(look, selected):
    silent, told, chosen = draw(selected=selected, look=look).data
    assert tuple(chosen.locations) == selected
    assert chosen.marker.line.color == look.ink
    assert chosen.marker.line.width > max(silent.marker.line.width, told.marker.line.width)
    assert {colour for _, colour in chosen.colorscale} == {"rgba(0,0,0,0)"}  # the shade shows through
    assert chosen.hoverinfo == "skip"


@pytest.mark.parametrize("selected", [(), ("X-9",)])
def test_nothing_chosen_has_no_outline(selected):
    assert list(trace(draw(selected=selected), "chosen").locations) == []


def test_no_base_map_is_fetched_and_the_frame_stays():
    full, empty = draw(), draw(ROWS.iloc[:0])
    assert full.layout.geo.visible is False
    assert full.layout.geo.lonaxis.range == empty.layout.geo.lonaxis.range == (60.3, 78.0)
    assert full.layout.map.style is None
    assert {trace.type for trace in full.data} == {"choropleth"}


def labelled(*rows):
    frame = pd.DataFrame(rows, columns=["name", "longitude", "latitude", "value"])
    return frame.assign(province_id=[f"X-{i}" for i in frame.index], n_contested=0)


def test_names_are_shown_as_they_stand(look, evil, texts):
    rows = labelled((evil[:20], 65.0, 30.0, 4), ("Far Vale", 70.0, 35.0, 1))
    silent = rows.assign(value=None, province_id="X-9", name=evil)
    figure = add_labels(draw(pd.concat([rows, silent.astype({"value": "float"})]), look=look), rows, look)
    written = texts(figure)
    assert not [text for text in written if "<b>Tor" in text or "<script" in text]
    assert "&lt;b&gt;Tor &amp; Sons&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;" in written
    assert "&lt;b&gt;Tor &amp; Sons&lt;/b&gt;&lt;sc<br>4" in written


def test_a_long_name_goes_by_its_initials():
    rows = labelled(("Federally Administered Tribal Areas", 70.5, 33.0, 7), ("Khyber Pakhtunkhwa", 72.0, 35.0, 3))
    names, countries = (trace(add_labels(draw(), rows, LIGHT), meta) for meta in ("labels", "countries"))
    assert list(names.text) == ["FATA<br>7", "Khyber Pakhtunkhwa<br>3"]
    assert list(countries.text) == ["AFGHANISTAN", "PAKISTAN"]


@pytest.mark.parametrize(("look", "inks"), [(LIGHT, ("#FFFFFF", "#10161E")), (DARK, ("#10161E", "#FFFFFF"))])
def test_labels_are_read_on_their_shade(look, inks):
    rows = labelled(("Upper Vale", 65.0, 34.0, 10), ("Far Vale", 72.0, 36.0, 1))
    assert tuple(trace(add_labels(draw(look=look), rows, look), "labels").textfont.color) == inks


def test_no_provinces_have_no_labels():
    assert len(trace(add_labels(draw(), labelled(), LIGHT), "labels").text) == 0


def test_what_nothing_is_told_of_has_its_name_alone_in_pale_ink(look):
    rows = labelled(("Upper Vale", 65.0, 34.0, 3), ("Far Vale", 72.0, 36.0, None))
    labels = trace(add_labels(draw(look=look), rows, look), "labels")
    assert list(labels.text) == ["Upper Vale<br>3", "Far Vale"]
    assert labels.textfont.color[1] == look.muted
    assert [list(of) for of in labels.customdata] == [["X-0", "Upper Vale"], ["X-1", "Far Vale"]]


def test_a_span_tells_what_is_sure_and_what_is_perhaps_and_a_mark_what_is_disputed():
    rows = ROWS.assign(value_min=[3, 0, None], value_max=[8, 0, None])
    upper, lower, _ = rows.itertuples()
    assert (short_value(upper), marked_value(upper)) == ("3–8", "3–8 ?")
    assert marked_value(lower) == "0"
    assert cells_of(rows, "province_id", "Events") == {
        "X-1": (8.0, "3–8 ?", "Events: 3–8<br>2 disputed"), "X-2": (0.0, "0", "Events: 0")}


def test_several_maps_can_have_one_scale(look):
    told = trace(draw_provinces(ROWS, BOUNDARIES, "Events", (), look, top=20.0), "told")
    assert (told.zmax, list(told.colorbar.ticktext)) == (20, ["0", "10", "20"])
    nothing = draw_provinces(ROWS[ROWS["value"].isna()], BOUNDARIES, "Events", (), look, top=20.0)
    assert list(trace(nothing, "told").locations) == []
    assert (scale_top(ROWS, "count"), scale_top(ROWS, "share"), scale_top(ROWS.iloc[:0], "count")) == (8, 1, 1)
    labels = trace(add_labels(go.Figure(), labelled(("Vale", 65.0, 34.0, 8)), look, top=20.0), "labels")
    alone = trace(add_labels(go.Figure(), labelled(("Vale", 65.0, 34.0, 8)), look), "labels")
    assert labels.textfont.color != alone.textfont.color  # 8 of 20 is a pale shade, 8 of 8 a strong one
    assert strong_from("count", 20) == 9


def test_places_stand_at_their_points_by_how_finely_they_are_known(look, evil):
    points = pd.DataFrame({
        "place_id": ["ford", "ridge"], "name": ["Ford", evil], "kind": ["town", "district"], "where_prec": [1, 3],
        "longitude": [70.0, 71.0], "latitude": [34.0, 35.0], "value": [4, 1], "n_contested": [1, 0]})
    places = trace(add_places(go.Figure(), points, "Events", look), "places")
    assert list(places.marker.symbol) == ["circle", "diamond"]
    assert places.marker.size[0] > places.marker.size[1]
    assert list(places.customdata[0]) == ["ford", 4.0, "4 ?", "Events: 4<br>1 disputed"]
    assert places.text[0] == "Ford (town)"
    assert "<script" not in places.text[1]
