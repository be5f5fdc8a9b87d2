"""Who was arrested, held or freed, and by whom: constructions of news, each by sentences of our own."""

import pytest

from tests.drafting.test_sides_of_claims import claims_of


def sides_of(text, reference, kind):
    return {(claim.subject, claim.object) for claim in claims_of(text, reference, kind)}


HELD = [
    ("Karim Gul was in jail in India when the plane was hijacked.", {("Karim Gul", "India")}),
    ("Karim Gul remains in Afghan custody, his lawyer said.", {("Karim Gul", "Afghan government")}),
    ("Karim Gul spent six years at Guantanamo Bay.", {("Karim Gul", "US")}),
    ("Karim Gul was held without charge by the Frontier Corps for a year.", {("Karim Gul", "Frontier Corps")}),
    ("Karim Gul fell into the hands of the army near Wana.", {("Karim Gul", "army")}),
    ("Karim Gul surrendered to the Americans in Khost and was taken to Bagram.", {("Karim Gul", "Americans")}),
    ("Omar Shah accused the Taliban of jailing Karim Gul in Herat.", {("Karim Gul", "Taliban")}),
    ("Karim Gul was captured by a combined Afghan and coalition force in Logar.",
     {("Karim Gul", "combined Afghan and coalition force")}),
    ("Karim Gul was one of two men arrested by the NDS in Herat.", {("two men", "NDS"), ("Karim Gul", "NDS")}),
    ("Among those who were captured in Kunar by the army was Karim Gul.", {("Karim Gul", "army")}),
    ("NATO said a raid in Logar had ended with the capture of Karim Gul.", {("Karim Gul", "NATO")}),
    ("Afghan commandos captured a governor of the Taliban on Sunday. Karim Gul was seized in Logar.",
     {("Karim Gul", "Afghan commandos")}),
]


@pytest.mark.parametrize(("text", "sides"), HELD)
def test_in_whose_hands_a_man_is(text, sides, reference):
    assert sides_of(text, reference, "detention") == sides


FREED = [
    ("Karim Gul escaped from custody in Peshawar.", {("Karim Gul", "Pakistan")}),
    ("The NDS arrested Karim Gul in 2016. He was freed two years later.", {("Karim Gul", "NDS")}),
    ("Pakistan let nine Taliban go in November. Karim Gul was among those released.",
     {("nine Taliban", "Pakistan"), ("Karim Gul", "Pakistan")}),
]


@pytest.mark.parametrize(("text", "sides"), FREED)
def test_who_lets_a_man_go_is_who_held_him(text, sides, reference):
    assert sides_of(text, reference, "release") == sides


NOTHING = [
    "Karim Gul was caught off guard by the decision of the shura.",
    "Three children were caught in the crossfire in Sangin.",
    "Karim Gul's capture of Kunduz won him respect.",
    "A statement by Karim Gul released on Friday urged unity.",
    "The United States offers a reward for information leading to the arrest of Karim Gul.",
    "The government held Karim Gul responsible for the raid.",
    "Karim Gul was sentenced to death in absentia.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_arrest_and_no_release(text, reference):
    assert not sides_of(text, reference, "detention") | sides_of(text, reference, "release")


def test_what_is_wished_or_foretold_is_planned(reference):
    (wished,) = claims_of("The group wants Karim Gul freed.", reference, "release")
    (foretold,) = claims_of("Karim Gul would be released soon, the minister said.", reference, "release")
    assert (wished.modality, foretold.modality) == ("planned", "planned")


def test_the_unnamed_man_of_the_lead_is_told_once_with_his_name(reference):
    text = "The army captured a senior Taliban commander in Swat.\n\nKarim Gul was seized by the army on Monday."
    assert sides_of(text, reference, "detention") == {("Karim Gul", "army")}
