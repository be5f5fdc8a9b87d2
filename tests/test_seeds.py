"""Whatever is wrong in the seeds is told with its file, line, claim and remedy."""

import pytest

from bayah.build import check
from bayah.model import SeedError
from bayah.seeds import read_seeds

A = "2014-06-10_herald_banner-in-the-valley"
ARTICLE = f"seeds/articles/{A}.yml"


def edit(root, file, old, new, count=1):
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def problems(root):
    with pytest.raises(SeedError) as caught:
        check(root)
    return caught.value.problems


def only(root):
    (problem,) = problems(root)
    return problem


def unjudge(root):
    """The project before any judgement: for tests that break claims which judgements name."""
    for path in (root / "seeds/judgements").iterdir():
        path.unlink()


def line_of(root, file, text):
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_fixture_is_sound(project):
    seeds = read_seeds(project)
    assert not seeds.problems
    assert (len(seeds.articles), len(seeds.claims), len(seeds.persons)) == (3, 17, 4)
    place, source_id, claim = seeds.claims[0]
    assert (place.file, source_id, claim.claim_id) == (ARTICLE, A, f"{A}.01")
    assert place.line == line_of(project, ARTICLE, f"{A}.01")


@pytest.mark.parametrize(("old", "new", "what", "todo"), [
    ("motives: [ideology]", "motive: [ideology]", "unknown column `motive`", "Did you mean 'motives'?"),
    ("kind: pledge", "kind: pledgee", "unknown kind 'pledgee'", "Did you mean 'pledge'?"),
    ("kind: pledge", "kind: zzz", "unknown kind 'zzz'", "Known: pledge, renunciation"),
    ("modality: asserted", "modality: aserted", "unknown modality 'aserted'", "Did you mean 'asserted'?"),
    ("[ideology]", "[ideologie]", "unknown motives 'ideologie'", "Did you mean 'ideology'?"),
    ("[ideology]", "ideology", "`motives` cannot be 'ideology'", "Mend the cell"),
    ("coding: human", "coding: robot", "unknown coding 'robot'", "Known: human, machine, reviewed"),
    ("date_basis: stated", "date_basis: sated", "unknown date_basis 'sated'", "Did you mean 'stated'?"),
    ('"2014-05"', '"2014-13"', "date '2014-13' is not an EDTF date", "Mend the claim"),
    ('"2014-05"', '"2014-05/2014-04"', "ends before it begins", "Mend the claim"),
    ('"2014-05"', '"/2014-05"', "has an empty end", "Mend the claim"),
    ('paragraph: "1"', 'paragraph: "0"', "`paragraph` cannot be '0'", "Mend the cell"),
    ("summary: Sahak gave his oath to Lawang.", 'summary: ""', "`summary` cannot be ''", "Mend the cell"),
    ("Sahak gave his oath to Lawang.", '"A bell \\a rings."', "`summary` cannot be", "Mend the cell"),
    ("motives: [ideology]", 'place: "a\\0b"', "`place` cannot be", "Mend the cell"),
    ("motives: [ideology]", "killed_min: -1", "`killed_min` cannot be '-1'", "Mend the cell"),
    ("motives: [ideology]", "killed_min: many", "`killed_min` cannot be 'many'", "Mend the cell"),
    ("[AF-NAN]", "[AF-NAM]", "unknown province 'AF-NAM'", "Did you mean 'AF-NAN' (Nangarhar)?"),
    ("[AF-NAN]", "[Nangahar]", "unknown province 'Nangahar'", "Did you mean 'AF-NAN' (Nangarhar)?"),
    ("[AF-NAN]", "[zzzzz]", "unknown province 'zzzzz'", "Use an ISO 3166-2 code"),
    ("subject: Baryal Sahak", "subject: Baryal Sahhak", "unknown person or group or cohort",
     "Did you mean 'Baryal Sahak'?"),
    ("to_leader: Temor Lawang", "to_leader: Red Banner Front", "is a group, and a person is needed", "right"),
    ("to_leader: Temor Lawang", "to_leader_id: temor-lawang", "`to_leader_id` stands without `to_leader`",
     "Write the article's name in `to_leader`"),
])
def test_a_bad_cell_is_told_with_its_claim(project, old, new, what, todo):
    unjudge(project)
    edit(project, ARTICLE, old, new)
    problem = only(project)
    assert (problem.file, problem.where) == (ARTICLE, f"{A}.01")
    assert what in problem.what
    assert todo in problem.todo
    first, second = (line_of(project, ARTICLE, f"{A}.{number}") for number in ("01", "02"))
    assert first <= problem.line < second


def test_the_line_is_that_of_the_cell(project):
    unjudge(project)
    edit(project, ARTICLE, "modality: asserted", "modality: perhaps")
    assert only(project).line == line_of(project, ARTICLE, "modality: perhaps")


