"""Facts of single sentences whose mentions are marked by hand: what is told is drawn with its sides, what is not told
is not.
"""

from __future__ import annotations

import pytest
from marked import read_marked

from bayah.drafting.contract import DraftClaim
from bayah.drafting.engine import draft_of_sentences

_SHOWN = ("subject", "object", "from_group", "to_group", "from_leader", "to_leader", "role", "modality")
_MEASURED = {
    "pledge",
    "renunciation",
    "defection",
    "joining",
    "surrender",
    "split",
    "appointment",
    "removal",
    "detention",
    "release",
    "death",
    "clash",
}


def drafted(marked: str) -> set[str]:
    """The claims of a sentence, each as `kind: column=value …`, without columns that are as usual."""
    article, sentences = read_marked(marked)
    return {_shown(claim) for claim in draft_of_sentences(article, sentences).claims if claim.kind in _MEASURED}


def _shown(claim: DraftClaim) -> str:
    cells = [f"{name}={getattr(claim, name)}" for name in _SHOWN if getattr(claim, name) not in ("", "asserted")]
    return f"{claim.kind}: {' '.join(cells)}"


TOLD = [
    # Sides changed
    ("{P Khan} left the {G TTP} for {G ISKP} in {D 2014}.", {"defection: subject=Khan from_group=TTP to_group=ISKP"}),
    (
        "{P Khan} was one of the men who defected from the {G Taliban} to {G ISKP}.",
        {"defection: subject=Khan from_group=Taliban to_group=ISKP"},
    ),
    (
        "{P Khan}'s defection from the {G TTP} to {G ISKP} surprised many.",
        {"defection: subject=Khan from_group=TTP to_group=ISKP"},
    ),
    ("{P Khan} left the {G TTP} and joined {G ISKP}.", {"defection: subject=Khan from_group=TTP to_group=ISKP"}),
    ("Having left the {G TTP}, {P Khan} joined {G ISKP}.", {"defection: subject=Khan from_group=TTP to_group=ISKP"}),
    (
        "{C Ten commanders} of the {G TTP} defected to {G ISKP}.",
        {"defection: subject=Ten commanders from_group=TTP to_group=ISKP"},
    ),
    (
        "{P Khan}, along with {C 20 fighters}, surrendered to the {G government}.",
        {"surrender: subject=Khan object=government", "surrender: subject=20 fighters object=government"},
    ),
    (
        "{P Khan} led his men out, and the {G Ahrar} broke away from the {G TTP}.",
        {"split: subject=Ahrar from_group=TTP"},
    ),
    # Oaths
    (
        "{P Khan}, a former man of the law, pledged allegiance to {P Gul} of the {G Front}.",
        {"pledge: subject=Khan to_group=Front to_leader=Gul"},
    ),
    (
        "{P Khan} swore an oath of allegiance to {P Gul}, the leader of the {G Front}.",
        {"pledge: subject=Khan to_group=Front to_leader=Gul"},
    ),
    (
        "{P Khan}, {P Omer} and {P Rauf} swore allegiance to the {G Front}.",
        {f"pledge: subject={name} to_group=Front" for name in ("Khan", "Omer", "Rauf")},
    ),
    (
        "{P Rahman}, he said, swore fealty to the {G Front} in front of elders.",
        {"pledge: subject=Rahman to_group=Front"},
    ),
    ("{P Khan} was among the first to pledge allegiance to the {G Front}.", {"pledge: subject=Khan to_group=Front"}),
    (
        "In an interview, {P Khan} said he had pledged allegiance to the {G Front} for money.",
        {"pledge: subject=Khan to_group=Front"},
    ),
    # Deaths
    ("{P Khan} was killed by {G Afghan forces} in {L Kunar|AF-KNR}.", {"death: subject=Khan object=Afghan forces"}),
    ("{P Khan}, killed in a drone strike in {D 2013}, had once been a teacher.", {"death: subject=Khan"}),
    (
        "{P Khan}, who had fled to the hills in {D 2013}, was killed in a {G NATO} airstrike.",
        {"death: subject=Khan object=NATO"},
    ),
    ("The death of {P Khan} in {D 2013} shook the town.", {"death: subject=Khan"}),
    ("The head of the {G TTP}, {P Hakim}, was killed.", {"death: subject=Hakim"}),
    (
        "{P Khan}, the emir of the {G Front}, and his deputy {P Rauf} were killed.",
        {"death: subject=Khan", "death: subject=Rauf"},
    ),
    ("{P Khan}, known as the tall one, 45, was shot dead by gunmen.", {"death: subject=Khan"}),
    ("A bomber killed {P Khan}, {P Omer} and {C three others}.", {"death: subject=Khan", "death: subject=Omer"}),
    ("The man who killed {P Khan} was arrested.", {"death: subject=Khan"}),
    ("Among the dead was {P Khan}.", {"death: subject=Khan"}),
    # Custody
    (
        "{P Khan} was arrested in {D 2014} and later released by the {G Taliban}.",
        {"detention: subject=Khan", "release: subject=Khan object=Taliban"},
    ),
    (
        "{P Dad}, whom the {G government} set free in {D 2013}, has not waited.",
        {"release: subject=Dad object=government"},
    ),
    (
        "{C Six fighters} arrested in {L Kunar|AF-KNR} were released on {D Sunday}.",
        {"detention: subject=Six fighters", "release: subject=Six fighters"},
    ),
    ("The {G army} said it had captured {P Khan}.", {"detention: subject=Khan object=army"}),
    ("{P Khan}'s deputy, {P Omer}, was captured in {L Logar|AF-LOG}.", {"detention: subject=Omer"}),
    # Offices
    (
        "{G ISKP} named {P Khan} deputy leader.",
        {"appointment: subject=Khan object=ISKP to_group=ISKP role=deputy emir"},
    ),
    ("{P Khan} was named head of {G ISKP} in {D 2015}.", {"appointment: subject=Khan to_group=ISKP role=emir"}),
    (
        "{P Khan} succeeded {P Omer} as leader of the {G Taliban}.",
        {"appointment: subject=Khan to_group=Taliban role=emir"},
    ),
    (
        "{P Khan} has been replaced by {P Omer} as head of the {G TTP}.",
        {"appointment: subject=Omer to_group=TTP role=emir", "removal: subject=Khan from_group=TTP role=emir"},
    ),
    (
        "{G ISKP} chose {P Khan} as its leader and {P Rauf} as his deputy.",
        {
            "appointment: subject=Khan object=ISKP to_group=ISKP role=emir",
            "appointment: subject=Rauf object=ISKP to_group=ISKP role=deputy emir",
        },
    ),
    # Fights
    ("The {G Taliban} and {G ISKP} clashed in {L Nangarhar|AF-NAN}.", {"clash: subject=Taliban object=ISKP"}),
    ("Fighting broke out between the {G Taliban} and {G ISKP}.", {"clash: subject=Taliban object=ISKP"}),
    (
        "Clashes erupted between supporters of {P Mansur} and those of {P Rasul}.",
        {"clash: subject=Mansur object=Rasul"},
    ),
    ("The {G Taliban}, which fought {G ISKP} for years, withdrew.", {"clash: subject=Taliban object=ISKP"}),
]

