"""The methods of a review in sentences, by section, each number from the events, and what a person has to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.counts import SOUGHT
from reviewkit.model import Route, Stage
from reviewkit.report import appraised, extracted, selection, stopped
from reviewkit.report.citations import sentences as citation_sentences
from reviewkit.report.facts import NOT_WRITTEN
from reviewkit.report.nouns import Bullets, Said, Section, ToWrite, table
from reviewkit.report.words import counted, day, joined, sentence, verb
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.report.facts import Facts
    from reviewkit.report.nouns import Part
    from reviewkit.views import SearchCount

ELIGIBILITY = "Eligibility criteria"
SEARCH = "Information sources and search"
DUPLICATES = "Duplicates"
SELECTION = "Selection of studies"
FULL_TEXTS = "Full texts"
CITATIONS = "Citation searching"
APPRAISAL = "Quality assessment"
AGREEMENT = "Agreement between reviewers"
DATA = "Data collection and synthesis"
PROTOCOL = "Protocol and registration"
_QUERIED = (Route.DATABASE, Route.REGISTER)


def introduction(facts: Facts) -> Section:
    """Return what stands before the methods."""
    question = line(facts.question)
    asked = (
        (Said(f"The question of this review: {question}"),) if question else (ToWrite("The question of the review."),)
    )
    return Section("Introduction", (ToWrite("Why this review is needed, given what is known."), *asked))


def methods(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the methods."""
    return (
        Section("Methods", ()),
        Section(PROTOCOL, _protocol(facts), 3),
        Section(ELIGIBILITY, _eligibility(facts), 3),
        Section(SEARCH, _search(facts), 3),
        Section(CITATIONS, _citations(facts), 3),
        Section(DUPLICATES, _duplicates(facts), 3),
        Section(SELECTION, _selection(facts), 3),
        Section(FULL_TEXTS, _full_texts(facts), 3),
        Section(APPRAISAL, _appraisal(facts), 3),
        Section(AGREEMENT, _agreement(facts), 3),
        Section(DATA, _data(facts), 3),
    )


def _paragraph(sentences: Iterable[str]) -> tuple[Part, ...]:
    text = " ".join(line(one) for one in sentences if one)
    return (Said(text),) if text else ()


def _protocol(facts: Facts) -> tuple[Part, ...]:
    registration, number = facts.criteria.review.registration, len(facts.deviations)
    said = [f"The protocol is registered: {registration}."] if registration else []
    rules = "The rules of the review did not change after its first import or decision, and no ruling was recorded."
    changed = (
        f"The rules of the review changed {'once' if number == 1 else f'{number} times'} after its first import or "
        "decision, rulings on unclear cases included; the appendix lists each change."
    )
    missing = () if registration else (ToWrite("Where the protocol is registered, or that it is not."),)
    return (*_paragraph([*said, changed if number else rules]), *missing)


def _eligibility(facts: Facts) -> tuple[Part, ...]:
    criteria = facts.criteria.screening.criteria
    if not criteria:
        return (ToWrite("The eligibility criteria; criteria/screening.toml has none."),)
    rulings = (
        [f"How they are read in unclear cases was laid down in {counted(facts.rulings, 'ruling')}."]
        if facts.rulings
        else []
    )
    said = [f"Reports were held against {counted(len(criteria), 'criterion', 'criteria')}, listed below.", *rulings]
    rows = tuple((line(one.name), line(one.include), line(one.exclude)) for one in criteria)
    return (
        *_paragraph(said),
        table("eligibility", "Eligibility criteria", ("Criterion", "Included", "Excluded"), rows),
        *(ToWrite(f"What “{line(name)}” asks for, in criteria/screening.toml.") for name in _unwritten(facts)),
        ToWrite("How the studies were grouped for the synthesis."),
    )


def _unwritten(facts: Facts) -> list[str]:
    """Return the criteria that say what those of a new review say."""
    every = facts.criteria.screening.criteria
    return [one.name for one in every if f"{one.include} {one.exclude}".lstrip().startswith(NOT_WRITTEN)]


