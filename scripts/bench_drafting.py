"""Measurements of drafting: `make bench`, or alone `python scripts/bench_drafting.py [ARTICLES]`.

1. Speed of one process: reading, drafting and both, in articles a second and microseconds a token, beside spaCy's
   tokenizer alone on the same texts (the floor), as a ratio. The ratio of drafting shall be at most 8. Measured in
   turns, so that a drift of the machine meets all, on texts met for the first time and again on the same texts.
2. Memory over 10,000 articles in one process: the growth after the first 1,000.
3. A Dask cluster of two workers against one of one, with one core each.

The texts are made in code from invented words, men and places, no two alike. Prints three tables; no figure here is a
limit that a test holds.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import spacy
from bench_server import ROOT
from rich.console import Console
from rich.table import Table

from bayah.drafting.batch import Order, Outputs, draft_files
from bayah.drafting.contract import Article
from bayah.drafting.engines import make_rules
from bayah.drafting.finding import Found, find_articles
from bayah.drafting.reading import article_of

NAMES = "Gul Aman Zarif Nadir Khalid Rahman Sabir Tahir Yusuf Daud Hamid Latif Qadir"
TITLES = ("Mullah", "Maulvi", "Commander", "Haji", "Qari", "")
GROUPS = ("the Taliban", "the TTP", "Islamic State", "the Haqqani network", "al Qaeda", "the Afghan government")
PLACES = ("Nangarhar", "Helmand province", "Kunar", "Zabul", "North Waziristan", "Peshawar", "Logar", "Achin district")
TOLD = (
    "{man} swore allegiance to {group} in {place} on {day}, officials said.",
    "{man}, a former commander of {group}, was killed in an air strike in {place} in {month} {year}.",
    "{man} and {count} fighters left {group} and joined {other} last {season}, according to {man2}.",
    "Police arrested {man} in {place} on {day}; {man2} was released by {group} two days later.",
    "{group} named {man} its shadow governor for {place} after the death of {man2}.",
    "Fighters of {group} clashed with {other} in {place}, killing {count} and wounding {count2}.",
    "{man} denied that he had pledged allegiance to {group}.",
)
COMMON = """the of and to in a is that for it was on with as he at by his be from are this had but not they have which
one were who said been has their would more when there so no will up out about into than them can only other new some
could time these two may then do first any my now such like our over man even most made after also"""
SYLLABLES = "ba do ri shu ka le mi zo ten gar pol ver sin tal um ash or ne"
DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"
MONTHS = "January March May July September November"


def made(number: int) -> str:
    """An article of some 700 tokens, of which every fourth sentence tells a fact; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 (no secret)
    day = f"{chance.choice(MONTHS.split())} {chance.randint(1, 28)}, 2015"
    paragraphs = [f"Article number {number} of the bench", day]
    for _ in range(10):
        paragraphs.append(" ".join(told(chance) if chance.random() < 1 / 4 else untold(chance) for _ in range(3)))
    return "\n\n".join(paragraphs) + "\n"


def told(chance: random.Random) -> str:
    """A sentence that tells a fact."""
    group, other = chance.sample(GROUPS, 2)
    return chance.choice(TOLD).format(
        man=man(chance), man2=man(chance), group=group, other=other, place=chance.choice(PLACES),
        day=chance.choice(DAYS.split()), month=chance.choice(MONTHS.split()), year=chance.randint(2009, 2014),
        season=chance.choice(("summer", "winter", "spring")), count=chance.randint(2, 60), count2=chance.randint(2, 60))


def untold(chance: random.Random) -> str:
    """A sentence that tells nothing: common words between others that are the rarer the higher their rank (Zipf)."""
    words = [chance.choice(COMMON.split()) if chance.random() < 0.5 else invented(chance)
             for _ in range(chance.randint(9, 30))]
    sentence = " ".join(words).capitalize() + "."
    return f"\u201c{sentence}\u201d" if chance.random() < 0.15 else sentence


def invented(chance: random.Random) -> str:
    """A word out of syllables, with the hyphens, apostrophes, commas and figures that news have."""
    rank, word, syllables = int(80_000 ** chance.random()) + 20, "", SYLLABLES.split()
    while rank:
        rank, syllable = divmod(rank, len(syllables))
        word += syllables[syllable]
    forms = (f"{word},", f"{word}'s", f"{word}-{word[:2]}", f"({word})", str(chance.randint(2, 999)), word.title())
    return chance.choice(forms) if chance.random() < 0.3 else word


