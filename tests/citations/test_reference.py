"""One printed reference to fields, in the styles that a list of a review mixes."""

from __future__ import annotations

import pytest

from reviewkit.citations.reference import is_readable, records, reference
from reviewkit.model import Record, RecordId
from reviewkit.text import doi, folded
from tests.citations.styles import STYLES

FIELDS = ("authors", "year", "title", "journal", "volume", "issue", "pages", "doi")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "Calzada, E. J., Huang, K.-Y., & Brotman, L. (2015). Family and teacher characteristics. Urban Education, "
            "50(7), 870–896. https://doi.org/10.1177/ 0042085914534862",
            (
                ("Calzada, E. J.", "Huang, K.-Y.", "Brotman, L."),
                *(2015, "Family and teacher characteristics", "Urban Education", "50", "7", "870-896"),
                "10.1177/0042085914534862",
            ),
        ),
        (
            "Turney, K., & Kao, G. (2009). Barriers to school involvement: Are immigrant parents disadvantaged? The "
            "Journal of Educational Research, 102(4), 257–271.",
            (
                ("Turney, K.", "Kao, G."),
                *(2009, "Barriers to school involvement: Are immigrant parents disadvantaged?"),
                *("The Journal of Educational Research", "102", "4", "257-271", None),
            ),
        ),
        (
            "Guo, K. (2005) 'Asian immigrant parents' and New Zealand teachers' views of relationships', New Zealand "
            "Research in Early Childhood Education, vol. 8, pp. 125-135.",
            (
                *(("Guo, K.",), 2005, "Asian immigrant parents' and New Zealand teachers' views of relationships"),
                *("New Zealand Research in Early Childhood Education", "8", "", "125-135", None),
            ),
        ),
        (
            "[12] Huntsinger CS, Jose PE, et al. Parental involvement in schooling. Early Child Res Q. 2009 "
            "Sep;24(4):398-410. doi: 10.1016/j.ecresq.2009.07.006.",
            (
                *(("Huntsinger, CS", "Jose, PE"), 2009, "Parental involvement in schooling"),
                *("Early Child Res Q", "24", "4", "398-410", "10.1016/j.ecresq.2009.07.006"),
            ),
        ),
        (
            "Van Laere, Katrien, Mieke Van Houtte, and Michel Vandenbroeck. 2018a. “Would It Really Matter? The "
            "Deficit in ‘Parental Involvement’.” European Early Childhood Education Research Journal 26 (2): 187–200.",
            (
                ("Van Laere, Katrien", "Van Houtte, Mieke", "Vandenbroeck, Michel"),
                *(2018, "Would It Really Matter? The Deficit in ‘Parental Involvement’"),
                *("European Early Childhood Education Research Journal", "26", "2", "187-200", None),
            ),
        ),
        (
            "Durand, Tina M. “Latino Parental Involvement.” Hispanic Journal of Behavioral Sciences 33.4 (2011): "
            "469-89. Print.",
            (
                *(("Durand, Tina M.",), 2011, "Latino Parental Involvement"),
                *("Hispanic Journal of Behavioral Sciences", "33", "4", "469-89", None),
            ),
        ),
        (
            "Lareau, A. (2003). Cultural capital. In J. Smith & K. Brown (Eds.), Handbook of the sociology of "
            "education (Vol. 2, pp. 567–606). New York, NY: Springer.",
            (
                *(("Lareau, A.",), 2003, "Cultural capital", "Handbook of the sociology of education"),
                *("2", "", "567-606", None),
            ),
        ),
        (
            "OECD. (2012). Starting strong III: A quality toolbox. Paris: OECD Publishing. Retrieved May 3, 2013, from "
            "http://www.oecd.org/49325825.pdf",
            (("OECD",), 2012, "Starting strong III: A quality toolbox", "", "", "", "", None),
        ),
        (
            "Vandenbroeck, M., & Snoeck, A. (in press). Mothers crossing borders. European Early Childhood Education "
            "Research Journal.",
            (
                *(("Vandenbroeck, M.", "Snoeck, A."), None, "Mothers crossing borders"),
                *("European Early Childhood Education Research Journal", "", "", "", None),
            ),
        ),
        (
            "王小明 (2010). 移民家庭与幼儿园的合作. 学前教育研究, 12(3), 45-50.",
            (("王小明",), 2010, "移民家庭与幼儿园的合作", "学前教育研究", "12", "3", "45-50", None),
        ),
        (
            "Hachfeld, N. D. (2016). Triggering involvement. Early Child Development and Care, 186(1), 190–211. "
            "[Crossref], [Web of Science ®], [Google Scholar]",
            (
                *(("Hachfeld, N. D.",), 2016, "Triggering involvement", "Early Child Development and Care"),
                *("186", "1", "190-211", None),
            ),
        ),
    ],
)
def test_a_reference_is_read_field_by_field(printed: str, expected: tuple[object, ...]) -> None:
    found = reference(printed)
    assert tuple(getattr(found, field) for field in FIELDS) == expected
    assert found.raw == printed


ARTICLE = Record(
    RecordId(""),
    title="Partnering with Latino families: lessons from a parent-teacher conference",
    authors=("Cheatham, Gregory A.", "Jiménez-Silva, Margarita"),
    year=2012,
    journal="Childhood Education",
    volume="88",
    issue="3",
    pages="177-184",
    doi=doi("10.1080/00094056.2012.682549"),
)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_the_same_article(style: str) -> None:
    found = reference(STYLES[style](ARTICLE))
    assert folded(found.title) == folded(ARTICLE.title)
    assert [name.partition(",")[0] for name in found.authors] == ["Cheatham", "Jiménez-Silva"]
    place = (found.year, found.journal, found.volume, found.issue, found.pages)
    assert place == (2012, "Childhood Education", "88", "3", "177-184")
    assert found.doi == (None if style == "MLA" else ARTICLE.doi)


def test_a_dash_stands_for_the_authors_before_it_however_often() -> None:
    found = records(
        [
            "Epstein, J. L. (2001). First paper on it. Oslo: X.",
            "———. (2004a). Second. Oslo: X.",
            "---. 2004b. Third. Oslo: X.",
        ]
    )
    assert [(one.authors, one.year) for one in found] == [(("Epstein, J. L.",), y) for y in (2001, 2004, 2004)]


@pytest.mark.parametrize(
    ("printed", "readable"),
    [
        ("Whitmarsh, J. (2011). Othered voices. Early Years, 19(4), 535–551.", True),
        ("doi:10.1080/1350293X.2011.623540", True),
        ("see above", False),
        ("2011", False),
        ("", False),
    ],
)
def test_what_is_too_little_to_look_for_is_unreadable(printed: str, readable: bool) -> None:
    assert is_readable(reference(printed)) is readable


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Bernhard, Freire, Dawson-McClure & Gana", ("Bernhard", "Freire", "Dawson-McClure", "Gana")),
        ("Van Laere, Van Houtte & Vandenbroeck", ("Van Laere", "Van Houtte", "Vandenbroeck")),
        ("De Gioia", ("De Gioia",)),
        ("Durand, Tina, Nicole Perez, and Kim Smith", ("Durand, Tina", "Perez, Nicole", "Smith, Kim")),
    ],
)
def test_family_names_alone_are_not_taken_for_given_ones(byline: str, authors: tuple[str, ...]) -> None:
    assert reference(f"{byline} 2009, Parental involvement in preschools, Early Years 23(3) 309-324").authors == authors
