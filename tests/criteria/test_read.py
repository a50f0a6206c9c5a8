"""Texts in, criteria out; every fault of every file at once, worded for people who write no programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria
from reviewkit.criteria import Every, Languages, PeerReviewed, Types, Years
from reviewkit.errors import CriteriaError
from reviewkit.model import Route, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

MINIMAL = {
    "extraction.toml": "",
    "quality.toml": "",
    "review.toml": """
id = "1B4E28BA-2fa1-41d2-883f-0016d3cca427"
title = "Sleep"
question = "Does it help?"
reviewers = ["Ada", "Grace"]
""",
    "screening.toml": """
[[criterion]]
id = "language"
name = "English"
include = "Written in English."
""",
    "search.toml": "",
}
REFERENCE = {
    name: (Path(__file__).parents[2] / "criteria" / name).read_text(encoding="utf-8") for name in criteria.FILES
}


def read(**changed: str) -> criteria.Criteria:
    return criteria.read(MINIMAL | {f"{name}.toml": text for name, text in changed.items()})


def faults(files: Mapping[str, str]) -> tuple[str, ...]:
    with pytest.raises(CriteriaError) as caught:
        criteria.read(files)
    return caught.value.faults


def fault(**changed: str) -> str:
    (only,) = faults(MINIMAL | {f"{name}.toml": text for name, text in changed.items()})
    return only


def with_review(lines: str) -> str:
    return MINIMAL["review.toml"] + lines


def with_criterion(lines: str) -> str:
    return MINIMAL["screening.toml"] + lines


def test_what_is_not_said_has_its_default() -> None:
    found = read()
    review = found.review
    assert review.id == "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    assert (review.decisions, review.dual_share, review.seed) == (2, 1.0, 0)
    assert (review.adjudicator, review.registration, review.watermark, review.labels) == (None, "", "", {})
    assert review.published is None
    assert found.screening.criteria[0].stages == (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)
    assert found.screening.criteria[0].fact is None
    assert not found.quality.excludes
    assert found.search.blocks == ()
    assert found.extraction.fields == ()


def test_what_is_said_is_taken_over() -> None:
    found = read(
        review=with_review("""
adjudicator = "Linus"
registration = "CRD1"
watermark = "invented"
[screening]
decisions = 2
dual_share = 0.2
seed = -3
[labels]
citation = "By hand"
"""),
        search="""
known = ["10.1/x"]
date = "spring"
[limits]
from = 2000
languages = ["English"]
[[block]]
name = "parents"
terms = ["Mothers", "Fathers"]
[[database]]
name = "ERIC"
""",
        extraction="""
