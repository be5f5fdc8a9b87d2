"""Which paragraphs of a page are the article, and which stand round it.

Reads the rules of `data/furniture.yml`. Returns for each paragraph why it is not read ("title", "byline", "comment",
"tags" …), empty if it is part of the article. Refuses nothing, and keeps what it is not sure of: a paragraph of the
article that is thrown away takes its claims with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bayah.drafting.texts import SENTENCE_END

TITLE, HEADING, BYLINE, DATE, BIOGRAPHY = "title", "heading", "byline", "date", "biography"
COMMENT, MENU, LANGUAGE = "comment", "menu", "not in Latin letters"
_BULLET = re.compile(r"^\s*[•*·▪◦‣-]\s+")
_BEFORE, _AFTER, _EMPHASIS = " \t\n>#•*·▪◦‣_-", " \t\n*_#", re.compile(r"[*_]{2,}")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*]+\*\*\s*$|__[^_]+__\s*$)")
_NAME, _SAYING = re.compile(r"[^\W\d_]{3,}"), {"says", "said", "wrote", "writes", "commented", "ago", "years", "the"}
_LATIN, _LETTER = re.compile(r"[A-Za-zÀ-ɏ]"), re.compile(r"[^\W\d_]")
_LEAST_PROSE, _LONG_PROSE = 8, 25
"""Words from which a paragraph is prose: one that ends as a sentence does, and any."""
_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_LEAD, _LONGEST_TEASER, _LONGEST_MENU = 30, 12, 40, 30, 4
_LONGEST_FURNITURE = 800
"""Characters."""
_SOON, _BEFORE_COMMENTS = 4, 50
"""Paragraphs within which another sign of comments must follow; words of the article that stand before comments."""


@dataclass(frozen=True)
class _Rule:
    reason: str
    pattern: re.Pattern[str]
    most_words: int
    where: str
    opens_list: bool


@dataclass(frozen=True)
class _Rules:
    anywhere: tuple[_Rule, ...]
    head: tuple[_Rule, ...]
    tail: tuple[_Rule, ...]
    sure: re.Pattern[str]
    counted: re.Pattern[str]
    weak: re.Pattern[str]
    writer: re.Pattern[str]
    sign: re.Pattern[str]


@dataclass(frozen=True)
class _Block:
    """A paragraph as the rules see it: without marks of a list or of emphasis, on one line."""

    raw: str
    flat: str
    words: int

    @property
    def is_prose(self) -> bool:
        return self.words >= _LONG_PROSE or (self.words >= _LEAST_PROSE and self.is_ended)

    @property
    def is_ended(self) -> bool:
        return bool(SENTENCE_END.search(self.flat))


def mark(paragraphs: Sequence[str], title: str = "") -> list[str]:
    """For each paragraph why it is not read, empty if it is part of the article; `title`: of the page, if known."""
    rules = _rules()
    blocks = [_block(text) for text in paragraphs]
    reasons = [_alone(block, rules.anywhere) for block in blocks]
    end = _end(blocks, reasons, rules)
    reasons[end:] = [COMMENT] * (len(blocks) - end)
    _mark_lists(blocks, reasons, rules)
    _mark_head(blocks, reasons, rules, title)
    _mark_headings(blocks, reasons)
    _mark_tail(blocks, reasons, rules)
    return reasons


def line_of_title(paragraph: str) -> str:
    """The title out of its paragraph, which may hold a byline and a date in further lines."""
    return _flat(paragraph.strip().split("\n")[0])


@cache
def _rules() -> _Rules:
    document = yaml.safe_load((files("bayah.drafting") / "data" / "furniture.yml").read_text(encoding="utf-8"))
    rules = [_Rule(rule["reason"], _any_of(rule["patterns"]), rule.get("most_words", 25), rule.get("where", "anywhere"),
                   rule.get("opens_list", False)) for rule in document["rules"]]
    placed: dict[str, Any] = {where: tuple(rule for rule in rules if rule.where == where)
                              for where in ("anywhere", "head", "tail")}
    placed |= {name: _any_of(patterns) for name, patterns in document["comments"].items()}
    return _Rules(**placed)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _flat(text: str) -> str:
    """The text without marks of lists, headings and emphasis, on one line."""
    bare = text.lstrip(_BEFORE).rstrip(_AFTER)
    return " ".join((_EMPHASIS.sub("", bare) if "**" in bare or "__" in bare else bare).split())


def _block(raw: str) -> _Block:
    flat = _flat(raw)
    return _Block(raw, flat, flat.count(" ") + 1 if flat else 0)


def _alone(block: _Block, rules: Sequence[_Rule]) -> str:
    """The reason of the first rule that the paragraph fits by itself."""
    for rule in rules if len(block.flat) <= _LONGEST_FURNITURE else ():
        if block.words <= rule.most_words and rule.pattern.fullmatch(block.flat or block.raw.strip()):
            return rule.reason
    return LANGUAGE if _is_foreign(block.flat) else ""


def _is_foreign(text: str) -> bool:
    """Whether most of its first letters are not Latin."""
    if text.isascii():
        return False
    letters = len(_LETTER.findall(text[:400]))
    return letters > 0 and 2 * len(_LATIN.findall(text[:400])) < letters


def _end(blocks: Sequence[_Block], reasons: Sequence[str], rules: _Rules) -> int:
    """The number of the first paragraph of the comments; the number of paragraphs if there are none."""
    before, total = 0, sum(block.words for block, reason in zip(blocks, reasons, strict=True) if not reason)
    signs = [number for number, block in enumerate(blocks) if _is_sign(block, rules)]
    for number, block in enumerate(blocks):
        after = total - before
        if block.words <= _LONG_PROSE and before and _begins_comments(
                number, blocks, reasons, rules, signs, before, after):
            return number
        before += 0 if reasons[number] else block.words
    return len(blocks)


def _begins_comments(number: int, blocks: Sequence[_Block], reasons: Sequence[str], rules: _Rules,
                     signs: Sequence[int], before: int, after: int) -> bool:
    """Whether comments begin with the paragraph.

    `signs` are paragraphs that stand among comments only; `before`, `after` words of what looks like the article.
    """
    block = blocks[number]
    if rules.sure.fullmatch(block.flat):
        return before >= _BEFORE_COMMENTS or after < before
    is_counted = bool(rules.counted.fullmatch(block.flat))
    if is_counted and after < before / 2:
        return True
    if is_counted or rules.weak.fullmatch(block.flat):
        return before >= _BEFORE_COMMENTS and bool(signs) and signs[-1] > number
    return _is_writer(number, blocks, reasons, rules)


def _is_writer(number: int, blocks: Sequence[_Block], reasons: Sequence[str], rules: _Rules) -> bool:
    """Whether the paragraph says who wrote a comment: in a list, with its time below, or soon followed by others.

    Whom the article names writes none, unless furniture stands between it and him.
    """
    first, *further = map(_flat, blocks[number].raw.strip().split("\n"))
    if any(rules.sign.fullmatch(line) for line in further) and first.count(" ") < _LONGEST_MENU:
        return True
    if not rules.writer.fullmatch(first):
        return False
    name = set(_NAME.findall(first.casefold())) - _SAYING
    is_named = any(word in earlier.flat.casefold() for word in name for earlier in blocks[:number])
    if is_named and not reasons[number - 1]:
        return False
    soon = blocks[number + 1:number + 1 + _SOON]
    return bool(_BULLET.match(blocks[number].raw)) or any(_is_sign(later, rules) for later in soon)


def _is_sign(block: _Block, rules: _Rules) -> bool:
    return block.words <= _LONG_PROSE and any(
        pattern.fullmatch(block.flat) for pattern in (rules.sign, rules.sure, rules.writer))


def _mark_lists(blocks: Sequence[_Block], reasons: list[str], rules: _Rules) -> None:
    """Mark the headlines under "Related stories" and the like; their teasers too, where the article is over.

    It is over if what follows has no paragraph longer than a teaser, and no more sentences than headlines.
    """
    opening = {rule.reason for rule in rules.anywhere if rule.opens_list}
    headlines = [block.words <= _LONGEST_TITLE and not block.is_ended for block in blocks]
    is_over = _over(blocks, reasons, headlines)
    under, takes_all = "", False
    for number, block in enumerate(blocks):
        if reasons[number] in opening and ":" not in block.flat[:-1]:
            under, takes_all = reasons[number], is_over[number]
        elif not reasons[number] and under and (takes_all or headlines[number]):
            reasons[number] = under
        elif not reasons[number]:
            under = ""


def _over(blocks: Sequence[_Block], reasons: Sequence[str], headlines: Sequence[bool]) -> list[bool]:
    """Whether from each paragraph on there is nothing but headlines and teasers, which are no more than they."""
    over, sentences, longest = [False] * len(blocks), 0, 0
    for number in reversed(range(len(blocks))):
        if not reasons[number]:
            sentences += -1 if headlines[number] else 1
            longest = max(longest, blocks[number].words)
        over[number] = sentences <= 0 and longest <= _LONGEST_TEASER
    return over


def _mark_head(blocks: Sequence[_Block], reasons: list[str], rules: _Rules, title: str) -> None:
    """Mark title and menus above the first paragraph of prose, and byline and date, which a lead may stand above."""
    body = [n for n, block in enumerate(blocks) if not reasons[n] and block.is_prose]
    if not body:
        return
    has_lead = len(body) > 1 and blocks[body[0]].words <= _LONGEST_LEAD
    for number in range(body[has_lead]):
        reasons[number] = reasons[number] or _alone(blocks[number], rules.head)
    open_ = [n for n in range(body[0]) if not reasons[n]]
    chosen = _title_among(open_, blocks, reasons, title)
    for number in open_:
        if number == chosen:
            reasons[number] = TITLE
        elif blocks[number].words <= _LONGEST_MENU and not blocks[number].is_ended:
            reasons[number] = MENU
    if title and _flat(title).casefold() == blocks[body[0]].flat.casefold():
        reasons[body[0]] = TITLE


def _mark_headings(blocks: Sequence[_Block], reasons: list[str]) -> None:
    for number, block in enumerate(blocks):
        if not reasons[number] and _HEADING.match(block.raw) and block.words <= _LONGEST_HEADING and not block.is_ended:
            reasons[number] = HEADING


def _title_among(numbers: Sequence[int], blocks: Sequence[_Block], reasons: Sequence[str], title: str) -> int:
    """Which paragraph above the prose is the title, -1 if none: as told, a heading, above a byline, the longest."""
    told = _flat(title).casefold()
    lines = {n: line_of_title(blocks[n].raw) for n in numbers}
    tests: list[Callable[[int], bool]] = [
        lambda n: bool(told) and lines[n].casefold() == told,
        lambda n: blocks[n].raw.lstrip().startswith("#"),
        lambda n: reasons[n + 1] in (BYLINE, DATE),
        lambda n: not SENTENCE_END.search(lines[n]) or lines[n].endswith(("?", "!")),
        lambda n: True]
    for fits in tests:
        if fitting := [n for n in numbers if fits(n) and len(lines[n].split()) <= _LONGEST_TITLE]:
            return max(fitting, key=lambda n: (len(lines[n].split()), -n))
    return -1


def _mark_tail(blocks: Sequence[_Block], reasons: list[str], rules: _Rules) -> None:
    """Mark biographies, bylines and menus below the last paragraph of the article, from the end upwards."""
    body = [number for number, reason in enumerate(reasons) if not reason]
    listed = _listed(blocks)
    for number in reversed(body[1:]):
        block = blocks[number]
        is_menu = block.words <= _LONGEST_MENU and not block.is_ended and not listed[number]
        reason = _alone(block, rules.tail) or (MENU if is_menu else "")
        who = block.flat.split(" ")[0]
        if not reason or (reason == BIOGRAPHY and any(who in blocks[n].flat for n in body if n < number)):
            return
        reasons[number] = reason


def _listed(blocks: Sequence[_Block]) -> list[bool]:
    """Whether each paragraph stands in a list of a few words each that a paragraph ending in a colon opens."""
    listed, is_open = [], False
    for block in blocks:
        listed.append(is_open)
        if block.words > _LONGEST_MENU:
            is_open = block.flat.endswith(":")
    return listed
