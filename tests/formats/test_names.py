import pytest

from reviewkit.formats import names


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Li, Yuting ; Yuan, Cairu", "Li, Yuting; Yuan, Cairu"),
        ("Furlanello T.; Masti R.-B.", "Furlanello, T.; Masti, R.-B."),
        ("Sirola A, Nyrhinen J, van der Berg TA.", "Sirola, A; Nyrhinen, J; van der Berg, TA"),
        ("Smith, J.", "Smith, J."),
        ("Smith, John", "Smith, John"),
        ("John Smith, Jane Doe", "John Smith, Jane Doe"),
        ("World Health Organization WHO", "World Health Organization WHO"),
    ],
)
def test_the_family_name_is_told_only_where_the_form_is_certain(cell: str, expected: str) -> None:
    assert names.separated(cell) == expected


def test_a_list_of_thousands_that_breaks_off_is_no_reason_to_hang() -> None:
    assert names.several("Berg, A., " * 20_000 + "!") == ["Berg, A., " * 20_000 + "!"]
    assert names.several("Berg, A., Dahl, O. P., & Vik, K.") == ["Berg, A.", "Dahl, O. P.", "Vik, K."]
