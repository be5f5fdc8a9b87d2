"""`bayah draft`: what it prints, what it writes where, and how it fails."""

import csv

import pytest
from invented import BODY, text
from standin import make_broken, make_standin
from typer.testing import CliRunner

from bayah import cli
from bayah.model import KINDS

SWORN = "Gul Aman swore an oath to the Taliban at the old well of the valley."


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(text("Oath at the well", SWORN, *BODY[1:]), encoding="utf-8")
    (folder / "b.md").write_text(text("# Another oath", "May 9, 2015", SWORN.replace("Gul", "Haji")), encoding="utf-8")
    return folder


@pytest.fixture
def run(project, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "ENGINES", {"rules": make_standin, "broken": make_broken})
    monkeypatch.delenv("BAYAH_TEXTS", raising=False)
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        return CliRunner().invoke(cli.app, ["draft", *map(str, arguments), "--root", str(project)])

    return invoke


def rows_of(result):
    rows = (line.split("│") for line in result.stdout.splitlines() if "│" in line)
    return {cells[1].strip(): cells[2].strip() for cells in rows}


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_drafts_go_to_the_seeds(run, project, articles):
    result = run(articles, "--published", "2015-05-08", "--publisher", "The Example Post")
    assert result.exit_code == 0, result.stderr
    new = {f"2015-05-08_examplepost_{title}.yml" for title in ("another-oath", "oath-at-the-well")}
    assert new <= set(names_in(project / "seeds/drafts"))
    assert (rows_of(result)["articles"], rows_of(result)["claims"]) == ("2", "2")


def test_the_csv_alone_leaves_the_seeds_as_they_are(run, project, articles, tmp_path):
    before = names_in(project / "seeds/drafts")
    result = run(articles / "a.txt", "--published", "2015-05-08", "--csv", tmp_path / "out.csv")
    assert result.exit_code == 0, result.stderr
    assert names_in(project / "seeds/drafts") == before
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines())
    assert (row["source"], row["subject"], row["coding"], row["kind"] in KINDS) == ("a", "Gul Aman", "machine", True)


def test_both_can_be_had_and_texts_kept(run, articles, tmp_path, monkeypatch):
    monkeypatch.setenv("BAYAH_TEXTS", str(tmp_path / "texts"))
    result = run(articles / "b.md", "--csv", tmp_path / "out.csv", "--out", tmp_path / "drafts")
    assert result.exit_code == 0, result.stderr
    assert names_in(tmp_path / "drafts") == ["2015-05-09_unknown_another-oath.yml"]
    assert names_in(tmp_path / "texts") == ["2015-05-09_unknown_another-oath.txt"]


def test_the_second_run_takes_what_the_first_drafted(run, articles):
    dated = (articles, "--published", "2015-05-08")
    taken = [rows_of(run(*dated, *more)).get("articles taken from an earlier run")
             for more in ((), (), ("--no-resume",))]
    assert taken == [None, "2", None]


def test_failures_are_told_and_the_rest_is_drafted(run, articles, tmp_path):
    (articles / "empty.txt").write_bytes(b"")
    (articles / "notes.xlsx").write_bytes(b"x")
    result = run(articles, "--csv", "out.csv", "--published", "2015")
    assert result.exit_code == 1
    assert f"1 file gave no draft:\n{articles / 'empty.txt'}: is empty." in result.stderr
    assert "Left alone, for they are no articles: 1 .xlsx" in result.stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 3


def test_an_article_without_a_date_is_told(run, articles):
    alone = run(articles / "a.txt", "--csv", "out.csv")
    assert alone.exit_code == 0
    assert "nothing tells when it was published. Give --published." in alone.stdout
    drafted = run(articles / "a.txt")
    assert drafted.exit_code == 1
    assert "nothing tells when it was published, and a draft needs it. Give --published" in drafted.stderr


@pytest.mark.parametrize(("arguments", "what"), [
    (("--published", "yesterday"), "yesterday"),
    (("--title", "One title for two"), "--title, --url and --source-id are for a single article; these are 2."),
    (("--engine", "oracle"), "There is no engine 'oracle'. Known: rules, broken."),
    (("--source-id", "2015_a_b"), "--title, --url and --source-id are for a single article"),
])
def test_wrong_options_are_refused_in_words(run, articles, arguments, what):
    result = run(articles, *arguments)
    assert result.exit_code == 1
    assert what in result.stderr
    assert "Traceback" not in result.stderr


def test_an_id_that_is_none_is_refused(run, articles):
    result = run(articles / "a.txt", "--source-id", "Not an id!")
    assert (result.exit_code, "--source-id Not an id! is no id." in result.stderr) == (1, True)


def test_a_folder_without_articles_is_told(run, tmp_path):
    (tmp_path / "none").mkdir()
    result = run(tmp_path / "none")
    assert result.exit_code == 1
    assert "there is no article" in result.stderr


def test_a_place_that_cannot_be_written_is_told(run, articles, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run(articles, "--csv", tmp_path / "file" / "out.csv", "--published", "2015")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_reference_tables_the_root_is_asked_for(articles, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.app, ["draft", str(articles), "--csv", "out.csv"])
    assert result.exit_code == 1
    assert "there are no reference tables. Run it in the project's folder, or give that folder" in result.stderr
