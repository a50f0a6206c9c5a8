import pytest

from reviewkit.dedup.people import authors, is_one, shared


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norheim, Hanne", "H. Norheim"),
        ("Norheim, Hanne", "Norheim HM"),
        ("Norheim, H", "Hanne Norheim"),
        ("Omulo Sylvia", "Sylvia Omulo"),
        ("van Heugten, Caroline M.", "Heugten, C. M. van"),
        ("Müller, Jörg", "Mueller, J."),
        ("García López, Ana", "Garcia, A"),
        ("O'Leary, Kelly", "OLeary, K."),
        ("Wu, Ching-yi", "Ching-yi, Wu"),
        ("Wu, C. Y.", "Ching-yi, Wu"),
        ("NORHEIM, H", "norheim h"),
    ],
)
def test_one_person_printed_in_two_ways(a: str, b: str) -> None:
    (ours,), (theirs,) = authors([a]), authors([b])
    assert is_one(ours, theirs)
    assert is_one(theirs, ours)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smith, John", "Jones, John"),
        ("John Smith", "John Jones"),
        ("van den Berg, A", "van der Meer, A"),
        ("Wu, C", "Yu, C"),
    ],
)
def test_a_given_name_or_a_particle_alone_makes_nobody_the_same(a: str, b: str) -> None:
    (ours,), (theirs,) = authors([a]), authors([b])
    assert not is_one(ours, theirs)


def test_nobody_is_not_an_author() -> None:
    assert authors(["UNKNOWN", "[Anonymous]", "", "et al."]) == ()


def test_shared_authors_are_counted_in_the_shorter_list() -> None:
    assert (
        shared(authors(["Norheim, H", "Moser, T"]), authors(["Moser, Thomas", "Broekhuizen, M", "Norheim, Hanne"])) == 2
    )


def test_several_authors_in_one_field_are_told_apart_and_a_department_is_not() -> None:
    assert len(authors(["Norheim, Hanne and Moser, Thomas and Play Group"])) == 3
    assert len(authors(["Hanne Norheim and Thomas Moser"])) == 2
    assert len(authors(["Department of Health and Human Services of Norway"])) == 1
