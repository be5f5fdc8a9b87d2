"""The map: shades, the class of what is not told, outlines and labels."""

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah.figures.look import DARK, LIGHT
from bayah.figures.map import NO_DATA, add_labels, draw_provinces, short_value

BOUNDARIES = {"type": "FeatureCollection", "features": []}


def provinces_of(*rows):
    frame = pd.DataFrame(rows, columns=["province_id", "name", "value", "n_contested"])
    return frame.astype({"value": "Int64", "n_contested": "Int64"})


ROWS = provinces_of(("X-1", "Upper Vale", 8, 2), ("X-2", "Lower Vale", 0, 0), ("X-3", "Far Vale", None, None))


def draw(rows=ROWS, selected=(), look=LIGHT, label="Events"):
    return draw_provinces(rows, BOUNDARIES, label, selected, look)


def test_nothing_told_is_a_class_of_its_own_and_not_zero(look):
    silent, told = draw(look=look).data
    assert (silent.name, silent.showlegend, silent.showscale) == (NO_DATA, True, False)
    assert list(silent.locations) == ["X-3"]
    assert {colour for _, colour in silent.colorscale} == {look.no_data}
    assert dict(zip(told.locations, told.z, strict=True)) == {"X-1": 8.0, "X-2": 0.0}
    assert told.colorscale[0] == (0.0, look.scale[0])
    assert look.no_data not in {colour for _, colour in told.colorscale}


def test_shades_run_from_zero_to_the_most(look):
    _, told = draw(look=look).data
    assert (told.zmin, told.zmax) == (0, 8)
    assert list(told.colorbar.tickvals) == [0, 4, 8]
    assert told.colorbar.title.text == "Events"
    assert tuple(colour for _, colour in told.colorscale) == look.scale


def test_a_map_of_zeros_has_a_scale():
    _, told = draw(provinces_of(("X-1", "Upper Vale", 0, 0))).data
    assert (told.zmin, told.zmax) == (0, 1)
    assert list(told.colorbar.tickvals) == [0, 1]


def test_the_hover_tells_of_disputes():
    _, told = draw().data
    assert list(told.customdata) == ["Events: 8<br>2 disputed", "Events: 0"]
    assert "%{customdata}" in told.hovertemplate


def test_people_are_told_from_the_fewest_to_the_most():
    rows = provinces_of(("X-1", "Upper Vale", 19, 0), ("X-2", "Lower Vale", 35, 0)).assign(value_max=[20, 35])
    assert list(draw(rows, label="Killed").data[-1].customdata) == ["Killed: 19 to 20", "Killed: 35"]
    assert short_value(next(rows.itertuples())) == "19 to 20"


def test_a_share_is_a_percentage_of_a_fixed_scale(look):
    rows = ROWS.assign(value=[0.48, 0.0, None])
    told = draw_provinces(rows, BOUNDARIES, "Pledges", (), look, shade="share").data[-1]
    assert (told.zmin, told.zmax, list(told.colorbar.ticktext)) == (0, 1, ["0%", "50%", "100%"])
    assert told.customdata[0] == "Pledges: 48%<br>2 disputed"


def test_a_balance_runs_from_the_one_group_to_the_other(look):
    rows = ROWS.assign(value=[1 / 3, -1.0, None], first=[18, 0, 0], second=[9, 2, 0])
    told = draw_provinces(rows, BOUNDARIES, "Events", (), look, shade="balance", sides=("Banner", "<b>Pines")).data[-1]
    assert (told.zmin, told.zmax) == (-1, 1)
    assert list(told.colorbar.ticktext) == ["only &lt;b&gt;Pines", "alike", "only Banner"]
    assert told.customdata[0] == "Events<br>Banner: 18<br>&lt;b&gt;Pines: 9<br>2 disputed"
    assert tuple(colour for _, colour in told.colorscale) == look.balance
    figure = add_labels(go.Figure(), rows.dropna(subset="value").assign(longitude=[60.0, 70.0], latitude=[30.0, 30.0]),
                        look, "balance")
    assert list(figure.data[0].text) == ["Upper Vale<br>18 : 9", "Lower Vale<br>0 : 2"]


def test_nothing_told_anywhere_has_no_scale():
    (silent,) = draw(provinces_of(("X-1", "Upper Vale", None, None))).data
    assert list(silent.locations) == ["X-1"]


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
    assert len(draw(selected=selected).data) == 2


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
    names, countries = add_labels(draw(), rows, LIGHT).data[-2:]
    assert list(names.text) == ["FATA<br>7", "Khyber Pakhtunkhwa<br>3"]
    assert list(countries.text) == ["AFGHANISTAN", "PAKISTAN"]


def test_of_labels_that_cover_each_other_the_higher_stays():
    rows = labelled(("Upper Vale", 70.0, 34.0, 2), ("Lower Vale", 70.3, 34.2, 9), ("Far Vale", 70.1, 36.0, 1))
    names = add_labels(draw(), rows, LIGHT).data[-2]
    assert list(names.text) == ["Lower Vale<br>9", "Far Vale<br>1"]


@given(st.lists(st.tuples(
    st.text("abcdef ", min_size=1, max_size=20).filter(str.strip), st.floats(61, 77), st.floats(24, 38),
    st.integers(0, 50)), min_size=1, max_size=25))
def test_no_two_labels_cover_each_other(rows):
    frame = labelled(*rows)
    names = add_labels(draw(), frame, DARK).data[-2]
    boxes = [(x, y, 0.085 * max(len(text.split("<br>")[0]), 3), int(text.split("<br>")[1]))
             for x, y, text in zip(names.lon, names.lat, names.text, strict=True)]

    def cover(a, b):
        return abs(a[0] - b[0]) <= a[2] + b[2] and abs(a[1] - b[1]) <= 0.75

    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if cover(a, b)]
    for row in frame.itertuples():  # what is left out would have covered one at least as high
        own = (row.longitude, row.latitude, 0.085 * max(len(row.name), 3), row.value)
        assert [box for box in boxes if box[3] >= row.value and cover(box, own)]


@pytest.mark.parametrize(("look", "inks"), [(LIGHT, ("#FFFFFF", "#10161E")), (DARK, ("#10161E", "#FFFFFF"))])
def test_labels_are_read_on_their_shade(look, inks):
    rows = labelled(("Upper Vale", 65.0, 34.0, 10), ("Far Vale", 72.0, 36.0, 1))
    assert tuple(add_labels(draw(look=look), rows, look).data[-2].textfont.color) == inks


def test_no_provinces_have_no_labels():
    assert len(add_labels(draw(), labelled(), LIGHT).data[-2].text) == 0
