import pytest

from reviewkit.errors import InputError
from reviewkit.formats import columns, read
from tests.formats.samples import FOLDER

TABLE = b'Nr,Paper name,Who wrote it,When,Journal\n1,Outdoor play,"Berg, Anna",2020,Play\n2,Next,Vik,2021,\n'


def test_the_guess_is_shown_column_by_column() -> None:
    found = columns((FOLDER / "scopus.csv").read_bytes())
    assert (found["Title"], found["Source title"], found["Source"]) == ("title", "journal", "database")
    assert columns(TABLE) == {"Nr": "", "Paper name": "", "Who wrote it": "", "When": "", "Journal": "journal"}


def test_what_is_set_goes_before_what_is_guessed() -> None:
    found = read(TABLE, "x", {"Paper name": "title", "Who wrote it": "authors", "When": "year"})
    first = found.records[0]
    assert (first.title, first.authors, first.year, first.journal) == ("Outdoor play", ("Berg, Anna",), 2020, "Play")
    assert dict(first.unmapped) == {"Nr ": "1"}
    assert found.format == "CSV"


def test_a_guess_can_be_taken_back() -> None:
    found = read(TABLE, "x", {"Paper name": "title", "Journal": ""})
    assert found.records[0].journal == ""


def test_one_of_two_title_columns_is_chosen_by_name() -> None:
    data = (FOLDER / "two_title_columns.csv").read_bytes()
    (record,) = read(data, "x", {"Title": "title", "title": "journal"}).records
    assert (record.title, record.journal) == ("Outdoor play", "Journal of Play")


def test_columns_of_one_name_are_told_apart_by_their_place() -> None:
    data = b"Title,Title\nOutdoor play,Journal of Play\n"
    with pytest.raises(InputError, match=r'"Title", "Title \(column 2\)"'):
        read(data, "x")
    (record,) = read(data, "x", {"Title (column 2)": "title"}).records
    assert record.title == "Journal of Play"


def test_a_second_title_column_that_is_empty_is_no_question() -> None:
    assert read(b"Title,Article Title\nOutdoor play,\n", "x").records[0].title == "Outdoor play"


def test_a_table_without_header_is_read_by_the_numbers_of_its_columns() -> None:
    data = (FOLDER / "no_header.csv").read_bytes()
    found = read(data, "x", {"column 2": "title", "column 3": "authors", "column 4": "year"}).records
    assert [(record.title, record.year, record.line) for record in found] == [
        ("Outdoor play", 2020, 1),
        ("Next", 2021, 2),
    ]


@pytest.mark.parametrize(
    ("mapping", "what"),
    [
        ({"Name": "title"}, 'there is no column "Name"; the columns are Nr, Paper name'),
        ({"Paper name": "titel"}, '"titel" is no field'),
        ({"When": "year"}, "no column is said to hold titles"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping: dict[str, str], what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read(TABLE, "x", mapping)
    assert caught.value.remedy


def test_two_columns_may_hold_keywords() -> None:
    data = b"title,theirs,ours\nOutdoor play,play; nature,norway\n"
    found = read(data, "x", {"theirs": "keywords", "ours": "keywords"})
    assert found.records[0].keywords == ("play", "nature", "norway")


def test_what_is_no_table_has_no_columns() -> None:
    assert columns((FOLDER / "eric.nbib").read_bytes()) == {}