HEDGED = [
    ("The {G Taliban} denied that {P Khan} was killed.", {"death: subject=Khan modality=denied"}),
    ("The {G Taliban} rejected reports of {P Khan}'s death.", {"death: subject=Khan modality=denied"}),
    ("{P Khan} denied having joined the {G TTP}.", {"joining: subject=Khan to_group=TTP modality=denied"}),
    ("{P Khan} has not pledged allegiance to {G ISKP}.", {"pledge: subject=Khan to_group=ISKP modality=denied"}),
    ("{P Khan} is believed to have been killed.", {"death: subject=Khan modality=reported"}),
    ("{P Khan} was reportedly killed in {D 2013}.", {"death: subject=Khan modality=reported"}),
    ("{P Khan} vowed to join {G ISKP}.", {"joining: subject=Khan to_group=ISKP modality=planned"}),
    (
        "The {G government} plans to release {C 400 prisoners}.",
        {"release: subject=400 prisoners object=government modality=planned"},
    ),
]

NOT_TOLD = [
    "{P Khan} has not joined {G ISKP}.",
    "{P Khan} was never arrested by the {G army}.",
    "If {P Khan} joined {G ISKP}, the {G TTP} would split.",
    "{P Khan} would have been killed had the {G army} found him.",
    "{P Khan} could be released next week.",
    "The {G Taliban} demanded the release of {P Khan}.",
    "{P Omer} threatened to kill {P Khan}.",
    "Was {P Khan} killed by the {G CIA}?",
    "{P Khan} urged the {G Taliban} to release {C the prisoners}.",
    "{P Khan}'s son was killed in {L Kunar|AF-KNR}.",
    "{P Khan}'s killers were arrested.",
    "The house of {P Khan} was blown up.",
    "{P Khan} survived a drone strike.",
    "{P Khan} claims to have the allegiance of {C 300 fighters}.",
]


@pytest.mark.parametrize(("marked", "expected"), TOLD)
def test_what_is_told_is_drawn_with_its_sides(marked: str, expected: set[str]) -> None:
    assert drafted(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), HEDGED)
def test_what_is_hedged_keeps_its_modality(marked: str, expected: set[str]) -> None:
    assert drafted(marked) == expected


@pytest.mark.parametrize("marked", NOT_TOLD)
def test_what_is_not_told_as_having_happened_is_not_drawn(marked: str) -> None:
    assert drafted(marked) == set()


def test_the_voice_is_named() -> None:
    article, sentences = read_marked('"{P Khan} was killed," said {P Mujahed}.')
    assert [claim.asserted_by for claim in draft_of_sentences(article, sentences).claims] == ["Mujahed"]


def test_the_date_of_another_clause_is_not_taken() -> None:
    article, sentences = read_marked(
        "{P Khan}, who had left the {G TTP} in {D 2013}, was killed in {L Kunar|AF-KNR} on {D 2016-07-09}, "
        "officials said on {D 2016-07-11}."
    )
    claims = {claim.kind: claim for claim in draft_of_sentences(article, sentences).claims}
    assert claims["death"].date == "2016-07-09"
    assert claims["renunciation"].date == "2013"
    assert claims["death"].provinces == ("AF-KNR",)
    assert claims["death"].asserted_by == "officials"


def test_a_mans_origin_is_not_the_place() -> None:
    article, sentences = read_marked("{P Khan} from {L Kunar|AF-KNR} was killed.")
    assert [claim.provinces for claim in draft_of_sentences(article, sentences).claims] == [()]