@pytest.mark.parametrize(("old", "new", "what"), [
    ("    to_group: Red Banner Front\n    to_leader: Temor Lawang\n", "",
     "a pledge needs `to_group` or `to_leader`"),
    ("    object: Red Banner Front\n", "", "a relation needs `object`"),
    ("role: part_of", "role: friend_of", "a relation needs a role out of allied, hostile"),
    ("killed_max: 5", "killed_max: 2", "killed_min 3 is larger than killed_max 2"),
    ('paragraph: "3-4"', 'paragraph: "4-3"', "paragraph 4-3 ends before it begins"),
    ('    date: "2014-06-02"\n', "", "give `date` with date_basis stated"),
    ("date_basis: context", "date_basis: publication", "give `date` with date_basis stated"),
    ('    paragraph: "5"\n', "", "`paragraph` is missing"),
])
def test_a_claim_lacks_what_its_kind_needs(project, old, new, what):
    unjudge(project)
    edit(project, ARTICLE, old, new)
    problem = only(project)
    assert what in problem.what
    assert problem.where.startswith(f"{A}.0")
    assert problem.line == line_of(project, ARTICLE, problem.where)


def test_a_date_of_yaml_needs_no_quotes(project):
    edit(project, ARTICLE, 'date: "2014-06-02"', "date: 2014-06-02")
    claims = {claim.claim_id: claim for _, _, claim in read_seeds(project).claims}
    assert claims[f"{A}.03"].date == "2014-06-02"


def test_words_and_numbers_of_yaml_stay_text(project):
    edit(project, ARTICLE, "place: the upper bridge", "place: no")
    edit(project, ARTICLE, 'paragraph: "5"', "paragraph: 5")
    claims = {claim.claim_id: claim for _, _, claim in read_seeds(project).claims}
    assert (claims[f"{A}.03"].place, claims[f"{A}.04"].paragraph) == ("no", "5")


@pytest.mark.parametrize(("old", "new", "what"), [
    ("    kind: pledge\n", "    kind: pledge\n    kind: clash\n", "the key 'kind' stands twice"),
    ("language: en\n", "language: en\n? [a, b]\n: c\n", "the key '['a', 'b']' is not a name"),
    ("title: A banner in the valley", "title: A banner: in the valley", "mapping values are not allowed"),
    ("title: A banner in the valley", "title: [A banner", "is not YAML"),
    ("title: A banner in the valley", "title: !!python/name:os.system x", "could not determine a constructor"),
    ("summary: Sahak gave", "summary: Sahak \x07 gave", "the control character U+0007"),
])
def test_what_is_not_yaml_is_told_with_its_line(project, old, new, what):
    edit(project, ARTICLE, old, new)
    problem = next(problem for problem in problems(project) if problem.file == ARTICLE)
    assert problem.what.startswith("is not YAML")
    assert what in problem.what
    assert problem.line > 0


def test_a_doubled_key_is_told_where_it_stands_again(project):
    edit(project, ARTICLE, "    kind: pledge\n", "    kind: pledge\n    kind: clash\n")
    lines = [problem.line for problem in problems(project) if "stands twice" in problem.what]
    assert line_of(project, ARTICLE, "kind: clash") in lines


def test_a_claim_named_twice_by_an_anchor_is_told_and_no_crash(project):
    edit(project, ARTICLE, f"  - claim_id: {A}.04", f"  - &again\n    claim_id: {A}.04")
    path = project / ARTICLE
    path.write_text(path.read_text(encoding="utf-8") + "  - *again\n", encoding="utf-8")
    told = problems(project)
    assert {problem.where for problem in told} == {f"{A}.04"}
    assert "stands 2 times" in told[0].what


@pytest.mark.parametrize("file", [ARTICLE, "seeds/reference/persons.csv"])
def test_a_file_that_is_not_utf8_is_told(project, file):
    (project / file).write_bytes("name: Qāri".encode("utf-16"))
    told = [problem for problem in problems(project) if problem.file == file]
    assert "cannot be read" in told[0].what
    assert "UTF-8" in told[0].todo


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "source_id: x\n", "claims: none\n", "just words\n"])
def test_yaml_that_is_no_article_is_told(project, text):
    (project / ARTICLE).write_text(text, encoding="utf-8")
    told = next(problem for problem in problems(project) if problem.file == ARTICLE)
    assert "is not an article with a list of `claims`" in told.what


def test_a_claim_must_be_a_mapping_and_bear_the_id_of_its_article(project):
    edit(project, ARTICLE, "claims:\n", "claims:\n  - a word\n")
    edit(project, ARTICLE, f"{A}.04", "other_source_x.04")
    told = {problem.what: problem for problem in problems(project)}
    assert "'a word' is not a claim" in told
    assert told[f"the claim_id does not begin with '{A}.'"].where == "other_source_x.04"


