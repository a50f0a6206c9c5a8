import pytest

from reviewkit.errors import InputError
from reviewkit.formats import read
from tests.formats.samples import export, only, records, titles


def test_an_export_of_ebsco() -> None:
    article, report = records("ebsco.xml")
    assert (article.title, article.authors) == ("Outdoor play & learning", ("Berg, Anna", "Dahl, Ola"))
    assert (article.year, article.pages, article.issue) == (2020, "423-441", "3")
    assert (article.doi, article.issn) == ("10.1000/play.2020.1", ("1350-293X", "1752-1807"))
    assert (article.accession, article.database) == (("EBSCO:aph:150283836",), "Academic Search Premier")
    assert article.types == ("Academic Journal", "Article")
    assert ("artinfo/ppct", "19") in article.unmapped
    assert (report.accession, report.year, report.journal) == (("ERIC:ED602023", "EBSCO:eric:ED602023"), 2018, "")


def test_loose_signs_and_named_characters_are_mended() -> None:
    assert records("ebsco.xml")[1].abstract == "p < .05 in Q&A; cafés."


def test_a_broken_entry_costs_no_other_wherever_it_is_broken() -> None:
    found = export("ebsco_broken.xml")
    assert titles("ebsco_broken.xml") == ["Fine", "Fine too"]
    assert [(each.ordinal, each.line) for each in found.rejections] == [(2, 3), (3, 4), (5, 6)]
    assert "mismatched tag" in found.rejections[0].reason
    assert "belongs to none" in found.rejections[1].reason
    assert found.rejections[2].raw.endswith("Cut sho")


def test_an_export_of_pubmed() -> None:
    article, chapter = records("pubmed.xml")
    assert article.title == "Outdoor play with Escherichia coli and H2O."
    assert article.authors == ("Berg, Anna", "Play Study Group")
    assert article.abstract == "BACKGROUND: Children play.\n\nRESULTS: They did."
    assert (article.year, article.journal, article.pages) == (2020, "Journal of play", "423-41")
    assert (article.accession, article.doi) == (("PMID:36216673",), "10.1000/play.2020.1")
    assert article.keywords == ("outdoor", "Play and Playthings")
    assert (chapter.title, chapter.year, chapter.authors) == ("A chapter on play", 2024, ("Dahl, O",))


def test_the_numbers_of_cited_papers_are_not_the_papers_own() -> None:
    record = records("pubmed.xml")[0]
    assert ("PubmedData/ReferenceList/Reference/ArticleIdList/ArticleId@doi", "10.9999/another") in record.unmapped


def test_an_export_of_endnote_on_one_line() -> None:
    first, second = records("endnote.xml")
    assert (first.authors, first.year) == (("Baird, J. K.",), 2019)
    assert (second.accession, second.pages) == (("PMID:17075340",), "623-31")
    assert (first.line, second.line) == (1, 1)


def test_formatted_pieces_of_a_title_are_one_title() -> None:
    pieces = "".join(f'<style face="{face}">{text}</style>' for face, text in (("normal", "Play "), ("bold", "now")))
    data = f"<xml><records><record><ref-type>17</ref-type><titles><title>{pieces}</title></titles></record></records>"
    assert only_title(data) == "Play now"


def test_prefixes_declared_elsewhere_and_control_characters_cost_nothing() -> None:
    data = (
        '<records xmlns:x="y"><rec><header uiTerm="1"><controlInfo><artinfo><tig><atl x:a="b">Play\x0b &#x1F;now</atl>'
        "</tig></artinfo></controlInfo></header></rec></records>"
    )
    assert only_title(data) == "Play now"


def only_title(data: str) -> str:
    (record,) = read(data.encode(), "x").records
    return record.title


def test_very_deep_nesting_is_read_or_rejected_not_a_crash() -> None:
    deep = "<a>" * 50_000 + "x" + "</a>" * 50_000
    data = f'<records><rec><header uiTerm="1">{deep}</header></rec></records>'
    found = read(data.encode(), "x")
    assert len(found.records) + len(found.rejections) == 1


@pytest.mark.parametrize("name", ["billion_laughs.xml", "external_entity.xml"])
def test_entities_are_never_expanded(name: str) -> None:
    with pytest.raises(InputError, match="declares entities"):
        export(name)


def test_a_document_type_that_declares_nothing_is_fine() -> None:
    assert len(records("pubmed.xml")) == 2


def test_genuine_titles_end_as_the_platform_writes_them() -> None:
    assert only("web_of_science.ris").title == "Outdoor play"
