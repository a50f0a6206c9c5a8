from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.entry import Entry
from reviewkit.formats.shapes import Shapes

BASE = Dialect(name="", tags=tags(title="TI BT", journal="JO BT", doi="DO", authors="A1+AU A2"))
OTHER = Dialect(name="Other", tags=tags(title="BT"), marks=(("DB", "other"), ("", "Other")))
FAMILY = Family(BASE, (OTHER,), frozenset({"TY"}))


def _entry(*pairs: tuple[str, str], after: str = "") -> Entry:
    return Entry.of(1, "raw", pairs, after=after)


def test_entries_with_the_same_tags_share_a_shape_and_each_finds_its_own_dialect() -> None:
    shapes = Shapes(FAMILY)
    one, two = _entry(("TI", "a"), ("DB", "x")), _entry(("TI", "b"), ("DB", "another"))
    shape = shapes.of(one.tags)
    assert shapes.of(two.tags) is shape
    assert (shape.places(one).dialect, shape.places(two).dialect) == (BASE, OTHER)
    assert shape.dialect(_entry(("TI", "a"), ("DB", "x"), after="by Other")) is OTHER


def test_a_tag_that_two_fields_may_have_goes_to_the_first_that_needs_it() -> None:
    entry = _entry(("BT", "Book"), ("TI", "Chapter"))
    title, journal, *_ = Shapes(FAMILY).of(entry.tags).places(entry).single([*entry.values, ""])
    assert (title, journal) == ("Chapter", "Book")
    alone = _entry(("BT", "Book"))
    title, journal, *_ = Shapes(FAMILY).of(alone.tags).places(alone).single([*alone.values, ""])
    assert (title, journal) == ("Book", "")


def test_tags_that_stand_apart_are_read_together_in_the_order_of_the_table() -> None:
    entry = _entry(("AU", "second"), ("ZZ", "?"), ("AU", "third"), ("A1", "first"), ("A2", "editor"))
    places = Shapes(FAMILY).of(entry.tags).places(entry)
    assert list(places.authors([*entry.values, ""])) == ["first", "second", "third"]
    assert places.spare_tags == ("ZZ", "A2")


def test_tags_that_alone_make_no_record_are_a_fault() -> None:
    shapes = Shapes(FAMILY)
    assert shapes.of(["TY"]).fault == FAMILY.unreadable
    assert not shapes.of(["TY", "ZZ"]).fault


def test_shapes_without_end_do_not_fill_the_memory() -> None:
    shapes = Shapes(FAMILY)
    for number in range(12_000):
        assert shapes.of([f"T{number}"]).tags == (f"T{number}",)
    assert len(shapes._known) <= 5000
