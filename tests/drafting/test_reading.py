"""Articles out of files: the text, its paragraphs, what is known of it; and a clear word where there is none."""

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime

import pytest
from invented import AUTHOR, BODY, SITE, TITLE, page, pdf, text, word

from bayah.drafting.reading import Given, article_of, read_article, source_id_of
from bayah.model import DateError, ReadingError

PLAIN = text(TITLE, f"By {AUTHOR}", "May 8, 2015", *BODY)


def read(content, suffix=".txt", **given):
    raw = content if isinstance(content, bytes) else content.encode()
    return article_of("an article", suffix, raw, Given(**given), file=f"a folder/an article{suffix}")


def body(article):
    return [article.text[p.start:p.end] for p in article.paragraphs if not p.furniture]


def refused(content, suffix=".txt", **given):
    with pytest.raises(ReadingError) as raised:
        read(content, suffix, **given)
    assert raised.value.problem.file == f"a folder/an article{suffix}"
    return str(raised.value)


def test_a_text_stays_as_it_is_to_the_byte():
    odd = f"\n\n{PLAIN}\n  \nA no-break\u00a0space, two  spaces.\n \t\n\nThe end.\n\n"
    article = read(odd)
    assert article.text == odd
    assert article.text_sha256 == hashlib.sha256(odd.encode()).hexdigest()
    assert [p.number for p in article.paragraphs] == list(range(1, 10))
    assert body(article)[-2:] == ["A no-break\u00a0space, two  spaces.", "The end."]


def test_what_stands_round_the_text_tells_of_it():
    article = read(PLAIN)
    assert (article.title, article.authors, article.language) == (TITLE, (AUTHOR,), "en")
    assert (article.published, article.published_basis) == ("2015-05-08", "stated")
    assert article.source_id == "2015-05-08_unknown_oath-at-the-old-well"
    assert body(article) == list(BODY)


def test_options_go_before_the_file():
    article = read(PLAIN, published="2014-22", title="Another", authors=("Gul Example",), publisher=SITE,
                   url="https://example.org/a")
    assert (article.title, article.authors, article.publisher, article.url) == (
        "Another", ("Gul Example",), SITE, "https://example.org/a")
    assert (article.published, article.published_basis) == ("2014-22", "stated")
    assert article.source_id == "2014_examplepost_another"
    assert read(PLAIN, source_id="2014_a_b").source_id == "2014_a_b"
    assert read(PLAIN, published="2014~").published_basis == "estimated"


def test_a_date_that_is_none_is_refused():
    with pytest.raises(DateError):
        Given(published="last week")
    with pytest.raises(DateError, match="no beginning"):
        Given(published="../2014")


def test_without_a_date_there_is_no_id():
    article = read(text(TITLE, *BODY))
    assert (article.published, article.published_basis, article.source_id) == ("", "", "")
    assert "Nothing tells when it was published" in article.published_note


@pytest.mark.parametrize(("line", "told"), [
    ("Published: 8 May 2015", "2015-05-08"),
    ("May 8th, 2015 at 10:12 pm", "2015-05-08"),
    ("Updated 2015-05-08 10:12", "2015-05-08"),
    ("Friday, 08 May, 2015", "2015-05-08"),
    ("Posted on Sept. 3, 2009", "2009-09-03"),
    ("May 2015", "2015-05"),
    ("25/05/2015", "2015-05-25"),
    ("05.25.2015", "2015-05-25"),
    ("04/05/2015", "2015"),
    ("31 April 2015", "2015-04"),
])
def test_dates_above_the_text(line, told):
    assert read(text(TITLE, line, *BODY)).published == told


def test_a_date_in_the_text_is_not_that_of_publication():
    assert read(text(TITLE, *BODY, "He was born on May 8, 1970, in the valley of the wells.")).published == ""


def test_an_address_tells_the_date_if_nothing_else_does():
    article = read(text("https://example.org/2015/05/oath", TITLE, *BODY))
    assert (article.url, article.published, article.published_basis) == (
        "https://example.org/2015/05/oath", "2015-05", "address")
    assert article.published_note == "Year and month stand in the address of the page."
    assert read(text(TITLE, *BODY), url="https://example.org/2015/05/08/oath").published == "2015-05-08"


@pytest.mark.parametrize(("line", "authors"), [
    ("By Zarmina Example and Gul Example", ("Zarmina Example", "Gul Example")),
    ("By ZARMINA EXAMPLE, The Example Press", ("Zarmina Example",)),
    ("By Our Correspondent", ()),
    ("Written by: Zarmina Example | 8 May 2015", ("Zarmina Example",)),
])
def test_bylines(line, authors):
    assert read(text(TITLE, line, *BODY)).authors == authors


@pytest.mark.parametrize(("line", "publisher"), [
    ("Published in The Example Post, May 9th, 2015", "Example Post"),
    ("© 2015 Example Post. All rights reserved.", "Example Post"),
])
def test_publishers_below_the_text(line, publisher):
    assert read(text(TITLE, *BODY, line)).publisher == publisher


