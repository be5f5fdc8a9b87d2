"""The text of HTML pages and Markdown files, and what they say of their article.

Reads text. Returns `Content`: of a page what trafilatura takes for its article, without navigation and comments; of
Markdown the text without its signs, and the keys of a front matter. Refuses a page that holds no article.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bayah.drafting.publication import UNTOLD, Published, date_in, date_of_address, of_address, people
from bayah.drafting.texts import Content, paragraphs
from bayah.model import ReadingError

_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)


def html(file: str, page: str) -> Content:
    """The article of a page, without navigation and comments, and what the page says of it."""
    import trafilatura  # half a second, which only a run with pages should wait for

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is told once, by us
    tree = trafilatura.load_html(page)
    found: Any = None if tree is None else trafilatura.bare_extraction(
        tree, include_comments=False, favor_recall=True, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True})
    if tree is None or not (found and found.text):
        raise ReadingError(file, "holds no article that can be told from the page", "Save its text as .txt")
    url = found.url or ""
    return Content(
        text=paragraphs(found.text.split("\n")), title=found.title or "", publisher=found.sitename or "", url=url,
        authors=tuple(name for name in (found.author or "").split("; ") if name),
        published=_published_of_page(found.date or "", url), language=(tree.get("lang") or "")[:2].lower())


def _published_of_page(day: str, url: str) -> Published:
    if not day:
        return UNTOLD
    if date_of_address(url) == day:
        return of_address(url)
    return Published(day, "stated", "The page states the day.")


def markdown(text: str) -> Content:
    """The text without the signs of Markdown; headings keep theirs. Keys of a front matter tell of the article."""
    front = _FRONT.match(text)
    told = _front_matter(front[1]) if front else {}
    blocks, heading = [], ""
    for token in MarkdownIt("commonmark").parse(text[front.end():] if told and front else text):
        if token.type == "heading_open":
            heading = f"{token.markup} " if token.markup.startswith("#") else "# "
        elif token.type == "inline":
            blocks.append(heading + "".join(map(_inline, token.children or ())))
            heading = ""
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content)
    published = date_in(told.get("date", ""))
    return Content(
        text=paragraphs(blocks), title=told.get("title", ""),
        authors=people(told.get("author") or told.get("authors", "")),
        publisher=told.get("publisher") or told.get("site", ""), url=told.get("url") or told.get("source", ""),
        published=Published(published, "stated", "The head of the file states it.") if published else UNTOLD,
        language=told.get("lang") or told.get("language", ""))


def _front_matter(block: str) -> dict[str, str]:
    """The keys at the head of a Markdown file, lists joined by commas; empty if the block is none."""
    try:
        told = yaml.load(block, yaml.BaseLoader)  # noqa: S506 (the loader that makes nothing but text)
    except yaml.YAMLError:
        return {}
    told = told if isinstance(told, dict) else {}
    return {str(key).lower(): ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            for key, value in told.items()}


def _inline(token: Token) -> str:
    """The text of a part of a line; tags and pictures have none."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type in ("html_inline", "image") else token.content
