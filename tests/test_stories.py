"""Stories: what the build refuses, each with file, line, story, part and sentence; and what a page is given."""

import re

import pytest
import yaml

from bayah.build import build, check
from bayah.derive import as_known
from bayah.model import SeedError
from bayah.seeds import read_seeds
from bayah.store import read_tables
from bayah.stories import STORY_TABLES, changed, problems_of, select_sentences, select_steps, select_stories
from bayah.views import CHOICES, FIRST, OF_PAGE, default, page_named, page_names

A = "2014-06-10_herald_banner-in-the-valley"
C = "2015-03-20_gazette_sahak-comes-back"
FILE = "seeds/stories/two-banners.yml"


def story_of(story_id="two-banners", position="1"):
    """A sound story: one of four steps, told on four pages."""
    pages = [
        ("timeline", {"group": ["red-banner", "river-council"], "to": "2015"}),
        ("network", {"on": "2014-06-10", "actor": "baryal-sahak", "depth": "1", "ties": ["oaths", "offices"]}),
        ("person", {"actor": "baryal-sahak", "known": "2014-06-10"}),
        (FIRST, {}),
    ]
    return {
        "story_id": story_id, "position": position, "title": "Two banners", "about": "What it tells.",
        "steps": [{
            "part": str(part), "page": page, "view": dict(params), "heading": f"Heading {part}",
            "sentences": [{"text": f"Sentence {n} of {part}.", "claims": [f"{A}.0{n}"]} for n in (1, 2, 3)],
        } for part, (page, params) in enumerate(pages, start=1)],
    }


