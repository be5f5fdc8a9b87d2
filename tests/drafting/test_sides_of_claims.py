"""Who did it, and where: what a sentence leaves to the one before, to a custody, a strike, a fight, an office."""

from __future__ import annotations

from pathlib import Path

import pytest

from bayah.drafting.contract import DraftClaim
from bayah.drafting.engine import draft
from bayah.drafting.reading import Given, article_of
from bayah.drafting.reference import Reference, read_reference

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT)


def claims_of(text: str, reference: Reference, kind: str) -> list[DraftClaim]:
    """The claims of a kind that an article of one paragraph makes."""
    article = article_of("x", ".txt", f"Report\n\n{text}\n".encode(), Given(published="2020-11-20"))
    return [claim for claim in draft(article, reference).claims if claim.kind == kind]


DOERS = [
    ("death", "Karim Gul was killed in an airstrike carried out by NATO forces in Ghazni.", "NATO forces"),
    ("death", "Pakistani jets bombed a compound in Khost on Saturday, killing Karim Gul.", "Pakistan"),
    ("death", "Karim Gul was killed when a US drone fired two missiles at his car in Kunar.", "US"),
    ("death", "Karim Gul was killed in fighting with the Taliban in Zabul.", "Taliban"),
    ("death", "A suicide bomber from the Islamic State killed Karim Gul in Balkh.", "Islamic State"),
    ("death", "The Islamic State said its fighters killed Karim Gul in Jalalabad.", "Islamic State"),
    ("death", "Commandos raided a house in Kot district. Karim Gul was killed and a guard was hurt.", "Commandos"),
    ("death", "Karim Gul was killed by a mine near Khost.", ""),
    ("detention", "Karim Gul was captured during a raid by coalition forces in Khost.", "coalition forces"),
    ("detention", "Karim Gul is in Pakistani custody.", "Pakistan"),
    ("release", "Karim Gul was freed from a Pakistani prison in 2013.", "Pakistan"),
    ("release", "Karim Gul escaped from Pakistan's custody last year.", "Pakistan"),
    ("release", "Pakistan's release of Karim Gul in 2013 was welcomed in Kabul.", "Pakistan"),
]


@pytest.mark.parametrize(("kind", "text", "doer"), DOERS)
def test_the_doer_is_found_where_the_verb_does_not_name_him(kind, text, doer, reference):
    assert [claim.object for claim in claims_of(text, reference, kind)] == [doer]


PLACES = [
    ("death", "Karim Gul, a native of Helmand, was killed by police in Kabul on Sunday.", ("AF-KAB",)),
    ("death", "Karim Gul, who led the group in Bajaur, was killed last year in a gun battle.", ()),
    ("death", "Taliban commanders in Helmand confirmed that Karim Gul had been killed in Zabul.", ("AF-ZAB",)),
    ("death", "A US drone killed Karim Gul, an aide of Omar Shah, in Kunar.", ("AF-KNR",)),
    ("death", "Troops entered a village in Zabul. Karim Gul was killed there.", ("AF-ZAB",)),
    ("death", "Karim Gul died in a Karachi hospital.", ("PK-SD",)),
    ("release", "The government freed 100 Taliban prisoners from Bagram prison.", ("AF-PAR",)),
    ("release", "Pakistan's release of Karim Gul in 2013 was welcomed in Kabul.", ()),
]


@pytest.mark.parametrize(("kind", "text", "provinces"), PLACES)
def test_the_scene_is_no_origin_no_seat_and_nobody_elses(kind, text, provinces, reference):
    assert [claim.provinces for claim in claims_of(text, reference, kind)] == [provinces]


OFFICES = [
    ("Karim Gul has been appointed acting defence minister, the Taliban said.", "Taliban"),
    ("Islamic State leader Abu Bakr al-Baghdadi appointed Karim Gul as governor of Khorasan.", "Islamic State"),
    ("The Islamic State appointed Karim Gul, a former TTP commander, as its emir for Khorasan.", "Islamic State"),
    ("Karim Gul was chosen as the new emir at a meeting of the Taliban's council in Quetta.", "Taliban"),
]


@pytest.mark.parametrize(("text", "group"), OFFICES)
def test_an_office_is_in_the_group_that_gives_it(text, group, reference):
    assert [claim.to_group for claim in claims_of(text, reference, "appointment")] == [group]


def test_a_group_swears(reference):
    (claim,) = claims_of("The Haqqani network has pledged allegiance to Mullah Mansour.", reference, "pledge")
    assert (claim.subject, claim.to_group, claim.from_group) == ("Haqqani network", "Taliban", "")


def test_men_identified_after_their_number_are_the_dead(reference):
    text = "Two militants, identified as Karim Gul and Omar Shah, were shot dead in Peshawar."
    assert {claim.subject for claim in claims_of(text, reference, "death")} == {"Karim Gul", "Omar Shah"}


def test_prisoners_who_are_nobody_in_particular_are_not_released(reference):
    assert not claims_of("The accord provides for the release of prisoners.", reference, "release")


def test_whom_a_man_leaves_is_not_also_his_foe(reference):
    (claim,) = claims_of("Karim Gul parted ways with the Taliban in 2015.", reference, "split")
    assert (claim.from_group, claim.object) == ("Taliban", "")
