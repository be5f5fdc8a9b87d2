import pytest

from bayah.drafting.language import fold, pipeline, sentences_of, words_of


def _split(text: str) -> list[str]:
    words = words_of(text)
    return [text[words.starts[first] : words.ends[end - 1]] for first, end in sentences_of(words)]


@pytest.mark.parametrize(
    "text",
    [
        "Maj. Gen. Asif Ghafoor spoke to Lt. Col. Baryal of the U.S. Army on Nov. 30 about it.",
        "Dr. Gul and R. Khan met Mr. Zaman vs. Qari Zahid at 10 a.m. in the town.",
        "He waited … and nobody came.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    assert _split(text) == [text]


def test_sentences_keep_their_closing_quotes() -> None:
    assert _split('"We fled." They left for Khost. Why? Nobody knows.') == [
        '"We fled."',
        "They left for Khost.",
        "Why?",
        "Nobody knows.",
    ]


def test_a_letter_behind_a_hyphen_is_no_initial() -> None:
    assert _split('He joined "ISIL-K." In May R. Khan left IS-K. They met.') == [
        'He joined "ISIL-K."',
        "In May R. Khan left IS-K.",
        "They met.",
    ]


def test_an_abbreviation_at_the_end_of_a_sentence_ends_it() -> None:
    assert _split("They flew to the U.S. The army stayed.") == ["They flew to the U.S.", "The army stayed."]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Gen. Khan can't, cannot and won't go; al-Qaeda's Wali-ur-Rehman (TTP), 45, left Da'esh…",
        "In mid-2015 the U.S.-led force paid $3m, 1,500 men at 9pm.\tIt's \u201cover\u201d, Abu Bakr\u2019s men said.",
    ],
)
def test_words_are_those_of_the_tokenizer(text: str) -> None:
    tokens = [token for token in pipeline()(text) if not token.is_space]
    words = words_of(text, offset=7)
    assert words.texts == [token.text for token in tokens]
    assert words.starts == [token.idx + 7 for token in tokens]
    assert words.ends == [token.idx + len(token) + 7 for token in tokens]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mansour", "Mansoor", "Mansur"),
        ("Faqir", "Faqeer"),
        ("Rauf", "Raouf"),
        ("Tehreek", "Tehrik"),
        ("Qaeda", "Qaida"),
        ("Khorasan", "Khurasan"),
    ],
)
def test_transliterations_meet_in_one_form(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_other_names_do_not_meet() -> None:
    assert len({fold(name) for name in ("Salim", "Salam", "Hamid", "Hamad", "Karim", "Karam", "Kunar", "Kunduz")}) == 8
