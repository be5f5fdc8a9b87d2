"""The files of articles in folders: all of them, each once."""

from collections import Counter

from bayah.drafting.finding import find_articles


def filled(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("an article", encoding="utf-8")


def test_a_folder_gives_its_articles_by_name(tmp_path):
    filled(tmp_path, "b/c.txt", "a.PDF", "b/a.md", ".hidden.txt", ".git/a.txt", "notes.xlsx", "LICENCE")
    found = find_articles([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["a.PDF", "b/a.md", "b/c.txt"]
    assert found.others == Counter({".xlsx": 1, "no ending": 1})
    assert found.problems == ()


def test_each_file_stands_once_whatever_is_named(tmp_path):
    filled(tmp_path, "a.txt", "b.txt")
    assert len(find_articles([tmp_path, tmp_path / "a.txt", tmp_path]).files) == 2


def test_what_is_named_is_not_passed_over(tmp_path):
    filled(tmp_path, ".hidden.txt", "notes.xlsx")
    named = [tmp_path / ".hidden.txt", tmp_path / "gone.txt", tmp_path / "notes.xlsx"]
    assert list(find_articles(named).files) == named


def test_a_link_that_leads_back_is_entered_once(tmp_path):
    filled(tmp_path, "a/b/c.txt")
    (tmp_path / "a/b/up").symlink_to(tmp_path, target_is_directory=True)
    assert len(find_articles([tmp_path]).files) == 1
