"""The address: read into the filters, written back, refusing what the atlas does not hold."""

WHOLE = {
    "province": ["AF-NAN", "AF-HEL"], "group": ["iskp"], "person": ["abdul-rauf-khadim"], "kind": ["pledge", "death"],
    "source": ["2016-04_lwj_senior-isk-leaders-defect"], "from": ["2014"], "to": ["2016-06"],
    "on": ["2015-08-01"], "known": ["2017-12-31"], "drafts": ["true"],
}


def address_of(app):
    """The parameters of the address as lists; AppTest gives a single value as text."""
    return {name: [values] if isinstance(values, str) else list(values) for name, values in app.query_params.items()}


def test_a_whole_address_is_read_and_written_back_unchanged(opened):
    app = opened("overview", **WHOLE)
    assert app.multiselect(key="province").value == WHOLE["province"]
    assert app.text_input(key="from").value == "2014"
    assert app.text_input(key="to").value == "2016-06"
    assert app.date_input(key="on").value.isoformat() == "2015-08-01"
    assert app.toggle(key="drafts").value is True
    assert address_of(app) == WHOLE


def test_what_the_atlas_does_not_hold_is_named_and_dropped(opened):
    app = opened("map", province=["AF-XXX", "AF-NAN"], measure=["nonsense"], on=["someday"])
    assert app.multiselect(key="province").value == ["AF-NAN"]
    warning = next(text.value for text in app.warning if "left out" in text.value)
    for name in ("AF\\-XXX", "nonsense", "someday"):
        assert name in warning
    assert "AF-XXX" not in str(app.query_params)


def test_a_changed_filter_stands_in_the_address(opened):
    app = opened("overview")
    app.multiselect(key="kind").set_value(["pledge"]).run()
    assert address_of(app) == {"kind": ["pledge"]}
    app.multiselect(key="kind").set_value([]).run()
    assert "kind" not in app.query_params


def test_a_wrong_bound_is_said_and_left_out(opened):
    app = opened("overview")
    app.text_input(key="from").set_value("last summer").run()
    assert any("left out" in text.value for text in app.warning)
    assert "from" not in app.query_params


def test_turning_the_page_keeps_the_filters(opened):
    app = opened("overview", province=["AF-HEL"])
    app.switch_page("pages/explore/map.py").run()
    assert app.multiselect(key="province").value == ["AF-HEL"]
    assert address_of(app) == {"province": ["AF-HEL"]}


def test_the_controls_of_a_page_stand_in_the_address(opened):
    app = opened("timeline", lanes=["kind"], states=["true"])
    assert app.session_state["lanes"] == "kind"
    assert app.session_state["states"] is True
    assert address_of(app) == {"lanes": ["kind"], "states": ["true"]}
