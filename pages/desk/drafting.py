"""An article given on the desk becomes a draft."""

from __future__ import annotations

from pathlib import Path

from bayah.drafting.engines import make_rules
from bayah.drafting.files import write_draft, write_text
from bayah.drafting.reading import Given, article_of
from bayah.review import ReviewError
from bayah.seeds import DRAFTS


def draft_article(name: str, suffix: str, raw: bytes, given: dict[str, str], root: Path, texts: Path) -> str:
    """Draft an article and put the draft where reviews find it, its text into the folder of texts; its source_id.

    Raises: ReadingError; DateError; ReviewError where another draft of the article is there already.
    """
    article = article_of(name, suffix, raw, Given(**given), file="the article")
    made = make_rules(root)(article)
    drafts = root / DRAFTS
    for folder in (drafts, texts):
        folder.mkdir(parents=True, exist_ok=True)
    if not write_draft(made, drafts):
        raise ReviewError(f"There is another draft of {article.source_id} already. Review that one, or give another "
                          "title.")
    write_text(made, texts)
    return article.source_id