def write(root, story, name=""):
    """Put the story among the seeds, every value quoted, as a careful writer would."""
    path = root / (name or f"seeds/stories/{story['story_id']}.yml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(story, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def problems(root):
    with pytest.raises(SeedError) as caught:
        check(root)
    return caught.value.problems


def found_in(root, tables):
    """What is wrong with the stories, found without building anew what they are told of."""
    seeds = read_seeds(root)
    return [*seeds.problems, *problems_of(seeds.stories, tables)]


@pytest.fixture
def told(project):
    """The tables of the fixture with a story."""
    write(project, story_of())
    build(project)
    return read_tables(project / "data/tables")


def test_a_sound_story_becomes_four_tables(told):
    assert [len(told[name]) for name in STORY_TABLES] == [1, 4, 12, 12]
    assert told["story_steps"]["page"].tolist() == ["timeline", "network", "person", FIRST]
    assert told["story_steps"]["view"].fillna("").tolist() == [
        "group=red-banner&group=river-council&to=2015",
        "on=2014-06-10&actor=baryal-sahak&depth=1&ties=oaths&ties=offices",
        "actor=baryal-sahak&known=2014-06-10", ""]
    assert told["story_claims"]["claim_id"].unique().tolist() == [f"{A}.0{n}" for n in (1, 2, 3)]


def test_without_stories_their_tables_are_empty(atlas):
    assert [len(atlas[name]) for name in STORY_TABLES] == [0, 0, 0, 0]
    assert select_steps(atlas, "two-banners") == []


def test_drafts_hold_the_same_stories(project):
    write(project, story_of())
    built = check(project)
    assert built.with_drafts is not None
    assert len(built.with_drafts["story_claims"]) == 12


def in_step(change):
    """Change the second step."""
    def of_story(story):
        change(story["steps"][1])
    return of_story


def in_view(**params):
    """Add parameters to the view of the second step."""
    return in_step(lambda step: step["view"].update(params))


def in_sentence(change):
    """Change the third sentence of the second step."""
    return in_step(lambda step: change(step["sentences"][2]))


STEP, SENTENCE = "two-banners, part 2", "two-banners, part 2, sentence 3"


@pytest.mark.parametrize(("change", "where", "what", "todo"), [
    (in_sentence(lambda s: s.update(claims=[f"{A}.77"])), SENTENCE, f"there is no claim '{A}.77'", "Did you mean"),
    (in_sentence(lambda s: s.update(claims=["zzz"])), SENTENCE, "there is no claim 'zzz'", "seeds/articles"),
    (in_sentence(lambda s: s.update(claims=[])), SENTENCE, "the sentence rests on no claim", "Name its claims"),
    (in_sentence(lambda s: s.pop("claims")), SENTENCE, "`claims` is missing", "Add it"),
    (in_sentence(lambda s: s.update(claims=[f"{A}.01"] * 2)), SENTENCE, f"the claim {A}.01 stands 2 times", "once"),
    (in_sentence(lambda s: s.update(text="")), SENTENCE, "`text` cannot be ''", "Mend the cell"),
    (in_sentence(lambda s: s.update(note="x")), SENTENCE, "unknown column `note`", ""),
    (in_step(lambda s: s["sentences"].pop()), STEP, "the step has 2 sentences", "Write 3 to 6"),
    (in_step(lambda s: s["sentences"].extend(s["sentences"][:1] * 4)), STEP, "the step has 7 sentences", "3 to 6"),
    (in_step(lambda s: s.pop("sentences")), STEP, "the step has 0 sentences", "3 to 6"),
    (in_step(lambda s: s.update(part="3")), STEP, "the part is numbered 3", "Number the steps 1, 2, 3"),
    (in_step(lambda s: s.update(part="two")), STEP, "`part` cannot be 'two'", "Mend the cell"),
    (in_step(lambda s: s.pop("heading")), STEP, "`heading` is missing", "Add it"),
    (in_step(lambda s: s.update(page="netwrok")), STEP, "unknown page 'netwrok'", "Did you mean 'network'?"),
    (in_step(lambda s: s.update(page="stories")), STEP, "unknown page 'stories'", ""),
    (in_step(lambda s: s.update(page="")), STEP, "`page` cannot be ''", "Mend the cell"),
    (in_step(lambda s: s.update(view="on=2015")), STEP, "`view` cannot be 'on=2015'", "Mend the cell"),
    (in_view(colour="red"), STEP, "the page network takes no parameter 'colour'", "It takes"),
    (in_view(story="two-banners"), STEP, "the page network takes no parameter 'story'", ""),
    (in_view(measure="events"), STEP, "the page network takes no parameter 'measure'", "It takes"),
    (in_view(depth="7"), STEP, "unknown depth '7'", "Known: all, 1, 2, 3"),
    (in_view(depth=["1", "2"]), STEP, "`depth` takes one value, not 2", "Leave one"),
    (in_view(ties=["oaths", "oath"]), STEP, "unknown ties 'oath'", "Did you mean 'oaths'?"),
    (in_view(province="AF-NAM"), STEP, "unknown province 'AF-NAM'", "Did you mean 'AF-NAN'?"),
    (in_view(group="red-baner"), STEP, "unknown group 'red-baner'", "Did you mean 'red-banner'?"),
    (in_view(person="nobody-at-all"), STEP, "unknown person 'nobody-at-all'", ""),
    (in_view(kind="oath"), STEP, "unknown kind 'oath'", ""),
    (in_view(source="x"), STEP, "unknown source 'x'", ""),
    (in_view(drafts="yes"), STEP, "unknown drafts 'yes'", "Known: true"),
    (in_view(actor="baryal-sahk"), STEP, "unknown actor 'baryal-sahk'", "Did you mean 'baryal-sahak'?"),
    (in_view(way="zzz"), STEP, "unknown way 'zzz'", ""),
    (in_view(event="E9999"), STEP, "unknown event 'E9999'", ""),
    (in_view(**{"from": "soon"}), STEP, "from: 'soon'", "Write a year, a month or a day"),
    (in_view(known="2014-13"), STEP, "known: '2014-13'", "Write a year, a month or a day"),
    (in_view(**{"from": "2015", "to": "2014"}), STEP, "from '2015-01-01' after to '2014-12-31'", "Turn them round"),
    (in_view(known="2014-01-01"), "two-banners, part 2, sentence 1",
     f"the claim {A}.01 was published by 2014-06-10, and the view shows what was known on 2014-01-01",
     "Take a claim that was known"),
    (lambda s: s["steps"].pop(), "two-banners", "the story has 3 steps", "Tell it in 4 to 7"),
    (lambda s: s.update(position="0"), "two-banners", "`position` cannot be '0'", "Mend the cell"),
    (lambda s: s.pop("title"), "two-banners", "`title` is missing", "Add it"),
    (lambda s: s.update(steps="none"), "", "is not a story with a list of `steps`", "See docs/stories.md"),
    (in_step(lambda s: s.update(sentences="none")), STEP, "`sentences` is not a list of sentences", "Write each"),
])
def test_what_is_wrong_is_told_with_its_place(project, atlas, change, where, what, todo):
    story = story_of()
    change(story)
    path = write(project, story)
    problem = next(problem for problem in found_in(project, atlas) if what in problem.what)
    assert (problem.file, problem.where) == (FILE, where)
    assert todo in problem.todo
    assert problem.todo
    lines = path.read_text(encoding="utf-8").splitlines()
    if ", sentence" in where:
        told = [f"Sentence {where[-1]} of 2", "text: ''", "note: x"]
        assert any(words in lines[problem.line - 1] for words in told)
    elif where == STEP and "`" not in problem.what:
        assert "part:" in lines[problem.line - 1]


def test_a_map_is_checked_as_far_as_its_comparison(project, atlas):
    story = story_of()
    step = story["steps"][1]
    for view_of, what in (
            ({"compare": "group", "against": "red-banner"}, None), ({"compare": "on", "against": "2014"}, None),
            ({"compare": "measure", "against": "red-banner"}, "unknown against 'red-banner'"),
            ({"compare": "on", "against": "soon"}, "against: 'soon'"), ({"against": "2014"}, "unknown against '2014'"),
            ({"zoom": "69.15,31.05,1.96"}, None), ({"zoom": "near"}, "zoom 'near' is not"),
            ({"shade": "balance", "one": "red-banner", "other": "pines"}, "unknown other 'pines'")):
        step.update(page="map", view=view_of)
        write(project, story)
        told = [problem.what for problem in found_in(project, atlas)]
        assert [what in fault for fault in told] == ([] if what is None else [True])


def test_an_event_that_was_not_known_on_the_day_is_told_so(project, atlas):
    late = atlas["events"].sort_values("known_from").iloc[-1]
    story = story_of()
    story["steps"][2]["view"]["event"] = late["event_id"]
    write(project, story)
    (problem,) = found_in(project, atlas)
    assert problem.what == f"unknown event '{late['event_id']}'"
    assert "not known on that day" in problem.todo
    del story["steps"][2]["view"]["known"]
    write(project, story)
    assert found_in(project, atlas) == []


def test_two_stories_of_one_id_or_place_and_a_file_of_another_name(project, atlas):
    write(project, story_of())
    write(project, story_of(), "seeds/stories/other.yml")
    told = [(problem.file, problem.what) for problem in found_in(project, atlas)]
    assert ("seeds/stories/other.yml", "the file is not named two-banners.yml") in told
    assert told.count((FILE, "the story_id two-banners stands 2 times")) == 1
    assert told.count(("seeds/stories/other.yml", "the position 1 stands 2 times")) == 1


def test_all_problems_of_all_stories_and_articles_at_once(project):
    story = story_of()
    in_sentence(lambda s: s.update(claims=[]))(story)
    in_view(group="pines", event="E9999")(story)
    story["steps"][0].pop("heading")
    write(project, story)
    (project / "seeds/stories/broken.yml").write_text("story_id: [", encoding="utf-8")
    told = "\n".join(problem.what for problem in problems(project))
    for what in ("rests on no claim", "unknown group 'pines'", "unknown event 'E9999'", "`heading` is missing",
                 "is not YAML"):
        assert what in told
    article = project / f"seeds/articles/{A}.yml"
    article.write_text(article.read_text(encoding="utf-8").replace("kind: pledge", "kind: zzz", 1), encoding="utf-8")
    told = "\n".join(problem.what for problem in problems(project))
    for what in ("unknown kind 'zzz'", "rests on no claim", "unknown group 'pines'", "`heading` is missing"):
        assert what in told


def test_a_claim_that_goes_missing_breaks_the_story(project):
    write(project, story_of())
    article = project / f"seeds/articles/{A}.yml"
    text = article.read_text(encoding="utf-8")
    article.write_text(re.sub(rf"\n  - claim_id: {A}\.03\n.*?(?=\n  - claim_id|\Z)", "", text, flags=re.S),
                       encoding="utf-8")
    told = [problem for problem in problems(project) if problem.file == FILE]
    assert [problem.where for problem in told] == [f"two-banners, part {part}, sentence 3" for part in (1, 2, 3, 4)]
    assert {problem.what for problem in told} == {f"there is no claim '{A}.03'"}


def test_stories_come_in_their_order_with_their_steps(project):
    write(project, story_of(position="2"))
    write(project, story_of("another", position="1"))
    tables = check(project).tables
    assert select_stories(tables)[["story_id", "n_parts"]].values.tolist() == [["another", 4], ["two-banners", 4]]
    steps = select_steps(tables, "two-banners")
    assert [step.part for step in steps] == [1, 2, 3, 4]
    assert {step.n_parts for step in steps} == {4}
    assert [step.page for step in steps] == ["timeline", "network", "person", ""]
    assert steps[1].params == {"on": ["2014-06-10"], "ties": ["oaths", "offices"], "depth": ["1"],
                               "actor": ["baryal-sahak"]}


def test_a_step_without_its_defaults_is_the_view_as_its_address_is_written(project):
    story = story_of()
    story["steps"][1]["view"] = {"depth": default("depth"), "on": "2014-06"}
    write(project, story)
    step = select_steps(check(project).tables, "two-banners")[1]
    assert step.params == {"on": ["2014-06-01"]}


def test_sentences_carry_their_claims_with_the_event_of_the_day(told):
    step = select_steps(told, "two-banners")[2]
    now = select_sentences(told, step)
    assert [sentence.text for sentence in now] == [f"Sentence {n} of 3." for n in (1, 2, 3)]
    assert [sentence.claims["claim_id"].tolist() for sentence in now] == [[f"{A}.0{n}"] for n in (1, 2, 3)]
    assert now[0].claims.iloc[0]["publisher"] == "The Herald"
    day = told["sources"].set_index("source_id").at[A, "known_date"]
    then = as_known(told, day.date())
    of_day = select_sentences(then, step)
    events = then["claims"].set_index("claim_id")["event_id"]
    assert [s.claims.iloc[0]["event_id"] for s in of_day] == [events[f"{A}.0{n}"] for n in (1, 2, 3)]


def test_a_changed_view_is_told_by_what_differs(told):
    first, second = select_steps(told, "two-banners")[:2]
    assert changed(first, first.params) == []
    assert changed(first, {**first.params, "group": ["river-council", "red-banner"]}) == []
    assert changed(first, {**first.params, "event": ["E0001"]}) == []
    assert changed(first, {"group": ["red-banner"]}) == ["group", "to"]
    assert changed(second, {**second.params, "ties": ["offices", "oaths"], "depth": ["2"], "step": ["month"]}) == [
        "depth", "step"]


def test_pages_of_stories_are_those_that_can_tell_one():
    assert page_named(FIRST) == ""
    assert page_named("map") == "map"
    assert [page_named(name) for name in ("stories", "search", "", "maps")] == [None] * 4
    assert set(page_names()) == {page or FIRST for page in OF_PAGE} - {"stories", "search", "changes"}
    assert set(CHOICES) <= {name for names in OF_PAGE.values() for name in names}
