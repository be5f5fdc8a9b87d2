"""The claims of an event beside each other: a table with a column a claim and a row a field.

Reads the rows of `evidence.compare_claims` and of `query.select_claims`. Returns HTML in which everything is escaped
(what all tell alike is one cell, what they tell otherwise is marked by a sign and by words), or a frame of plain words.
"""

from __future__ import annotations

import html
from itertools import groupby
from typing import Any

import pandas as pd

from bayah.dates import edtf_words
from bayah.words import teller

FIELD_WORDS = {
    "date": "Date", "place": "Place", "subject": "Who", "object": "The other party", "from_group": "Group left",
    "to_group": "Group joined", "from_leader": "Oath withdrawn from", "to_leader": "Oath given to", "killed": "Killed",
    "injured": "Injured", "count": "People", "role": "Role", "motives": "Why", "asserted_by": "Who says so",
    "modality": "How it is said",
}
_OF_KIND = {("death", "object"): "Killed by", ("affiliation", "to_group"): "Group",
            ("appointment", "to_group"): "Group", ("removal", "from_group"): "Group",
            ("relation", "role"): "How they stand"}
"""Fields that mean something else in some kinds of events."""
FEW = 3
"""Columns that share the width; more of them scroll."""
STANDING_WORDS = {
    "single": "", "agrees": "all agree", "some": "told by {told} of {all}, who agree",
    "fits": "told differently", "differs": "in dispute",
}
_TOLD_DIFFERENTLY = {"asserted_by": "several voices", "modality": "not equally firm"}
SIGNS = {"fits": "≈", "differs": "≠"}
_VALUE_WORDS = {
    "asserted": "as a fact", "reported": "as hearsay", "doubted": "in doubt", "denied": "as untrue",
    "planned": "as planned",
}
_BASIS_WORDS = {"stated": "as stated", "relative": "counted from publication", "context": "from the context"}


def comparison_html(cells: pd.DataFrame, claims: pd.DataFrame, kind: str, ground: str) -> str:
    """The table of one event; `claims` are its claims in the order of the columns, `ground` the colour of the page."""
    heads = "".join(_head(number, claim) for number, claim in enumerate(claims.itertuples(), start=1))
    rows = "".join(_row(field, of_field.set_index("claim_id").loc[claims["claim_id"]], kind)
                   for field, of_field in cells.groupby("field", sort=False))
    size = "few" if len(claims) <= FEW else "many"
    caption = "What the claim tells" if len(claims) == 1 else "What the claims tell, side by side"
    style = f"--ground: {html.escape(ground)}; --columns: {len(claims)}"
    return (f'<div class="comparison {size}" style="{style}" tabindex="0" role="region" aria-label="{caption}"><table>'
            f'<thead><tr><th scope="col">Field</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>')


def comparison_table(cells: pd.DataFrame, claims: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The same as words (key `Field`), with a column a claim, for paper; `Agreement` tells in words what signs tell."""
    rows = []
    for field, of_field in cells.groupby("field", sort=False):
        in_order = of_field.set_index("claim_id").loc[claims["claim_id"]]
        name, words, _ = _told_how(str(field), in_order, kind)
        rows.append([name, words, *(_in_words(str(field), cell) for cell in in_order.itertuples())])
    heads = [f"Claim {number}: {claim.publisher}, {edtf_words(claim.published)}"
             for number, claim in enumerate(claims.itertuples(), start=1)]
    return pd.DataFrame(rows, columns=["Field", "Agreement", *heads])


def _in_words(field: str, cell: Any) -> str:
    said, side = _said(field, cell), _side(cell)
    note = _note(field, cell, said) if said else ""
    return f"{f'Side {side}: ' if side else ''}{said or 'not told'}{f' ({note})' if note else ''}"


def _told_how(field: str, cells: pd.DataFrame, kind: str) -> tuple[str, str, str]:
    """What a field is called, whether the claims agree on it, and how they stand in one word."""
    standing = cells["standing"].iloc[0]
    words = STANDING_WORDS[standing].format(told=cells["n_told"].iloc[0], all=len(cells))
    if standing == "fits":
        words = _TOLD_DIFFERENTLY.get(field, words)
    return _OF_KIND.get((kind, field), FIELD_WORDS[field]), words, standing


def _head(number: int, claim: Any) -> str:
    return (f'<th scope="col"><b>Claim {number}</b><small><bdi>{html.escape(claim.publisher)}</bdi>, '
            f"{html.escape(edtf_words(claim.published))}</small></th>")


def _row(field: str, cells: pd.DataFrame, kind: str) -> str:
    """One field: equal neighbours are joined, unless they stand on different sides."""
    name, words, standing = _told_how(field, cells, kind)
    sign = f'<span class="sign" aria-hidden="true">{SIGNS[standing]}</span> ' if standing in SIGNS else ""
    told = f"<small>{sign}{words}</small>" if words else ""
    runs = [list(run) for _, run in groupby(cells.itertuples(), key=lambda cell: (_said(field, cell), _side(cell)))]
    return (f'<tr class="{standing}"><th scope="row">{name}{told}</th>'
            f'{"".join(_cell(field, run) for run in runs)}</tr>')


def _cell(field: str, run: list[Any]) -> str:
    """What one claim, or several beside each other, tell."""
    span = f' colspan="{len(run)}"' if len(run) > 1 else ""
    said = _said(field, run[0])
    if not said:
        return f'<td{span} class="untold"><div>not told</div></td>'
    notes = dict.fromkeys(_note(field, cell, said) for cell in run)
    note = "; ".join(f"<bdi>{html.escape(text)}</bdi>" for text in notes if text)
    side = _side(run[0])
    return (f'<td{span}><div>{f"<b>Side {side}:</b> " if side else ""}<bdi dir="auto">{html.escape(said)}</bdi>'
            f'{f"<small>{note}</small>" if note else ""}</div></td>')


def _side(cell: Any) -> int | None:
    return None if pd.isna(cell.side) else int(cell.side)


def _said(field: str, cell: Any) -> str:
    if not isinstance(cell.value, str):
        return ""
    if field == "asserted_by":
        return teller(cell.value)
    return _VALUE_WORDS[cell.value] if field == "modality" else cell.value


def _note(field: str, cell: Any, said: str) -> str:
    """How the date is known, or the name as the article writes it, where it writes it otherwise."""
    if field == "date":
        return _BASIS_WORDS[cell.note]
    if field in ("killed", "injured", "count"):
        return cell.note
    return f"written “{cell.note}”" if cell.note and cell.note.casefold() != said.casefold() else ""