def test_the_file_bears_the_name_of_its_source(project):
    (project / ARTICLE).rename(project / "seeds/articles/other.yml")
    problem = only(project)
    assert (problem.file, problem.what) == (
        "seeds/articles/other.yml", f"the file is not named {A}.yml")


@pytest.mark.parametrize(("old", "new", "what"), [
    ("genre: news", "genre: novel", "unknown genre 'novel'"),
    ("language: en", "language: English", "`language` cannot be 'English'"),
    ("url: https", "url: ftp", "`url` cannot be"),
    ('published: "2014-06-10"', 'published: "June"', "published 'June' is not an EDTF date"),
    ('published: "2014-06-10"', 'published: "2014/.."', "has an open end"),
    ("text_sha256: ", "text_sha256: x", "`text_sha256` cannot be"),
    ("publisher: The Herald", "printer: The Herald", "unknown column `printer`"),
])
def test_a_bad_head_of_an_article_is_told(project, old, new, what):
    edit(project, ARTICLE, old, new)
    assert any(what in problem.what and problem.file == ARTICLE for problem in problems(project))


def test_what_is_told_cannot_lie_after_publication_unless_planned(project):
    edit(project, ARTICLE, '"2014-05"', '"2014-07"')
    problem = only(project)
    assert "is after the article appeared" in problem.what
    edit(project, ARTICLE, "modality: asserted", "modality: planned")
    assert len(check(project).tables["claims"]) == 17


def test_a_province_that_was_merged_is_refused_from_that_day(project):
    unjudge(project)
    text = (project / ARTICLE).read_text(encoding="utf-8")
    (project / ARTICLE).unlink()
    later = text.replace("2014", "2019").replace("[AF-NAN]", "[PK-TA]")
    (project / f"seeds/articles/{A.replace('2014', '2019')}.yml").write_text(later, encoding="utf-8")
    problem = only(project)
    assert "(PK-TA) was no more from 2018-05-31" in problem.what


