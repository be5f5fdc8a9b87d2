"""The command: what it prints, and how it fails."""

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
