"""The results of the selection in sentences: where the records went, why reports were excluded, how well people agreed.

The thing a reader would get wrong: while reports are open, no number of included studies is final, and each sentence
that could be read as final says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.counts import ASSESSED, NOT_READ, REMOVED_OTHER, SOUGHT
from reviewkit.flow.document import measured
from reviewkit.model import Route, Stage
from reviewkit.report import appraised, extracted, selection
from reviewkit.report.methods import AGREEMENT, APPRAISAL, CITATIONS
from reviewkit.report.nouns import Said, Section, ToWrite
from reviewkit.report.words import counted, sentence, verb
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.report.facts import Facts
    from reviewkit.report.nouns import Part

STUDIES = "Study selection"


def results(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the results."""
    return (
        Section("Results", ()),
        Section(STUDIES, _paragraph(study_selection(facts)), 3),
        Section(CITATIONS, _paragraph(citation_searching(facts)), 3),
        Section(APPRAISAL, _paragraph(appraisal(facts)), 3),
        Section(AGREEMENT, _paragraph(agreement(facts)), 3),
        Section("Studies and findings", _findings(facts), 3),
    )


def _paragraph(sentences: Iterable[str]) -> tuple[Part, ...]:
    text = " ".join(line(one) for one in sentences if one)
    return (Said(text),) if text else ()


def study_selection(facts: Facts) -> list[str]:
    """Return the way from the records to the included studies."""
    if not facts.n("identified"):
        return ["No records have been identified yet."]
    return [
        *_identified(facts),
        *selection.removed(facts),
        *_removed_otherwise(facts),
        *_screened(facts),
        *_sought(facts),
        *included(facts),
    ]


def _identified(facts: Facts) -> list[str]:
    records, duplicates = facts.n("identified"), facts.n("duplicates")
    came = f"{counted(records, 'record')} {verb(records)} identified"
    if not duplicates:
        return [f"{came}; no duplicates were found among them." if records > 1 else f"{came}."]
    return [
        f"{came}, of which {duplicates} {verb(duplicates)} removed as {verb(duplicates, 'a duplicate', 'duplicates')}."
    ]


def _removed_otherwise(facts: Facts) -> list[str]:
    number = facts.n(REMOVED_OTHER)
    return [f"{counted(number, 'report')} {verb(number)} removed before screening for other reasons."] * bool(number)


def _not_read(facts: Facts) -> list[str]:
    number = facts.n(NOT_READ)
    said = f"{counted(number, 'report')} {verb(number)} not read when screening was stopped, and nothing is known of "
    return [said + verb(number, "it.", "them.")] * bool(number)


def _screened(facts: Facts) -> list[str]:
    number = facts.n("screened")
    if not number:
        return []
    stage = Stage.TITLE_ABSTRACT
    over = facts.at(stage, "excluded") + facts.at(stage, "included")
    if not over:
        said = [f"None of the {counted(number, 'report')} to screen has been decided on at title and abstract yet."]
        return said if number > 1 else ["The one report to screen has not been decided on at title and abstract yet."]
    gone, on = facts.at(stage, "excluded"), facts.at(stage, "included")
    said = [
        f"Of {counted(number, 'report')} to screen, {gone or 'none'} {verb(gone or 1)} excluded at title and abstract, "
        f"and {on or 'none'} went on to the full text."
    ]
    return said + _not_read(facts) + selection.still_open(stage, facts) + _conflicts(stage, facts)


def _conflicts(stage: Stage, facts: Facts) -> list[str]:
    number = facts.at(stage, "conflict")
    if not number:
        return []
    return [f"On {counted(number, 'report')} the reviewers differ, and that is not settled yet."]


def _sought(facts: Facts) -> list[str]:
    stage, sought = Stage.FULL_TEXT, facts.n(SOUGHT)
    if not sought:
        return []
    lost, awaiting = facts.at(stage, "not_retrieved"), facts.at(stage, "awaiting")
    assessed, excluded = facts.n(ASSESSED), facts.at(stage, "excluded")
    said = [f"Full texts of {counted(sought, 'report')} were sought."]
    said += [f"{sentence(counted(lost, 'report'))[:-1]} could not be retrieved."] * bool(lost)
    said += [f"{sentence(counted(awaiting, 'report'))[:-1]} {verb(awaiting, 'is', 'are')} awaited."] * bool(awaiting)
    if assessed:
        why = f" ({reasons(facts, stage)})" if excluded else ""
        gone = f"{excluded or 'none'} of these {verb(excluded or 1)} excluded{why}"
        said.append(f"{sentence(counted(assessed, 'report'))[:-1]} {verb(assessed)} assessed, and {gone}.")
    return said + selection.still_open(stage, facts) + _conflicts(stage, facts)