[[field]]
id = "n"
name = "Participants"
kind = "number"
evidence = true
""",
    )
    review, search = found.review, found.search
    assert (review.adjudicator, review.registration, review.watermark) == ("Linus", "CRD1", "invented")
    assert (review.dual_share, review.seed, review.labels) == (0.2, -3, {Route.CITATION: "By hand"})
    assert search.blocks[0].terms == ("Mothers", "Fathers")
    assert (search.limits.first, search.limits.last, search.limits.languages) == (2000, None, ("English",))
    assert (search.known, search.date, search.databases[0].name) == (("10.1/x",), "spring", "ERIC")
    assert (found.extraction.fields[0].evidence, found.extraction.fields[0].double) == (True, False)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{ field = "year", from = 2000, to = 2018 }', Years(2000, 2018)),
        ('{ field = "year", to = 2018 }', Years(None, 2018)),
        ('{ field = "language", any = ["English", "Norwegian"] }', Languages(("English", "Norwegian"))),
        ('{ field = "type", any = ["Article"], none = ["Book"] }', Types(("Article",), ("Book",))),
        ('{ field = "peer_reviewed", is = false }', PeerReviewed(wanted=False)),
        (
            '[{ field = "year", from = 2000 }, { field = "peer_reviewed", is = true }]',
            Every((Years(2000), PeerReviewed())),
        ),
    ],
)
def test_a_fact_is_read_by_its_field(written: str, meant: criteria.FactRule) -> None:
    assert read(screening=with_criterion(f"fact = {written}")).screening.criteria[0].fact == meant


@pytest.mark.parametrize(
    ("file", "text", "place", "said"),
    [
        # wrong types
        ("review", with_review("watermark = 3"), "review.toml, watermark", 'Write watermark = "3"'),
        (
            "review",
            with_review("watermark = 2018-10-15"),
            "watermark",
            "is a date or time where a text belongs. Write wa",
        ),
        ("review", with_review("screening = 3"), "review.toml, screening", "below a line [screening]"),
        ("review", with_review("[screening]\ndecisions = true"), "[screening], decisions", "is true or false where"),
        ("review", with_review("[screening]\ndecisions = 3"), "[screening], decisions", "from 1 to 2"),
        ("review", with_review("[screening]\ndecisions = 2.0"), "[screening], decisions", "whole number"),
        ("review", with_review("[screening]\ndual_share = 1.2"), "[screening], dual_share", "from 0 to 1"),
        ("review", with_review("[screening]\ndual_share = nan"), "[screening], dual_share", "from 0 to 1"),
        ("review", with_review("[screening]\ndual_share = '20%'"), "[screening], dual_share", "is a text where"),
        ("review", with_review("[screening]\nseed = 0x" + "f" * 9999), "[screening], seed", "out of range"),
        ("quality", "excludes = 'yes'", "quality.toml, excludes", "Write excludes = true or excludes = false."),
        ("quality", "retired = 'old'", "quality.toml, retired", 'Write retired = ["old"]'),
        ("quality", "retired = ['old', 3]", "quality.toml, retired", "item 2 is a number"),
        ("search", "block = 3", "search.toml, block", "[[block]]"),
        ("search", "[block]\nname = 'x'", "search.toml, block", "two square brackets: [[block]]"),
        ("search", "[[block]]\nname = 'x'\nterms = []", '[[block]] 1 "x", terms', "is an empty list"),
        ("search", "[limits]\nfrom = 2018\nto = 2000", "search.toml, [limits], from", "2018 is after 2000"),
        ("review", with_review("[stopping]\ntarget = 95"), "[stopping], confidence", "Add confidence = 95"),
        ("review", with_review("[stopping]\ntarget = 100\nconfidence = 95"), "[stopping], target", "from 50 to 99"),
        ("review", with_review("[stopping]\ntarget = 0.95\nconfidence = 95"), "[stopping], target", "whole number"),
        ("review", with_review("[published]\nrows = 1\nsource = 'x'"), "[published], rows", "line [published.rows]"),
        ("review", with_review("[published.rows]\nTotal = [1, 1, 1, 1]"), "[published], source", "is missing"),
        *(
            ("review", with_review(f"[published]\nsource = 'x'\n[published.rows]\nTotal = {row}"), "Total", said)
            for row, said in [
                ("158", "is a number where a list of numbers belongs"),
                ("[]", "is not a row of 4 numbers"),
                ("[1, 2, 3]", "is not a row of 4 numbers"),
                ("[1, 2, 3, 4, 5]", "is not a row of 4 numbers"),
                ("[1, 2, 3, -4]", "is not a row of 4 numbers"),
                ("[1, 2, 3, true]", 'Write 4, with "" for an empty cell: ["", 1, 1, 1].'),
                ("[1, 2, 3, 'x']", "is not a row of 4 numbers"),
            ]
        ),
        # missing and unknown keys
        ("screening", "", "screening.toml", "has no [[criterion]]"),
        ("screening", with_criterion('[[criterion]]\nid = "x"\nname = "x"'), '[[criterion]] 2 "x", include', "missing"),
        ("review", with_review("adjudicater = 'x'"), "review.toml, adjudicater", 'Did you mean "adjudicator"?'),
        ("review", with_review("[labels]\nciting = 'x'"), "review.toml, [labels], citing", 'Did you mean "citation"?'),
        ("screening", with_criterion("retired = ['a']"), '[[criterion]] 1 "language", retired', 'Move "retired" up'),
        ("screening", with_criterion("colour = 'red'"), "colour", 'use one of "exclude", "fact", "id"'),
        # criteria
        ("screening", with_criterion("stages = ['fulltext']"), "stages", 'Did you mean "full_text"?'),
        ("screening", with_criterion("stages = []"), "stages", "is an empty list"),
        (
            "screening",
            with_criterion("stages = ['title_abstract']"),
            "screening.toml",
            "An exclusion at full text needs",
        ),
        ("screening", with_criterion("fact = { field = 'langauge', any = ['x'] }"), "fact, field", '"language"?'),
        ("screening", with_criterion("fact = { any = ['x'] }"), "fact, field", "is missing"),
        ("screening", with_criterion("fact = { field = 'year' }"), "fact", "neither from nor to"),
        ("screening", with_criterion("fact = { field = 'type' }"), "fact", "neither any nor none"),
        ("screening", with_criterion("fact = { field = 'type', any = ['A'], none = ['a'] }"), "fact, any", "in none"),
        ("screening", with_criterion("fact = { field = 'peer_reviewed' }"), "fact, is", "Add is = true"),
        ("screening", with_criterion("fact = 'year'"), "fact", "is a text where a table belongs"),
        ("screening", "retired = ['language']\n" + MINIMAL["screening.toml"], "screening.toml", "retired criterion"),
        ("quality", "retired = ['language']", "screening.toml", "belonged to a retired criterion"),
        ("screening", MINIMAL["screening.toml"] * 2, "screening.toml", '"language" is taken'),
        ("screening", MINIMAL["screening.toml"].replace("language", "Lan guage"), "id", 'id = "lan_guage"'),
        ("screening", MINIMAL["screening.toml"].replace("English", "W" * 21, 1), "name", "is 21 columns wide"),
        ("screening", MINIMAL["screening.toml"].replace("English", "語" * 11, 1), "name", "is 22 columns wide"),
        # quality and extraction
        ("quality", "excludes = true", "quality.toml, excludes", "no [[criterion]]"),
        ("extraction", "[[field]]\nid = 'a'\nname = 'A'\nkind = 'one'", '[[field]] 1 "a", choices', "is missing"),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'A'\nkind = 'text'\nchoices = ['x']",
            '[[field]] 1 "a", choices',
            'a field of the kind "text" has none',
        ),
        ("extraction", "[[field]]\nid = 'a'\nname = 'A'\nkind = 'text'\n" * 2, "extraction.toml", 'have the id "a"'),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'Age'\nkind = 'text'\n[[field]]\nid = 'b'\nname = 'age'\nkind = 'text'",
            "extraction.toml",
            'have the name "age"',
        ),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'A'\nkind = 'one'\nchoices = ['x', 'Not reported']",
            '[[field]] 1 "a", choices',
            "every field can be answered so",
        ),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'A'\nkind = 'several'\nchoices = ['x; y', 'z']",
            '[[field]] 1 "a", choices',
            "has a semicolon",
        ),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'A'\nkind = 'one'\nchoices = ['x']\n[published.a]\ny = [8, 33]",
            "extraction.toml, [published.a], y",
            "no choice of the field",
        ),
        (
            "extraction",
            "[[field]]\nid = 'a'\nname = 'A'\nkind = 'one'\nchoices = ['x']\n[published.a]\nx = [8]",
            "extraction.toml, [published.a], x",
            "not a row of 2 numbers",
        ),
        # no TOML
        ("search", 'note = "a"\ndate = autumn', "search.toml, line 2, column 8", "straight double quotes"),
        ("search", "date = “autumn”", "search.toml, line 1, column 8", "typographic quotes"),
        ("search", "known = [\n'a',\n", "search.toml, line 3, the last", "is probably not closed"),
        ("search", "known = " + "[" * 99999, "search.toml, line 1, the last", "nested"),
        ("search", "known = " + "9" * 9999, "search.toml, line 1, the last", "numbered"),
    ],
)
def test_a_fault_names_its_place_and_what_to_write(file: str, text: str, place: str, said: str) -> None:
    found = fault(**{file: text})
    where, _, what = found.partition(": ")
    assert where.endswith(place)
    assert said in what


QUALITY = """
excludes = true
scale = ["met", "not met"]
designs = ["qualitative", "quantitative"]
judgements = ["good", "weak"]
judgement_by = "rule"
excluding = ["weak"]
[[rule]]
judgement = "weak"
rating = "not met"
at_least = 1
criteria = ["coherence"]
[[criterion]]
id = "coherence"
name = "coherence"
designs = ["qualitative", "quantitative"]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('scale = ["met", "not met"]', "", "scale: is missing"),
        ('["met", "not met"]', '["met"]', "one rating only"),
        ('["met", "not met"]', '["met", "Met"]', "stands in it twice"),
        ('name = "coherence"\ndesigns = ["qualitative", ', 'name = "coherence"\ndesigns = [', 'for "qualitative"'),
        ('"quantitative"]\njudge', '"quantitive"]\njudge', 'Did you mean "quantitive"?'),
        ('id = "coherence"', 'id = "language"', "taken by another criterion"),
        ('["met", "not met"]', '["unclear"]', "has no rating of its own"),
        ('["good", "weak"]', '["good"]', "one judgement only"),
        ('excluding = ["weak"]', "", "excluding: is missing"),
        ('excluding = ["weak"]', 'excluding = ["awful"]', "awful"),
        ('judgement_by = "rule"', "", "raters judge themselves"),
        ('judgement_by = "rule"', 'judgement_by = "dice"', "judgement_by"),
        ('judgement = "weak"', 'judgement = "awful"', "awful"),
        ('rating = "not met"', 'rating = "awful"', "awful"),
        ("at_least = 1", "at_least = 0", "at_least"),
        ('judgements = ["good", "weak"]', "", "judgements: is missing"),
        ('judgements = ["good", "weak"]', "", "Write first what there is to choose from"),
        ('criteria = ["coherence"]', 'criteria = ["gone"]', "gone"),
        ('[[rule]]\njudgement = "weak"\nrating = "not met"\nat_least = 1\ncriteria = ["coherence"]', "", "no [[rule]]"),
    ],
)
def test_quality_criteria_have_to_fit_together(old: str, new: str, said: str) -> None:
    assert read(quality=QUALITY).quality.excludes
    assert old in QUALITY
    found = faults(MINIMAL | {"quality.toml": QUALITY.replace(old, new, 1)})
    assert any(said in one for one in found)