# ------------------------------------------------------------------------------------------------------ searching


def _search(facts: Facts) -> tuple[Part, ...]:
    found = [one for one in facts.searches if one.search.route is not Route.CITATION]
    if not facts.searches:
        return (Said("No search has been imported yet."), ToWrite("Which sources were searched, when, and how."))
    head = _how_many(found)
    said = Bullets(tuple(line(searched(one)) for one in found))
    missing = [f"{one.name} (PRISMA-S {one.number}): {text}" for one in facts.prisma_s for text in one.missing]
    return (
        *_paragraph([head, *_limits(facts)]),
        *((said,) if found else ()),
        *_paragraph(_arriving(facts)),
        *(ToWrite(line(text)) for text in missing),
    )


def _how_many(found: Sequence[SearchCount]) -> str:
    queried = [one for one in found if one.search.route in _QUERIED]
    others = len(found) - len(queried)
    if not found:
        return "Databases and registers were not searched."
    if not queried:
        return (
            f"Databases and registers were not searched; {counted(others, 'search', 'searches')} went by other methods."
        )
    head = f"{len(queried)} searches of databases or registers were run"
    one = "One search of a database or register was run"
    return f"{one if len(queried) == 1 else head}{f', and {others} by other methods' if others else ''}."


def searched(one: SearchCount) -> str:
    """Return what one search was and what came of it."""
    search = one.search
    names = joined(search.databases)
    where = f"{search.name}{f' ({names})' if names and names != search.name else ''}"
    kind = f", {_ROUTES[search.route]}" if _ROUTES[search.route].casefold() != search.name.casefold() else ""
    via = f", through {search.platform}" if search.platform else ""
    when = f", on {day(search.date)}" if day(search.date) else ""
    came = f"{counted(one.entries, 'entry', 'entries')} {verb(one.entries)} imported"
    announced = f"the platform announced {search.announced}, and " if search.announced is not None else ""
    said = [f"{where}{kind}{via}{when}: {announced}{came}."]
    if one.rejections:
        number = len(one.rejections)
        said.append(
            f"{counted(number, 'entry', 'entries')} could not be read as {verb(number, 'a record', 'records')}."
        )
    if search.removed_by_platform is not None:
        said.append(f"The platform itself had removed {counted(search.removed_by_platform, 'duplicate')}.")
    return " ".join(said)


_ROUTES = {
    Route.DATABASE: "a database",
    Route.REGISTER: "a register",
    Route.CITATION: "citation searching",
    Route.WEBSITE: "a website",
    Route.ORGANISATION: "an organisation",
    Route.CONTACT: "personal contact",
    Route.HAND: "hand search",
}


def _limits(facts: Facts) -> list[str]:
    limits = facts.criteria.search.limits
    parts = [
        f"to the years {limits.first or '…'} to {limits.last or '…'}" if limits.first or limits.last else "",
        f"to {joined(limits.languages)}" if limits.languages else "",
        "to what is peer-reviewed" if limits.peer_reviewed else "",
    ]
    stated = [part for part in parts if part]
    return [f"The search strategy is limited {joined(stated)}."] if stated else []


def _arriving(facts: Facts) -> list[str]:
    number = facts.arriving
    return (
        [
            f"{sentence(counted(number, 'import'))[:-1]} {verb(number, 'is', 'are')} not complete on this device and "
            f"{verb(number, 'is', 'are')} not counted."
        ]
        if number
        else []
    )


def _citations(facts: Facts) -> tuple[Part, ...]:
    found = [one for one in facts.searches if one.search.route is Route.CITATION]
    words = facts.criteria.search.reporting.citation
    if not found:
        return (*_paragraph(["No citation search has been imported.", sentence(words)]),)
    missing = (
        []
        if words or all(one.search.note for one in found)
        else ["Whether it went backward, forward or both, and from which reports."]
    )
    return (
        Bullets(tuple(line(f"{searched(one)} {sentence(one.search.note)}") for one in found)),
        *_paragraph([sentence(words), *citation_sentences(facts.citations)]),
        *map(ToWrite, missing),
    )


