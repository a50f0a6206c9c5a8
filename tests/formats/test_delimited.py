from tests.formats.samples import export, only, records, titles


def test_the_new_interface_of_ebsco() -> None:
    first, second = records("ebsco_new_interface.csv")
    assert first.title == "Outdoor play"
    assert (first.authors, first.keywords) == (("Berg, Anna", "Dahl, Ola"), ("Play", "Support, Psychosocial"))
    assert (first.pages, first.year, first.journal) == ("1-13", 2025, "Journal of Play")
    assert (first.accession, first.database) == (("EBSCO:cul:189415868",), "CINAHL Ultimate")
    assert (first.peer_reviewed, second.peer_reviewed) == (True, False)
    assert first.types == ("Journal Article", "Academic Journal")
    assert ("pageCount", "13") in first.unmapped
    assert second.accession == ("ERIC:EJ1050530", "EBSCO:eric:EJ1050530")


def test_scopus_puts_the_journal_under_source_title_and_itself_under_source() -> None:
    record = only("scopus.csv")
    assert (record.journal, record.database) == ("Animals", "Scopus")
    assert record.authors == ("Furlanello, T.", "Masti, R.")
    assert (record.pages, record.accession) == ("3-9", ("Scopus:2-s2.0-85214459603",))


def test_zotero_puts_the_journal_under_publication_title() -> None:
    record = only("zotero.csv")
    assert (record.title, record.journal) == ("Outdoor play", "Journal of Play")
    assert (record.year, record.keywords) == (2019, ("play", "winter"))
    assert ("Key", "ABCD2345") in record.unmapped


def test_pubmed_separates_authors_by_commas() -> None:
    record = only("pubmed.csv")
    assert record.authors == ("Sirola, A", "Nyrhinen, J", "Wilska, TA")
    assert (record.accession, record.journal) == (("PMID:36216673",), "J Play")


def test_semicolons_and_tabs_separate_too() -> None:
    assert (only("semicolons.csv").authors, only("semicolons.csv").year) == (("Berg, Anna",), 2020)
    assert (only("tabs.csv").title, only("tabs.csv").abstract) == ("Outdoor play", "")


def test_lines_are_counted_where_rows_begin_and_empty_rows_are_none() -> None:
    found = records("line_breaks_in_cells.csv")
    assert [(record.title, record.line) for record in found] == [("Outdoor play", 2), ("Next", 6), ("Last", 9)]
    assert found[0].abstract == "First. Second."
    assert found[0].raw == '"Outdoor\nplay","First.\r\n\r\nSecond."'


def test_rows_with_too_few_or_too_many_cells_are_rejected_with_their_line() -> None:
    found = export("uneven_rows.csv")
    assert titles("uneven_rows.csv") == ["Fine", "Also fine"]
    assert [(each.ordinal, each.line, each.reason) for each in found.rejections] == [
        (2, 3, "the row has 2 cells, the header has 3"),
        (3, 4, "the row has 4 cells, the header has 3"),
    ]
    assert found.rejections[1].raw == "Too,many,2022,cells"


def test_loose_quotation_marks_are_read_where_the_cells_still_add_up() -> None:
    assert [record.year for record in records("loose_quotation_marks.csv")] == [2020, 2021]


def test_a_quotation_mark_never_closed_rejects_its_own_row_only() -> None:
    found = export("quote_never_closed.csv")
    assert titles("quote_never_closed.csv") == ["Fine", "Fine too"]
    (rejection,) = found.rejections
    assert (rejection.ordinal, rejection.line) == (2, 3)
    assert "never closed" in rejection.reason
    assert rejection.raw == 'Cut,2021,"An abstract that'


def test_a_header_may_stand_below_a_note() -> None:
    record = only("header_below_a_note.csv")
    assert (record.title, record.year, record.line) == ("Outdoor play", 2020, 4)


def test_the_tab_delimited_file_of_web_of_science_has_quotation_marks_of_its_own() -> None:
    first, second = records("web_of_science_tab.txt")
    assert (first.title, first.abstract) == ('"Outdoor play" in kindergartens', 'He said "run.')
    assert (first.authors, first.accession) == (("Berg, Anna", "Dahl, Ola"), ("WOS:000123456700001", "PMID:36216673"))
    assert (second.title, second.pages) == ('A quotation mark" alone', "103")
