"""A plain table of ratings, long or wide, and what is wrong with it line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.agreement import Ratings, Scale, table
from reviewkit.errors import InputError

EXPECTED = Ratings(("1", "2"), ("A", "B"), ((0, 0), (1, -1)), ("x", "y"))


@pytest.mark.parametrize(
    "text",
    [
        "item,rater,rating\n1,A,x\n1,B,x\n2,A,y\n",
        "item,rater,rating\n1,A,x\n1,B,x\n2,A,y\n2,B,NA\n",
        "\ufeffItem;Reviewer;Decision\r\n1;A;x\r\n1;B;x\r\n2;A;y\r\n2;B;\r\n",
        "rating\trater\titem\nx\tA\t1\nx\tB\t1\ny\tA\t2\n",
        ',item,rater,rating,note\n0,1,A,x,"a, b"\n1,1,B,x,\n2,2,A,y,\n',
        "item,A,B\n1,x,x\n2,y,\n",
        "item,A,B\r1,x,x\r2,y,n/a\r",
        ",A,B\n\n1, x ,x\n2,y,NaN\n,,\n",
        "sep=;\r\nreport;A;B;\r\n1;x;x;\r\n2;y;;\r\n",
        "sep=\t\nitem\tA\tB\n1\tx\tx\n2\ty\t\n",
        '"item","A","B"\n"1","x","x"\n"2","y",""\n',
    ],
)
def test_long_and_wide_tables_of_every_make_hold_the_same(text: str) -> None:
    assert table(text, "r.csv") == EXPECTED


def test_a_spreadsheets_1_and_1_0_are_one_rating_and_numbers_stand_by_size() -> None:
    found = table("item,A,B\n1,1.0,1\n2,10,2\n3,2.0,10.0\n", "r.csv", scale=Scale.ORDINAL)
    assert found.categories == ("1", "2", "10")
    assert found.codes == ((0, 0), (2, 1), (1, 2))


def test_columns_that_are_numbered_may_look_like_ratings() -> None:
    assert table(",0,1\na,0,1\nb,1,1\n", "r.csv").raters == ("0", "1")


def test_named_categories_keep_their_order() -> None:
    found = table("item,A,B\n1,low,high\n", "r.csv", categories=("low", "medium", "high"), scale=Scale.ORDINAL)
    assert (found.categories, found.codes) == (("low", "medium", "high"), ((0, 2),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no table"),
        ("\n\n", "no table"),
        ("item\n1\n", "line 1: there is only one column"),
        ("item,A,A\n1,x,x\n", 'line 1: two columns are called "A"'),
        ("item,A,,B\n1,x,,x\n", "line 1: column 3 has no name"),
        ("item,A,B\n1,x\n2,x,x,x\n", "line 2 has 2 cells, the header has 3\nline 3 has 4 cells"),
        ("item,A,B\n1,x,x\n\n1,y,y\n", 'line 4: "A" rated "1" already in line 2'),
        ("item,rater,rating\n1,A,x\n1,A,x\n", 'line 3: "A" rated "1" already in line 2'),
        ("item,rater,rating\n1,,x\n", "line 2 names no rater"),
        ("item,rater,rating\n,A,x\n", "line 2 names no item"),
        ("item,A,B\n1,Include,include\n", 'line 2 has "include" where "Include" is written elsewhere'),
        ("1,x,y\n2,x,x\n3,y,x\n", "line 1 names raters that also occur as ratings"),
        ("paper,person,answer\n1,A,x\n1,B,x\n", 'line 3: "person" rated "1" already in line 2'),
        ('item,A,B\n1,"x\n,x\n', "the row that begins in line 2 cannot be read"),
        ('item,A,B\n1,x,x\n2,"x"y,x\n', "the row that begins in line 3 cannot be read"),
        (f'item,A,B\n1,"{"x" * 200_000}",x\n', "the row that begins in line 2 cannot be read"),
        ("item,A,B\n1,\x1b[31mred,x\n1,y,y\n", "already in line 2"),
    ],
)
def test_a_table_at_fault_is_refused_with_its_lines(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        table(text, "r.csv")
    assert caught.value.where == "r.csv"
    assert says in caught.value.what
    assert caught.value.remedy


def test_a_line_break_in_a_cell_does_not_shift_the_lines() -> None:
    with pytest.raises(InputError, match='line 4: "A" rated "2" already in line 2'):
        table('item,A,B\n2,"x\none",x\n2,x,x\n', "r.csv")


def test_a_rating_outside_the_named_categories_is_named() -> None:
    with pytest.raises(InputError, match='line 3: "maybe" is none of include, exclude'):
        table("item,A,B\n1,include,include\n2,maybe,include\n", "r.csv", categories=("include", "exclude"))


def test_many_faults_are_told_together_and_not_without_end() -> None:
    with pytest.raises(InputError) as caught:
        table("item,A,B\n" + "x\n" * 50, "r.csv")
    assert caught.value.what.count("\n") == 10
    assert caught.value.what.endswith("and 40 more")


@given(st.text(max_size=300) | st.text(alphabet='item,raterg;\t"\n\r1x', max_size=80))
def test_any_text_is_a_table_or_refused(text: str) -> None:
    try:
        found = table(text, "r.csv")
    except InputError:
        return
    assert all(len(row) == len(found.raters) for row in found.codes)


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from("AB"), st.sampled_from("xyz")), unique_by=lambda one: one[:2]
    ).filter(bool)
)
def test_long_and_wide_agree(cells: list[tuple[int, str, str]]) -> None:
    given_ratings = {(item, rater): rating for item, rater, rating in cells}
    items, raters = dict.fromkeys(c[0] for c in cells), dict.fromkeys(c[1] for c in cells)
    long = "item,rater,rating\n" + "".join(f"{item},{rater},{rating}\n" for item, rater, rating in cells)
    wide = "item," + ",".join(raters) + "\n"
    wide += "".join(f"{item}," + ",".join(given_ratings.get((item, r), "") for r in raters) + "\n" for item in items)
    assert table(long, "r.csv") == table(wide, "r.csv")
