"""How far two coders agree who did not see each other's work.

Reads `seeds/codings/<coder>/<source_id>.csv`: an article as one coder coded it, before differences were settled.
Returns the table `agreement`. Refuses files without the columns of the codebook, and an article that only one of them
coded.

The unit is not given: each coder decides what is a claim. So claims are first matched (those that tell of one fact,
at most one to one, the best matching overall), which gives F1 for the finding of claims; on the matched ones the
columns are compared, by Krippendorff's alpha for nominal data (Krippendorff, Content Analysis, 4th ed. 2018, ch. 12),
since chance agreement differs from column to column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import krippendorff
import networkx as nx
import pandas as pd
from rapidfuzz import fuzz

from bayah.dates import can_meet, parse_date
from bayah.model import TABLE, DateError, Problem, split_list
from bayah.names import normalise
from bayah.store import typed

CODERS = ("first", "second")
COMPARED = (
    "kind", "subject_id", "object_id", "from_group_id", "to_group_id", "from_leader_id", "to_leader_id", "role",
    "motives", "count", "killed", "date", "date_basis", "provinces", "countries", "asserted_by", "modality",
)
"""The columns compared; `count` and `killed` stand for their two ends."""
NEEDED = ("claim_id", "paragraph", "kind", "subject", "subject_id", "date", "date_basis", "asserted_by", "modality",
          "summary")
ACTORS = COMPARED[1:7]
SAME_FACT = 4.0
"""How much two claims must have in common to tell of one fact (`likeness`)."""
ALL = "all"
_PARAGRAPH = re.compile(r"[1-9]\d*(-[1-9]\d*)?")
Matched = list[tuple[Any, Any]]


def read_codings(root: Path) -> tuple[dict[str, dict[str, pd.DataFrame]], list[Problem]]:
    """For each article the claims of each coder (cells as text), and what is wrong in the files."""
    found: dict[str, dict[str, pd.DataFrame]] = {}
    problems: list[Problem] = []
    for coder in CODERS:
        for path in sorted((root / "seeds" / "codings" / coder).glob("*.csv")):
            name = path.relative_to(root).as_posix()
            try:
                claims = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
            except (ValueError, OSError) as error:
                problems.append(Problem(name, 0, "", f"is not CSV ({error})", "Write it as UTF-8 CSV"))
                continue
            if missing := [column for column in NEEDED if column not in claims]:
                problems.append(Problem(name, 1, "", f"has no column {', '.join(missing)}",
                                        "See docs/adding-an-article.md"))
                continue
            places = zip(claims["claim_id"], claims["paragraph"], strict=True)
            problems += [Problem(name, line, claim_id, f"'{told}' is no paragraph", "Write 4 or 4-5")
                         for line, (claim_id, told) in enumerate(places, start=2) if not _PARAGRAPH.fullmatch(told)]
            dates = zip(claims["claim_id"], claims["date"], strict=True)
            problems += [Problem(name, line, claim_id, f"'{told}' is not a date of the codebook", "Mend it")
                         for line, (claim_id, told) in enumerate(dates, start=2) if not _is_date(told)]
            found.setdefault(path.stem, {})[coder] = claims
    problems += [Problem(f"seeds/codings/{coder}/{source}.csv", 0, "", "is missing, and the other coder's is there",
                         "Add it, or take the other one away")
                 for source, of_coder in found.items() for coder in CODERS if coder not in of_coder and not problems]
    return found, problems


def measure(codings: dict[str, dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """The table `agreement` (key source_id, column, value) over articles coded by both."""
    rows: list[dict[str, Any]] = []
    pooled: list[tuple[list[Any], list[Any], Matched]] = []
    for source, of_coder in sorted(codings.items()):
        first, second = (_claims(of_coder[coder]) for coder in CODERS)
        pooled.append((first, second, match(first, second)))
        rows += _figures(source, [pooled[-1]])
    if pooled:
        rows += _figures(ALL, pooled)
    frame = pd.DataFrame(rows, columns=TABLE["agreement"].column_names)
    return typed(frame, "agreement").sort_values(list(TABLE["agreement"].key), ignore_index=True)


def match(first: Sequence[Any], second: Sequence[Any]) -> Matched:
    """Pairs of claims that tell of one fact: at most one to one, so that as much as possible is in common overall."""
    return pair_off(first, second, likeness, SAME_FACT)


def pair_off(first: Sequence[Any], second: Sequence[Any], like: Callable[[Any, Any], float], least: float) -> Matched:
    """Pairs that are `like` one another by `least` or more: at most one to one, and by the largest sum overall."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for a, one in enumerate(first):
        for b, other in enumerate(second):
            if (weight := like(one, other)) >= least:
                graph.add_edge(("first", a), ("second", b), weight=weight)
    pairs = [{end[0]: end[1] for end in edge} for edge in nx.max_weight_matching(graph)]
    return [(first[pair["first"]], second[pair["second"]]) for pair in sorted(pairs, key=lambda pair: pair["first"])]


