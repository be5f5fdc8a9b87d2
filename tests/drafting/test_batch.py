"""Many files: the same bytes whichever way they are drafted, and however often the run was stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import yaml
from distributed import LocalCluster
from invented import BODY, text
from standin import make_broken, make_slow, make_standin, make_tired

from bayah.drafting import batch
from bayah.drafting.batch import LEDGER, Order, Outputs, draft_files
from bayah.drafting.engines import make_rules
from bayah.drafting.finding import find_articles
from bayah.drafting.ledger import Entry, Ledger
from bayah.drafting.reading import Given
from bayah.model import BayahError

HERE = Path(__file__).parent


def fill(folder, count):
    """A folder of invented articles, each with its own men."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        told = f"Gul Aman{number} swore an oath to the Taliban. Haji Example{number} swore another."
        path = folder / f"{number % 7}" / f"article-{number:05}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(f"Oath number {number}", "May 8, 2015", told, *BODY[1:]), encoding="utf-8")
    return folder


def order(root, make_engine=make_standin, **given):
    return Order(root=root, engine="rules", make_engine=make_engine, given=Given(**given))


def outputs(folder, **more):
    return Outputs(drafts=folder / "drafts", csv=folder / "out.csv", texts=folder / "texts", **more)


def written(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_bytes_from_one_process_two_and_a_cluster(project, tmp_path):
    found = find_articles([fill(tmp_path / "articles", 150)])
    alone, pair, dask = (tmp_path / name for name in ("alone", "pair", "dask"))
    outcome = draft_files(found, order(project), outputs(alone), resume=False)
    assert (outcome.articles, outcome.claims, outcome.proposed, outcome.problems) == (150, 300, 300, [])
    assert len(written(alone)) == 1 + 150 + 150
    draft_files(found, order(project), outputs(pair), jobs=2, resume=False)
    assert written(pair) == written(alone)
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        draft_files(found, order(project), outputs(dask), scheduler=cluster.scheduler_address, resume=False)
    assert written(dask) == written(alone)


def kill_in_the_middle(project, folder, articles, log):
    """Run in a process of its own, and kill that when some are drafted."""
    script = (f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
              "from pathlib import Path\n"
              "from test_batch import *\n"
              f"draft_files(find_articles([Path({str(articles)!r})]), order(Path({str(project)!r}), make_slow), "
              f"outputs(Path({str(folder)!r})))\n")
    with subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "BAYAH_DRAFTED": str(log)}) as run:
        while not log.exists() or log.read_text(encoding="utf-8").count("\n") < 50:
            assert run.poll() is None
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)