def test_all_faults_of_all_files_are_reported_together() -> None:
    found = faults({"review.toml": "title = 3", "search.toml": "x", "review (copy of Ada).toml": ""})
    starts = [one.partition(":")[0] for one in found]
    assert starts == [
        "extraction.toml",
        "quality.toml",
        "screening.toml",
        "review (copy of Ada).toml",
        "review.toml, reviewers",
        "review.toml, id",
        "review.toml, title",
        "review.toml, question",
        "search.toml, line 1, the last",
    ]


def test_a_file_that_cannot_be_parsed_is_one_fault_and_no_missing_keys() -> None:
    assert "line 1" in fault(review="title = ")


def test_a_misspelt_file_name_is_two_faults_and_a_guess() -> None:
    files = {name.replace("search", "serach"): text for name, text in MINIMAL.items()}
    missing, unknown = faults(files)
    assert missing.startswith("search.toml: is missing.")
    assert unknown == 'serach.toml: no file of this name is read. Did you mean "search.toml"?'


def test_what_macos_leaves_beside_a_file_on_a_stick_is_passed_over() -> None:
    with_remains = MINIMAL | {"._review.toml": "\0\0"}
    assert criteria.read(with_remains) == criteria.read(MINIMAL)
    assert criteria.fingerprint(with_remains) == criteria.fingerprint(MINIMAL)


