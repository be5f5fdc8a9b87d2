"""How news tells who came to an office: by a predecessor, by a command handed over, by a council. Sentences of our own."""

import pytest

from tests.drafting.test_sides_of_claims import claims_of

APPOINTMENTS = [
    (
        "Commander Wali Jan, the Taliban's military chief in Sangin, was killed in May. "
        "His place was taken by Mawlawi Sadiq.",
        ("Mawlawi Sadiq", "Taliban", "military chief"),
    ),
    (
        "Commander Atta, the Taliban's military chief in Chora, died in August. He was succeeded by Mullah Rahmat Gul.",
        ("Mullah Rahmat Gul", "Taliban", "military chief"),
    ),
    ("Leadership of Lashkar-e-Islam passed to Zala Khan.", ("Zala Khan", "Lashkar-e-Islam", "emir")),
    (
        "Mawlawi Abdul Hakim was appointed spokesman of the Taliban's military commission.",
        ("Mawlawi Abdul Hakim", "Taliban", "spokesman"),
    ),
    ("Haji Daud was given charge of the Taliban's operations in Ghazni.", ("Haji Daud", "Taliban", "emir")),
]


@pytest.mark.parametrize(("text", "told"), APPOINTMENTS)
def test_who_came_to_an_office(text, told, reference):
    (claim,) = claims_of(text, reference, "appointment")
    assert (claim.subject, claim.to_group, claim.role) == told


def test_a_post_that_is_taken_by_storm_is_no_office(reference):
    assert not claims_of("The post was taken by the Taliban on Monday.", reference, "appointment")
