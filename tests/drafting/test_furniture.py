"""Furniture is marked, with its reason; the article is kept, whatever it looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import BODY

from bayah.drafting.furniture import COMMENT, MENU, TITLE, mark

LONG = BODY[2]


def of_body(paragraph):
    """What is made of a paragraph in the middle of an article."""
    return mark(["Oath at the old well", *BODY, paragraph, *BODY])[5]


def of_end(*paragraphs):
    return mark(["Oath at the old well", *BODY, *paragraphs])[5:]


@pytest.mark.parametrize(("paragraph", "reason"), [
    ("This article is more than 7 years old", "age of the page"),
    ("The well is older than the valley. Read more here.", "read more"),
    ("READ MORE: Three wells that nobody should drink from", "read more"),
    ("Also read: The wells of the valley", "read more"),
    ("Continue reading the main story", "read more"),
    ("Related: Wells of the north | Wells of the south", "related pages"),
    ("Tags: wells, oaths, valleys", "tags"),
    ("Filed under: Wells", "tags"),
    ("Follow us on Facebook and Twitter", "follow"),
    ("Follow Zarmina Example on Twitter: @zarminaexample", "follow"),
    ("Share this article", "sharing and printing"),
    ("Print Friendly, PDF & Email", "sharing and printing"),
    ("Facebook Twitter WhatsApp Email", "sharing and printing"),
    ("4 min read", "sharing and printing"),
    ("ADVERTISEMENT", "advertisement"),
    ("Sign up for our weekly newsletter and never miss a well.", "subscribing"),
    ("We use cookies to make this site better.", "cookies and terms"),
    ("Skip to main content", "menu"),
    ("Home > World > Wells", "menu"),
    ("© 2015 The Example Post. All rights reserved.", "copyright"),
    ("This article was first published by The Example Post and is reprinted with permission.", "reprint"),
    ("https://example.org/2015/05/08/oath", "address"),
    ("[wells@example.org](mailto:wells@example.org)", "address"),
    ("Image via YouTube", "caption"),
    ("Photo: Zarmina Example/The Example Post", "caption"),
    ("A man looks into the well (AP Photo/Zarmina Example)", "caption"),
    ("(Additional reporting by Gul Example in the valley; Editing by Z. Example)", "sign-off"),
    ("Example writers in the valley contributed to this report.", "sign-off"),
    ("ze/ge", "sign-off"),
    ("___", "separator"),
    ("چاه کهنه در دره ما است", "not in Latin letters"),
    ("### **The men of the valley**", "heading"),
])
def test_furniture_has_its_reason(paragraph, reason):
    assert of_body(paragraph) == reason


@pytest.mark.parametrize("paragraph", [
    "Mullah Example says:",
    "The commander said:",
    "By Friday, the fighters had taken the well.",
    "By nightfall 12 men were dead",
    "Comments by the governor angered the elders of the valley, who say they swore no oath to anybody.",
    "Follow-up raids killed four fighters near the bridge.",
    "Image is everything for the movement, a commander said.",
    "Reporting by night is how the group keeps its hold on the villages, an elder of the valley said.",
    "Read in full, the letter breaks the oath that the commander gave to the emir six years before.",
    "He shares this view with the commanders of the valley.",
    "Gul Aman is a fighter of the Taliban.",
    "Gul Aman is a former editor of the movement's magazine and now its spokesman.",
    "The writer was held for six days by men of the Taliban.",
    "Twitter suspended the account of the spokesman.",
    "Search parties found nobody.",
    "He was 40 years old.",
    "“We swore an oath.”",
    "The Taliban killed him on May 8, 2015.",
    "Two killed, four hurt.",
    "Sponsored by another state, the group grew.",
    "Published accounts of the oath differ: the group says forty men were there.",
    "Subscribe to the oath or leave the valley, the commander told the elders on the first day of the new month.",
    "Watch towers were burned down by the fighters",
    "The group’s Twitter account, @example, said that the commander had died of his wounds.",
    "The emir, the deputy emir and the spokesman of the group swore the oath | all of them on one day.",
    "Related groups in the north swore the oath as well, among them two that were enemies.",
    "Most read the oath as a threat.",
    "Tags on the bodies said that they were fighters.",
    "Like others before him, he swore the oath on Facebook.",
    "Like Gul Aman, he spoke to his men on Telegram.",
    "Mullah Example | Example valley | killed",
    "(c) the release of all prisoners within ten days.",
    "The report, published on Sunday, said that the group had killed twenty men of the valley.",
    "The interview was posted on the website of the group by its spokesman.",
    "Published in Pashto, the letter orders the fighters of the valley to lay down their arms.",
    "This image of the group as one that cannot be beaten died with its emir in the valley.",
    "In this picture of the valley there is no room for the Taliban.",
    "Reporting by Example News has shown that the group killed the commander.",
    "• The governor says:",
    "Reactions",
    "12 men",
])
def test_the_article_is_kept(paragraph):
    assert of_body(paragraph) == ""


def test_every_comment_goes_and_what_follows_them():
    tail = ["Tags: , , ,", "  • Kate says:", "    I do not believe a word of it.", "  • Dominic says:", f"    {LONG}",
            "Wells of the north", "Other valleys"]
    assert of_end(*tail) == ["tags", *[COMMENT] * 6]


@pytest.mark.parametrize("opening", [
    "Leave a Reply", "Post a comment", "3 comments on “Oath at the old well”", "Comments are closed.",
    "Log in to comment"])
def test_comments_are_known_by_their_heading(opening):
    assert of_end(opening, "Kate", LONG, LONG, LONG, LONG, LONG) == [COMMENT] * 7


def test_a_number_of_comments_above_the_article_does_not_end_it():
    assert mark(["Oath at the old well", "12 comments", *BODY])[2:] == [""] * 4
    assert mark(["Oath at the old well", BODY[3], "2 comments", *BODY])[3:] == [""] * 4


def test_a_heading_of_the_article_is_no_heading_of_comments():
    assert mark(["Oath at the old well", *BODY * 3, "Reactions", *BODY])[13:] == [""] * 5
    assert mark(["Oath at the old well", *BODY * 3, "## Discussion", *BODY])[13:] == ["heading", *[""] * 4]


def test_a_number_of_comments_below_it_does():
    assert of_end("2 comments", "Kate", "I doubt that very much, for I was there.") == [COMMENT] * 3
    assert of_end("Comments (2)", "Kate | 9 years ago: I doubt it.") == [COMMENT] * 2
    assert of_end("Comments", LONG, "Reply", LONG, LONG, LONG) == [COMMENT] * 6


def test_a_writer_of_comments_is_known_by_the_next_one():
    assert of_end("Kate says:", "I doubt it.", "Dominic says:", LONG) == [COMMENT] * 4
    assert of_end("Kate\nMay 9, 2015 at 10:12 pm", "I doubt it.") == [COMMENT] * 2
    assert of_end("Kate | 9 years ago:", "I doubt it.", "Dominic | 9 years ago:", LONG) == [COMMENT] * 4


def test_whom_the_article_names_writes_no_comment():
    speech = ["The elder Rahman told it.", "Rahman says:", LONG, "Rahman said:", LONG]
    assert of_end(*speech) == [""] * 5


def test_a_comment_section_needs_an_article_before_it():
    assert mark(["• Kate says:", *BODY])[1:] == [""] * 4


def test_title_byline_date_and_menus_stand_above_the_article():
    page = ["Home", "Wells", "Oath at the old well", "By Zarmina Example", "May 8, 2015", *BODY]
    assert mark(page) == ["menu", MENU, TITLE, "byline", "date", "", "", "", ""]


def test_byline_and_date_are_found_below_a_lead():
    assert mark(["Oath at the old well", "Forty men came to hear a commander change sides.", "By Zarmina Example",
                 "8 May 2015", *BODY])[:4] == [TITLE, "", "byline", "date"]


def test_an_article_without_a_title_begins_at_once():
    assert mark(BODY) == ["", "", "", ""]


def test_the_title_that_is_told_is_the_title():
    page = ["A longer line about wells and about what they are for", "Oath at the old well", *BODY]
    assert mark(page, "Oath at the old well")[:2] == ["", TITLE]
    assert mark(page)[0] == TITLE
    ended = "Gul Aman swears an oath at the old well."
    assert mark([ended, *BODY], ended)[0] == TITLE


def test_a_heading_of_markdown_is_the_title():
    page = ["Wells and other matters of the valley, by our readers", "## Oath at the old well", *BODY]
    assert mark(page)[:2] == ["", TITLE]


def test_who_wrote_it_stands_below_the_article():
    who = "Zarmina Example is a senior fellow at the Institute of Wells and the author of a book about oaths."
    assert of_end(who, "Tags: wells") == ["biography", "tags"]
    assert of_end("The author is a doctor of wells.") == ["biography"]
    assert of_body(who) == ""
    assert of_end("Haji Example is a writer of letters for the elders of the valley.") == ["biography"]
    assert of_end("Haji Example swore, too.", "Haji Example is a writer of letters in the valley.") == ["", ""]
    assert of_end("Published in The Example Post, May 9th, 2015") == ["reprint"]


def test_a_list_of_names_at_the_end_is_kept():
    assert of_end("The men who swore were:", "Gul Aman", "Haji Example", "Mullah Example") == ["", "", "", ""]
    assert of_end("Wells of the north", "Sport", "World | Wells | Oaths | Sport") == [MENU] * 3
    assert mark(["World | Wells | Oaths | Sport", "Oath at the old well", *BODY])[:2] == [MENU, TITLE]


def test_headlines_of_other_pages_go_with_their_heading():
    assert of_end("Related stories", "Three wells run dry in the north", "A valley without men",
                  "Nobody knows why the wells ran dry, an engineer says.") == ["related pages"] * 4


def test_a_box_of_headlines_does_not_take_the_article_below_it():
    box = ["Read next", "Three wells run dry in the north"]
    assert mark(["Oath at the old well", *BODY, *box, *BODY])[5:] == ["related pages"] * 2 + [""] * 4
    short = ["Two men were held.", "One was let go, an elder said.", "Nobody knew why."]
    assert mark(["Oath at the old well", *BODY, *box, *short])[5:] == ["related pages"] * 2 + [""] * 3
    assert mark(["Oath at the old well", *BODY, "Related: Three wells run dry", *short])[6:] == [""] * 3


@given(st.lists(st.sampled_from(
    [*BODY, "Tags: wells", "Kate says:", "• Kate says:", "Comments", "3 comments", "Related stories", "A headline",
     "By Zarmina Example", "May 8, 2015", "https://example.org", "## Heading", "Reply", "چاه", ""]), max_size=12))
def test_any_order_of_paragraphs_has_a_reason_each(paragraphs):
    reasons = mark(paragraphs)
    assert len(reasons) == len(paragraphs)
    assert mark(paragraphs) == reasons


def test_a_long_run_of_digits_is_looked_at_in_no_time():
    assert mark(["1" * 100_000 + "!", "12345678901234567890123456789!"]) == ["", ""]


def test_nothing_is_made_of_nothing():
    assert mark([]) == []
    assert mark([""]) == [""]