def man(chance: random.Random) -> str:
    """A man's name, of which every second has a word that few others have."""
    own = "".join(chance.choice(SYLLABLES.split()) for _ in range(3)).title()
    last = own if chance.random() < 0.5 else chance.choice(NAMES.split())
    return " ".join(filter(None, (chance.choice(TITLES), chance.choice(NAMES.split()), last)))


def timed(work: Callable[[], object]) -> float:
    """Seconds of this process's own time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bench_speed(count: int) -> Table:
    """One process: reading and drafting beside the tokenizer, on texts met for the first time and once more.

    The tokenizer remembers every word that it has met, so that what is met again is measured against its fastest.
    """
    engine, tokenizer = make_rules(ROOT), spacy.blank("en")
    took = {when: dict.fromkeys(("tokenizer", "reading", "drafting"), 0.0) for when in ("first", "again")}
    tokens = 0
    for first in range(-100, count, 100):  # the first round warms
        texts = [made(number) for number in range(first, first + 100)]
        for of_round in took.values():
            articles: list[Article] = []
            seconds = {
                "tokenizer": timed(lambda texts=texts: [tokenizer.make_doc(text) for text in texts]),
                "reading": timed(lambda texts=texts, articles=articles: articles.extend(
                    article_of(f"bench-{number}", ".txt", text.encode()) for number, text in enumerate(texts))),
                "drafting": timed(lambda articles=articles: [engine(article) for article in articles])}
            if first >= 0:
                of_round.update({name: of_round[name] + seconds[name] for name in of_round})
        if first >= 0:
            tokens += sum(len(tokenizer.make_doc(text)) for text in texts)
    table = Table("texts met", "what", "articles a second", "µs a token", "ratio to the tokenizer",
                  title=f"One process, {count:,} articles of {tokens / count:.0f} tokens", title_justify="left")
    for when, of_round in took.items():
        both = of_round["reading"] + of_round["drafting"]
        for name, seconds_of in {**of_round, "reading and drafting": both}.items():
            table.add_row(when, name, f"{count / seconds_of:,.0f}", f"{seconds_of / tokens * 1e6:.1f}",
                          f"{seconds_of / of_round['tokenizer']:.1f}")
    return table


def bench_memory(count: int) -> Table:
    """The size of one process as it drafts."""
    engine, process = make_rules(ROOT), psutil.Process()
    table = Table("articles", "resident MB", title="Memory of one process", title_justify="left")
    for number in range(count + 1):
        engine(article_of(f"bench-{number}", ".txt", made(number).encode()))
        if number and number % (count // 10) == 0:
            table.add_row(f"{number:,}", f"{process.memory_info().rss / 1e6:.0f}")
    return table


def bench_dask(count: int) -> Table:
    """One worker against two, each a process with one thread; the second run of each, so that engines are made."""
    from distributed import LocalCluster

    table = Table("workers", "articles a second", "speed-up", title=f"Dask, {count:,} articles", title_justify="left")
    base = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            (Path(folder) / f"{number:06}.txt").write_text(made(number), encoding="utf-8")
        found = find_articles([Path(folder)])
        warm = Found(found.files[:200], found.others, found.problems)
        for workers in (1, 2):
            with LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
                              silence_logs=logging.ERROR) as cluster:
                seconds = [elapsed(some, cluster.scheduler_address) for some in (warm, found)][1]
            base = base or seconds
            table.add_row(str(workers), f"{count / seconds:,.0f}", f"{base / seconds:.2f}")
    return table


def elapsed(found: Found, scheduler: str) -> float:
    """Seconds on the clock for the files on a cluster, with nothing taken from earlier runs."""
    start = time.perf_counter()
    draft_files(found, Order(ROOT, "rules", make_rules), Outputs(), scheduler=scheduler, resume=False)
    return time.perf_counter() - start


def bench_drafting(count: int = 10_000) -> Iterator[Table]:
    """The three tables, for so many articles."""
    yield bench_speed(count // 10)
    yield bench_memory(count)
    yield bench_dask(count // 5)


if __name__ == "__main__":
    for made_table in bench_drafting(*map(int, sys.argv[1:])):
        Console().print(made_table)
