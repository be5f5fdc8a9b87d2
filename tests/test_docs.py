"""What is offered is documented, and what is documented is so."""

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import fpdf
import pytest
import typer
import yaml

import bayah
from bayah import cli, model
from bayah.build import check
from bayah.drafting.reading import article_of
from bayah.model import ReadingError, SeedError
from bayah.provinces import MEASURES
from bayah.query import Filters
from bayah.seeds import ArticleSeed, ClaimSeed, SentenceSeed, StepSeed, StorySeed
from bayah.views import OF_EVERY_PAGE, OF_PAGE, page_names

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "data/boundaries/NOTICE.md"])
EXAMPLE = DOCS / "adding-an-article.md"
MISTAKES = {  # what a coder might write, for what the example has
    "provinces: [AF-NAN]": "provinces: [Nangahar]",
    "State Khorasan\n    to_leader": "State Korasan\n    to_leader",
    "date: ../2015-09-14": "dat: ../2015-09-14",
}


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def everything():
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


def unquoted(names, text):
    return sorted(name for name in names if f"`{name}`" not in text)


def test_every_command_is_documented():
    names = [command.name or command.callback.__name__ for command in cli.app.registered_commands]
    assert names
    assert [name for name in names if f"`bayah {name}`" not in everything()] == []


def test_every_option_of_drafting_is_documented():
    command = typer.main.get_command(cli.app).commands["draft"]
    options = {name for option in command.params for name in (*option.opts, *option.secondary_opts) if name[:2] == "--"}
    assert len(options) > 10
    assert unquoted(options - {"--help"}, text_of("docs/drafting-files.md")) == []


def test_the_errors_of_reading_look_as_documented():
    (shown,) = re.findall(r"^```text\n(.*?)\n```$", text_of("docs/drafting-files.md"), re.M | re.S)
    broken, scanned = shown.split("\n")
    file, line, at = re.match(r"(.+?):(\d+): .* at (\d+)\)", broken).groups()
    raw = b"\n" * (int(line) - 1) + (b"oath " * 100)[:int(at) - int(line) + 1] + b"\x92s"
    empty = fpdf.FPDF()
    empty.add_page()
    for words, name, content in ((broken, file, raw), (scanned, scanned.split(":")[0], bytes(empty.output()))):
        with pytest.raises(ReadingError) as raised:
            article_of("a", Path(name).suffix, content, file=name)
        assert str(raised.value) == words


def test_every_make_target_is_documented():
    targets = re.findall(r"^([a-z]+):.*## ", text_of("Makefile"), re.MULTILINE)
    assert {"app", "test", "check"} <= set(targets)
    assert [name for name in targets if f"make {name}" not in everything()] == []


def test_every_documented_make_target_exists():
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", everything())) <= targets


def test_every_documented_command_exists():
    names = {command.name or command.callback.__name__ for command in cli.app.registered_commands}
    assert set(re.findall(r"`(?:\.venv/bin/)?bayah ([a-z]+)", everything())) <= names


