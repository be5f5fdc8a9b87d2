"""Who changed sides, and who swore to whom: constructions of news, each by sentences of our own."""

import pytest

from tests.drafting.test_sides_of_claims import claims_of

WENT_OVER = [
    ("Qari Bilal Wazir, who had led the TTP in Tank, went over to the Islamic State last autumn.",
     {("Qari Bilal Wazir", "TTP")}),
    ("Mullah Zahir threw in his lot with the Islamic State. He had been the Taliban's military chief in Farah.",
     {("Mullah Zahir", "Taliban")}),
    ("Maulvi Ghaffar, who used to command TTP fighters in Dir, now leads a cell of the Islamic State in Peshawar.",
     {("Maulvi Ghaffar", "TTP")}),
    ("Maulana Sajid parted ways with the TTP and entered the ranks of the Islamic State.", {("Maulana Sajid", "TTP")}),
    ("Commander Nabi, who had been expelled from the Taliban in 2013, joined the Islamic State two years later.",
     {("Commander Nabi", "Taliban")}),
    ("The Taliban lost Mullah Ehsan to the Islamic State in May.", {("Mullah Ehsan", "Taliban")}),
    ("Qari Habibullah left the TTP to fight under the banner of the Islamic State.", {("Qari Habibullah", "TTP")}),
    ("Two TTP commanders, Qari Bilal and Noor Wazir, have joined the Islamic State.",
     {("Qari Bilal", "TTP"), ("Noor Wazir", "TTP")}),
    ("Some 200 Tajik nationals previously affiliated with Jamaat Ansarullah have gone over to the Islamic State.",
     {("Some 200 Tajik nationals", "Jamaat Ansarullah")}),
    ("Gul Bilal, a commander of Hezb-e Islami, walked over to the Taliban in 2009.", {("Gul Bilal", "Hezb-e Islami")}),
    ("Police officer Sher Ali defected to the Islamic State in Chora on Monday.", {("Sher Ali", "Afghan government")}),
]


@pytest.mark.parametrize(("text", "left"), WENT_OVER)
def test_from_where_a_man_has_gone_over(text, left, reference):
    assert {(claim.subject, claim.from_group) for claim in claims_of(text, reference, "defection")} == left


SWORE = [
    ("Allegiance to the Islamic State was declared by Qari Abid and Mullah Fazil.", {"Qari Abid", "Mullah Fazil"}),
    ("The oath that Commander Raza gave to Mullah Fazlullah of the TTP was filmed.", {"Commander Raza"}),
    ("Qari Abid and Mullah Fazil were seen in Kunar. Both had sworn allegiance to the Islamic State.",
     {"Qari Abid", "Mullah Fazil"}),
    ("Mullah Rauf gave bay\u2019a to Mullah Fazlullah in May.", {"Mullah Rauf"}),
    ("Mullah Rauf's bay'a to Mullah Fazlullah was filmed.", {"Mullah Rauf"}),
    ("Two bands of Uzbek militants renewed their pledge to the Taliban.", {"Uzbek militants"}),
    ("Mullah Rauf became the first Taliban figure to pledge allegiance to the Islamic State.", {"Mullah Rauf"}),
]


@pytest.mark.parametrize(("text", "men"), SWORE)
def test_who_has_sworn(text, men, reference):
    assert {claim.subject for claim in claims_of(text, reference, "pledge")} == men


@pytest.mark.parametrize(("text", "modality"), [
    ("It is unclear whether Qari Abid has pledged allegiance to the Islamic State.", "doubted"),
    ("Qari Abid has yet to swear allegiance to Mullah Fazlullah.", "denied"),
])
def test_oaths_that_are_not_given_or_not_known(text, modality, reference):
    assert [claim.modality for claim in claims_of(text, reference, "pledge")] == [modality]


def test_who_founds_a_group_of_his_own_left_another(reference):
    text = "Gul Bilal split from the TTP and set up his own group, the Red Banner Front."
    split = {(claim.subject, claim.from_group) for claim in claims_of(text, reference, "split")}
    assert split == {("Gul Bilal", "TTP")}
    alone = "Gul Bilal set up his own group, the Red Banner Front."
    assert claims_of(alone, reference, "split") == []


def test_a_voice_behind_a_number_is_none_of_them(reference):
    text = "The army killed two Taliban fighters, Haji Gul Bilal said."
    assert claims_of(text, reference, "affiliation") == []


def test_whom_they_no_longer_accept_they_have_not_sworn_to(reference):
    text = "Three commanders declared that they no longer accepted Mullah Fazlullah of the TTP as their leader."
    assert claims_of(text, reference, "pledge") == []
    assert [claim.object for claim in claims_of(text, reference, "split")] == ["Mullah Fazlullah"]


def test_the_mohmand_chapter_leaves_the_whole_of_which_it_is(reference):
    for text in ("The TTP's Mohmand chapter broke away in May.", "The Mehsud wing of the TTP broke away in May."):
        assert [claim.from_group for claim in claims_of(text, reference, "split")] == ["TTP"], text


def test_whom_somebody_recruits_for_a_group_has_not_left_it(reference):
    text = "Police arrested four men on suspicion of recruiting students for the Islamic State."
    assert claims_of(text, reference, "defection") == []
