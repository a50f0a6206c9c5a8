"""PRISMA 2020: where each of its 27 items is answered.

Source: Page et al. (2021), doi 10.1136/bmj.n71; the items are asked in our own words. The thing a reader would get
wrong: no event can tell what a study found, so most items on results stay with a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.model import Stage
from reviewkit.report import appendix, appraised, extracted, methods, results
from reviewkit.report.items import APPENDIX, METHODS, RESULTS, Item, Told, person
from reviewkit.report.selection import who_decided
from reviewkit.report.words import counted, joined
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.report.facts import Facts


def _title(facts: Facts) -> Told:
    title = facts.criteria.review.title
    named = {"systematic", "review"} <= set(re.findall(r"\w+", title.casefold()))
    return [f"“{title}”"], [] if named else ["that it is a systematic review: the title does not say so"]


def _objectives(facts: Facts) -> Told:
    question = facts.question
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
    quality = facts.criteria.quality
    said = appraised.who_rated(facts.appraised) or who_decided(Stage.QUALITY, facts.stages[Stage.QUALITY])
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
    if facts.appraised.agreed:
        return [*appraised.came_of_it(facts.appraised), f"{APPENDIX}Ratings of quality."], []
    if not facts.stages[Stage.QUALITY].over:
        return [], ["the appraisal of each included study"]
    return results.appraisal(facts)[:1], ["the ratings of each included study"]


def _collection(facts: Facts) -> Told:
    if not facts.extracted.over:
        return [], ["how data were collected, by how many people"]
    return extracted.methods(facts.extracted), []


def _characteristics(facts: Facts) -> Told:
    found = facts.extracted
    if not found.studies:
        return [], ["a table of the included studies"]
    return [f"{counted(len(found.studies), 'study', 'studies')} in a table."], extracted.left_out(found)


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
    Item("2", "Abstract", "Does it follow PRISMA's list for abstracts?", "", person("the abstract")),
    Item("3", "Rationale", "Why the review, given what is known?", "", person("the rationale")),
    Item("4", "Objectives", "Which question is to be answered?", "Introduction", _objectives),
    Item(
        "5",
        "Eligibility",
        "Who is eligible, and how are studies grouped?",
        METHODS + methods.ELIGIBILITY,
        _eligibility,
    ),
    Item("6", "Sources", "Where was searched, and when last?", METHODS + methods.SEARCH, _sources),
    Item("7", "Strategy", "The full strategies, with limits?", APPENDIX + "Search log", _strategy),
    Item(
        "8",
        "Selection",
        "How many screened, independently or not, with which tools?",
        METHODS + methods.SELECTION,
        _selecting,
    ),
    Item(
        "9",
        "Collection",
        "Who collected the data, and how?",
        METHODS + methods.DATA,
        _collection,
    ),
    Item("10a", "Outcomes", "Which results were sought from each study?", "", person("which outcomes were sought")),
    Item("10b", "Other data", "What else was noted of each study?", "", person("which other variables were noted")),
    Item("11", "Risk of bias", "How, by whom and with what was it assessed?", METHODS + methods.APPRAISAL, _rob),
    Item(
        "12", "Effects", "In which measures are effects given?", "", person("effect measures, or that there are none")
    ),
    Item("13a", "Synthesis", "Which studies went into which synthesis?", "", person("which studies were put together")),
    Item("13b", "Synthesis", "How were data prepared?", "", person("how data were prepared")),
    Item("13c", "Synthesis", "How were results shown?", "", person("how results are tabulated or drawn")),
    Item("13d", "Synthesis", "How were results brought together, and why so?", "", person("the method of synthesis")),
    Item(
        "13e",
        "Synthesis",
        "How were differences between studies explored?",
        "",
        person("how heterogeneity was explored"),
    ),
    Item(
        "13f", "Synthesis", "How was it tested whether the result holds?", "", person("sensitivity analyses, or none")
    ),
    Item(
        "14",
        "Missing results",
        "How was bias from missing results judged?",
        "",
        person("how reporting bias was judged"),
    ),
    Item("15", "Certainty", "How was certainty judged?", "", person("how certainty was judged")),
    Item("16a", "Selection", "Where did the records go, best in a diagram?", RESULTS + results.STUDIES, _flow),
    Item(
        "16b",
        "Near misses",
        "Which looked eligible, and why were they excluded?",
        APPENDIX + "Excluded near misses",
        _near,
    ),
    Item("17", "Characteristics", "What is each included study?", APPENDIX + appendix.CODING, _characteristics),
    Item("18", "Risk of bias", "How was each study judged?", RESULTS + methods.APPRAISAL, _rob_results),
    Item("19", "Single studies", "What did each study find?", "", person("the results of each study")),
    Item(
        "20a",
        "Syntheses",
        "What are the studies of each synthesis like?",
        "",
        person("their characteristics and bias"),
    ),
    Item("20b", "Syntheses", "What did each synthesis yield?", "", person("the results of each synthesis")),
    Item("20c", "Syntheses", "Where do differences come from?", "", person("causes of heterogeneity")),
    Item("20d", "Syntheses", "Does the result hold otherwise?", "", person("results of sensitivity analyses")),
    Item("21", "Missing results", "How much bias do they bring?", "", person("reporting bias of each synthesis")),
    Item("22", "Certainty", "How certain is each result?", "", person("certainty of each result")),
    Item("23a", "Discussion", "What do the results mean?", "", person("the interpretation")),
    Item("23b", "Discussion", "What limits the evidence?", "", person("limits of the evidence")),
    Item("23c", "Discussion", "What limits the review?", "", person("limits of the review's methods")),
    Item("23d", "Discussion", "What follows for practice and research?", "", person("implications")),
    Item("24a", "Registration", "Where is it registered?", METHODS + methods.PROTOCOL, _registration),
    Item(
        "24b", "Protocol", "Where can it be read?", "", person("where the protocol can be read, or that there is none")
    ),
    Item("24c", "Amendments", "What changed, and why?", APPENDIX + "Deviations from the protocol", _amendments),
    Item("25", "Support", "Who paid or helped?", "", person("funding and other support, or none")),
    Item("26", "Interests", "Which interests compete?", "", person("competing interests, or none")),
    Item("27", "Availability", "Where are data, forms and code?", "Appendix", _availability),
)
"""The items of the 2020 statement in its order."""
