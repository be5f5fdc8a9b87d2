"""How good the rule engine is on articles of which it knew nothing: what `make score` measures.

Reads the coded articles with their texts (folder of texts, by `text_sha256`), the invented articles under
`tests/fixtures/gold`, and the codings of the two coders. Returns `Results` and the curve of calibration. Each coded
article is drafted without the aliases and actors that it alone has. Refuses gold that `bayah score` refuses.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from bayah.agreement import CODERS, read_codings
from bayah.drafting.calibration import Curve, Judged, fit, leave_one_out
from bayah.drafting.comparing import KnownNames
from bayah.drafting.contract import Article, Draft
from bayah.drafting.engine import draft
from bayah.drafting.reading import Given, article_of
from bayah.drafting.reference import Reference, read_reference
from bayah.drafting.results import BINS, Results
from bayah.drafting.score import SCORES, Score, Told, matched, read_coding, score, told_of
from bayah.model import PARTS
from bayah.seeds import article_files

INVENTED = Path("tests/fixtures/gold")
_EDGES = [number / 10 for number in range(11)]


@dataclass(frozen=True)
class Sample:
    """An article with its gold, and the reference tables as they are to somebody who has not read it."""

    article: Article
    gold: Sequence[Told]
    reference: Reference


def texts_folder(root: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the texts of the coded articles lie, which are not the project's: as BAYAH_TEXTS says, or beside it."""
    return Path(environment.get("BAYAH_TEXTS") or root.parent / "shared" / "articles")


def coded_samples(root: Path, texts: Path) -> list[Sample]:
    """The coded articles whose text lies in the folder, by name."""
    files = [path.read_bytes() for path in sorted(texts.glob("*.txt"))]
    found = {hashlib.sha256(text).hexdigest(): text for text in files}
    reference = read_reference(root)
    samples = []
    for path in article_files(root):
        head = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (all scalars as text)
        if raw := found.get(head["text_sha256"]):
            source = head["source_id"]
            given = Given(published=head["published"], title=head["title"], source_id=source)
            samples.append(Sample(article_of(source, ".txt", raw, given), read_coding(path),
                                  reference.without_source(source)))
    return samples


def invented_samples(root: Path) -> list[Sample]:
    """The invented articles, by name."""
    reference = read_reference(root)
    samples = []
    for path in sorted((root / INVENTED).glob("*.txt")):
        about = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        given = Given(published=about["published"], title=about["title"], publisher=about["publisher"])
        samples.append(Sample(article_of(path.stem, ".txt", path.read_bytes(), given),
                              read_coding(path.with_suffix(".csv")), reference))
    return samples


def measure(root: Path, texts: Path) -> tuple[Results, Mapping[str, Curve]]:
    """Draft every sample and compare it with its gold; of the coded articles those whose text lies in the folder."""
    known = KnownNames(root)
    sets = {"coded": coded_samples(root, texts), "invented": invented_samples(root)}
    measured = {name: _score(samples, known) for name, samples in sets.items() if samples}
    first, second = _coders(root)
    measured["coders"] = score(first, second, known)
    judged = [row for samples in sets.values() for sample in samples for row in _judged(sample, known)]
    rows = {name: found.rows.assign(n_articles=len(found.articles)) for name, found in measured.items()}
    return Results(_stacked(rows)[["measured_on", "n_articles", *SCORES]],
                   _stacked({name: found.shares for name, found in measured.items()}),
                   reliability(leave_one_out(judged))), fit(judged)


def reliability(held: Iterable[tuple[float, bool]]) -> pd.DataFrame:
    """Drafts in ten bins of their probability (key low), as `Results.calibration`; empty bins are left out."""
    frame = pd.DataFrame(held, columns=["probability", "accepted"])
    low = pd.cut(frame["probability"], _EDGES, labels=_EDGES[:-1], right=False).astype(float).fillna(_EDGES[-2])
    bins = frame.groupby(low).agg(n=("accepted", "size"), n_accepted=("accepted", "sum"),
                                  mean=("probability", "mean"), accepted=("accepted", "mean"))
    return bins.round(4).rename_axis("low").reset_index().assign(
        high=lambda rows: (rows["low"] + 0.1).round(1))[list(BINS)]


def _score(samples: Sequence[Sample], known: KnownNames) -> Score:
    drafted = [told for sample in samples for told in told_claims(draft(sample.article, sample.reference))]
    return score([claim for sample in samples for claim in sample.gold], drafted, known)


def _judged(sample: Sample, known: KnownNames) -> Iterator[Judged]:
    """Every claim that the engine thought of, with its raw score; accepted where the gold holds it with its sides."""
    made = draft(sample.article, sample.reference, keep_all=True)
    told = told_claims(made)
    accepted = {id(found) for _, found in matched(sample.gold, told, known, "sides", "middle")}
    for claim, compared in zip(made.claims, told, strict=True):
        yield Judged(sample.article.name, claim.confidence, claim.kind, id(compared) in accepted)


def told_claims(made: Draft) -> list[Told]:
    """A draft's claims as they are compared."""
    return [told_of({
        "source": made.article.name, "paragraph": claim.paragraph, "kind": claim.kind, "date": claim.date,
        "provinces": ";".join(claim.provinces), "place": claim.place, "modality": claim.modality,
        **{column: getattr(claim, column) for part in PARTS for column in (part, f"{part}_id")}})
        for claim in made.claims]


def _coders(root: Path) -> list[list[Told]]:
    """The claims of the first and of the second coder; cohorts, to whom they gave no ids, stand by name."""
    codings, _ = read_codings(root)
    return [[told_of({str(column): "" if cell == "cohort" else cell for column, cell in row.items()}
                     | {"source": source})
             for source, of_coder in sorted(codings.items()) for row in of_coder[coder].to_dict("records")]
            for coder in CODERS]


def _stacked(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, names=["measured_on"]).reset_index(level=0).reset_index(drop=True)
