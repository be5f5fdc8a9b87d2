"""Constructions in which news tells of fights and of breaking away, each by sentences of our own."""

import pytest

from tests.drafting.test_constructions import sides_of
from tests.drafting.test_sides_of_claims import claims_of

FIGHTS = [
    ("Taliban fighters attacked Islamic State positions in Achin on Monday.", {("Taliban", "Islamic State")}),
    ("Islamic State posts in Kot were overrun by Taliban fighters.", {("Taliban", "Islamic State")}),
    ("Taliban-Islamic State clashes in Zawa left 40 dead.", {("Taliban", "Islamic State")}),
    ("The fighting pitted the Taliban against Islamic State.", {("Taliban", "Islamic State")}),
    ("In gun battles with the Taliban, 12 Afghan policemen were killed.", {("12 Afghan policemen", "Taliban")}),
    ("The Taliban killed 14 Islamic State fighters in an operation in Kunar.", {("Taliban", "Islamic State")}),
    ("The Taliban launched an offensive against Islamic State in Kunar.", {("Taliban", "Islamic State")}),
    ("Mullah Rasool sent 300 men to fight Islamic State.", {("300 men", "Islamic State")}),
    ("A Taliban offensive against Islamic State has entered its second week.", {("Taliban", "Islamic State")}),
    ("Nine Taliban and four policemen were killed in clashes in Ghormach.", {("Taliban", "four policemen")}),
    ("Hundreds of Taliban fighters have been sent to Kot to fight Islamic State.", {("Taliban", "Islamic State")}),
    (
        "Islamic State has been fighting the Taliban and Afghan forces in Achin.",
        {("Islamic State", "Taliban"), ("Islamic State", "Afghan forces")},
    ),
    ("Islamic State seized Achin. The Taliban later drove it out of the district.", {("Taliban", "Islamic State")}),
    (
        "The Taliban and Islamic State are at odds. In Kot the two groups exchanged fire on Monday.",
        {("Taliban", "Islamic State")},
    ),
]


@pytest.mark.parametrize(("text", "sides"), FIGHTS)
def test_the_sides_of_a_fight_are_found_by_what_they_hold_and_lose(text, sides, reference):
    assert sides_of(text, reference, "clash") == sides


NO_FIGHTS = [
    "The battle for hearts and minds between Kabul and the Taliban is being lost.",
    "Qari Zaman was expelled from the ranks of the Taliban in 2015.",
    "The Taliban attacked villagers in Achin.",
]


@pytest.mark.parametrize("text", NO_FIGHTS)
def test_no_fight_is_told_by_words_of_strife_alone(text, reference):
    assert not sides_of(text, reference, "clash")


PARTINGS = [
    ("Mullah Zakir never accepted Mullah Mansour as leader of the Taliban.", "Mullah Zakir", "Mullah Mansour"),
    ("Mullah Zakir has not yet recognised Mullah Mansour as leader.", "Mullah Zakir", "Mullah Mansour"),
    ("Mullah Zakir, a Taliban commander, walked out of the meeting that elected Mullah Mansour.", "Mullah Zakir",
     "Mullah Mansour"),
    ("Mullah Zakir led a revolt against Mullah Mansour, the leader of the Taliban.", "Mullah Zakir", "Mullah Mansour"),
    ("Mullah Zakir, a Taliban commander, resigned over Mullah Mansour's appointment.", "Mullah Zakir",
     "Mullah Mansour"),
    ("Mullah Zakir left the Taliban over differences with Mullah Mansour and set up his own front.", "Mullah Zakir",
     "Mullah Mansour"),
    ("The Taliban chose Mullah Mansour as leader. Mullah Zakir, a commander, withheld his oath.", "Mullah Zakir",
     "Mullah Mansour"),
]


@pytest.mark.parametrize(("text", "subject", "leader"), PARTINGS)
def test_who_does_not_take_a_leader_breaks_away(text, subject, leader, reference):
    (claim,) = claims_of(text, reference, "split")
    assert (claim.subject, claim.object, claim.from_group) == (subject, leader, "Taliban")


def test_who_leaves_and_founds_a_body_of_his_own_breaks_away(reference):
    (claim,) = claims_of("Karim Gul left the Taliban in 2016 and set up his own front in Ghor.", reference, "split")
    assert (claim.subject, claim.from_group, claim.to_group) == ("Karim Gul", "Taliban", "")
    (claim,) = claims_of("Karim Gul, who quit the Taliban, declared himself independent.", reference, "split")
    assert (claim.subject, claim.from_group, claim.to_group) == ("Karim Gul", "Taliban", "independent")


def test_who_founds_a_splinter_has_left_what_it_is_a_splinter_of(reference):
    (claim,) = claims_of("Karim Gul has formed a breakaway Taliban faction in Farah.", reference, "split")
    assert (claim.subject, claim.from_group) == ("Karim Gul", "Taliban")


def test_a_group_may_be_called_after_its_leader(reference):
    text = "Karim Gul and Omar Shah left Hafiz Gul Bahadur's group to form their own factions."
    assert {claim.subject for claim in claims_of(text, reference, "split")} == {"Karim Gul", "Omar Shah"}
