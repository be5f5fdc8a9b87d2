"""Constructions of English in which news tells of oaths, arrests, deaths and offices, each by sentences of our own."""

import pytest

from tests.drafting.test_sides_of_claims import claims_of


def sides_of(text, reference, kind):
    return {(claim.subject, claim.object) for claim in claims_of(text, reference, kind)}


def test_who_refuses_first_and_swears_later_has_done_both(reference):
    text = "Maulvi Nasir first refused to accept Mullah Mansour and then swore allegiance to him in October."
    (split,) = claims_of(text, reference, "split")
    (pledge,) = claims_of(text, reference, "pledge")
    assert (split.subject, split.object) == ("Maulvi Nasir", "Mullah Mansour")
    assert (pledge.subject, pledge.to_leader) == ("Maulvi Nasir", "Mullah Mansour")


def test_an_oath_withheld_is_a_split_and_no_pledge(reference):
    text = "Mullah Rahim withheld his oath to Mullah Mansour."
    assert sides_of(text, reference, "split") == {("Mullah Rahim", "Mullah Mansour")}
    assert not claims_of(text, reference, "pledge")


def test_who_rejects_an_appointment_rejects_the_man(reference):
    text = "Karim Gul rejected Mullah Mansour's appointment."
    assert sides_of(text, reference, "split") == {("Karim Gul", "Mullah Mansour")}


DETENTIONS = [
    (
        "Captured by the Pakistani army in Swat and delivered to the Americans, Omar Gul spent two years in Bagram.",
        {("Omar Gul", "Pakistani army"), ("Omar Gul", "Americans")},
    ),
    ("The NDS handed Latif Gul over to Pakistan in December 2014.", {("Latif Gul", "Pakistan")}),
    ("Omar Gul was a prisoner of the Taliban until 2012.", {("Omar Gul", "Taliban")}),
    (
        "Commandos captured the Taliban's shadow governor for Logar, Mullah Gul, on Monday.",
        {("Mullah Gul", "Commandos")},
    ),
]


@pytest.mark.parametrize(("text", "sides"), DETENTIONS)
def test_whom_one_hands_to_another_is_held_by_both(text, sides, reference):
    assert sides_of(text, reference, "detention") == sides


def test_a_participle_may_open_a_sentence_about_its_subject(reference):
    (claim,) = claims_of("Freed from Bagram in 2008, Omar Gul returned to Kunar.", reference, "release")
    assert (claim.subject, claim.date) == ("Omar Gul", "2008")


def test_men_listed_after_their_number_and_rank_all_died(reference):
    text = "Three Taliban commanders, Gul Khan, Omar Shah and Zarif Jan, were killed in a US drone strike in Achin."
    assert sides_of(text, reference, "death") == {(name, "US") for name in ("Gul Khan", "Omar Shah", "Zarif Jan")}


def test_a_killing_is_his_who_claims_it(reference):
    text = "Zarif Khan was killed on Sunday. The Islamic State claimed the killing."
    assert sides_of(text, reference, "death") == {("Zarif Khan", "Islamic State")}


def test_men_of_note_among_the_dead_are_told_of_though_unnamed(reference):
    assert claims_of("The army killed two of his bodyguards.", reference, "death")
    assert not claims_of("The army killed two of his bulls.", reference, "death")


def test_companions_leave_what_their_leader_leaves(reference):
    text = "Maulvi Safar, a commander of the Haqqani network, and twenty of his men went over to the Islamic State."
    found = claims_of(text, reference, "defection")
    assert {(claim.subject, claim.from_group) for claim in found} == {
        ("Maulvi Safar", "Haqqani network"),
        ("twenty of his men", "Haqqani network"),
    }


def test_who_breaks_with_one_and_swears_to_another_defects(reference):
    text = "Usman Gul broke with the Taliban last year and gave his oath to Abu Bakr al-Baghdadi."
    (claim,) = claims_of(text, reference, "defection")
    assert (claim.from_group, claim.to_group) == ("Taliban", "Islamic State")
    assert not claims_of(text, reference, "split")


OFFICES = [
    ("Maulvi Nasir was reportedly appointed shadow governor by the Peshawar Shura.", "Peshawar Shura", "Taliban"),
    ("Maulvi Nasir was installed as shadow governor by the Taliban.", "Taliban", "Taliban"),
    ("The Quetta Shura confirmed Maulvi Nasir as its shadow governor in 2006.", "Quetta Shura", "Taliban"),
]


@pytest.mark.parametrize(("text", "giver", "group"), OFFICES)
def test_an_office_that_a_council_gives_is_in_its_movement(text, giver, group, reference):
    (claim,) = claims_of(text, reference, "appointment")
    assert (claim.object, claim.to_group, claim.role) == (giver, group, "shadow governor")


def test_all_deputies_are_given_their_office_by_one(reference):
    text = "The Taliban chose Mansour as leader, with Sirajuddin Haqqani and Mullah Yaqoob as his deputies."
    assert ("Sirajuddin Haqqani", "Taliban") in sides_of(text, reference, "appointment")
    assert len(claims_of(text, reference, "appointment")) == 3


def test_a_designation_is_no_office(reference):
    assert not claims_of("The United States designated Karim Gul a terrorist in 2003.", reference, "appointment")


GROUPS = [
    "Karim Gul joined ISIL-K.",
    "Karim Gul joined ISIS-Khorasan in 2016.",
    "Karim Gul joined the Islamic State's Khorasan branch in 2016.",
]


@pytest.mark.parametrize("text", GROUPS)
def test_a_branch_is_one_group_under_all_its_names(text, reference):
    (claim,) = claims_of(text, reference, "joining")
    assert "K" in claim.to_group


def test_a_profile_goes_on_about_its_man(reference):
    text = (
        "Hijrat Gul was born in Kunar. Hijrat Gul fought the Russians. Hijrat Gul studied in Peshawar.\n\n"
        "An Arab called Abu Ikhlas lived there, and Hijrat Gul vouched for him.\n\n"
        "In 2004 he was arrested by the Americans."
    )
    assert sides_of(text, reference, "detention") == {("Hijrat Gul", "Americans")}
