"""Text from the seeds is shown as written: nothing of it is taken for Markdown, LaTeX, HTML or an icon."""

import math

import pytest
from markdown_it import MarkdownIt

from pages.shared.text import link, markdown

PLAIN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(text):
    """What a reader of Markdown sees of escaped text, as HTML."""
    return PLAIN.renderInline(markdown(text))


@pytest.mark.parametrize("text", [
    "Abu Bakr al-Baghdadi", "*emir* of **nobody**", "_under_ ~~struck~~", "`code`", "# not a heading",
    "[a link](http://example.org)", "![an image](http://example.org/x.png)", "1. not a list",
    "- not a list", "a | b", r"a \backslash", "2014 - 2015 (disputed)",
    "خراسان", "O'Neill", 'the "caliph"',
])
def test_markup_is_shown_as_written(text):
    assert shown(text).replace("\u2060", "") == text.replace('"', "&quot;")


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "<b>bold</b>", "a < b > c", "&lt;b&gt;", "AT&T",
])
def test_html_is_shown_as_written(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown(text) == escaped


@pytest.mark.parametrize("text", ["$x^2$", ":red[alarm]", ":material/home:", ":smile:", ":red-badge[x]"])
def test_marks_of_streamlits_own_are_escaped(text):
    """A backslash stands before each of them; Streamlit honours it as Markdown does."""
    for mark in set("$:[]^") & set(text):
        assert markdown(text).count(mark) == markdown(text).count(f"\\{mark}")


@pytest.mark.parametrize("address", [
    "http://example.org", "HTTPS://example.org/a", "see www.example.org", "<http://example.org>", "a@example.org",
])
def test_an_address_stays_text_to_the_eye_and_is_no_link(address):
    """Streamlit makes links of addresses after the escapes are gone; see tests/browser/test_evidence.py."""
    told = shown(address)
    assert "href" not in told
    assert told.replace("\u2060", "") == address.replace("<", "&lt;").replace(">", "&gt;")
    assert told.count("\u2060") == 1


def test_lines_are_joined():
    """A line of its own could begin a heading or a list."""
    assert markdown("one\n# two") == r"one \# two"


@pytest.mark.parametrize("missing", [None, math.nan, 3])
def test_what_is_no_text_is_empty(missing):
    assert markdown(missing) == ""


def test_a_link_stays_one_whatever_its_address():
    address = "https://example.org/a_(b)?c=[d]&e=f g"
    told = PLAIN.renderInline(link("A [title]", address))
    assert told == ('<a href="https://example.org/a_%28b%29?c=%5Bd%5D&amp;e=f%20g">A [title]</a>')


@pytest.mark.parametrize("address", [None, math.nan, "", "javascript:alert(1)", "example.org"])
def test_what_is_no_address_of_the_web_is_no_link(address):
    assert link("A [title]", address) == markdown("A [title]")
