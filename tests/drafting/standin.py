"""An engine that stands in for the real one: quick, and easily told what it does."""

import os
import re
import time
from pathlib import Path

from bayah.drafting.contract import Draft, DraftClaim, ProposedActor
from bayah.model import BayahError


def make_standin(root):
    """An engine that drafts a pledge for every sentence that says `swore`."""
    return draft


def make_slow(root):
    """The same, a little slower, and noting in BAYAH_DRAFTED how often it is asked."""

    def slowly(article):
        time.sleep(0.05)
        with Path(os.environ["BAYAH_DRAFTED"]).open("a", encoding="utf-8") as log:
            log.write(f"{article.name}\n")
        return draft(article)

    return slowly


def make_broken(root):
    """An engine that breaks on some articles."""

    def breaking(article):
        if "breaks" in article.text:
            raise ValueError("a fault of the engine")
        return draft(article)

    return breaking


def make_tired(root):
    """An engine that ends the run at its fourth article, as one whose server is gone."""
    drafted = []

    def tiring(article):
        drafted.append(article.name)
        if len(drafted) == 4:
            raise BayahError("the fourth article is too much")
        return draft(article)

    return tiring


def draft(article):
    claims, named = [], []
    for paragraph in article.paragraphs:
        if paragraph.furniture:
            continue
        for found in re.finditer(r"(\S+ \S+) swore .*?\.", article.text[paragraph.start:paragraph.end]):
            named.append(found[1])
            claims.append(DraftClaim(
                paragraph=str(paragraph.number), kind="pledge", subject=found[1], to_group="Taliban",
                to_group_id="afghan-taliban", evidence_start=paragraph.start + found.start(),
                evidence_end=paragraph.start + found.end(), confidence=0.8, rule="swore", motives=("money", "conduct"),
                provinces=("AF-NAN",), summary=f"{found[1]} swears to the Taliban."))
    return Draft(article, "rules 1", tuple(claims), tuple(ProposedActor("person", name) for name in sorted(set(named))))
