"""PRISMA 2020, PRISMA-S and GRRAS: where each item is answered, what the review says to it, and what is missing.

Sources: Page et al. (2021), doi 10.1136/bmj.n71 (27 items); Rethlefsen et al. (2021), doi 10.1186/s13643-020-01542-z;
Kottner et al. (2011), doi 10.1016/j.jclinepi.2010.03.002 (15 items). The items are asked in our own words. The thing a
reader would get wrong: a place named here is a section of this report; what is said there may still lack something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.model import Stage
from reviewkit.report import methods, results
from reviewkit.report.nouns import Section, table
from reviewkit.report.selection import who_decided
from reviewkit.report.words import counted, joined
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.report.facts import Facts

Told = tuple[list[str], list[str]]
"""What is said, what is missing."""
_METHODS, _RESULTS, _APPENDIX = "Methods, ", "Results, ", "Appendix, "


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist."""

    number: str
    topic: str
    asked: str
    where: str
    """The section that answers it; empty where only a person can."""
    answer: Callable[[Facts], Told]


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with its answer."""

    number: str
    topic: str
    asked: str
    where: str
    said: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether something is said and nothing is missing."""
        return bool(self.said) and not self.missing


def prisma_2020(facts: Facts) -> list[Answered]:
    """Return the 27 items, those with parts by part."""
    return [_answered(item, facts) for item in PRISMA_2020]


def grras(facts: Facts) -> list[Answered]:
    """Return the 15 items on reliability and agreement."""
    return [_answered(item, facts) for item in GRRAS]


def prisma_s(facts: Facts) -> list[Answered]:
    """Return the 16 items on the search."""
    where = f"{_METHODS}{methods.SEARCH}"
    return [
        Answered(str(one.number), one.name, one.asked, where if one.said else "", one.said, one.missing)
        for one in facts.prisma_s
    ]


def _answered(item: Item, facts: Facts) -> Answered:
    said, missing = item.answer(facts)
    return Answered(
        item.number, item.topic, item.asked, item.where if said else "", tuple(map(line, said)), tuple(missing)
    )


def section(name: str, found: Sequence[Answered]) -> Section:
    """Return a checklist as a section of a document."""
    rows = tuple((one.number, one.topic, one.asked, _where(one), "; ".join(one.missing) or "nothing") for one in found)
    complete = sum(one.complete for one in found)
    heads = ("Item", "Topic", "What is asked", "Where it is answered", "What is missing")
    return Section(name, (table(name, f"{name}: {complete} of {len(found)} items answered", heads, rows),))


def _where(one: Answered) -> str:
    said = " ".join(one.said)
    return f"{one.where}: {said}" if one.where and said else said or "nowhere yet"


def checklists(facts: Facts) -> tuple[Section, ...]:
    """Return all three."""
    return (
        section("PRISMA 2020", prisma_2020(facts)),
        section("PRISMA-S", prisma_s(facts)),
        section("GRRAS", grras(facts)),
    )


# ------------------------------------------------------------------------------------------------------ answers


def _person(task: str) -> Callable[[Facts], Told]:
    """Return the answer to an item that no event can tell anything of."""
    return lambda _: ([], [task])


def _title(facts: Facts) -> Told:
    title = facts.criteria.review.title
    named = "review" in title.casefold()
    return [f"“{title}”"], [] if named else ["that it is a systematic review: the title does not say so"]


def _objectives(facts: Facts) -> Told:
    question = facts.criteria.review.question
    return ([f"The question: {line(question)}"], []) if question else ([], ["the question of the review"])


def _eligibility(facts: Facts) -> Told:
    number = len(facts.criteria.screening.criteria)
    if not number:
        return [], ["the criteria"]
    return [f"{counted(number, 'criterion', 'criteria')}."], ["how studies were grouped for the synthesis"]


def _sources(facts: Facts) -> Told:
    undated = [f"{one.search.name}: when it was last searched" for one in facts.searches if not one.search.date]
    names = [one.search.name for one in facts.searches]
    return ([f"{joined(names)}."], undated) if names else ([], ["which sources were searched, and when"])