def test_the_agency_of_a_dateline_is_the_publisher():
    assert read(text(TITLE, f"VALLEY, Example (Example Wire) - {BODY[0]}", *BODY[1:])).publisher == "Example Wire"


def test_who_is_introduced_below_the_text_wrote_it():
    assert read(text(TITLE, *BODY, "Zarmina Example is a writer of The Example Post.")).authors == (AUTHOR,)


@pytest.mark.parametrize("odd", [PLAIN.replace("\n", "\r\n"), PLAIN.replace("\n", "\r"), "\ufeff" + PLAIN,
                                 PLAIN.replace("valley", "val\u00adley"), PLAIN.replace("\n\n", "\n\f\n"),
                                 PLAIN.replace("oath to", "oath\x1fto")])
def test_line_ends_and_signs_that_nobody_sees_are_mended(odd):
    article = read(odd)
    assert body(article) == list(BODY)
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def wrapped(paragraph, margin=60):
    lines, line = [], ""
    for token in paragraph.split():
        if len(line) + 1 + len(token) > margin:
            lines.append(line)
            line = ""
        line = f"{line} {token}".strip()
    return "\n".join([*lines, line])


def test_lines_without_blank_lines_are_paragraphs():
    assert body(read("\n".join([TITLE, *BODY]))) == list(BODY)


def test_lines_that_were_wrapped_are_taken_together():
    article = read("\n".join([TITLE, *map(wrapped, BODY)]))
    assert [" ".join(paragraph.split()) for paragraph in body(article)] == list(BODY)


def test_wrapped_lines_between_blank_lines_are_one_paragraph():
    assert [" ".join(paragraph.split()) for paragraph in body(read(text(TITLE, *map(wrapped, BODY))))] == list(BODY)


def test_a_page_gives_its_article_and_what_it_says_of_it():
    head = (f"<meta name='author' content='{AUTHOR}'><meta property='og:site_name' content='{SITE}'>"
            "<meta property='article:published_time' content='2015-05-08T10:00:00+04:30'>"
            "<link rel='canonical' href='https://example.org/wells/oath'>")
    comments = "<div id='comments'><h3>1 comment</h3><p>Kate says:</p><p>Nobody believes a word of it.</p></div>"
    article = read(page(head, below=comments), ".html")
    assert body(article) == list(BODY)
    assert (article.title, article.authors, article.publisher) == (TITLE, (AUTHOR,), SITE)
    assert (article.published, article.published_basis, article.url) == (
        "2015-05-08", "stated", "https://example.org/wells/oath")


def test_a_page_tells_of_itself_in_json_too():
    head = ('<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": '
            '"Oath at the old well", "datePublished": "2015-05-08", "author": [{"@type": "Person", "name": "Zarmina '
            'Example"}, {"@type": "Person", "name": "Gul Example"}]}</script>')
    article = read(page(head), ".htm")
    assert (article.authors, article.published) == ((AUTHOR, "Gul Example"), "2015-05-08")


def test_the_encoding_of_a_page_is_the_one_it_declares():
    latin = page().replace("utf-8", "iso-8859-1").replace("Gul Aman", "Gül Amân").encode("windows-1252")
    assert "Gül Amân" in read(latin, ".html").text


def test_markdown_gives_its_text():
    head = f"---\ntitle: {TITLE}\nauthors: [{AUTHOR}, Gul Example]\ndate: 2015-05-08\npublisher: {SITE}\n---\n"
    marked = BODY[1].replace("another group", "**another** [group](https://example.org)").replace(" the", "\nthe")
    article = read(head + text(f"# {TITLE}", BODY[0], marked, f"> {BODY[2]}", f"- {BODY[3]}", "<!-- a note -->"), ".md")
    assert body(article) == list(BODY)
    assert (article.title, article.authors, article.publisher, article.published) == (
        TITLE, (AUTHOR, "Gul Example"), SITE, "2015-05-08")


def test_a_line_of_dashes_is_no_head_of_a_file():
    assert body(read(f"---\n{BODY[0]}\n---\n\n" + text(*BODY[1:]), ".md"))[1:] == list(BODY[1:])


def test_a_pdf_gives_paragraphs_without_running_heads():
    article = read(pdf([TITLE, f"By {AUTHOR}", *BODY * 8], made=datetime(2016, 3, 1, tzinfo=UTC)), ".pdf")
    plain = [paragraph.replace("\u201c", '"').replace("\u201d", '"') for paragraph in BODY]
    assert body(article) == plain * 8
    assert (article.title, article.authors) == (TITLE, (AUTHOR,))
    assert (article.published, article.published_basis) == ("2016-03~", "estimated")


def test_the_properties_of_a_file_are_the_last_resort():
    told = {"title": "Scan 17", "author": "Some Typist"}
    made = datetime(2016, 3, 1, tzinfo=UTC)
    article = read(pdf([TITLE, f"By {AUTHOR}", "May 8, 2015", *BODY], made=made, **told), ".pdf")
    assert (article.title, article.authors, article.published) == (TITLE, (AUTHOR,), "2015-05-08")
    article = read(word(BODY, created=made, **told), ".docx")
    assert (article.title, article.authors, article.published) == ("Scan 17", ("Some Typist",), "2016-03~")


