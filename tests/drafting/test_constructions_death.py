"""Who died and by whose hand, as news tells it, each by sentences of our own."""

import pytest

from tests.drafting.test_constructions import sides_of
from tests.drafting.test_sides_of_claims import claims_of

KILLERS = [
    ("Omar Gul was gunned down by one of his own bodyguards in Quetta.", {("Omar Gul", "one of his own bodyguards")}),
    ("Omar Gul was killed by a rival commander, Latif Shah.", {("Omar Gul", "Latif Shah")}),
    ("Omar Gul was murdered by his rivals in Gereshk.", {("Omar Gul", "his rivals")}),
    ("A suicide bomber killed Omar Gul in Kabul.", {("Omar Gul", "suicide bomber")}),
    ("Omar Gul was killed in a raid by British troops and American forces.",
     {("Omar Gul", "British troops and American forces")}),
    ("Omar Gul was killed in a coalition airstrike in Zabul.", {("Omar Gul", "coalition")}),
    ("NATO said that Omar Gul had been killed in an airstrike.", {("Omar Gul", "NATO")}),
    ("In an attack claimed by the Islamic State, Omar Gul was killed in Herat.", {("Omar Gul", "Islamic State")}),
    ("Omar Gul was seized on the orders of Latif Shah in March and beheaded ten days later.",
     {("Omar Gul", "Latif Shah")}),
    ("The bombing, which killed Omar Gul, was the work of the Haqqani network.", {("Omar Gul", "Haqqani network")}),
    ("Officials blamed the Taliban for the murder of Omar Gul.", {("Omar Gul", "Taliban")}),
    ("Omar Gul was shot dead. Afghan forces carried out the raid.", {("Omar Gul", "Afghan forces")}),
    ("Latif Shah led the rebels. In Ramadan his followers martyred Omar Gul.", {("Omar Gul", "Latif Shah")}),
    ("Omar Gul is dead, killed by the Taliban.", {("Omar Gul", "Taliban")}),
    ("Omar Gul was hanged for the murder of Latif Shah.", {("Omar Gul", ""), ("Latif Shah", "Omar Gul")}),
    ("Omar Gul ordered the killing of Latif Shah.", {("Latif Shah", "Omar Gul")}),
    ("The Taliban burned down the house of Omar Gul, whom they had killed in May.", {("Omar Gul", "Taliban")}),
    ("Omar Gul died when missiles fired by a US drone hit his house.", {("Omar Gul", "US")}),
    ("A US drone hit a car in Kunar. Omar Gul, who was in the car, died on the spot.", {("Omar Gul", "US")}),
    ("Omar Gul was killed in Khost. The Haqqani network carried out an attack in Kabul.", {("Omar Gul", "")}),
    ("Omar Gul was killed in Khost. The Taliban blamed the Islamic State for an earlier attack.", {("Omar Gul", "")}),
    ("Omar Gul died of kidney failure in May. In June the Taliban claimed responsibility for an attack in Zabul.",
     {("Omar Gul", "")}),
]


@pytest.mark.parametrize(("text", "sides"), KILLERS)
def test_the_killer_is_found_wherever_he_is_told(text, sides, reference):
    assert sides_of(text, reference, "death") == sides


DEAD = [
    ("Killed in the strike were Omar Gul and Latif Shah.", {"Omar Gul", "Latif Shah"}),
    ("Like his predecessors Omar Gul and Latif Shah, Zarif Jan was killed in a strike.",
     {"Omar Gul", "Latif Shah", "Zarif Jan"}),
    ("Omar Gul, his driver and two bodyguards were killed in Khost.", {"Omar Gul", "his driver", "two bodyguards"}),
    ("Omar Gul, whose death was kept secret, had founded the group.", {"Omar Gul"}),
    ("The body of Omar Gul was found in a ditch near Wana.", {"Omar Gul"}),
    ("Omar Gul was wounded in Shawal and later succumbed to his injuries.", {"Omar Gul"}),
    ("Omar Gul was the third emir to be killed by the Taliban, after Latif Shah.", {"Omar Gul", "Latif Shah"}),
    ("The dead were identified as Omar Gul and Latif Shah.", {"Omar Gul", "Latif Shah"}),
    ("The raid left the governor of Kunar, Omar Gul, dead.", {"Omar Gul"}),
    ("Three emirs have died in strikes: Omar Gul, Latif Shah and Zarif Jan.", {"Omar Gul", "Latif Shah", "Zarif Jan"}),
    ("More than 3,200 people have died this year.", {"More than 3,200 people"}),
]


@pytest.mark.parametrize(("text", "dead"), DEAD)
def test_all_the_dead_are_told(text, dead, reference):
    assert {subject for subject, _ in sides_of(text, reference, "death")} == dead


MODALITIES = [
    ("Officials said Omar Gul was dead. He appeared in a video a week later.", {"asserted", "denied"}),
    ("Reports of the death of Omar Gul are false, a spokesman said.", {"denied"}),
    ("Officials could not confirm that Omar Gul had been killed.", {"doubted"}),
    ("Officials blamed Latif Shah for the murder of Omar Gul. Shah denied the charge.", {"asserted", "denied"}),
]


@pytest.mark.parametrize(("text", "modalities"), MODALITIES)
def test_a_death_denied_or_in_doubt_is_told_as_such(text, modalities, reference):
    assert {claim.modality for claim in claims_of(text, reference, "death")} == modalities


def test_a_film_older_than_the_death_denies_nothing(reference):
    text = "Officials said Omar Gul was killed in May 2014. He appeared in a video in 2012."
    assert {claim.modality for claim in claims_of(text, reference, "death")} == {"asserted"}


@pytest.mark.parametrize("text", [
    "The ambush nearly killed Omar Gul.",
    "Pakistan has offered money to anyone who kills Omar Gul.",
    "Omar Gul, whose death sentence had been confirmed, was freed.",
    "A drone strike hit Omar Gul in Kunar, but he survived.",
    "Zarif Jan ordered the attempted assassination of Omar Gul.",
    "The Taliban neither confirmed nor denied the death of Omar Gul.",
])
def test_what_did_not_happen_is_no_death(text, reference):
    assert not claims_of(text, reference, "death")


DEAD_AND_VOICES = [
    ("Omar Gul, spokesman for the police in Herat, said the man, known as Abu Yusuf Zadran, was killed in a raid.",
     ["Abu Yusuf Zadran"]),
    ("Among the dead was Mullah Jabbar, a cousin of Gul, Omar Zadran said.", ["Mullah Jabbar"]),
    ("Sirajuddin Haqqani spoke. A coalition airstrike killed another Haqqani commander, Khalil Zadran.",
     ["Khalil Zadran"]),
    ("Hafiz Saeed Khan was in Kunar. Officials said Khan had been killed.", ["Hafiz Saeed Khan"]),
]


@pytest.mark.parametrize(("text", "men"), DEAD_AND_VOICES)
def test_who_is_dead_and_who_only_says_so(text, men, reference):
    assert [claim.subject for claim in claims_of(text, reference, "death")] == men


@pytest.mark.parametrize("text", [
    "When Omar Gul was killed by a drone in 2014, the council passed over Zadran.",
    "Omar Gul died in the same strike, according to the ISPR.",
])
def test_who_is_told_of_beside_it_killed_nobody(text, reference):
    assert [claim.object for claim in claims_of(text, reference, "death")] == [""]


def test_a_doer_who_is_of_a_group_is_told_by_its_name(reference):
    (claim,) = claims_of("Gunmen of the Islamic State killed Omar Gul in Kunar.", reference, "death")
    assert claim.object == "Islamic State"
