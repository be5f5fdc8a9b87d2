"""The address of a view: taken over once, written with what differs from the defaults, told when wrong."""

from datetime import date
from types import SimpleNamespace

import pytest

from bayah.query import Filters, known_values
from pages.shared import address
from pages.shared.address import CHOICES, OF_PAGE, REPEATED, default, put_filters, read_address, write_address

FILTERS = ("province", "group", "person", "kind", "source")


class Params(dict):
    """Stands for `st.query_params`: lists by name."""

    def get_all(self, name):
        return list(self.get(name, []))

    def from_dict(self, params):
        self.clear()
        self.update(params)


@pytest.fixture
def session(monkeypatch):
    """A session of its own: its state and its address."""
    session = SimpleNamespace(session_state={}, query_params=Params())
    monkeypatch.setattr(address, "st", session)
    return session


def visit(session, tables, page, **params):
    """Open an address, as a browser would, and give the state that follows."""
    session.query_params.from_dict(params)
    read_address(tables, page)
    return session.session_state


def filters_of(state):
    """The filters as the widgets hold them; bounds are text there and not compared."""
    return Filters(**{name: tuple(state[name]) for name in FILTERS}, on=state["on"],
                   known=state["known"], drafts=state["drafts"])


def test_bare_address_is_the_whole_atlas(session, atlas):
    state = visit(session, atlas, "map")
    assert filters_of(state).is_empty
    assert (state["from"], state["to"], state["_refused"]) == ("", "", [])
    write_address(Filters(), "map")
    assert session.query_params == {}


def test_what_an_address_says_is_set_and_written_back_unchanged(session, atlas):
    known = known_values(atlas)
    params = {name: known[name][:2] for name in FILTERS}
    params |= {"from": ["2015"], "to": ["2016-05"], "on": ["2015-08-01"], "known": ["2017-01-01"],
               "drafts": ["true"], "event": ["E0001"], "measure": [CHOICES["measure"][-1]]}
    state = visit(session, atlas, "map", **params)
    assert (state["from"], state["to"]) == ("2015", "2016-05")
    assert (state["on"], state["known"]) == (date(2015, 8, 1), date(2017, 1, 1))
    assert (state["event"], state["measure"]) == ("E0001", CHOICES["measure"][-1])
    filters = Filters(**vars(filters_of(state)) | {"from_": date(2015, 1, 1), "to": date(2016, 5, 31)})
    write_address(filters, "map")
    assert session.query_params == params


def test_what_the_atlas_does_not_hold_is_left_out_and_told(session, atlas):
    state = visit(session, atlas, "map", province=["XX-ZZZ"], on=["soon"], measure=["noise"])
    assert filters_of(state).is_empty
    assert state["_refused"] == ["province 'XX-ZZZ'", "on 'soon'", "measure 'noise'"]
    write_address(Filters(), "map")
    assert session.query_params == {}


def test_own_address_is_not_taken_over_again(session, atlas):
    """A rerun can bring the address of before the last click: the click counts."""
    first, second = known_values(atlas)["kind"][:2]
    visit(session, atlas, "map", kind=[first])
    write_address(Filters(kind=(first,)), "map")
    session.session_state["kind"] = [first, second]
    state = visit(session, atlas, "map", kind=[first])
    assert state["kind"] == [first, second]


def test_link_followed_later_is_taken_over(session, atlas):
    first, second = known_values(atlas)["kind"][:2]
    visit(session, atlas, "map", kind=[first])
    write_address(Filters(kind=(first,)), "map")
    assert visit(session, atlas, "map", kind=[second])["kind"] == [second]


def test_turning_to_another_page_keeps_the_view(session, atlas):
    kind = known_values(atlas)["kind"][0]
    visit(session, atlas, "map", kind=[kind])
    state = visit(session, atlas, "timeline")
    assert state["kind"] == [kind]


def test_link_to_another_page_clears_what_it_does_not_name(session, atlas):
    """A door of the overview opens its view, whatever was chosen before."""
    kind = known_values(atlas)["kind"][0]
    visit(session, atlas, "network", kind=[kind], actor=["somebody"])
    state = visit(session, atlas, "timeline", show=["careers"])
    assert state["kind"] == []
    assert "actor" not in state
    assert state["show"] == "careers"


@pytest.mark.parametrize("page", OF_PAGE)
def test_a_page_writes_only_its_own_and_no_defaults(session, page):
    every = {name for names in OF_PAGE.values() for name in names}
    session.session_state.update({name: default(name) for name in every if default(name)})
    write_address(Filters(), page)
    assert session.query_params == {}
    chosen = {name: [CHOICES[name][-1] if name in CHOICES else "E0001"] for name in every}
    session.session_state.update({name: value if name in REPEATED else value[0] for name, value in chosen.items()})
    write_address(Filters(), page)
    assert session.query_params == {name: chosen[name] for name in OF_PAGE[page]}


def test_what_can_be_repeated_is_kept_whole_and_strangers_are_told(session, atlas):
    first, last = CHOICES["about"][0], CHOICES["about"][-1]
    state = visit(session, atlas, "disputes", about=[first, "noise", last, first])
    assert state["about"] == [first, last]
    assert state["_refused"] == ["about 'noise'"]
    write_address(Filters(), "disputes")
    assert session.query_params == {"about": [first, last]}
    state["about"] = []
    write_address(Filters(), "disputes")
    assert session.query_params == {}


def test_a_toggle_stands_in_the_address_while_it_is_on(session, atlas):
    state = visit(session, atlas, "timeline", states=["true"])
    assert state["states"] is True
    write_address(Filters(), "timeline")
    assert session.query_params == {"states": ["true"]}
    state["states"] = False
    write_address(Filters(), "timeline")
    assert session.query_params == {}


def test_reset_empties_every_widget(session):
    session.session_state.update({name: ["x"] for name in FILTERS} | {"from": "2014", "on": date(2015, 1, 1)})
    put_filters(Filters())
    state = session.session_state
    assert filters_of(state) == Filters()
    assert (state["from"], state["to"]) == ("", "")