def _strategy(facts: Facts) -> Told:
    asked = [one for one in facts.searches if one.search.route in ("database", "register")]
    missing = [f"{one.search.name}: the search string as it was run" for one in asked if not one.search.query]
    given = [one.search.name for one in asked if one.search.query]
    return ([f"Strings of {joined(given)} in the search log."] if given else []), missing or (
        [] if asked else ["the search strategy"]
    )


def _selecting(facts: Facts) -> Told:
    said = [
        text for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT) for text in who_decided(stage, facts.stages[stage])
    ]
    with_what = [f"All of it in {facts.program}."] if said else []
    return [*said, *with_what], [] if said else ["how many reviewers screened, and whether independently"]


def _rob(facts: Facts) -> Told:
    quality, said = facts.criteria.quality, who_decided(Stage.QUALITY, facts.stages[Stage.QUALITY])
    if not quality.criteria:
        return [], ["how the studies were appraised"]
    number = counted(len(quality.criteria), "criterion", "criteria")
    return [f"{number} by design.", *said], [] if said else ["who appraised, and whether independently"]


def _flow(facts: Facts) -> Told:
    if not facts.n("identified"):
        return [], ["the numbers of records"]
    left = facts.is_open
    return (
        results.study_selection(facts)[:1] + results.included(facts),
        [f"{counted(left, 'report')} still open"] if left else [],
    )


def _near(facts: Facts) -> Told:
    number, unexplained = facts.near_misses, facts.unexplained
    if not number:
        left = facts.is_open or not facts.n("identified")
        return [] if left else ["No report was excluded after title and abstract."], (
            ["reports that nearly met the criteria, and why they were excluded"] if left else []
        )
    missing = [f"the reason of {counted(unexplained, 'report')}"] if unexplained else []
    return [f"{counted(number, 'report')} excluded at full text or later, each with its reason."], missing


def _rob_results(facts: Facts) -> Told:
    if not facts.stages[Stage.QUALITY].over:
        return [], ["the appraisal of each included study"]
    return results.appraisal(facts)[:1], ["the ratings of each included study"]


def _registration(facts: Facts) -> Told:
    found = facts.criteria.review.registration
    return ([found], []) if found else ([], ["where the review is registered, or that it is not"])


def _amendments(facts: Facts) -> Told:
    number = len(facts.deviations)
    listed = f"{counted(number, 'change')} of the rules after the review had begun."
    return [listed if number else "The rules did not change after the review had begun, and nothing was ruled."], []


def _availability(facts: Facts) -> Told:
    return [
        f"Searches, records, decisions and criteria are files of the review's folder, from which {facts.program} "
        "makes every number here."
    ], ["where that folder can be had"]