def test_a_run_that_was_killed_goes_on_where_it_stood(project, tmp_path, monkeypatch):
    articles, log = fill(tmp_path / "articles", 100), tmp_path / "drafted.log"
    kill_in_the_middle(project, tmp_path / "killed", articles, log)
    before = log.read_text(encoding="utf-8").count("\n")
    assert written(tmp_path / "killed") == {}
    monkeypatch.setenv("BAYAH_DRAFTED", str(log))
    outcome = draft_files(find_articles([articles]), order(project, make_slow), outputs(tmp_path / "killed"))
    assert (outcome.articles, outcome.from_ledger) == (100, before // batch._BUNDLE * batch._BUNDLE)
    again = 100 - outcome.from_ledger
    assert log.read_text(encoding="utf-8").count("\n") == before + again
    draft_files(find_articles([articles]), order(project), outputs(tmp_path / "whole"), resume=False)
    assert written(tmp_path / "killed") == written(tmp_path / "whole")


def test_what_was_drafted_is_drafted_again_only_if_something_changed(project, tmp_path):
    articles = fill(tmp_path / "articles", 3)

    def again(**given):
        return draft_files(find_articles([articles]), order(project, **given), Outputs()).from_ledger

    assert [again(), again()] == [0, 3]
    assert again(publisher="The Example Post") == 0
    (articles / "0/article-00000.txt").write_text("Gul Aman swore an oath by the well in the valley.", encoding="utf-8")
    assert again() == 2
    persons = project / "seeds/reference/persons.csv"
    persons.write_text(persons.read_text(encoding="utf-8") + "gul-aman,Gul Aman,\n", encoding="utf-8")
    batch.version_at.cache_clear()
    assert again() == 0


def test_one_text_under_two_names_is_drafted_once(project, tmp_path):
    articles = fill(tmp_path / "articles", 2)
    first = articles / "0/article-00000.txt"
    raw = first.read_bytes()
    (articles / "1/copy.txt").write_bytes(raw)
    (articles / "1/windows.txt").write_bytes(raw.replace(b"\n", b"\r\n"))
    outcome = draft_files(find_articles([articles]), order(project), outputs(tmp_path / "out"))
    assert outcome.articles == 2
    assert sorted(outcome.twice) == [(str(articles / f"1/{name}.txt"), str(first)) for name in ("copy", "windows")]
    assert len(list((tmp_path / "out/drafts").iterdir())) == 2


def test_two_articles_of_one_id_get_ids_of_their_own(project, tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("a", "b"):
        told = f"Gul {name.upper()} swore an oath to the Taliban at the old well of the valley."
        (articles / f"{name}.txt").write_text(text("One title", "May 8, 2015", told), encoding="utf-8")
    draft_files(find_articles([articles]), order(project), outputs(tmp_path / "out"))
    first, second = sorted((tmp_path / "out/drafts").iterdir(), key=lambda path: len(path.name))
    assert first.stem == "2015-05-08_unknown_one-title"
    assert second.stem.startswith(f"{first.stem}-")
    (claim,) = yaml.safe_load(second.read_text(encoding="utf-8"))["claims"]
    assert (claim["claim_id"], claim["subject"]) == (f"{second.stem}.01", "Gul B")


def test_what_cannot_be_drafted_stops_nothing_else(project, tmp_path):
    articles = fill(tmp_path / "articles", 3)
    bad = {"empty.txt": b"", "latin.txt": "Gül".encode("latin-1"), "locked.pdf": b"%PDF-1.7 broken",
           "engine.txt": b"The engine breaks on this article about the old well of the valley."}
    for name, raw in bad.items():
        (articles / name).write_bytes(raw)
    for jobs in (1, 2):
        outcome = draft_files(find_articles([articles]), order(project, make_broken), outputs(tmp_path / "out"),
                              jobs=jobs, resume=False)
        assert outcome.articles == 3
        assert [Path(problem.file).name for problem in outcome.problems] == sorted(bad)
        assert "broke the engine (ValueError: a fault of the engine)" in str(outcome.problems[1])
    assert (tmp_path / "out/out.csv").read_text(encoding="utf-8").count("\n") == 1 + 6


def test_an_article_without_a_date_stands_in_the_csv_only(project, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Gul Aman swore an oath to the Taliban at the old well of the valley.", encoding="utf-8")
    alone = draft_files(find_articles([path]), order(project), Outputs(csv=tmp_path / "out.csv"))
    assert (alone.problems, alone.undated) == ([], [str(path)])
    both = draft_files(find_articles([path]), order(project), outputs(tmp_path / "both"))
    (problem,) = both.problems
    assert str(problem).startswith(f"{path}: nothing tells when it was published")
    assert (tmp_path / "both/out.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_a_draft_that_a_person_may_be_at_is_kept(project, tmp_path):
    articles = find_articles([fill(tmp_path / "articles", 2)])
    draft_files(articles, order(project), outputs(tmp_path))
    path = sorted((tmp_path / "drafts").iterdir())[0]
    path.write_text("begun", encoding="utf-8")
    assert draft_files(articles, order(project), outputs(tmp_path)).kept == [str(path)]
    assert path.read_text(encoding="utf-8") == "begun"
    assert draft_files(articles, order(project), outputs(tmp_path, force=True)).kept == []
    assert path.read_text(encoding="utf-8") != "begun"


def test_without_reference_tables_nothing_is_drafted(tmp_path):
    with pytest.raises(BayahError, match=r"there are no reference tables. Run it in the project's folder"):
        draft_files(find_articles([fill(tmp_path / "articles", 1)]), order(tmp_path), Outputs())


def test_faults_of_the_reference_tables_come_through_from_a_worker(project, tmp_path):
    persons = project / "seeds/reference/persons.csv"
    persons.write_text(persons.read_text(encoding="utf-8") + "No Id,Gul Aman,\n", encoding="utf-8")
    with pytest.raises(BayahError, match=r"persons.csv:\d+: .*person_id"):
        draft_files(find_articles([fill(tmp_path / "articles", 1)]), order(project, make_rules), Outputs(), jobs=2)


def test_a_fault_of_the_engine_stops_the_run_and_keeps_what_was_drafted(project, tmp_path):
    found = find_articles([fill(tmp_path / "articles", 5)])
    with pytest.raises(BayahError, match="the fourth article is too much"):
        draft_files(found, order(project, make_tired), outputs(tmp_path))
    assert not (tmp_path / "out.csv").exists()
    outcome = draft_files(found, order(project, make_tired), outputs(tmp_path))
    assert (outcome.articles, outcome.from_ledger) == (5, 3)


def test_two_runs_at_once_share_a_ledger(tmp_path):
    with Ledger(tmp_path / "l", "rules", "1") as one, Ledger(tmp_path / "l", "rules", "1") as other:
        assert not one.want(0, "a", "key of a")
        other.add([Entry("key of b", b"")])
        one.add([Entry("key of a", b"")])
        assert other.want(0, "a", "key of a")


def test_a_ledger_that_is_none_is_told(project, tmp_path):
    (project / LEDGER).parent.mkdir()
    (project / LEDGER).write_bytes(b"no ledger at all, but some other file" * 50)
    found = find_articles([fill(tmp_path / "articles", 1)])
    with pytest.raises(BayahError, match=r"cannot be used as the ledger of drafts .* --no-resume"):
        draft_files(found, order(project), Outputs())
    assert draft_files(found, order(project), Outputs(), resume=False).articles == 1


def test_workers_of_another_version_are_refused(project, tmp_path, monkeypatch):
    found = find_articles([fill(tmp_path / "articles", 1)])
    monkeypatch.setattr(batch, "draft_bundle", lambda order, bundle: batch._Answer("another"))
    with pytest.raises(BayahError, match="another version of the engine"):
        draft_files(found, order(project), Outputs())


def test_a_cluster_that_is_not_there_is_told(project, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_PATIENCE", 1)
    with pytest.raises(BayahError, match="no Dask scheduler answers"):
        draft_files(find_articles([fill(tmp_path / "articles", 1)]), order(project), Outputs(),
                    scheduler="tcp://127.0.0.1:9")


def test_memory_stays_flat(project, tmp_path):
    found = find_articles([fill(tmp_path / "articles", 3000)])
    sizes, done = [], 0

    def tell(number):
        nonlocal done
        done += number
        sizes.append((done, psutil.Process().memory_info().rss))

    draft_files(found, order(project), outputs(tmp_path), resume=False, tell=tell)
    warm = next(size for number, size in sizes if number >= 1000)
    assert psutil.Process().memory_info().rss - warm < 20_000_000