def likeness(one: Any, other: Any) -> float:
    """Points for what two claims share: up to 4 the actors in any part, up to 3 the wording of the summaries, 1.5 the
    kind.

    Claims of paragraphs that do not meet tell of two facts. Nothing else counts, so that the columns can differ
    freely.
    """
    if not _paragraphs(one) & _paragraphs(other):
        return 0.0
    actors = [{getattr(claim, part) for part in ACTORS} - {""} for claim in (one, other)]
    shared = len(actors[0] & actors[1]) / max(len(actors[0] | actors[1]), 1)
    wording = float(fuzz.token_sort_ratio(one.summary, other.summary)) / 100
    return 4 * shared + 3 * wording + (1.5 if one.kind == other.kind else 0.0)


def _figures(source: str, pooled: Sequence[tuple[list[Any], list[Any], Matched]]) -> list[dict[str, Any]]:
    first = [claim for claims, _, _ in pooled for claim in claims]
    second = [claim for _, claims, _ in pooled for claim in claims]
    matched = [pair for _, _, pairs in pooled for pair in pairs]
    rows = [_found(source, ALL, first, second, matched)]
    if source == ALL:
        rows += [_found(source, kind, [claim for claim in first if claim.kind == kind],
                        [claim for claim in second if claim.kind == kind],
                        [pair for pair in matched if pair[0].kind == pair[1].kind == kind])
                 for kind in sorted({claim.kind for claim in first + second})]
    for column in COMPARED:
        cells = [(getattr(one, column), getattr(other, column)) for one, other in matched]
        rows.append(_row(source, column, ALL, "alpha", _alpha(cells), first, second, matched))
        equal = sum(one == other for one, other in cells) / len(cells) if cells else None
        rows.append(_row(source, column, "equal", "share", equal, first, second, matched))
    meeting = [can_meet(parse_date(one.date), parse_date(other.date)) for one, other in matched]
    rows.append(_row(source, "date", "can meet", "share", sum(meeting) / len(meeting) if meeting else None,
                     first, second, matched))
    return rows


def _found(source: str, kind: str, first: list[Any], second: list[Any], matched: Matched) -> dict[str, Any]:
    score = 2 * len(matched) / (len(first) + len(second)) if first or second else None
    return _row(source, "claims", kind, "f1", score, first, second, matched)


def _row(source: str, column: str, value: str, measure: str, figure: float | None, first: Sequence[Any],
         second: Sequence[Any], matched: Matched) -> dict[str, Any]:
    return {"source_id": source, "column": column, "value": value, "measure": measure,
            "agreement": None if figure is None else round(figure, 4),
            "n_first": len(first), "n_second": len(second), "n_matched": len(matched)}


def _alpha(cells: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha of two coders over nominal cells; None where nothing varies."""
    domain = sorted({cell for pair in cells for cell in pair})
    if len(domain) < 2:
        return None
    code = {cell: number for number, cell in enumerate(domain)}
    data = [[code[pair[coder]] for pair in cells] for coder in (0, 1)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _claims(frame: pd.DataFrame) -> list[Any]:
    """The claims with cells in a form that can be compared: lists sorted, text without case, ranges in one cell."""
    ends = [f"{what}_{end}" for what in ("count", "killed") for end in ("min", "max")]
    plain = frame.reindex(columns=sorted({*frame.columns, *COMPARED, *ends}), fill_value="")
    for what in ("count", "killed"):
        pairs = zip(plain[f"{what}_min"], plain[f"{what}_max"], strict=True)
        plain[what] = [f"{low}-{high}" if low or high else "" for low, high in pairs]
    in_form: dict[str, Callable[[str], str]] = {"role": normalise, "asserted_by": normalise}
    in_form |= dict.fromkeys(("motives", "provinces", "countries"), lambda cell: ";".join(sorted(split_list(cell))))
    for column, form in in_form.items():
        plain[column] = plain[column].map(form)
    return list(plain.itertuples(index=False, name="Coded"))


def _paragraphs(claim: Any) -> set[int]:
    first, _, last = claim.paragraph.partition("-")
    return set(range(int(first), int(last or first) + 1))


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except DateError:
        return False
    return True
