"""Text of the seeds is shown as written, never as markup."""

import pytest
from markdown_it import MarkdownIt

from pages.shared.text import markdown


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "**bold** and _thin_", "[link](http://example.org)", "![image](x.png)", "# heading",
    "1. one", "- item", "> quote", "`code`", "a | b", "~~gone~~", "&lt;b&gt;", "*", "\\", "line\nbreak",
])
def test_markdown_shows_the_very_text(text):
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(markdown(text))
    shown = "".join(child.content for token in tokens if token.children for child in token.children)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for token in tokens for child in token.children or ()} <= {"text", "text_special"}
    assert shown == text.replace("\n", " ")


@pytest.mark.parametrize("text", [":material/close:", ":red[text]", "$x^2$", ":smile:"])
def test_streamlits_own_marks_are_escaped(text):
    assert not any(mark in markdown(text).replace("\\" + mark, "") for mark in ":$")


def test_what_is_not_text_is_nothing():
    assert markdown(None) == ""
    assert markdown(float("nan")) == ""
