"""A mark leads to its claims, paragraphs and sources, and what is disputed says so."""

from pages.shared.text import markdown


def said(app):
    """All Markdown and captions of the page, one text."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption])


def test_every_claim_of_an_event_stands_with_paragraph_and_publisher(opened, published):
    event = published["events"].sort_values(["n_sources", "event_id"], ascending=[False, True]).iloc[0]
    claims = published["claims"]
    claims = claims[claims["event_id"] == event["event_id"]].merge(published["sources"], on="source_id")
    text = said(opened("timeline", event=[event["event_id"]]))
    assert len(claims) > 1
    for claim in claims.itertuples():
        assert markdown(claim.summary) in text
        assert claim.claim_id in text
        assert f"**{markdown(claim.publisher)}**" in text
        assert f"paragraph {claim.paragraph}" in text


def test_a_disputed_event_says_what_is_in_dispute(opened, published):
    events = published["events"]
    contested, sure = events[events["is_contested"]].iloc[0], events[~events["is_contested"]].iloc[0]
    app = opened("overview", event=[contested["event_id"]])
    assert any("Disputed" in warning.value for warning in app.warning)
    app = opened("overview", event=[sure["event_id"]])
    assert not any("Disputed" in warning.value for warning in app.warning)


def test_a_death_contradicted_by_later_life_shows_that_life(opened, published):
    events = published["events"]
    death = events[events["contested_fields"].fillna("").str.contains("alive")].iloc[0]
    app = opened("overview", event=[death["event_id"]])
    assert "Told of him later" in said(app)


def test_an_actor_opens_with_spellings_spells_and_events(opened, published):
    spell = published["allegiances"][published["allegiances"]["actor_id"] == "abdul-rauf-khadim"].iloc[0]
    app = opened("network", actor=[spell["actor_id"]])
    text = said(app)
    assert "Abdul Rauf Khadim" in text
    assert "**Allegiances**" in text
    assert "Also written" in text
    event = next(button for button in app.button if button.key and button.key.startswith("event_E"))
    app = event.click().run()
    assert app.session_state["event"] == event.key.removeprefix("event_")
    assert list(app.exception) == []


def test_an_unknown_event_or_actor_is_said_to_be_unknown(opened):
    assert "names an event that the atlas does not hold" in said(opened("overview", event=["E999999"]))
    assert "names an actor that the atlas does not hold" in said(opened("network", actor=["nobody"]))
