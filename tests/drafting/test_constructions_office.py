"""How news tells who came to an office: by a predecessor, by a command handed over. Sentences of our own."""

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


def test_who_is_named_by_his_name_alone(reference):
    (claim,) = claims_of("A jirga of the TTP named Misbahuddin as its new amir.", reference, "appointment")
    assert (claim.subject, claim.role) == ("Misbahuddin", "emir")


def test_a_council_begins_behind_the_words_before_it(reference):
    text = "After his death the central shura picked Omar Gul to lead the TTP."
    (claim,) = claims_of(text, reference, "appointment")
    assert claim.object == "central shura"


def test_a_post_that_is_taken_by_storm_is_no_office(reference):
    assert not claims_of("The post was taken by the Taliban on Monday.", reference, "appointment")


@pytest.mark.parametrize("words", ["The former Guantanamo detainee", "The militant commander", "In May the cleric"])
def test_the_only_man_told_of_right_before_may_be_called_by_what_he_is(words, reference):
    text = f"Omar Gul planned the raid on the school. {words} was killed in Nangarhar."
    assert [claim.subject for claim in claims_of(text, reference, "death")] == ["Omar Gul"]


def test_another_commander_is_not_the_spokesman_told_of_before(reference):
    text = "Zahid Gul, a Taliban spokesman, denied the report. The governor was killed in Nangarhar."
    assert "Zahid Gul" not in {claim.subject for claim in claims_of(text, reference, "death")}
