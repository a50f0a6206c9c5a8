import pytest

from reviewkit.formats import identifiers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("doi: 10.1000/abc.", "10.1000/abc"),
        ("10.1000/abc [doi]", "10.1000/abc"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org.proxy.example.edu/10.1000/abc", "10.1000/abc"),
        ("https://x.example/login?url=https%3A%2F%2Fdoi.org%2F10.1000%2Fabc", "10.1000/abc"),
        ("https://x.example/?doi=10.1000%2fabc&key=1", "10.1000/abc"),
        ("https://x.example/doi/abs/10.1000/abc", "10.1000/abc"),
        ("https://x.example/doi/10.1000/abc/pdf", None),
        ("https://x.example/10.1000/abc", None),
        ("see 10.1000/abc", None),
        ("Article 10.", None),
    ],
)
def test_a_doi_is_read_only_where_its_end_is_certain(value: str, expected: str | None) -> None:
    assert identifiers.doi(value) == expected


@pytest.mark.parametrize(
    ("value", "issns", "isbns"),
    [
        ("10685502", ["1068-5502"], []),
        ("1350-293x (Print)", ["1350-293X"], []),
        ("1361-4533, 1361-4533", ["1361-4533"], []),
        ("EISSN-2375-5636", ["2375-5636"], []),
        ("ISBN-978-1-4438-1394-5", [], ["9781443813945"]),
        ("0-306-40615-2; 9781443813945", [], ["0306406152", "9781443813945"]),
        ("EISSN-", [], []),
        ("ISSN/ISBN", [], []),
    ],
)
def test_serial_numbers_take_their_normal_form(value: str, issns: list[str], isbns: list[str]) -> None:
    assert identifiers.serials(value) == (tuple(issns), tuple(isbns))