@pytest.mark.parametrize(("file", "row", "what"), [
    ("persons", "a-b,A B,note,surplus", "has more cells than the header has columns"),
    ("persons", "A B,A B,", "`person_id` cannot be 'A B'"),
    ("persons", "a-b,,", "`name` cannot be ''"),
    ("persons", "a-b,A\x0cB,", "`name` cannot be"),
    ("persons", "temor-lawang,Another Lawang,", "the id stands 2 times"),
    ("persons", "red-banner,Someone,", "the id stands 2 times"),
    ("groups", "g,G,,sect,,,", "unknown kind 'sect'"),
    ("groups", "g,G,,council,river-counsil,,", "unknown parent_group_id 'river-counsil'"),
    ("groups", "g,G,,council,g,,", "the group is its own ancestor"),
    ("groups", "g,G,,council,,first,", "`rank` cannot be 'first'"),
    ("cohorts", "c,C,no-such,,,", "unknown group_id 'no-such'"),
    ("cohorts", "c,C,,3,2,", "count_min 3 is larger than count_max 2"),
    ("cohorts", "c,C,,-3,2,", "`count_min` cannot be '-3'"),
    ("aliases", "nobody,Nobody,", "unknown actor_id 'nobody'"),
    ("aliases", "temor-lawang,T,no-source", "unknown source_id 'no-source'"),
    ("aliases", "temor-lawang,Old Temor,", "the id stands 2 times"),
    ("provinces", "XX-YY,X,XX,,,,,1,2,,", "`province_id` cannot be 'XX-YY'"),
    ("provinces", "AF-ZZZ,Z,AF,,,,,north,2,,", "`latitude` cannot be 'north'"),
    ("persons", '"a-b,A B,', "is not CSV"),
    ("places", "a-b,A,village,AF-NAN,,AF,,34,70,1,x,", "unknown kind 'village'"),
    ("places", "a-b,A;B,town,AF-NAN,,AF,,34,70,1,x,", "`name` cannot be 'A;B'"),
    ("places", "a-b,A,town,AF-NAN,,AF,,34,70,4,x,", "where_prec of a town is 1 or 2, not 4"),
    ("places", "a-b,A,site,AF-NAN,,AF,,34,70,9,x,", "where_prec of a site is 1 or 2, not 9"),
    ("places", "a-b,A,district,AF-NAN,,AF,,34,70,1,x,", "where_prec of a district is 3, not 1"),
    ("places", "a-b,A,agency,PK-TA,,PK,,34,70,2,x,", "where_prec of an agency is 3, not 2"),
    ("places", "a-b,A,region,,,AF,,,,6,x,", "where_prec of a region is 5, not 6"),
    ("places", "a-b,A,town,AF-NAN,,AF,,34,70,,x,", "`where_prec` cannot be ''"),
    ("places", "a-b,A,town,AF-NAN,,AF,,34,70,1,,", "`source` cannot be ''"),
    ("places", "a-b,A,town,AF-NAN,,AF,,,,1,x,", "a town needs latitude and longitude"),
    ("places", "a-b,A,agency,PK-TA,,PK,,34,,3,x,", "an agency needs latitude and longitude"),
    ("places", "a-b,A,town,AF-NAN,,AF,,34,,1,x,", "a town needs latitude and longitude"),
    ("places", "a-b,A,town,AF-NAN,,AF,,91,70,1,x,", "`latitude` cannot be '91'"),
    ("places", "a-b,A,town,AF-NAN,,AF,,34,east,1,x,", "`longitude` cannot be 'east'"),
    ("places", "a-b,A,region,,,AF,,34,70,5,x,", "a region has no latitude and longitude, for it is no point"),
    ("places", "a-b,A,region,AF-NAN,,AF,,,,5,x,", "a region lies in no one province"),
    ("places", "a-b,A,town,AF-NAN,AF-KNR,AF,,34,70,1,x,", "`provinces` is for what a region takes in"),
    ("places", "a-b,A,town,AF-NAN,,,,34,70,1,x,", "a town lies in one country"),
    ("places", "a-b,A,town,AF-NAN,,AF;PK,,34,70,1,x,", "a town lies in one country"),
    ("places", "a-b,A,region,,,Afghanistan,,,,5,x,", "`country` cannot be 'Afghanistan'"),
    ("places", "a-b,A,town,,,AF,,34,70,1,x,", "a town of AF needs the province_id of a province of AF"),
    ("places", "a-b,A,town,AF-NAN,,PK,,34,70,1,x,", "a town of PK needs the province_id of a province of PK"),
    ("places", "a-b,A,town,AF-NAM,,AF,,34,70,1,x,", "unknown province 'AF-NAM'"),
    ("places", "a-b,A,region,,AF-NAN;AF-NAM,AF,,,,5,x,", "unknown province 'AF-NAM'"),
    ("places", "a-b,MILL,town,AF-NAN,,AF,,34,70,1,x,", "the name 'MILL' is borne by mill-district too"),
    ("places", "a-b,A,town,AF-NAN,,AF,The  high bridge,34,70,1,x,",
     "the name 'The  high bridge' is borne by upper-bridge too"),
    ("places", "mill-district,A,town,AF-NAN,,AF,,34,70,1,x,", "the id stands 2 times"),
])
def test_a_bad_row_of_a_reference_table_is_told_with_its_line(project, file, row, what):
    path = project / f"seeds/reference/{file}.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    told = [problem for problem in problems(project) if what in problem.what]
    last = len(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    assert told
    assert told[-1].file == f"seeds/reference/{file}.csv"
    assert told[-1].line in (last, last + 1)
    assert told[-1].todo


@pytest.mark.parametrize("header", ["", "person_id,name,name\n", "person_id,nom,notes\na-b,A,\n"])
def test_a_bad_header_is_told(project, header):
    (project / "seeds/reference/persons.csv").write_text(header, encoding="utf-8")
    told = [p for p in problems(project) if p.file == "seeds/reference/persons.csv"]
    assert told
    assert any("header" in problem.what or "`nom`" in problem.what for problem in told)


def test_a_missing_table_is_told(project):
    (project / "seeds/reference/groups.csv").unlink()
    told = [p for p in problems(project) if p.file == "seeds/reference/groups.csv"]
    assert "cannot be read" in told[0].what


def test_a_spreadsheets_mark_and_odd_line_ends_within_cells_are_read(project):
    path = project / "seeds/reference/persons.csv"
    text = path.read_text(encoding="utf-8") + 'a-b,A B,"one\u2028two\nthree"\n'
    path.write_text("\ufeff" + text, encoding="utf-8")
    seeds = read_seeds(project)
    assert not seeds.problems
    assert seeds.persons[-1][1].notes == "one\u2028two\nthree"


def test_a_group_chain_cannot_be_a_circle(project):
    edit(project, "seeds/reference/groups.csv", "Red Banner,movement,,", "Red Banner,movement,river-council,")
    told = [problem.where for problem in problems(project)]
    assert told == ["red-banner", "river-council"]


def test_all_problems_of_all_files_are_told_at_once(project):
    edit(project, ARTICLE, "kind: pledge", "kind: pledgee")
    edit(project, ARTICLE, "object: Standing Pines", "object: Standing Pine Trees of the North")
    second = "seeds/articles/2014-09_courier_oaths-on-the-river.yml"
    edit(project, second, "genre: analysis", "genre: gossip")
    edit(project, second, "[AF-KNR]", "[AF-KNN]")
    edit(project, "seeds/reference/groups.csv", "river-council,", "River Council,")
    files = [problem.file for problem in problems(project)]
    assert files == sorted(files)
    assert {ARTICLE, second, "seeds/reference/groups.csv"} <= set(files)
    assert files.count(ARTICLE) >= 2
    assert files.count(second) >= 2


def test_a_folder_without_articles_is_no_project(project):
    unjudge(project)
    for path in (project / "seeds/articles").iterdir():
        path.unlink()
    edit(project, "seeds/reference/aliases.csv", "2014-09_courier_oaths-on-the-river", "")
    assert only(project).what == "there is no coded article"


def test_a_register_that_is_broken_is_told(project):
    (project / "seeds/registers").mkdir()
    register = project / "seeds/registers/event_ids.csv"
    register.write_text(f"event_id,claim_id\nE1,{A}.01\nE0002,{A}.02\nE0002,{A}.02\n", encoding="utf-8")
    told = [(problem.line, problem.what) for problem in problems(project)]
    assert (2, "`event_id` cannot be 'E1' (string should match pattern '^E\\d{4,}$')") in told
    assert [line for line, what in told if what == "the id stands 2 times"] == [3, 4]


IDENTITIES = "seeds/judgements/identities.csv"
EVENTS = "seeds/judgements/events.csv"
DISPUTES = "seeds/judgements/disputes.yml"
B = "2014-09_courier_oaths-on-the-river"


def add(root, file, *rows):
    """The file with rows more."""
    path = root / file
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize(("file", "rows", "what"), [
    (IDENTITIES, ["nobody,zmarak-dost,,,not_same,x"], "unknown actor_id 'nobody'"),
    (IDENTITIES, ["zmarak-dost,nobody,,,not_same,x"], "unknown actor_id 'nobody'"),
    (IDENTITIES, ["zmarak-dost,,Dost,no-such-article,not_same,x"], "unknown source_id 'no-such-article'"),
    (IDENTITIES, ["zmarak-dost,,,,same,x"], "give either `other_id` or `alias`"),
    (IDENTITIES, ["zmarak-dost,temor-lawang,Dost,,same,x"], "give either `other_id` or `alias`"),
    (IDENTITIES, ["zmarak-dost,temor-lawang,,,perhaps,x"], "unknown judgement 'perhaps'"),
    (IDENTITIES, ["zmarak-dost,temor-lawang,,,not_same,"], "`reason` cannot be ''"),
    (IDENTITIES, ["hakan-pasha,zmarak-dost,,,not_same,again"], "the id stands 2 times"),
    (IDENTITIES, ["zmarak-dost,,The Voice,,same,x"], "'The Voice' is judged same, and aliases.csv says otherwise"),
    (IDENTITIES, ["baryal-sahak,,Barial Sahaak,,not_same,x"],
     "'Barial Sahaak' is judged not_same, and aliases.csv says otherwise"),
    (IDENTITIES, ["baryal-sahak,,Barial Sahaak,,undecided,x"],
     "'Barial Sahaak' is judged undecided, and aliases.csv says otherwise"),
    (EVENTS, [f"{A}.02,{A}.99,same_event,x"], f"unknown claim_id '{A}.99'"),
    (EVENTS, [f"{A}.99,{A}.02,not_same_event,x"], f"unknown claim_id '{A}.99'"),
    (EVENTS, [f"{A}.01,{A}.02,perhaps,x"], "unknown judgement 'perhaps'"),
    (EVENTS, [f"{A}.02,{A}.03,same_event,"], "`reason` cannot be ''"),
    (EVENTS, [f"{B}.01,{A}.01,same_event,x"], "the id stands 2 times"),
    (EVENTS, [f"{A}.01,{A}.02,same_event,x", f"{A}.02,{B}.01,not_same_event,x"],
     "other judgements make the two one event"),
    ("seeds/reference/offices.csv", ["spokesman,false,x"], "the id stands 2 times"),
    ("seeds/reference/offices.csv", ["emir,perhaps,x"], "`is_sole` cannot be 'perhaps'"),
    ("seeds/reference/offices.csv", [",true,x"], "`role` cannot be ''"),
])
def test_a_bad_judgement_is_told_with_its_line(project, file, rows, what):
    add(project, file, *rows)
    told = [problem for problem in problems(project) if problem.what.startswith(what)]
    assert told, problems(project)
    assert told[-1].file == file
    assert told[-1].line == len((project / file).read_text(encoding="utf-8").splitlines())
    assert told[-1].todo


@pytest.mark.parametrize(("old", "new", "what"), [
    ("field: allegiance", "field: loyalty", "unknown field 'loyalty'"),
    ("actor_id: zmarak-dost", "actor_id: zmarak", "unknown actor_id 'zmarak'"),
    (f"[{B}.05]", f"[{B}.99]", f"unknown claim_id '{B}.99'"),
    (f"[{B}.05]", f"[{A}.02]", f"{A}.02 stands on two sides, or twice on one"),
    (f"[{B}.05]", f"[{B}.05, {B}.05]", f"{B}.05 stands on two sides, or twice on one"),
    (f"[{B}.05]", "[]", "`sides` cannot be"),
    (f"    - position: \"he means to leave it\"\n      claims: [{B}.05]\n", "", "`sides` cannot be"),
    ("dispute_id: dost-and-the-front", "dispute_id: Dost and the front", "`dispute_id` cannot be"),
    ("  actor_id: zmarak-dost", "  actor: zmarak-dost", "unknown column `actor`"),
    ("  field: allegiance", "  field: allegiance\n  marks_events: perhaps", "`marks_events` cannot be 'perhaps'"),
])
def test_a_bad_dispute_is_told_with_its_name(project, old, new, what):
    edit(project, DISPUTES, old, new)
    told = [problem for problem in problems(project) if problem.what.startswith(what)]
    assert told, problems(project)
    assert told[0].file == DISPUTES
    assert told[0].where.casefold().startswith("dost")
    assert 1 <= told[0].line <= len((project / DISPUTES).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("text", "what"), [
    ("- [unclosed", "is not YAML"), ("dispute_id: x\n", "is not a list of disputes"), ("", "is not a list of disputes"),
    ("- a word\n", "is not a list of disputes"),
])
def test_a_file_of_disputes_that_is_no_list_of_them_is_told(project, text, what):
    (project / DISPUTES).write_text(text, encoding="utf-8")
    problem = only(project)
    assert problem.file == DISPUTES
    assert problem.what.startswith(what)


def test_a_dispute_judged_twice_is_told(project):
    add(project, DISPUTES, (project / DISPUTES).read_text(encoding="utf-8"))
    assert {problem.what for problem in problems(project)} == {"the id stands 2 times"}


@pytest.mark.parametrize("file", [IDENTITIES, EVENTS, DISPUTES, "seeds/reference/offices.csv"])
def test_a_project_needs_no_judgements(project, file):
    (project / file).unlink()
    tables = check(project).tables
    if file == IDENTITIES:
        assert tables["identities"].empty
    assert tables["events"]["event_id"].nunique() == 13


def test_a_machine_draft_among_coded_articles_is_told_and_what_to_do(project):
    edit(project, ARTICLE, "coding: human", "coding: machine")
    problem = only(project)
    assert (problem.what, problem.where) == ("a machine draft among coded articles", f"{A}.01")
    assert problem.line == line_of(project, ARTICLE, "coding: machine")
    assert "seeds/drafts" in problem.todo


def test_two_persons_of_near_names_must_be_judged(project):
    add(project, "seeds/reference/persons.csv", "sahak,Mullah Sahaak,")
    problem = only(project)
    assert (problem.file, problem.where) == ("seeds/reference/persons.csv", "sahak")
    assert problem.what == "the name may also mean baryal-sahak"
    row = problem.todo.partition(": ")[2]
    assert row == "baryal-sahak,sahak,,,same | not_same | undecided,<reason>"
    add(project, IDENTITIES, row.replace("same | not_same | undecided", "undecided"))
    assert len(check(project).tables["persons"]) == 5


def test_an_alias_makes_a_namesake_too(project):
    add(project, "seeds/reference/aliases.csv", "hakan-pasha,Dust,")
    add(project, "seeds/reference/persons.csv", "dost-the-elder,Mullah Dost Elder,")
    assert {(problem.where, problem.what) for problem in problems(project)} == {
        ("hakan-pasha", "the name may also mean dost-the-elder")}


BRIDGE = "    provinces: [AF-KNR]\n    place: the upper bridge\n"
"""Where the raid was, in the first article."""


@pytest.mark.parametrize(("where", "what", "todo"), [
    ("    provinces: [AF-KNR]\n    place: the uper bridge\n", "unknown place 'the uper bridge'",
     "Did you mean 'the upper bridge'? If not, add it to seeds/reference/places.csv"),
    ("    provinces: [AF-KNR]\n    place: in public\n", "unknown place 'in public'",
     "Add it to seeds/reference/places.csv"),
    ("    provinces: [AF-KNR]\n    place: Nangarhaar\n", "unknown place 'Nangarhaar'", "Did you mean 'Nangarhar'?"),
    ("    provinces: [AF-NAN]\n    place: Mill\n", "the place 'Mill' is of AF-KNR, which is not among the provinces",
     "Add AF-KNR to `provinces`, or mend `place`"),
    ("    place: the upper bridge\n", "the place 'the upper bridge' is of AF-KNR, which is not among the provinces",
     "Add AF-KNR to `provinces`"),
    ("    provinces: [AF-KNR]\n    place: Nangrahar\n",
     "the place 'Nangrahar' is of AF-NAN, which is not among the provinces", "Add AF-NAN to `provinces`"),
    ("    provinces: [PK-KP]\n    place: Ridge Agency\n",
     "the place 'Ridge Agency' is of PK-TA, which is not among the provinces", "Add PK-TA to `provinces`"),
    ("    place: the pine valleys\n", "the place 'the pine valleys' is of AF, which is not among the countries",
     "Add AF to `countries`, or mend `place`"),
    ("    countries: [AF]\n    place: Far Harbour\n",
     "the place 'Far Harbour' is of OM, which is not among the countries",
     "Add OM to `countries`"),
])
def test_a_place_that_does_not_fit_is_told_with_its_claim(project, where, what, todo):
    edit(project, ARTICLE, BRIDGE, where)
    problem = only(project)
    assert (problem.file, problem.where, problem.what) == (ARTICLE, f"{A}.03", what)
    assert todo in problem.todo
    assert problem.line == line_of(project, ARTICLE, f"{A}.03")


def test_every_place_that_does_not_fit_is_told_at_once(project):
    edit(project, ARTICLE, BRIDGE, "    provinces: [AF-KNR]\n    place: zzz;the upper bridge;Ridge Agency;in public\n")
    assert [problem.what for problem in problems(project)] == [
        "the place 'Ridge Agency' is of PK-TA, which is not among the provinces",
        "unknown place 'in public'", "unknown place 'zzz'"]


def test_a_place_is_not_blamed_for_a_province_that_nobody_knows(project):
    edit(project, ARTICLE, BRIDGE, "    provinces: [Konarr]\n    place: the upper bridge\n")
    assert only(project).what == "unknown province 'Konarr'"


@pytest.mark.parametrize(("where", "told", "place_ids", "where_prec"), [
    ("    provinces: [AF-KNR]\n    place: the upper bridge\n", "the upper bridge", ["upper-bridge"], 2),
    ("    provinces: [AF-KNR]\n    place: THE  HIGH bridge\n", "THE  HIGH bridge", ["upper-bridge"], 2),
    ("    provinces: [AF-KNR]\n    place: ' Mill ; the high bridge;;the upper bridge'\n",
     "Mill;the high bridge;the upper bridge", ["mill-district", "upper-bridge"], 2),
    ("    provinces: [AF-KNR]\n    place: Mill district\n", "Mill district", ["mill-district"], 3),
    ("    provinces: [AF-KNR]\n    place: Konarha\n", "Konarha", [], 4),
    ("    provinces: [AF-KNR]\n", "", [], 4),
    ("    provinces: [AF-KNR]\n    place: the pine valleys\n", "the pine valleys", ["pine-valleys"], 4),
    ("    provinces: [AF-NAN]\n    place: Far Harbour\n", "Far Harbour", ["far-harbour"], 1),
    ("    countries: [OM]\n    place: Far Harbour\n", "Far Harbour", ["far-harbour"], 1),
    ("    countries: [AF]\n    place: the pine valleys\n", "the pine valleys", ["pine-valleys"], 5),
    ("    place: the river\n", "the river", ["river"], 5),  # over two countries, so that neither must be named
    ("    countries: [AF, PK]\n", "", [], 6),
    ("", "", [], None),
])
def test_how_finely_a_claim_tells_its_place(project, where, told, place_ids, where_prec):
    unjudge(project)
    edit(project, ARTICLE, BRIDGE, where)
    tables = check(project).tables
    claim = tables["claims"].set_index("claim_id").loc[f"{A}.03"]
    bridge = tables["claim_places"]
    assert bridge.loc[bridge["claim_id"] == f"{A}.03", "place_id"].tolist() == place_ids
    assert claim[["place", "where_prec"]].fillna("").tolist() == [told, where_prec or ""]


@pytest.mark.parametrize(("province", "is_known"), [("PK-KP", True), ("AF-NAN", False)])
@pytest.mark.parametrize("date", ['    date: "2019-06-02"\n    date_basis: stated\n', "    date_basis: publication\n"])
def test_a_place_of_a_province_that_was_merged_lies_in_another_of_its_country(project, date, province, is_known):
    unjudge(project)
    edit(project, ARTICLE, BRIDGE, f"    provinces: [{province}]\n    place: Ridge Agency\n")
    edit(project, ARTICLE, '    date: "2014-06-02"\n    date_basis: stated\n', date)
    text = (project / ARTICLE).read_text(encoding="utf-8").replace("2014", "2019")
    (project / ARTICLE).unlink()
    (project / f"seeds/articles/{A.replace('2014', '2019')}.yml").write_text(text, encoding="utf-8")
    if is_known:
        assert "ridge-agency" in set(check(project).tables["claim_places"]["place_id"])
    else:
        assert only(project).what == "the place 'Ridge Agency' is of PK-TA, which is not among the provinces"


def test_a_name_of_a_town_and_a_province_means_the_town(project):
    add(project, "seeds/reference/places.csv", "kunar-town,Kunar,town,AF-KNR,,AF,,34.9,71.1,1,Invented,")
    edit(project, ARTICLE, BRIDGE, "    provinces: [AF-KNR]\n    place: Kunar\n")
    assert check(project).tables["claim_places"]["place_id"].tolist()[0] == "kunar-town"


def test_a_project_whose_claims_name_no_place_needs_no_gazetteer(project):
    for path in [*(project / "seeds/articles").iterdir(), *(project / "seeds/drafts").iterdir()]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("    place:")), encoding="utf-8")
    (project / "seeds/reference/places.csv").unlink()
    tables = check(project).tables
    assert all(tables[name].empty for name in ("places", "claim_places", "event_places"))
    assert set(tables["claims"]["where_prec"].dropna()) == {4, 6}


