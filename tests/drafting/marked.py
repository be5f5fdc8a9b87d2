"""Sentences with their mentions marked by hand: `{P Khan} joined {G ISKP} in {D 2014}`, so that frames are tested
alone.
"""

from __future__ import annotations

import hashlib
import re

from bayah.drafting.contract import Article, Mention, Paragraph, Sentence

_MARK = re.compile(r"\{([PGCLODN]) ([^{}|]*)(?:\|([^{}]*))?\}")
_KINDS = {"P": "person", "G": "group", "C": "cohort", "L": "place", "O": "office", "D": "date", "N": "number"}


def article_of(text: str) -> Article:
    """An article of one paragraph, published on 1 June 2020."""
    return Article("test", "test", "", (), "", "2020-06-01", "stated", "", "", "en", text,
                   hashlib.sha256(text.encode()).hexdigest(), (Paragraph(1, 0, len(text)),))


def read_marked(marked: str) -> tuple[Article, list[Sentence]]:
    """An article of one sentence, and the sentence. After a bar stands the group of a man or cohort, or a place's
    province.
    """
    text, mentions, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at:match.start()]
        letter, words, more = match.group(1), match.group(2), match.group(3) or ""
        start = len(text)
        text += words
        at = match.end()
        number = re.match(r"\d+", words)
        mentions.append(Mention(
            start, len(text), _KINDS[letter], words, "new", name=words, group=more if letter in "PCO" else "",
            role=words if letter == "O" else "", date=more or words if letter == "D" else "",
            date_basis="stated" if letter == "D" else "", provinces=(more,) if letter == "L" and more else (),
            place=words if letter == "L" else "", count_min=int(number.group()) if letter == "C" and number else None))
    text += marked[at:]
    return article_of(text), [Sentence(1, 0, len(text), tuple(mentions))]
