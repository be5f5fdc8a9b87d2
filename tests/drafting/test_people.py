"""Who is meant: names, short names, titles, bynames; and two men who share words stay two."""

import pytest

from tests.drafting.conftest import Told


def _names(told: Told, *paragraphs: str) -> list[str]:
    return [mention.name for mention in told("person", *paragraphs) if mention.how != "pronoun"]


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("Mullah Akhtar Mohammed Mansoor was killed.", "akhtar-mohammad-mansour"),
        ("Mullah Akhtar Mansur was killed.", "akhtar-mohammad-mansour"),
        ("Mullah Mansour Dadullah was killed.", "mansoor-dadullah"),
        ("Hafiz Said Khan Orakzai was killed.", "hafiz-saeed-khan-orakzai"),
        ("Mullah Abdul Raouf Khadem was killed.", "abdul-rauf-khadim"),
        ("Mawlawi Haibatullah Akhunzada was named.", "hibatullah-akhundzada"),
        ("Ayman al-Zawahri spoke.", "ayman-al-zawahiri"),
    ],
)
def test_a_known_man_is_found_in_other_spellings(told: Told, text: str, actor_id: str) -> None:
    assert [mention.actor_id for mention in told("person", text)] == [actor_id]


@pytest.mark.parametrize(
    "text",
    [
        "Hafiz Saeed, who heads Lashkar-e-Taiba, spoke.",
        "Abdul Rauf, a baker, was killed.",
        "Mullah Mohammad Khan was killed.",
        "Governor Mohammad Omar was killed.",
        "Mohammad Rasool Yusufi, a doctor, was killed.",
        "Akhtar Mohammad was killed.",
        "Abdullah Khan, a driver, was killed.",
    ],
)
def test_a_namesake_is_a_new_man(told: Told, text: str) -> None:
    assert [(mention.actor_id, mention.how) for mention in told("person", text)] == [("", "new")]


def test_two_men_of_one_name_stay_two(told: Told) -> None:
    mentions = told(
        "person",
        "Mullah Mansour Dadullah and Mullah Akhtar Mansour fell out. Dadullah died in Zabul. "
        "Mansour died a year later.",
    )
    assert [mention.name for mention in mentions] == [
        "Mullah Mansour Dadullah",
        "Mullah Akhtar Mansour",
        "Mullah Mansour Dadullah",
        "Mullah Akhtar Mansour",
    ]


def test_a_kunya_is_no_name_by_itself(told: Told) -> None:
    mentions = told("person", "Abu Omar Khorasani succeeded him. Mullah Omar had died by then.")
    assert len({mention.name for mention in mentions if mention.how != "pronoun"}) == 2


def test_a_short_name_means_the_fuller_one_before_or_after(told: Told) -> None:
    names = _names(
        told, "Toofan was shot on Monday.", "Mullah Rahim Toofan, a commander, had left. Rahim fled, said Toofan's son."
    )
    assert set(names) == {"Mullah Rahim Toofan"}


def test_of_several_of_one_surname_the_last_told_is_meant(told: Told) -> None:
    names = _names(
        told, "Zafar Mehsud met Latif Mehsud in Wana. Mehsud left.", "Zafar Mehsud came back. Mehsud was tired."
    )
    assert names == ["Zafar Mehsud", "Latif Mehsud", "Latif Mehsud", "Zafar Mehsud", "Zafar Mehsud"]


@pytest.mark.parametrize(
    "text",
    [
        "Gul Rahmani, also known as Haji Lala, was held. Lala denied it.",
        "Gul Rahmani (alias Haji Lala) was held. Lala denied it.",
        "Gul Rahmani, a commander of the TTP better known by his nom de guerre Haji Lala, was held. Lala denied it.",
        'Gul Rahmani, nicknamed "Haji Lala", was held. Lala denied it.',
    ],
)
def test_a_byname_is_the_same_man(told: Told, text: str) -> None:
    assert set(_names(told, text)) == {"Gul Rahmani"}


@pytest.mark.parametrize(
    ("text", "name", "role", "group"),
    [
        ("TTP commander Gul Zaman was shot.", "Gul Zaman", "commander", "TTP"),
        ("Gul Zaman, a former spokesman for the TTP, was shot.", "Gul Zaman", "spokesman", "TTP"),
        (
            "The Taliban's shadow governor for Ghor, Mullah Sattar, was shot.",
            "Mullah Sattar",
            "shadow governor",
            "Taliban",
        ),
        ("Interior Minister Rehman Malik spoke.", "Rehman Malik", "interior minister", ""),
        ("The governor of Kunar, Fazlullah Wahidi, spoke.", "Fazlullah Wahidi", "governor", ""),
        ("Maj. Gen. Asif Ghafoor, head of ISPR, spoke.", "Maj. Gen. Asif Ghafoor", "head", "ISPR"),
        ("Haji Jan, a tribal elder from Achin, spoke.", "Haji Jan", "tribal elder", ""),
    ],
)
def test_offices_beside_a_name(told: Told, text: str, name: str, role: str, group: str) -> None:
    [mention] = told("person", text)
    assert (mention.name, mention.role, mention.group) == (name, role, group)
    assert mention.is_former == ("former" in text)


@pytest.mark.parametrize(
    "text",
    [
        "The Long War Journal reported it.",
        "Operation Zarb-e-Azb began.",
        "The High Peace Council met on Eid al-Fitr.",
        "In May the Wazir tribesmen left.",
        "Residents of the Mehsud hills fled.",
        "They met at Wazir Akbar Khan.",
        "The Abdullah Azzam Shaheed Brigade claimed it.",
        "On Friday Pashtun and Baloch students marched.",
        "Voice of Jihad said so.",
        "He recited the Holy Quran in the Red Mosque.",
        "The Afghan Taliban and Pakistan met.",
    ],
)
def test_other_capitals_are_no_persons(told: Told, text: str) -> None:
    assert [mention.text for mention in told("person", text) if mention.how != "pronoun"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An analyst, Borhan Osman, doubted it.", "Borhan Osman"),
        ("Bill Roggio of the journal doubted it.", "Bill Roggio"),
        ("A man identified as Zelgai Torabaz was held.", "Zelgai Torabaz"),
        ("Police held Ghuncha Gul Zakhakhel.", "Ghuncha Gul Zakhakhel"),
    ],
)
def test_an_unknown_man_is_a_new_person(told: Told, text: str, name: str) -> None:
    assert [(mention.name, mention.actor_id) for mention in told("person", text)] == [(name, "")]


def test_the_commander_of_the_faithful_is_called_so(told: Told) -> None:
    names = _names(told, "They swore to Amir-ul-Momineen Mullah Akhtar Mansoor. Mullah Akhtar Mansoor accepted.")
    assert len(set(names)) == 1


def test_a_leader_told_before_his_name_is_no_cohort(told: Told) -> None:
    text = "A senior leader of the Haqqani network, Qari Zakir, who also goes by Haji Lala, was named. Lala fled."
    assert told("cohort", text) == []
    assert set(_names(told, text)) == {"Qari Zakir"}
