"""Stories: guided tours through views of the atlas, each sentence with the claims it rests on.

Reads the stories of the seeds, and the tables they are told of. Returns their tables, what is wrong with them, and the
steps as a page tells them. Refuses nothing itself: every fault is a `Problem` with file, line, story, part and
sentence, for whoever builds to raise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

import pandas as pd

from bayah.model import SENTENCES, STEPS_OF_STORY, TABLE, Problem
from bayah.names import did_you_mean
from bayah.query import Tables, read_filters, view, write_filters
from bayah.seeds import Located, SentenceSeed, StepSeed, ToldStep, ToldStory
from bayah.store import typed
from bayah.views import OF_PAGE, PASSING, REPEATED, default, faults_of, page_named, page_names

STORY_TABLES = ("stories", "story_steps", "story_sentences", "story_claims")


@dataclass(frozen=True)
class Sentence:
    """A sentence, and its claims: a row each with claim_id, event_id (of the day), paragraph, publisher, published."""

    text: str
    claims: pd.DataFrame


@dataclass(frozen=True)
class Step:
    """A step as it is told: where it stands in its story, its view, and its sentences.

    `page` is the one of the address ("" is the first page); `params` is the view as its address is written.
    """

    story_id: str
    title: str
    part: int
    n_parts: int
    page: str
    params: dict[str, list[str]]
    heading: str


def problems_of(stories: Sequence[ToldStory], tables: Tables) -> list[Problem]:
    """Everything that is wrong with the stories; ids are looked up in `tables`, as far as those are there."""
    problems = [*_refuse_twice(stories)]
    sources, claims = tables["sources"], tables["claims"]
    published = {source: pd.Timestamp(day).date()
                 for source, day in zip(sources["source_id"], sources["known_date"], strict=True)}
    # An article whose head cannot be read has no day; that is told where it stands.
    known = {str(claim): published.get(source, date.min)
             for claim, source in zip(claims["claim_id"], claims["source_id"], strict=True)}
    for story in stories:
        problems += _refuse_number(story)
        for number, step in enumerate(story.steps, start=1):
            problems += _refuse_step(f"{story.story_id}, part {number}", number, step, tables, known)
    return problems


def _refuse_twice(stories: Sequence[ToldStory]) -> Iterator[Problem]:
    heads = [(story.at, story.head) for story in stories if story.head is not None]
    for what, of_heads in (("story_id", [head.story_id for _, head in heads]),
                           ("position", [head.position for _, head in heads])):
        counts = Counter(of_heads)
        for (at, head), value in zip(heads, of_heads, strict=True):
            if counts[value] > 1:
                yield _problem(at, head.story_id, f"the {what} {value} stands {counts[value]} times",
                               "Give each story its own")


def _refuse_number(story: ToldStory) -> Iterator[Problem]:
    fewest, most = STEPS_OF_STORY
    if not fewest <= len(story.steps) <= most:
        yield _problem(story.at, story.story_id, f"the story has {len(story.steps)} steps",
                       f"Tell it in {fewest} to {most}")


def _refuse_step(where: str, number: int, step: ToldStep, tables: Tables,
                 known: Mapping[str, date]) -> Iterator[Problem]:
    fewest, most = SENTENCES
    if not fewest <= len(step.sentences) <= most:
        yield _problem(step.at, where, f"the step has {len(step.sentences)} sentences", f"Write {fewest} to {most}")
    day = None
    if step.step is not None:
        yield from _refuse_view(where, number, step.at, step.step, tables)
        day = read_filters(step.step.view, tables)[0].known
    for nth, (at, sentence) in enumerate(step.sentences, start=1):
        if sentence is not None:
            yield from _refuse_claims(f"{where}, sentence {nth}", at, sentence, known, day)


def _refuse_view(where: str, number: int, at: Located, step: StepSeed, tables: Tables) -> Iterator[Problem]:
    if step.part != number:
        yield _problem(at, where, f"the part is numbered {step.part}", "Number the steps 1, 2, 3 in their order")
    page = page_named(step.page)
    if page is None:
        yield _problem(at, where, f"unknown page '{step.page}'",
                       did_you_mean(step.page, page_names()) or f"Known: {', '.join(page_names())}")
        return
    for what, todo in faults_of(page, step.view, tables):
        yield _problem(at, where, what, todo)


def _refuse_claims(where: str, at: Located, sentence: SentenceSeed, known: Mapping[str, date],
                   day: date | None) -> Iterator[Problem]:
    if not sentence.claims:
        yield _problem(at, where, "the sentence rests on no claim", "Name its claims, or take it out")
    for claim_id, times in Counter(sentence.claims).items():
        if times > 1:
            yield _problem(at, where, f"the claim {claim_id} stands {times} times", "Name it once")
        if claim_id not in known:
            yield _problem(at, where, f"there is no claim '{claim_id}'",
                           did_you_mean(claim_id, known) or "Name a claim of seeds/articles")
        elif day is not None and known[claim_id] > day:
            yield _problem(at, where, f"the claim {claim_id} was published by {known[claim_id]}, and the view shows "
                           f"what was known on {day}", "Take a claim that was known, or a later `known`")


def _problem(at: Located, where: str, what: str, todo: str) -> Problem:
    return Problem(at.file, at.line, where, what, todo)


def story_tables(stories: Sequence[ToldStory]) -> dict[str, pd.DataFrame]:
    """The four tables of stories that have no faults."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in STORY_TABLES}
    for story in stories:
        if story.head is None:
            continue
        rows["stories"].append(story.head.model_dump())
        for told in story.steps:
            if told.step is None:
                continue
            of_step = {"story_id": story.story_id, "part": told.step.part}
            rows["story_steps"].append({
                **of_step, "page": told.step.page, "view": urlencode(told.step.view, doseq=True),
                "heading": told.step.heading})
            for number, (_, sentence) in enumerate(told.sentences, start=1):
                if sentence is not None:
                    of_sentence = {**of_step, "sentence": number}
                    rows["story_sentences"].append({**of_sentence, "text": sentence.text})
                    rows["story_claims"] += [{**of_sentence, "claim_id": claim} for claim in sentence.claims]
    return {name: typed(pd.DataFrame(of_table, columns=TABLE[name].column_names), name)
            for name, of_table in rows.items()}


