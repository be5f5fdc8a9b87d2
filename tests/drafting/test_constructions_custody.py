"""Who was arrested, held or freed, and by whom: constructions of news, each by sentences of our own."""

import pytest

from tests.drafting.test_constructions import sides_of
from tests.drafting.test_sides_of_claims import claims_of

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


ELSEWHERE = [
    ("The army seized Karim Gul in Swat in 2009.\n\nKarim Gul spent two years at Guantanamo Bay.",
     {("Karim Gul", "army"), ("Karim Gul", "US")}),
    ("Omar Shah, a former Guantanamo detainee, leads the group.", {("Omar Shah", "US")}),
    ("Karim Gul returned to Zabul after five years in a Pakistani prison.", {("Karim Gul", "Pakistan")}),
    ("Omar Shah joined the Taliban after a US night raid in which his nephew was detained.",
     {("Omar Shah's nephew", "US")}),
    ("A senior Pakistani official said Karim Gul remains in custody.", {("Karim Gul", "Pakistan")}),
    ("Karim Gul was captured by American and Pakistani agents in Karachi.",
     {("Karim Gul", "American and Pakistani agents")}),
]


@pytest.mark.parametrize(("text", "sides"), ELSEWHERE)
def test_whose_prisoner_a_man_was(text, sides, reference):
    assert sides_of(text, reference, "detention") == sides


GIVEN_BACK = [
    ("Pakistan freed four Taliban prisoners on Monday.\n\nAlso let go were Karim Gul and two commanders.",
     {("four Taliban prisoners", "Pakistan"), ("Karim Gul", "Pakistan"), ("two commanders", "Pakistan")}),
    ("The Taliban freed Omar Shah in exchange for Karim Gul.", {("Omar Shah", "Taliban"), ("Karim Gul", "")}),
    ("Since his release from a Pakistani prison, Karim Gul has lived in Farah.", {("Karim Gul", "Pakistan")}),
    ("The Taliban detained sixty militants, most of whom were released within weeks.",
     {("sixty militants", "Taliban")}),
]


@pytest.mark.parametrize(("text", "sides"), GIVEN_BACK)
def test_who_gives_prisoners_back(text, sides, reference):
    assert sides_of(text, reference, "release") == sides


def test_the_release_of_prisoners_in_general_is_none(reference):
    assert not sides_of("Women have criticised the release of Taliban detainees.", reference, "release")


def test_special_forces_keep_whose_they_are(reference):
    (claim,) = claims_of("American special forces seized Omar Gul in Kandahar.", reference, "detention")
    assert claim.object == "American special forces"
