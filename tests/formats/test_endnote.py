from reviewkit.formats import read
from tests.formats.samples import records, titles


def test_fields_and_what_wraps_them() -> None:
    first = records("endnote.enw")[0]
    assert first.authors == ("Berg, Anna", "World Health Organization")
    assert (first.abstract, first.keywords) == ("Children played. 100 % of them", ("play", "outdoor"))
    assert (first.pages, first.doi, first.issn) == ("423-441", "10.1000/play.2020.1", ("1350-293X",))
    assert (first.types, first.accession) == (("Journal Article",), ("WOS:000123456700001",))


def test_an_entry_that_lost_its_first_line_is_an_entry_of_its_own() -> None:
    assert titles("endnote.enw") == ["Outdoor play", "Lost its first line", "A thesis"]
    assert [record.line for record in records("endnote.enw")] == [1, 20, 24]


def test_blank_lines_separate_where_there_are_no_types() -> None:
    assert titles("refer_without_types.enw") == ["One", "Two"]


def test_thousands_without_types_are_read_too() -> None:
    data = b"".join(b"%%A Berg, Anna\n%%T Title %d\n\n" % number for number in range(3000))
    assert [record.title for record in read(data, "x").records[::1000]] == ["Title 0", "Title 1000", "Title 2000"]