def merged(root, other="b-sahak,B. Sahak,", judgement="baryal-sahak,b-sahak,,,same,One man."):
    """The project in which a second id was found to be Sahak's, and one claim still names it."""
    add(root, "seeds/reference/persons.csv", other)
    add(root, IDENTITIES, judgement)
    edit(root, ARTICLE, "    subject: Baryal Sahak\n", "    subject: B. Sahak\n    subject_id: b-sahak\n")
    return root


def test_an_id_judged_the_same_leads_to_the_one_that_stands_for_both(project):
    tables = check(merged(project)).tables
    claims = tables["claims"].set_index("claim_id")
    assert (claims.loc[f"{A}.01", "subject_id"], claims.loc[f"{A}.01", "subject_as_written"]) == (
        "baryal-sahak", "B. Sahak")
    assert "b-sahak" not in set(tables["actors"]["actor_id"]) | set(tables["persons"]["person_id"])
    aliases = tables["aliases"]
    assert set(aliases.loc[aliases["actor_id"] == "baryal-sahak", "alias"]) == {"B. Sahak", "Barial Sahaak"}
    row = tables["identities"].set_index("identity_id").loc["baryal-sahak.b-sahak"]
    assert (row["actor_id"], row["other_id"], row["judgement"]) == ("baryal-sahak", "b-sahak", "same")
    assert tables["events"]["event_id"].nunique() == 13