PRISMA_2020 = (
    Item("1", "Title", "Does it say that this is a systematic review?", "Title", _title),
    Item("2", "Abstract", "Does it follow PRISMA's list for abstracts?", "", _person("the abstract")),
    Item("3", "Rationale", "Why the review, given what is known?", "", _person("the rationale")),
    Item("4", "Objectives", "Which question is to be answered?", "Introduction", _objectives),
    Item(
        "5",
        "Eligibility",
        "Who is eligible, and how are studies grouped?",
        _METHODS + methods.ELIGIBILITY,
        _eligibility,
    ),
    Item("6", "Sources", "Where was searched, and when last?", _METHODS + methods.SEARCH, _sources),
    Item("7", "Strategy", "The full strategies, with limits?", _APPENDIX + "Search log", _strategy),
    Item(
        "8",
        "Selection",
        "How many screened, independently or not, with which tools?",
        _METHODS + methods.SELECTION,
        _selecting,
    ),
    Item(
        "9",
        "Collection",
        "Who collected the data, and how?",
        "",
        _person("how data were collected, by how many people"),
    ),
    Item("10a", "Outcomes", "Which results were sought from each study?", "", _person("which outcomes were sought")),
    Item("10b", "Other data", "What else was noted of each study?", "", _person("which other variables were noted")),
    Item("11", "Risk of bias", "How, by whom and with what was it assessed?", _METHODS + methods.APPRAISAL, _rob),
    Item(
        "12", "Effects", "In which measures are effects given?", "", _person("effect measures, or that there are none")
    ),
    Item(
        "13a", "Synthesis", "Which studies went into which synthesis?", "", _person("which studies were put together")
    ),
    Item("13b", "Synthesis", "How were data prepared?", "", _person("how data were prepared")),
    Item("13c", "Synthesis", "How were results shown?", "", _person("how results are tabulated or drawn")),
    Item("13d", "Synthesis", "How were results brought together, and why so?", "", _person("the method of synthesis")),
    Item(
        "13e",
        "Synthesis",
        "How were differences between studies explored?",
        "",
        _person("how heterogeneity was explored"),
    ),
    Item(
        "13f", "Synthesis", "How was it tested whether the result holds?", "", _person("sensitivity analyses, or none")
    ),
    Item(
        "14",
        "Missing results",
        "How was bias from missing results judged?",
        "",
        _person("how reporting bias was judged"),
    ),
    Item("15", "Certainty", "How was certainty judged?", "", _person("how certainty was judged")),
    Item("16a", "Selection", "Where did the records go, best in a diagram?", _RESULTS + results.STUDIES, _flow),
    Item(
        "16b",
        "Near misses",
        "Which looked eligible, and why were they excluded?",
        _APPENDIX + "Excluded near misses",
        _near,
    ),
    Item("17", "Characteristics", "What is each included study?", "", _person("a table of the included studies")),
    Item("18", "Risk of bias", "How was each study judged?", _RESULTS + methods.APPRAISAL, _rob_results),
    Item("19", "Single studies", "What did each study find?", "", _person("the results of each study")),
    Item(
        "20a",
        "Syntheses",
        "What are the studies of each synthesis like?",
        "",
        _person("their characteristics and bias"),
    ),
    Item("20b", "Syntheses", "What did each synthesis yield?", "", _person("the results of each synthesis")),
    Item("20c", "Syntheses", "Where do differences come from?", "", _person("causes of heterogeneity")),
    Item("20d", "Syntheses", "Does the result hold otherwise?", "", _person("results of sensitivity analyses")),
    Item("21", "Missing results", "How much bias do they bring?", "", _person("reporting bias of each synthesis")),
    Item("22", "Certainty", "How certain is each result?", "", _person("certainty of each result")),
    Item("23a", "Discussion", "What do the results mean?", "", _person("the interpretation")),
    Item("23b", "Discussion", "What limits the evidence?", "", _person("limits of the evidence")),
    Item("23c", "Discussion", "What limits the review?", "", _person("limits of the review's methods")),
    Item("23d", "Discussion", "What follows for practice and research?", "", _person("implications")),
    Item("24a", "Registration", "Where is it registered?", _METHODS + methods.PROTOCOL, _registration),
    Item(
        "24b", "Protocol", "Where can it be read?", "", _person("where the protocol can be read, or that there is none")
    ),
    Item("24c", "Amendments", "What changed, and why?", _APPENDIX + "Deviations from the protocol", _amendments),
    Item("25", "Support", "Who paid or helped?", "", _person("funding and other support, or none")),
    Item("26", "Interests", "Which interests compete?", "", _person("competing interests, or none")),
    Item("27", "Availability", "Where are data, forms and code?", "Appendix", _availability),
)
"""The items of the 2020 statement in its order."""


# ------------------------------------------------------------------------------------------------------ GRRAS


def _measured(facts: Facts, said: str, missing: str) -> Told:
    return ([said], []) if facts.agreement else ([], [missing])


def _instrument(facts: Facts) -> Told:
    number = counted(len(facts.criteria.screening.criteria), "criterion", "criteria")
    return [f"Decisions to include or exclude, by {number}."], []


