"""The command: what it prints, and how it fails."""

import csv
import json
import re

import pytest
from typer.testing import CliRunner

from bayah.build import REGISTER
from bayah.cli import app
from bayah.model import TABLES
from bayah.store import tables_version

BROKEN = "seeds/articles/2014-09_courier_oaths-on-the-river.yml"


@pytest.fixture
def run(project):
    def invoke(*arguments):
        return CliRunner().invoke(app, [*arguments, "--root", str(project)])

    return invoke


@pytest.fixture
def broken(project):
    path = project / BROKEN
    path.write_text(path.read_text(encoding="utf-8").replace("kind: attack", "kind: atack"), encoding="utf-8")


def test_build_writes_and_tells_rows_and_version(run, project):
    result = run("build")
    assert result.exit_code == 0
    assert f"Built {len(TABLES)} tables: 3 sources, 17 claims" in result.stdout
    assert tables_version(project / "data" / "tables") in result.stdout
    assert (project / REGISTER).exists()


def test_check_writes_nothing(run, project):
    result = run("check")
    assert result.exit_code == 0
    assert "The seeds are sound: 17 claims of 3 articles." in result.stdout
    assert not (project / "data").exists()


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("command", ["build", "check"])
def test_problems_go_to_standard_error_with_exit_1(run, project, command):
    result = run(command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "1 problem in the seeds; no table was changed." in result.stderr
    assert f"{BROKEN}:" in result.stderr
    assert "unknown kind 'atack'. Did you mean 'attack'?" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (project / "data").exists()


@pytest.fixture
def released(run, project):
    """The project with its tables kept as release 1.0.0, and one claim taken back since."""
    (project / "CITATION.cff").write_text("title: The atlas\nversion: 1.0.0\ndate-released: 2026-01-02\n"
                                          "authors:\n- name: Somebody\n", encoding="utf-8")
    run("build")
    kept = run("keep")
    assert kept.exit_code == 0
    assert kept.stdout.startswith("Kept 1.0.0 of 2 January 2026, data version ")
    table = project / "data" / "tables" / "claims.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([*lines[:1], *lines[2:]]), encoding="utf-8")
    return next(csv.reader([lines[1]]))[0]


def test_diff_tells_what_went_since_a_release(run, released):
    result = run("diff", "1.0.0")
    assert result.exit_code == 0
    assert "From release 1.0.0 to the built tables" in result.stdout
    assert re.search(r"claims +│ 0 +│ 1 +│ 0 ", result.stdout)
    assert f"\n- {released}  " in result.stdout


def test_diff_of_the_same_says_so(run, project, released):
    result = run("diff", str(project), str(project / "data"))
    assert result.stdout.startswith("Nothing changed from ")
    assert run("diff", "1.0.0", "1.0.0", "--table", "stories").stdout.startswith("Nothing changed from ")


def test_diff_as_json_is_for_programs(run, released):
    told = json.loads(run("diff", "1.0.0", "--json", "--table", "claims").stdout)
    assert (told["old"], told["new"], list(told["tables"])) == ("release 1.0.0", "the built tables", ["claims"])
    assert [row["id"] for row in told["tables"]["claims"]["went"]] == [released]
    assert set(json.loads(run("diff", "1.0.0", "--json").stdout)["tables"]) == {table.name for table in TABLES}


@pytest.mark.parametrize(("arguments", "what"), [
    (["0.9.0"], "0.9.0: there is no such folder or file. Give a folder"),
    (["1.0.0", "--table", "claim"], "There is no table 'claim'. Did you mean 'claims'?"),
])
@pytest.mark.usefixtures("released")
def test_diff_of_what_is_no_version_fails_with_what_to_do(run, arguments, what):
    result = run("diff", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert what in result.stderr


@pytest.mark.usefixtures("released")
def test_a_release_is_not_kept_anew_with_other_tables(run):
    result = run("keep")
    assert result.exit_code == 1
    assert "release 1.0.0 is kept already" in result.stderr


def test_diff_moves_no_cursor_and_reads_no_markup(run, project, released):
    table = project / "data" / "tables" / "claims.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("The", "\x1b[2J[red]The", 1), encoding="utf-8")
    told = run("diff", "1.0.0").stdout
    assert "\x1b" not in told
    assert "\ufffd[2J[red]The" in told


def test_info_tells_what_the_tables_hold(run):
    run("build")
    result = run("info")
    assert result.exit_code == 0
    rows = {tuple(line.replace("│", "").split()) for line in result.stdout.splitlines()}
    assert {("claims", "17", "17"), ("events", "13", "18"), ("death", "5"), ("disputed", "5", "38%")} <= rows
    assert {("alive", "1"), ("allegiance", "1"), ("killed", "1"), ("all", "0.57")} <= rows
    assert "No orphan: a claim uses each of the 8 persons, groups and cohorts." in result.stdout


def test_info_names_whom_no_claim_uses(run, project):
    persons = project / "seeds/reference/persons.csv"
    persons.write_text(persons.read_text(encoding="utf-8") + "juma-gharib,Juma Gharib,\n", encoding="utf-8")
    run("build")
    assert "1 orphans that no claim uses: juma-gharib" in run("info").stdout


def test_info_without_tables_fails(run):
    result = run("info")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "there is no such table. Run `make build`." in result.stderr


def test_an_unknown_command_is_refused(run):
    assert run("sell").exit_code == 2
