import pytest

from reviewkit.formats import identified


def ids(data: str) -> tuple[str, ...]:
    return identified(data.encode(), "x")[1]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("record_id,title\n007,A\n12,B\n", ("007", "12")),
        ("ID;Title\nid_1;A\nid_2;B\n", ("id_1", "id_2")),
        ("title,id,record_id\nA,g,1\nB,g,2\n", ("1", "2")),
        ("title,id\nA,1\nB,1\n", ("", "")),
        ("title,id\nA,1\nB,\n", ("1", "")),
        ("title,id\nA,1\nB,2,too many\n", ("1", "")),
        ("title,year\nA,2001\nB,2002\n", ("", "")),
    ],
    ids=("zeros", "semicolons", "the one that tells apart", "twice", "missing", "a row that cannot be read", "none"),
)
def test_the_id_of_an_entry_is_what_its_table_calls_it(table: str, expected: tuple[str, ...]) -> None:
    assert ids(table) == expected


def test_other_formats_have_ids_too() -> None:
    assert ids("@article{key1, title={A}}\n@article{key2, title={B}}\n") == ("key1", "key2")
    assert ids("TY  - JOUR\nID  - 3\nTI  - A\nER  - \nTY  - JOUR\nID  - 4\nTI  - B\nER  - \n") == ("3", "4")
    assert ids("PMID- 11\nTI  - A\n\nPMID- 12\nTI  - B\n") == ("11", "12")


def test_reading_for_ids_reads_the_same() -> None:
    from reviewkit.formats import read

    data = b"record_id,title\n1,A\n2,B\n"
    assert identified(data, "x")[0] == read(data, "x")
