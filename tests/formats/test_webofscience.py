from tests.formats.samples import only, records, titles


def test_a_line_break_separates_authors_but_not_keywords() -> None:
    first = records("web_of_science.ciw")[0]
    assert first.authors == ("Berg, Anna", "Dahl, Ola")
    assert first.keywords == ("outdoor play", "early childhood education", "CHILDREN")
    assert first.title == "Outdoor play in kindergartens"


def test_a_line_of_the_abstract_that_begins_with_er_ends_nothing() -> None:
    assert records("web_of_science.ciw")[0].abstract == "Children played. ER visits were rare."


def test_a_missing_end_ends_at_the_next_beginning() -> None:
    assert titles("web_of_science.ciw") == ["Outdoor play in kindergartens", "No end here", "A book"]
    _, article, book = records("web_of_science.ciw")
    assert (article.pages, article.accession) == ("103", ("WOS:000123456700002",))
    assert (book.isbn, book.line) == (("9781443813945",), 39)


def test_numbers_and_types() -> None:
    first, second = records("web_of_science.txt")
    assert first.accession == ("WOS:000221807500019", "PMID:15170338")
    assert (first.doi, first.issn, first.types) == ("10.1021/bi049798f", ("0006-2960",), ("Article",))
    assert len(second.authors) == 9


def test_the_header_and_the_end_of_the_file_belong_to_no_entry() -> None:
    for record in records("web_of_science.ciw"):
        assert not {"FN", "VR", "EF"} & {tag for tag, _ in record.unmapped}
    assert records("web_of_science.ciw")[-1].raw.endswith("ER")


def test_the_ris_of_the_same_platform_says_the_same() -> None:
    tagged, ris = records("web_of_science.ciw")[0], only("web_of_science.ris")
    assert (tagged.doi, tagged.issn, tagged.accession[0]) == (ris.doi, ris.issn, ris.accession[0])