def test_escapes_for_the_terminal_do_not_come_through_a_fault() -> None:
    assert "\x1b" not in fault(screening=with_criterion('"\\u001b[2J" = 1'))


def test_reasons_are_ordered_as_in_the_file_and_unknown_ones_handed_back() -> None:
    found = criteria.read(REFERENCE)
    given = ["level", "gone", "timeframe", "level", "validity"]
    assert found.ordered(Stage.FULL_TEXT, given) == (("timeframe", "level"), ("gone", "validity"))
    assert found.ordered(Stage.QUALITY, given) == (("validity",), ("level", "gone", "timeframe"))


def test_a_criterion_of_one_stage_is_no_reason_at_the_other() -> None:
    late = '[[criterion]]\nid = "late"\nname = "late"\ninclude = "x"\nstages = ["full_text"]'
    found = read(screening=with_criterion(late))
    assert [reason.id for reason in found.reasons(Stage.TITLE_ABSTRACT)] == ["language"]
    assert [reason.id for reason in found.reasons(Stage.FULL_TEXT)] == ["language", "late"]
    assert found.ordered(Stage.TITLE_ABSTRACT, ["late"]) == ((), ("late",))


def as_windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def test_line_ends_and_byte_order_mark_change_neither_criteria_nor_fingerprint() -> None:
    windows = {name: as_windows(text) for name, text in reversed(REFERENCE.items())}
    assert criteria.read(windows) == criteria.read(REFERENCE)
    assert criteria.fingerprint(windows) == criteria.fingerprint(REFERENCE)


@given(
    st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=3),
)
def test_fingerprints_agree_only_where_names_and_texts_do(one: dict[str, str], other: dict[str, str]) -> None:
    def seen(files: dict[str, str]) -> dict[str, str]:
        plain = {name: text.removeprefix("\ufeff") for name, text in files.items() if not name.startswith(".")}
        return {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in plain.items()}

    assert (criteria.fingerprint(one) == criteria.fingerprint(other)) == (seen(one) == seen(other))


def test_a_text_does_not_run_over_into_the_next_name() -> None:
    assert criteria.fingerprint({"a": "b", "c": "d"}) != criteria.fingerprint({"a": "bc", "d": ""})


@given(st.data())
def test_whatever_is_done_to_a_file_only_faults_come_of_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(criteria.FILES))
    lines = REFERENCE[name].split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition("=")[0].strip() or "x"
    value = data.draw(
        st.sampled_from(["1", "-0.5", "nan", "true", '""', "[]", "{}", "[{}]", "[1]", '["x"]', "1979-05-27"])
    )
    lines[at : at + data.draw(st.integers(0, 3))] = data.draw(
        st.sampled_from([[f"{key} = {value}"], [], [lines[at]] * 2, ["[[x]]"], ["]"]])
    )
    found = faults_if_any(REFERENCE | {name: "\n".join(lines)})
    assert found is None or (found and all(one.startswith(criteria.FILES) for one in found))


def faults_if_any(files: Mapping[str, str]) -> tuple[str, ...] | None:
    try:
        criteria.read(files)
    except CriteriaError as error:
        return error.faults
    return None


def test_designs_may_be_named_before_there_are_quality_criteria() -> None:
    assert read(quality="designs = ['qualitative', 'quantitative']").quality.designs == ("qualitative", "quantitative")