def reasons(facts: Facts, stage: Stage) -> str:
    """Return the main reasons for exclusion at a stage: `not empirical 12; language 3`."""
    return "; ".join(f"{line(name)} {number}" for name, number in facts.reasons(stage))


def included(facts: Facts) -> list[str]:
    """Return how many studies are included, and whether that is final."""
    reports, left = facts.n("included"), facts.is_open
    if not reports:
        if left:
            return [f"No study is included so far; {_left(left)}."]
        return ["No study met the criteria, so none is included."]
    studies = counted(facts.studies, "study", "studies")
    both = studies if facts.studies == reports else f"{studies} (in {counted(reports, 'report')})"
    said = [f"{sentence(both)[:-1]} {verb(facts.studies)} included."]
    if left:
        said = [f"So far, {both} {verb(facts.studies, 'is', 'are')} included; {_left(left)}."]
    return said + _retracted(facts.retracted)


def _retracted(number: int) -> list[str]:
    by = verb(number, "its record or a service", "their records or a service")
    return [f"{number} of the included reports {verb(number, 'is', 'are')} called retracted by {by}."] * bool(number)


def _left(number: int) -> str:
    return f"{verb(number, 'one report is', f'{number} reports are')} still open, so that this is not final"


def citation_searching(facts: Facts) -> list[str]:
    """Return what came of citation searching."""
    own = facts.by_route.get(Route.CITATION)
    if not own or not own.get("identified"):
        return ["No record came from citation searching."]
    records, known, screened = own["identified"], own.get("duplicates", 0), own.get("screened", 0)
    said = [f"Citation searching found {counted(records, 'record')}."]
    if known:
        said.append(f"{sentence(counted(known, 'record'))[:-1]} of these {verb(known)} known already or found twice.")
    said.append(
        f"{sentence(counted(screened, 'report'))[:-1]} {verb(screened)} screened like all others, {_of_route(own)}."
    )
    return said


def _of_route(own: Mapping[str, int]) -> str:
    stage = Stage.TITLE_ABSTRACT
    on, number = own.get(f"{stage}.included", 0), own.get("included", 0)
    return f"{on} went on to the full text, and {number} {verb(number, 'is', 'are')} included"


def appraisal(facts: Facts) -> list[str]:
    """Return what came of the quality assessment."""
    stage, rated = Stage.QUALITY, appraised.came_of_it(facts.appraised)
    if not facts.stages[stage].over:
        return rated or ["The quality assessment has no results yet."]
    passed, failed = facts.at(stage, "included"), facts.at(stage, "excluded")
    number = passed + failed
    if not facts.criteria.quality.excludes:
        said = [f"{sentence(counted(number, 'report'))[:-1]} {verb(number)} appraised; none was excluded for it."]
    else:
        why = f" ({reasons(facts, stage)})" if failed else ""
        said = [
            f"{sentence(counted(number, 'report'))[:-1]} {verb(number)} appraised, and {failed or 'none'} of these "
            f"{verb(failed or 1)} excluded{why}."
        ]
    return rated + said + selection.still_open(stage, facts) + _conflicts(stage, facts)


def agreement(facts: Facts) -> list[str]:
    """Return how well people agreed at each stage."""
    rated = appraised.agreement(facts.appraised)
    coded = extracted.agreed(facts.extracted)
    if not facts.agreement and not rated and not coded:
        return ["There is no agreement to report."]
    return [*(f"At {stage.words}: {measured(found)}" for stage, found in facts.agreement.items()), *rated, *coded]


def _findings(facts: Facts) -> tuple[Part, ...]:
    if facts.n("identified") and not facts.n("included") and not facts.is_open:
        return (ToWrite("What it means that no study met the criteria."),)
    described = _paragraph(extracted.results(facts.extracted))
    return (
        *(described or [ToWrite("The characteristics of each included study, with its reference.")]),
        ToWrite("What the studies found, and how certain it is."),
        ToWrite("What the review's own methods leave uncertain, and what follows for practice and research."),
    )
