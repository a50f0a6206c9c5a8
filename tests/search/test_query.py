"""The strategy in each platform's syntax: nothing of its meaning changes without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria
from reviewkit.criteria import Block, Limits, Strategy
from reviewkit.errors import NotAllowedError
from reviewkit.search.nouns import Effect, Rendered
from reviewkit.search.platforms import PLATFORMS
from reviewkit.search.query import rendered

FOLDER = Path(__file__).parents[2] / "criteria"
REFERENCE = criteria.read({name: (FOLDER / name).read_text(encoding="utf-8") for name in criteria.FILES}).search

SMALL = Strategy(
    blocks=(
        Block("parents", ("parent*", '"child care"'), thesaurus={"eric": ("Parents",), "mesh": ("Parents",)}),
        Block("talk", ("partnership",)),
    ),
    limits=Limits(2000, 2018, ("English",), peer_reviewed=True),
)

EXPECTED = {
    "ebscohost": '(TI (parent* OR "child care") OR AB (parent* OR "child care") OR SU (parent* OR "child care") '
    'OR DE "Parents") AND (TI partnership OR AB partnership OR SU partnership) '
    "AND DT 20000101-20181231 AND LA English",
    "eric": '(title:parent* OR title:"child care" OR abstract:parent* OR abstract:"child care" '
    'OR descriptor:parent* OR descriptor:"child care" OR descriptor:"Parents") '
    "AND (title:partnership OR abstract:partnership OR descriptor:partnership) pubyearmin:2000 pubyearmax:2018",
    "eric-api": '(title:parent* OR title:"child care" OR description:parent* OR description:"child care" '
    'OR subject:parent* OR subject:"child care" OR subject:"Parents") '
    "AND (title:partnership OR description:partnership OR subject:partnership) "
    'AND publicationdateyear:[2000 TO 2018] AND language:"English" AND peerreviewed:T',
    "proquest": '(ti(parent[*20] OR "child care") OR ab(parent[*20] OR "child care") '
    'OR su,if(parent[*20] OR "child care") OR su.EXACT("Parents")) '
    "AND (ti(partnership) OR ab(partnership) OR su,if(partnership)) "
    'AND pd(20000101-20181231) AND la.EXACT("English") AND PEER(yes)',
    "pubmed": '(parent*[tiab] OR "child care"[tiab] OR "Parents"[mh]) AND (partnership[tiab]) '
    "AND 2000:2018[dp] AND english[la]",
    "openalex": 'title_and_abstract.search.exact:(parent* OR "child care") AND (partnership),'
    "from_publication_date:2000-01-01,to_publication_date:2018-12-31,language:en",
}


def one(term: str, platform: str, **settings: object) -> Rendered:
    return rendered(Strategy((Block("b", ("sure", term), **settings),)), platform)  # type: ignore[arg-type]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_small_strategy_reads_as_the_platform_wants_it(platform: str) -> None:
    assert rendered(SMALL, platform).query == EXPECTED[platform]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_names_the_source_of_its_rules(platform: str) -> None:
    assert rendered(SMALL, platform).sources


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_reference_case_can_be_said_everywhere_and_all_its_terms_are_in_it(platform: str) -> None:
    found = rendered(REFERENCE, platform)
    assert all(term.strip('"') in found.query for block in REFERENCE.blocks for term in block.terms)
    assert {one.why for one in found.cannot} <= {"OpenAlex has no search in keywords"}


@pytest.mark.parametrize(
    ("platform", "what", "effect"),
    [
        ("ebscohost", "peer-reviewed only", Effect.BY_HAND),
        ("eric", "peer-reviewed only", Effect.BY_HAND),
        ("eric", "languages English", Effect.WIDER),
        ("pubmed", "peer-reviewed only", Effect.WIDER),
        ("openalex", "peer-reviewed only", Effect.WIDER),
        ("openalex", 'thesaurus terms of block "parents"', Effect.NARROWER),
        ("openalex", 'block "talk"', Effect.NARROWER),
    ],
)
def test_what_a_platform_cannot_say_is_said_instead_of_dropped(platform: str, what: str, effect: Effect) -> None:
    assert (what, effect) in {(one.what, one.effect) for one in rendered(SMALL, platform).cannot}


@pytest.mark.parametrize(
    ("platform", "term"),
    [
        ("eric", "child care*"),
        ("eric-api", "parent* group"),
        ("eric-api", "mother-child*"),
        ("pubmed", "parent* group"),
        ("pubmed", "fam*"),
        ("openalex", "child care*"),
        ("openalex", "fa*"),
        *((platform, "this AND that") for platform in PLATFORMS),
        *((platform, "behavio?r") for platform in PLATFORMS),
        *((platform, "*ology") for platform in PLATFORMS),
        *((platform, "(parents)") for platform in PLATFORMS),
        *((platform, 'one"two') for platform in PLATFORMS),
    ],
)
def test_a_term_that_a_platform_cannot_take_is_left_out_and_named(platform: str, term: str) -> None:
    found = one(term, platform)
    (cannot,) = [each for each in found.cannot if term in each.what]
    assert (cannot.effect, "written_out" in cannot.remedy) == (Effect.NARROWER, True)
    assert found.query == one("sure", platform).query


@pytest.mark.parametrize("platform", ["eric", "eric-api", "openalex"])
def test_what_stands_for_a_term_is_written_only_where_the_term_cannot_be(platform: str) -> None:
    instead = {"parent* group": ("parent group", "parents group")}
    found = one("parent* group", platform, written_out=instead)
    assert '"parent group"' in found.query
    assert '"parents group"' in found.query
    assert not [each for each in found.cannot if "group" in each.what]
    assert '"parent* group"' in one("parent* group", "ebscohost", written_out=instead).query
    assert '"parents group"' not in one("parent* group", "ebscohost", written_out=instead).query


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_concept_of_which_nothing_can_be_said_leaves_no_query(platform: str) -> None:
    strategy = Strategy((Block("a", ("fine",)), Block("b", ("(odd)",))))
    found = rendered(strategy, platform)
    assert found.query == ""
    assert 'block "b"' in {each.what for each in found.cannot}


@pytest.mark.parametrize(
    ("fields", "platform", "query"),
    [
        (("title",), "pubmed", "(x[ti])"),
        (("title", "keywords"), "pubmed", "(x[ti] OR x[ot])"),
        (("title", "abstract"), "pubmed", "(x[tiab])"),
        (("anywhere", "title"), "pubmed", "(x[all])"),
        (("title",), "openalex", "title.search:(x)"),
        (("anywhere",), "openalex", "default.search:(x)"),
        (("anywhere",), "ebscohost", "(x)"),
        (("anywhere",), "eric-api", "(x)"),
        (("anywhere",), "proquest", "(noft(x))"),
    ],
)
def test_fields_are_those_of_the_platform(fields: tuple[str, ...], platform: str, query: str) -> None:
    assert rendered(Strategy((Block("b", ("x",), fields),)), platform).query == query


def test_a_platform_that_searches_more_fields_than_asked_for_says_so() -> None:
    found = rendered(Strategy((Block("b", ("x",), ("title", "abstract")),)), "pubmed")
    assert [(each.what, each.effect) for each in found.cannot] == [('block "b"', Effect.WIDER)]


def test_a_query_too_long_for_an_address_is_none() -> None:
    many = tuple(f"word{number} other" for number in range(400))
    found = rendered(Strategy((Block("b", many),)), "openalex")
    assert found.query == ""
    assert "bytes" in str(found.cannot[-1])
    assert rendered(Strategy((Block("b", many),)), "ebscohost").query


def test_words_that_are_operators_and_words_with_signs_stand_in_quotes() -> None:
    assert rendered(Strategy((Block("b", ("or", "near", "mother-child", "O'Neil")),)), "pubmed").query == (
        '("or"[tiab] OR "near"[tiab] OR "mother-child"[tiab] OR "O\'Neil"[tiab])'
    )


@pytest.mark.parametrize(("strategy", "platform"), [(Strategy(), "eric"), (SMALL, "google")])
def test_no_terms_or_no_such_platform_is_told(strategy: Strategy, platform: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        rendered(strategy, platform)
    assert caught.value.remedy


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=3),
    st.sampled_from(sorted(PLATFORMS)),
)
def test_whatever_is_written_each_term_is_in_the_query_or_named(blocks: list[list[str]], platform: str) -> None:
    strategy = Strategy(tuple(Block(f"b{number}", tuple(terms)) for number, terms in enumerate(blocks)))
    found = rendered(strategy, platform)
    named = " ".join(each.what for each in found.cannot)
    for block in strategy.blocks:
        for written in block.terms:
            words = criteria.term(written).words
            said = bool(words) and all(
                (word.text.lower() if word.truncated else word.text) in found.query for word in words
            )
            assert said or f'"{written}" in block "{block.name}"' in named or not found.query
    assert found.query.count("(") == found.query.count(")")
    assert found.query.count('"') % 2 == 0