def select_stories(tables: Tables) -> pd.DataFrame:
    """The stories in their order (key story_id), each with its number of steps, `n_parts`."""
    steps = tables["story_steps"].groupby("story_id")["part"].max()
    stories = tables["stories"].sort_values("position", ignore_index=True)
    return stories.assign(n_parts=stories["story_id"].map(steps).astype("Int64"))


def select_steps(tables: Tables, story_id: str) -> list[Step]:
    """The steps of a story in their order; none of one that the atlas does not hold."""
    titles = tables["stories"].set_index("story_id")["title"]
    rows = tables["story_steps"]
    rows = rows[rows["story_id"] == story_id].sort_values("part")
    return [_step(row, titles[story_id], len(rows), tables) for row in rows.itertuples()]


def _step(row: Any, title: str, n_parts: int, tables: Tables) -> Step:
    return Step(row.story_id, title, int(row.part), n_parts, page_named(row.page) or "", _params(row, tables),
                row.heading)


def _params(row: Any, tables: Tables) -> dict[str, list[str]]:
    """The view of a step in the form of an address: filters first, without what is at its default."""
    given = parse_qs(row.view) if isinstance(row.view, str) else {}
    params = write_filters(read_filters(given, tables)[0])
    for name in OF_PAGE[page_named(row.page) or ""]:
        values = [value for value in given.get(name, []) if value != default(name)]
        if values:
            params[name] = values
    return params


def select_sentences(tables: Tables, step: Step) -> list[Sentence]:
    """What a step says; the claims carry the `event_id` of today, or of the day that `tables` are a view of."""
    known = view(tables)
    texts, bridge = known["story_sentences"], known["story_claims"]
    mine = (texts["story_id"] == step.story_id) & (texts["part"] == step.part)
    sources = known["sources"][["source_id", "publisher", "published", "title"]]
    claims = known["claims"][["claim_id", "event_id", "source_id", "paragraph", "summary"]].merge(sources)
    told = []
    for row in texts[mine].sort_values("sentence").itertuples():
        of_sentence = bridge[(bridge["story_id"] == step.story_id) & (bridge["part"] == step.part)
                             & (bridge["sentence"] == row.sentence)]
        told.append(Sentence(str(row.text), of_sentence[["claim_id"]].merge(claims, on="claim_id")))
    return told


def changed(step: Step, params: Mapping[str, Sequence[str]]) -> list[str]:
    """The parameters in which a view of the step's page differs from the step's, without what only looks closer.

    The order in which several values of a parameter stand does not matter.
    """
    names = dict.fromkeys([*step.params, *params])
    return [name for name in names if name not in PASSING and _told(name, step.params) != _told(name, params)]


def _told(name: str, params: Mapping[str, Sequence[str]]) -> list[str]:
    values = list(params.get(name, []))
    return sorted(values) if name in REPEATED or len(values) > 1 else values