def test_a_name_of_a_merged_id_needs_no_id_beside_it(project):
    edit(merged(project), ARTICLE, "    subject_id: b-sahak\n", "")
    assert check(project).tables["claims"].set_index("claim_id").loc[f"{A}.01", "subject_id"] == "baryal-sahak"


def test_a_chain_of_merged_ids_leads_to_its_end(project):
    add(merged(project), "seeds/reference/persons.csv", "sahak-of-the-river,Sahak of the River,")
    add(project, IDENTITIES, "b-sahak,sahak-of-the-river,,,same,One man.")
    edit(project, f"seeds/articles/{B}.yml", "subject: Barial Sahaak", "subject: Sahak of the River")
    tables = check(project).tables
    assert tables["claims"].set_index("claim_id").loc[f"{B}.01", "subject_id"] == "baryal-sahak"
    assert set(tables["identities"]["actor_id"]) == {"baryal-sahak", "hakan-pasha", "temor-lawang"}


def test_two_ids_cannot_stand_for_each_other(project):
    add(merged(project), IDENTITIES, "b-sahak,baryal-sahak,,,same,Turned round.")
    assert "the id stands for itself" in {problem.what for problem in problems(project)}


def test_what_belongs_to_a_merged_group_belongs_to_the_one_that_stands_for_it(project):
    add(project, "seeds/reference/groups.csv", "council-of-the-river,Council of the River,,council,red-banner,,",
        "river-guard,River Guard,,council,council-of-the-river,,")
    edit(project, "seeds/reference/cohorts.csv", "river-council", "council-of-the-river")
    add(project, IDENTITIES, "river-council,council-of-the-river,,,same,One council.")
    tables = check(project).tables
    assert tables["cohorts"]["group_id"].tolist() == ["river-council"]
    assert tables["groups"].set_index("group_id")["parent_group_id"].to_dict()["river-guard"] == "river-council"
    assert "council-of-the-river" not in set(tables["groups"]["group_id"])