def _duplicates(facts: Facts) -> tuple[Part, ...]:
    found = facts.duplicates
    if not facts.n("identified"):
        return (Said("There are no records yet to compare."),)
    said = [
        f"Records were compared with one another by {facts.program} (rules {found.rules}), which calls two records one "
        "report where its rules are certain and leaves the other pairs to a person."
    ]
    if found.pairs_judged:
        said.append(f"People judged {counted(found.pairs_judged, 'pair')} of records.")
    if found.pairs_waiting:
        number = found.pairs_waiting
        wait = verb(number, "pair waits for a person and counts", "pairs wait for a person and count")
        said.append(f"{number} {wait} as different reports until then.")
    return _paragraph([*said, facts.criteria.search.reporting.deduplication])


# ------------------------------------------------------------------------------------------------------ selecting


def _selection(facts: Facts) -> tuple[Part, ...]:
    said = [*selection.removed(facts), *selection.pilots(facts)]
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        said += selection.who_decided(stage, facts.stages[stage])
        said += selection.in_which_order(stage, facts)
        said += selection.how_settled(stage, facts)
    said += selection.how_learned(facts)
    said += stopped.sentences(facts.criteria.review.stopping, facts.stopped)
    if not any(facts.stages[stage].over for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)):
        said.append("Screening has not begun, or no report has been decided on by as many people as it needs.")
    return _paragraph(said)


def _full_texts(facts: Facts) -> tuple[Part, ...]:
    if not facts.n(SOUGHT):
        return (Said("No report has reached the full text yet."),)
    return (ToWrite("How full texts were sought, and what was done to get those that could not be had."),)


def _appraisal(facts: Facts) -> tuple[Part, ...]:
    quality, found, rated = facts.criteria.quality, facts.stages[Stage.QUALITY], facts.appraised
    if not quality.criteria and not found.over:
        return (ToWrite("Whether and how the studies were appraised; criteria/quality.toml has no criteria."),)
    leaves = "What falls short is excluded." if quality.excludes else "No study is excluded for its quality."
    said = [
        f"The quality assessment has {counted(len(quality.criteria), 'criterion', 'criteria')}, listed below.",
        *appraised.instrument(quality),
        leaves,
        *([sentence(quality.threshold)] if quality.threshold else []),
        *(appraised.who_rated(rated) or selection.who_decided(Stage.QUALITY, found)),
        *([] if rated.over else selection.how_settled(Stage.QUALITY, facts)),
    ]
    if not found.over and not rated.over:
        said.append("No study has been appraised by as many people as it needs.")
    rows = tuple((line(one.name), line(joined(one.designs)), line(one.guidance)) for one in quality.criteria)
    return (
        *_paragraph(said),
        table("quality_criteria", "Quality criteria", ("Criterion", "Designs", "What is asked"), rows),
    )


def _agreement(facts: Facts) -> tuple[Part, ...]:
    rated = facts.appraised.agreement
    first = next(iter([*facts.agreement.values(), *rated.values()]), None)
    if first is None:
        return (
            Said(
                "Agreement cannot be measured: no report has two decisions that were made independently of each other."
            ),
        )
    ways = [one.method for one in (first.percent_agreement, first.kappa, first.ac1) if one.method]
    what = joined([*(["decisions"] if facts.agreement else []), *(["ratings"] if rated else [])])
    said = f"Agreement is measured on {what} that were made independently of each other, before any discussion."
    weighed = appraised.weighing(facts.criteria.quality) if rated else []
    return Said(f"{said} Given are:"), Bullets(tuple(map(line, ways))), *_paragraph(weighed)


def _data(facts: Facts) -> tuple[Part, ...]:
    said = _paragraph(extracted.methods(facts.extracted)) if facts.extracted.over else ()
    return (
        *(said or [ToWrite("What was collected from the studies, by whom, and how often by two people.")]),
        ToWrite("How the results were brought together, and how certain they are."),
    )
