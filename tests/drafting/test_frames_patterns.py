"""The pattern files: those of the package are sound, and a faulty one is refused with all its faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import read_marked

from bayah.drafting.circumstances import Telling
from bayah.drafting.clauses import Parse, read_units
from bayah.drafting.frames import Fact, Scene, read_facts
from bayah.drafting.grammar import grammar, lexicon
from bayah.drafting.patterns import PatternError, Patterns, patterns, read_patterns
from bayah.model import KINDS


def facts_of(marked: str, found: Patterns) -> list[Fact]:
    article, (sentence,) = read_marked(marked)
    units = read_units(article.text, sentence.start, sentence.end, sentence.mentions, lexicon())
    parse = Parse(units, article.text)
    return list(read_facts(Scene(parse, Telling(parse, ""), {}), found))


def test_the_patterns_of_the_package_are_sound() -> None:
    found = patterns()
    drawn = {pattern.kind for those in (found.verbs, found.nouns, found.adjectives, found.lists)
             for several in those.values() for pattern in several}
    assert (
        {"pledge", "defection", "death", "detention", "release", "appointment", "clash", "split"} <= drawn <= set(KINDS)
    )


def test_the_longest_trigger_of_a_word_comes_first() -> None:
    lengths = [len(pattern.trigger) for pattern in patterns().verbs["take"]]
    assert lengths == sorted(lengths, reverse=True)


def test_an_analyst_adds_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(
        "- name: banished\n  kind: removal\n  verbs: [banish]\n  role: member\n"
        "  slots: {subject: whom, object: who, from_group: from}\n",
        encoding="utf-8",
    )
    (fact,) = facts_of("The {G shura} banished {P Khan} from the {G TTP}.", read_patterns(tmp_path))
    assert (fact.kind, fact.rule, fact.subject.name, fact.role) == ("removal", "banished", "Khan", "member")
    assert {part: mention.name for part, mention in fact.parts.items()} == {"object": "shura", "from_group": "TTP"}


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "- name: one\n  kind: treason\n  verbs: [betray]\n  slots: {subject: who}\n"
        "- kind: pledge\n  verbs: [swear]\n  slots: {subject: who}\n"
        "- name: three\n  kind: death\n  verbs: [die]\n  colour: red\n  slots: {subject: who, victim: whom}\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yml").write_text("- name: [unclosed\n", encoding="utf-8")
    (tmp_path / "c.yml").write_text("just a sentence\n", encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        read_patterns(tmp_path)
    told = {(problem.file, problem.line): problem.what for problem in caught.value.problems}
    assert "the kind 'treason' is unknown" in told["a.yml", 1]
    assert {problem.what for problem in caught.value.problems if problem.line == 5} == {
        "has no name", "a pledge needs to_group or to_leader, and no slot fills it"}
    assert {problem.what for problem in caught.value.problems if problem.line == 8} == {
        "the key 'colour' is unknown", "the slot 'victim' is unknown"}
    assert any(problem.file == "b.yml" and "is not YAML" in problem.what for problem in caught.value.problems)
    assert told["c.yml", 1] == "is not a list of patterns"


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("kind: death\n  slots: {subject: who}", "has no list of trigger words, or two"),
        (
            "kind: death\n  verbs: [die]\n  nouns: [death]\n  slots: {subject: who}",
            "has no list of trigger words, or two",
        ),
        ("kind: death\n  verbs: [die]", "has no slots"),
        ("kind: death\n  verbs: [die]\n  slots: {subject: '?'}", "'?' is no place for 'subject'"),
        ("kind: death\n  verbs: [die]\n  needs: prison\n  slots: {subject: who}", "`needs` is not a list of words"),
        ("kind: death\n  verbs: [die]\n  must: [object]\n  slots: {subject: who}", "`must` is not a list of its slots"),
        (
            "kind: death\n  verbs: [die]\n  subject_is: [dog]\n  slots: {subject: who}",
            "`subject_is` is not a list of person, cohort, group",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, entry: str, fault: str) -> None:
    (tmp_path / "faulty.yml").write_text(f"# A remark\n- name: faulty\n  {entry}\n", encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        read_patterns(tmp_path)
    assert [(problem.line, problem.where) for problem in caught.value.problems if problem.what == fault] == [
        (2, "faulty")
    ]


def test_a_word_stands_in_one_class_of_the_grammar_only() -> None:
    from bayah.drafting.grammar import read_grammar_file
    words = [word for those in read_grammar_file()["classes"].values() for word in those]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_governor_has_one_effect() -> None:
    from bayah.drafting.grammar import read_grammar_file
    lemmas = [lemma for those in read_grammar_file()["governors"].values() for lemma in those]
    assert sorted({lemma for lemma in lemmas if lemmas.count(lemma) > 1}) == []
    assert set(grammar().governors.values()) <= {"fact", "reported", "said", "planned", "denied", "doubted", "no"}
