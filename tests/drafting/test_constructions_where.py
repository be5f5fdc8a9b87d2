"""Constructions of English that tell where a fact happened, and those that name a place where it did not."""

import pytest

from tests.drafting.test_sides_of_claims import claims_of

SCENES = [
    ("Gul Khan, born in Farah's Bakwa district, was killed in 2014.", "death", ()),
    ("Gul Khan, whose family lives in Quetta, was killed in 2014.", "death", ()),
    ("Gul Khan, whose car was hit near Makeen, was killed in 2014.", "death", ("PK-TA",)),
    ("The Taliban confirmed in a statement sent to reporters in Helmand that Gul Khan had been killed.", "death", ()),
    ("Gul Khan was arrested after he left Kunar for Iran.", "detention", ()),
    ("Gul Khan, once held at Guantanamo Bay, swore allegiance to Omar Shah from Kunar.", "detention", ()),
    ("The planner of the attack on Kabul airport, Gul Khan, was killed by the Taliban in 2023.", "death", ()),
    ("Gul Khan was killed in a drone strike in Pakistan's tribal agency of Kurram in 2012.", "death", ("PK-TA",)),
    ("Troops detained Gul Khan, who ran the camps of Kunar, in a raid near Mehtar Lam.", "detention", ("AF-LAG",)),
    ("Gul Khan was killed in an air strike on Kot.", "death", ("AF-NAN",)),
    ("Gul Khan was killed in Kandahar city's Ayno Mena suburb.", "death", ("AF-KAN",)),
    ("Gul Khan was killed in Ali Khel, North Waziristan, in 2008.", "death", ("PK-TA",)),
    ("Gul Khan was killed in the Spin Tangi area of South Waziristan in 2010.", "death", ("PK-TA",)),
    ("Gul Khan was killed in Charikar, north of Kabul.", "death", ("AF-PAR",)),
    ("Gul Khan was gunned down in Charsadda.", "death", ("PK-KP",)),
    ("Gul Khan was appointed the TTP's chief for Orakzai in 2010.", "appointment", ("PK-TA",)),
    ("Gul Khan was made leader of the group after a drone killed Omar Shah in Kunar.", "appointment", ()),
    ("The Taliban attacked the market in Darzab. Among the dead was Gul Khan.", "death", ("AF-JOW",)),
    ("The Taliban attacked the market in Darzab. In a separate incident, gunmen killed Gul Khan.", "death", ()),
]


@pytest.mark.parametrize(("text", "kind", "provinces"), SCENES)
def test_where_a_fact_happened(text, kind, provinces, reference):
    claims = [claim for claim in claims_of(text, reference, kind) if claim.subject == "Gul Khan"]
    assert [claim.provinces for claim in claims] == [provinces]


NAMES = [
    ("Overnight Mawlawi Sibghat Wazir was killed by the Taliban.", "Mawlawi Sibghat Wazir"),
    ("Mufti Gul Rahman Shabikhel fled to Kunar. Gul Rahman was killed in 2014.", "Mufti Gul Rahman Shabikhel"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_who_died_is_named_in_full(text, name, reference):
    assert [claim.subject for claim in claims_of(text, reference, "death")] == [name]
