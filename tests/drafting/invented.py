"""Invented articles, men, sites and wells; and the files that hold them."""

import io

import docx
import fpdf

BODY = (
    "Gul Aman swore an oath to the Taliban at the old well of Example village on Friday, a neighbour said, before "
    "forty men who had come from three valleys to hear him.",
    "He had led a band of another group for six years, and nobody in the valley knew why he had left it. \u201cWe will "
    "not go back,\u201d he said, and the men by the well nodded.",
    "On Saturday the governor denied that anything had happened in the valley, and sent soldiers to look at the well "
    "and to count the men.",
    "By Sunday all was quiet.",
)
TITLE, AUTHOR, SITE = "Oath at the old well", "Zarmina Example", "The Example Post"


def text(*paragraphs):
    return "\n\n".join(paragraphs) + "\n"


def page(head="", above="", below=""):
    """An HTML page with the article in it."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return (f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{TITLE} | {SITE}</title>{head}</head>"
            f"<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
            f"<h1>{TITLE}</h1>{above}"
            f"<article>{told}</article>{below}<footer>All rights reserved</footer></body></html>")


def pdf(paragraphs, locked_by="", **told):
    """A PDF of pages with running heads and numbers, its text wrapped at a margin."""
    class Printed(fpdf.FPDF):
        def header(self):
            if not paragraphs:
                return
            self.set_font("helvetica", size=8)
            self.cell(0, 8, f"{SITE} - printed", new_x="LMARGIN", new_y="NEXT")

        def footer(self):
            self.set_y(-15)
            self.cell(0, 8, f"Page {self.page_no()}")

    made = Printed()
    if moment := told.pop("made", None):
        made.set_creation_date(moment)
    for name, words in told.items():
        getattr(made, f"set_{name}")(words)
    if locked_by:
        made.set_encryption(locked_by, locked_by)
    made.add_page()
    made.set_font("helvetica", size=11)
    plain = str.maketrans("\u201c\u201d", '""')
    for paragraph in paragraphs:
        made.multi_cell(0, 6, paragraph.translate(plain), align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def word(paragraphs, **told):
    """A Word file."""
    document = docx.Document()
    for name, words in told.items():
        setattr(document.core_properties, name, words)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