def test_the_data_dictionary_is_that_of_the_model():
    script = [sys.executable, ROOT / "scripts/make_data_dictionary.py", "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_table_and_column_is_in_the_data_dictionary():
    sections = dict(
        re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", text_of("docs/data-dictionary.md"), re.M | re.S)
    )
    assert list(sections) == [table.name for table in model.TABLES]
    for table in model.TABLES:
        assert unquoted(table.column_names, sections[table.name]) == []


def test_every_table_and_every_word_of_the_vocabularies_is_in_the_codebook():
    words = {table.name for table in model.TABLES}
    for table in model.TABLES:
        for column in table.columns:
            if column.name not in ("country", "actor_type", "part"):
                words.update(column.vocabulary)
    codebook = text_of("docs/codebook.md")
    assert unquoted(words | {"end_basis", "published_basis", "known_date"}, codebook) == []


def test_what_each_kind_needs_is_in_the_codebook():
    rows = re.findall(r"^\| (`[^|]+) \| [^|]+ \| ([^|]+) \|$", text_of("docs/codebook.md"), re.M)
    needs = {kind: cell for kinds, cell in rows for kind in re.findall(r"`(\w+)`", kinds)}
    for kind, choices in model.NEEDS.items():
        told = set(re.findall(r"`(\w+)`", needs[kind]))
        assert told == {column for choice in choices for column in choice}, kind


def test_every_key_of_a_coded_article_is_documented():
    keys = {*ArticleSeed.model_fields, *ClaimSeed.model_fields, "claims"}
    assert unquoted(keys, text_of("docs/adding-an-article.md")) == []


def test_every_key_of_a_story_and_every_page_it_can_be_told_on_is_documented():
    keys = {*StorySeed.model_fields, *StepSeed.model_fields, *SentenceSeed.model_fields, "steps", "sentences"}
    assert unquoted(keys | set(page_names()), text_of("docs/stories.md")) == []


def test_the_error_of_a_story_looks_as_documented(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (shown,) = re.findall(r"^```text\n(.*?)\n```$", text_of("docs/stories.md"), re.M | re.S)
    claim = re.search(r"no claim '(\S+)\.99'", shown)[1]
    story = tmp_path / shown.split(":")[0]
    story.write_text(story.read_text(encoding="utf-8").replace(f"{claim}.02", f"{claim}.99", 1), encoding="utf-8")
    with pytest.raises(SeedError) as raised:
        check(tmp_path)
    (problem,) = raised.value.problems
    assert str(problem) == shown


def test_every_parameter_of_the_address_is_documented():
    names = {field.name.rstrip("_") for field in fields(Filters)}
    names |= {name for of_page in OF_PAGE.values() for name in of_page} | set(OF_EVERY_PAGE)
    assert unquoted(names | set(MEASURES), text_of("docs/address.md")) == []


def anchors(path):
    """The anchors of a page, as GitHub makes them of its headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            yield f"{path.relative_to(ROOT)}: {target}"


def test_no_link_leads_nowhere():
    assert [link for path in PAGES for link in broken_links(path)] == []


def test_every_page_is_reached_from_the_index():
    linked = set(re.findall(r"\]\(([^)#\s]+)", text_of("docs/index.md")))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert pages <= linked


def test_one_version_everywhere():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    project = tomllib.loads(text_of("pyproject.toml"))
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", text_of("CHANGELOG.md"), re.M)[0]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "bayah/__init__.py"
    assert released == (bayah.__version__, citation["date-released"])
    assert citation["version"] == bayah.__version__


def test_requirements_meet_the_project():
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text_of("requirements.txt").lower(), re.M))
    wanted = tomllib.loads(text_of("pyproject.toml").lower())["project"]["dependencies"]
    assert {name: pins.get(name) for name, _ in (line.split(">=") for line in wanted)} == dict(
        line.split(">=") for line in wanted
    )


def write_example(root, replace):
    """The worked example, put beside the reference tables and judgements that it builds on."""
    for folder in ("reference", "judgements", "articles"):  # aliases and judgements name the articles
        shutil.copytree(ROOT / "seeds" / folder, root / "seeds" / folder)
    blocks = re.findall(r"^```(csv|yaml) (\S+)\n(.*?)^```$", text_of(EXAMPLE), re.M | re.S)
    for language, name, block in blocks:
        path = root / name
        if language == "csv":
            header, rows = block.split("\n", 1)
            assert path.read_text(encoding="utf-8").split("\n")[0] == header
            block = path.read_text(encoding="utf-8") + rows
        for right, wrong in replace.items() if language == "yaml" else ():
            assert right in block
            block = block.replace(right, wrong)
        path.write_text(block, encoding="utf-8")
    return [name for language, name, _ in blocks if language == "yaml"]


def shown_in_example():
    """What the page shows of the program's words."""
    blocks = re.findall(r"^```text\n(.*?)^```$", text_of(EXAMPLE), re.M | re.S)
    return [block.strip() for block in blocks]


def test_the_worked_example_builds(tmp_path):
    (name,) = write_example(tmp_path, {})
    claims = check(tmp_path).tables["claims"]
    assert (claims["source_id"] == Path(name).stem).sum() == 3


def test_the_errors_look_as_documented(tmp_path):
    write_example(tmp_path, MISTAKES)
    with pytest.raises(SeedError) as raised:
        check(tmp_path)
    assert str(raised.value).strip() == shown_in_example()[0]


def test_the_question_about_a_namesake_looks_as_documented(tmp_path):
    write_example(tmp_path, {})
    persons = tmp_path / "seeds/reference/persons.csv"
    persons.write_text(persons.read_text(encoding="utf-8") + "gul-aman-other,Gul Aman,\n", encoding="utf-8")
    with pytest.raises(SeedError) as raised:
        check(tmp_path)
    (problem,) = raised.value.problems
    assert re.sub(r":\d+:", ":", str(problem)) == re.sub(r":\d+:", ":", shown_in_example()[1])