def _population(facts: Facts) -> Told:
    if not facts.n("screened"):
        return [], ["what was rated"]
    return [f"The {counted(facts.n('screened'), 'report')} of this review that were to be screened."], []


def _raters(facts: Facts) -> Told:
    names = sorted({name for found in facts.stages.values() for name in found.raters})
    missing = ["their training and experience"]
    return ([f"{joined(names)}."], missing) if names else ([], ["who rated", *missing])


def _size(facts: Facts) -> Told:
    each = [f"{found.n} at {stage.words}" for stage, found in facts.agreement.items()]
    why = "why so many were rated twice"
    return ([f"Reports with two independent decisions: {', '.join(each)}."], []) if each else ([], [why])


def _sampling(facts: Facts) -> Told:
    review = facts.criteria.review
    if review.decisions < 2:
        return ["One decision a report is asked for."], ["how the reports were chosen that two people rated"]
    if review.dual_share >= 1:
        return ["Two decisions are asked for on every report; none was chosen."], []
    return [f"A random share of {review.dual_share:.0%} (seed {review.seed}) is decided on by two."], []


def _rating(facts: Facts) -> Told:
    said = "Where agreement is measured, nobody had seen a colleague's decision on the report before the own one."
    return [said] if facts.agreement else [], ["what else the reviewers knew, such as authors and journals"]


def _independence(facts: Facts) -> Told:
    alone = [text for stage in Stage for text in who_decided(stage, facts.stages[stage])]
    return alone, [] if alone else ["whether ratings were independent"]


def _statistics(facts: Facts) -> Told:
    said = "Percent agreement, kappa with its 95% interval, and AC1."
    return _measured(facts, said, "the statistics")


def _numbers(facts: Facts) -> Told:
    each = [
        f"{counted(found.n, 'report')} and {counted(len(found.raters), 'rater')} at {stage.words}"
        for stage, found in facts.agreement.items()
    ]
    return ([f"{joined(each)}."], []) if each else ([], ["how many were rated, by how many"])


def _estimates(facts: Facts) -> Told:
    return (results.agreement(facts), []) if facts.agreement else ([], ["the estimates with their intervals"])


def _detailed(facts: Facts) -> Told:
    return _measured(
        facts, "Tables by stage and criterion; every decision is in the review's folder.", "detailed results"
    )


GRRAS = (
    Item(
        "1",
        "Title and abstract",
        "Do they say that agreement was looked at?",
        "",
        _person("that, in title or abstract"),
    ),
    Item("2", "Instrument", "What was it measured on?", _METHODS + methods.SELECTION, _instrument),
    Item("3", "Subjects", "Which things were rated?", _RESULTS + results.STUDIES, _population),
    Item("4", "Raters", "Who rated?", _METHODS + methods.SELECTION, _raters),
    Item(
        "5",
        "Background",
        "What is known of agreement here, and why ask?",
        "",
        _person("what is known, and why it was measured"),
    ),
    Item("6", "Sample size", "How many ratings, and why so many?", _RESULTS + methods.AGREEMENT, _size),
    Item("7", "Sampling", "How were subjects and raters chosen?", _METHODS + methods.SELECTION, _sampling),
    Item("8", "Rating", "What did raters see, and what not?", _METHODS + methods.AGREEMENT, _rating),
    Item("9", "Independence", "Did each rate without the others?", _METHODS + methods.SELECTION, _independence),
    Item("10", "Statistics", "How was agreement computed?", _METHODS + methods.AGREEMENT, _statistics),
    Item("11", "Numbers", "How many raters and subjects in the end?", _RESULTS + methods.AGREEMENT, _numbers),
    Item("12", "Sample", "What are raters and subjects like?", "", _person("training and experience of the raters")),
    Item("13", "Estimates", "Which values, how uncertain?", _RESULTS + methods.AGREEMENT, _estimates),
    Item("14", "Relevance", "What does it mean in practice?", "", _person("what the agreement means for the review")),
    Item("15", "Details", "Can the single results be had?", _APPENDIX + "Agreement", _detailed),
)
"""The items of the guideline in its order."""