def test_a_word_file_gives_its_paragraphs():
    article = read(word([TITLE, *BODY]), ".docx")
    assert body(article) == list(BODY)
    assert (article.title, article.published) == (TITLE, "")


@pytest.mark.parametrize(("raw", "suffix", "what"), [
    (b"", ".txt", "is empty. Leave it out"),
    (b" \n\n", ".md", "is empty"),
    (b"\x89PNG\r\n\x1a\n" + bytes(200), ".txt", "is a picture by its content"),
    (b"%PDF-1.7\n", ".txt", "is a PDF by its content. Give it the ending of its kind"),
    (b"an article\x00\x01\x02", ".txt", "holds control characters"),
    (page().encode(), ".txt", "is HTML by its content"),
    (b"an article", ".pdf", "is no PDF, or a damaged one"),
    (b"%PDF-1.7\n%broken", ".pdf", "is no PDF, or a damaged one"),
    (b"an article", ".docx", "is no Word file, or a damaged one"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx", "is an old or an encrypted Office file"),
    (word(BODY)[:2000], ".docx", "is no Word file, or a damaged one"),
    (word([]), ".docx", "is a Word file without text"),
    (pdf([]), ".pdf", "is a PDF without text, perhaps of scanned pages"),
    (pdf(BODY, locked_by="abc"), ".pdf", "is encrypted. Save it without a password"),
    (b"<html><body></body></html>", ".html", "holds no article"),
    ("چاه کهنه در دره ما است.\n".encode(), ".txt", "has no paragraph in Latin letters"),
    (b"Share this article\n\nTags: wells\n", ".txt", "has nothing but furniture of a page"),
    (page().replace("lang='en'", "lang='de'").encode(), ".html", "is written in 'de'"),
])
def test_what_gives_no_article_is_refused_in_words(raw, suffix, what):
    assert what in refused(raw, suffix)


@pytest.mark.parametrize(("encoding", "hint"), [
    ("windows-1252", "give --encoding windows-1252"), ("utf-16", "give --encoding utf-16"),
    ("utf-16-le", "give --encoding utf-16-le"), ("mac-roman", "give its --encoding")])
def test_another_encoding_is_named_and_can_be_given(encoding, hint):
    raw = PLAIN.replace("Gul Aman", "Gül Amân Å").encode(encoding)
    assert hint in refused(raw)
    assert "Gül Amân" in read(raw, encoding=encoding).text
    assert "there is no encoding 'klingon'" in refused(raw, encoding="klingon")


def test_utf_16_without_any_accent_is_named_too():
    assert "holds control characters. Save the article as UTF-8, or give --encoding utf-16-be" in refused(
        "Gul Aman swore an oath.".encode("utf-16-be"))


def test_broken_utf_8_is_told_with_its_line():
    raw = PLAIN.encode().replace(b"Aman swore", b"Am\xc3n swore")
    assert "a folder/an article.txt:7: is not UTF-8 (byte 0xc3 at" in refused(raw)


def test_a_word_file_that_unpacks_to_gigabytes_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("bayah.drafting.documents._MOST_UNPACKED", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", bytes(3_000_000))
    assert "unpacks to 3 MB" in refused(file.getvalue(), ".docx")


def test_files_are_refused_by_name_size_and_right(tmp_path):
    article, other, folder, loop = (tmp_path / name for name in ("a.txt", "a.xlsx", "b.txt", "loop.txt"))
    article.write_text(PLAIN + "x" * 1_000_000, encoding="utf-8")
    other.write_text(PLAIN, encoding="utf-8")
    folder.mkdir()
    loop.symlink_to(loop)
    assert read_article(article).name == "a"
    for path, what in ((article, "is too large (1 MB, limit 1 MB). Split it, or raise the limit with --largest"),
                       (other, "has an ending that is not read ('.xlsx'). Known: .txt,"), (folder, "is no file"),
                       (loop, "cannot be read (Too many levels"),
                       (tmp_path / "gone.txt", "cannot be read (No such file")):
        with pytest.raises(ReadingError) as raised:
            read_article(path, Given(largest=1))
        assert str(raised.value).startswith(f"{path}: ")
        assert what in str(raised.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(PLAIN, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadingError, match="Permission denied"):
        read_article(path)


@pytest.mark.parametrize(("published", "publisher", "title", "source_id"), [
    ("2015-05-08", "The Example Post", "Oath!", "2015-05-08_examplepost_oath"),
    ("2015-22/2015-10", "", "", "2015_unknown_untitled"),
    ("2015-05~", "Süd Post", "Eid ul-Fitr", "2015-05_sudpost_eid-ul-fitr"),
    ("", "A", "B", ""),
])
def test_ids_of_sources(published, publisher, title, source_id):
    assert source_id_of(published, publisher, title) == source_id


def test_a_long_title_makes_a_short_id():
    assert len(source_id_of("2015", "a", "word " * 60)) <= len("2015_a_") + 60
