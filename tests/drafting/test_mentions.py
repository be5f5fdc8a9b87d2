"""Groups, cohorts, places and what pronouns mean, in sentences of our own."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bayah.drafting.contract import Sentence
from bayah.drafting.mentions import mentions_of
from bayah.drafting.reference import Reference, read_reference
from bayah.model import SeedError
from tests.drafting.conftest import Told, article_of

Sentences = Callable[..., list[Sentence]]


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("Tehrik-i-Taliban Pakistan said so.", "ttp"),
        ("The Pakistani Taliban said so.", "ttp"),
        ("IS-K said so.", "iskp"),
        ("Wilayat Khorasan said so.", "iskp"),
        ("ISIL-K said so.", "iskp"),
        ("Daesh said so.", "islamic-state"),
        ("The Islamic State group said so.", "islamic-state"),
        ("Hezb-i-Islami said so.", "hig"),
        ("Al Qaida said so.", "al-qaeda"),
        ("The Taliban said so in Helmand.", "afghan-taliban"),
        ("Kabul accused them.", "afghan-government"),
        ("Islamabad denied it.", "pakistan"),
        ("NATO said so.", "nato"),
    ],
)
def test_groups_are_known_by_their_spellings(told: Told, text: str, actor_id: str) -> None:
    assert told("group", text)[0].actor_id == actor_id


def test_the_taliban_of_a_pakistani_story_are_the_pakistani_ones(told: Told) -> None:
    groups = told("group", "The Tehreek-e-Taliban Pakistan lost a base in South Waziristan. In Bannu the Taliban fled.")
    assert {group.actor_id for group in groups} == {"ttp"}


def test_both_taliban_in_one_story_are_told_apart_by_place(told: Told) -> None:
    groups = told(
        "group",
        "The Afghan Taliban took Sangin in Helmand.",
        "The Pakistani Taliban lost Miranshah.",
        "In Nawzad the Taliban hold the bazaar.",
    )
    assert [group.actor_id for group in groups] == ["afghan-taliban", "ttp", "afghan-taliban"]


def test_an_abbreviation_in_brackets_means_the_full_name(told: Told) -> None:
    groups = told("group", "Harkat Inqilab Wilayat Front (HIWF) was formed. HIWF grew fast.")
    assert [group.name for group in groups] == ["Harkat Inqilab Wilayat Front"] * 3


def test_a_group_that_names_itself_is_a_new_group(told: Told) -> None:
    [group, again] = told("group", "A faction calling itself Sarfarosh Ghazian claimed it. The group is small.")
    assert (group.name, group.how, again.name, again.how) == (
        "Sarfarosh Ghazian",
        "new",
        "Sarfarosh Ghazian",
        "description",
    )


@pytest.mark.parametrize(
    ("text", "low", "high", "note", "group"),
    [
        ("Six Taliban commanders surrendered.", 6, 6, "", "Taliban"),
        ("About 40 fighters of Lashkar-i-Islam surrendered.", 40, 40, "~", "Lashkar-i-Islam"),
        ("At least 12 militants surrendered.", 12, None, "", ""),
        ("More than 3,000 militants surrendered.", 3000, None, "", ""),
        ("Up to 50 militants surrendered.", None, 50, "", ""),
        ("Between 19 and 20 militants surrendered.", 19, 20, "", ""),
        ("Two dozen militants surrendered.", 24, 24, "", ""),
        ("Dozens of militants surrendered.", None, None, "dozens", ""),
        ("A local commander surrendered.", 1, 1, "", ""),
        ("Two senior members of the Quetta Shura surrendered.", 2, 2, "", "Quetta Shura"),
        ("Some 35 Taliban surrendered.", 35, 35, "~", "Taliban"),
    ],
)
def test_cohorts_have_number_and_group(told: Told, text: str, low: int, high: int, note: str, group: str) -> None:
    cohort = told("cohort", text)[0]
    assert (cohort.count_min, cohort.count_max, cohort.count_note, cohort.group) == (low, high, note, group)


def test_men_of_a_man_are_not_he(told: Told) -> None:
    text = "Khadim's deputy fled. Mullah Abdul Rauf Khadim and three of his bodyguards died."
    assert [cohort.name for cohort in told("cohort", text)] == ["Khadim's deputy", "three of his bodyguards"]


def test_a_man_told_in_apposition_is_no_cohort(told: Told) -> None:
    assert told("cohort", "Gul Zaman, a local commander, fled. A man identified as Mullah Toor fled.") == []


@pytest.mark.parametrize(
    ("text", "provinces", "place"),
    [
        ("He fell in Nangahar.", ("AF-NAN",), ""),
        ("He fell in Wardag province.", ("AF-WAR",), ""),
        ("He fell in Achin, Nangarhar.", ("AF-NAN",), "Achin"),
        ("He fell in Musa Qala district.", ("AF-HEL",), "Musa Qala district"),
        ("He fell in Miran Shah.", ("PK-TA",), "Miran Shah"),
        ("He fell in the Tirah valley.", ("PK-TA",), "Tirah valley"),
        ("He fell in Baluchistan.", ("PK-BA",), ""),
        ("He fell in Mazar-i-Sharif.", ("AF-BAL",), "Mazar-i-Sharif"),
        ("He fell in Kunar.", ("AF-KNR",), ""),
        ("He fell in Kunduz.", ("AF-KDZ",), ""),
        ("He fell in Maruf district.", ("AF-KAN",), "Maruf district"),
    ],
)
def test_places_lie_in_provinces(told: Told, text: str, provinces: tuple[str, ...], place: str) -> None:
    mention = told("place", text)[0]
    assert (mention.provinces, mention.place) == (provinces, place)


@pytest.mark.parametrize(
    "text",
    [
        "Abdul Maruf left.",
        "Attaullah Khogyani left.",
        "Sarbakaf Mohmand left.",
        "Hafiz Saeed Khan Orakzai left.",
        "Mullah Nawa left.",
        "The Khorasan province of the Islamic State grew.",
        "More men came.",
    ],
)
def test_names_and_words_are_no_places(told: Told, text: str) -> None:
    assert told("place", text) == []


def test_of_districts_of_one_name_the_article_tells_which(told: Told) -> None:
    assert told("place", "The fighting in Kapisa went on.", "Tagab district fell.")[-1].provinces == ("AF-KAP",)
    assert told("place", "The fighting in Badakhshan went on.", "Tagab district fell.")[-1].provinces == ("AF-BDS",)


def test_a_region_of_no_one_province_is_a_place_in_its_country(told: Told) -> None:
    [mention] = told("place", "He fell in eastern Afghanistan.")
    assert (mention.provinces, mention.countries, mention.place) == ((), ("AF",), "eastern Afghanistan")


@pytest.mark.parametrize(
    ("published", "text", "province"),
    [
        ("2017-03-01", "He fell in Wana.", "PK-TA"),
        ("2019-03-01", "He fell in Wana.", "PK-KP"),
        ("2019-03-01", "In 2014 he fell in Wana.", "PK-TA"),
    ],
)
def test_the_tribal_areas_were_merged_in_2018(told: Told, published: str, text: str, province: str) -> None:
    assert told("place", text, published=published)[0].provinces == (province,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gul Zaman fled. He had led the fight.", ["Gul Zaman"]),
        ("Gul Zaman was shot by Mullah Toor. He was 40.", ["Gul Zaman"]),
        ("Gul Zaman said that Mullah Toor had lost his post.", ["Mullah Toor"]),
        ("Gul Zaman said he had left.", ["Gul Zaman"]),
        ('Mullah Toor fled. "All is lost," said Gul Zaman. "We wait," he added.', ["Gul Zaman"]),
        ("Rahmani's deputy, Qari Zahid, fled. He is wanted.", ["Qari Zahid"]),
    ],
)
def test_he_is_the_subject(told: Told, text: str, names: list[str]) -> None:
    assert [mention.name for mention in told("person", text) if mention.how == "pronoun"] == names


def test_nobody_is_he_where_nobody_was_told(told: Told) -> None:
    assert told("person", "He left in the night. His men stayed.") == []


def test_an_office_means_the_man_who_has_it(told: Told) -> None:
    mentions = told(
        "person", "Gul Zaman, a trader, met Haji Jan, a tribal elder. The trader left, and the elder stayed."
    )
    assert [mention.name for mention in mentions] == ["Gul Zaman", "Haji Jan", "Gul Zaman", "Haji Jan"]


def test_a_cohort_told_again_is_the_same(told: Told) -> None:
    names = [
        cohort.name
        for cohort in told("cohort", "Six Taliban commanders gave up. The six commanders were tired. They left.")
    ]
    assert names == ["Six Taliban commanders"] * 3


def test_the_nameless_man_of_the_lead_is_he_whom_the_text_names_next(told: Told) -> None:
    mentions = told(
        "person", "A Taliban commander was shot in Ghor.", "Mullah Sattar Ghori, a cousin of the mayor, died at once."
    )
    assert {mention.name for mention in mentions} == {"Mullah Sattar Ghori"}


def test_sentences_are_of_the_body_and_mentions_in_order(reference: Reference) -> None:
    article = article_of("KABUL (AP) - Gul Zaman met six men in Farah on Monday.", "By Our Reporter")
    first, byline = article.paragraphs
    article = replace(article, paragraphs=(first, replace(byline, furniture="byline")))
    [sentence] = mentions_of(article, reference)
    assert article.text[sentence.start : sentence.end].startswith("Gul Zaman")
    assert [mention.kind for mention in sentence.mentions] == ["person", "cohort", "place", "date"]
    for one, other in pairwise(sentence.mentions):
        assert one.end <= other.start
    for mention in sentence.mentions:
        assert article.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "\u2026",
        "'s",
        "-",
        "(",
        "\u0627\u0644\u0642\u0627\u0639\u062f\u0629 said.",
        "12 12 12",
        "Khan Khan Khan",
        "The the the of of",
        '"""',
        "A\u00a0B\u2028C",
        "X" * 5000,
    ],
)
def test_no_text_is_refused(sentences: Sentences, text: str) -> None:
    for sentence in sentences(text or "x", published=""):
        assert sentence.start < sentence.end


def test_without_an_article_its_aliases_and_actors_are_gone(reference: Reference) -> None:
    article = "2017-12_lwj_taliban-touts-defection-of-deputy"
    without = reference.without_source(article)
    known = {person.actor_id for person in reference.persons}
    left = {person.actor_id for person in without.persons}
    assert "abdul-razzaq-mehdi" in known - left
    assert "mullah-omar" in left


def test_faulty_reference_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"persons\.csv"):
        read_reference(tmp_path)
