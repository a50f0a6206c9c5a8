"""A list of references to single ones, from lines, columns, pages and running text; nothing is lost on the way."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.citations.reference import is_readable, records
from reviewkit.citations.reference_list import Aside, reference_list
from reviewkit.model import Record, RecordId
from tests.citations.styles import STYLES, columned, numbered, paged

_ROWS = (
    ("Bernhard, Judith K.; Freire, Marlinda", 2004, "Behaviour and misbehaviour of Latino children: mothers' views",
     "Early Years", "24", "1", "49-62"),
    ("Calzada, Esther J.; Huang, Keng-Yen; Dawson-McClure, Spring", 2015, "Family and teacher characteristics as "
     "predictors of parent involvement in education", "Urban Education", "50", "7", "870-896"),
    ("De Gioia, Katey", 2015, "Immigrant and refugee mothers' experiences of the transition into childcare: a case "
     "study", "European Early Childhood Education Research Journal", "23", "5", "662-672"),
    ("Döge, Paula; Keller, Heidi", 2014, "Similarity of mothers' and preschool teachers' evaluations of socialization "
     "goals", "Journal of Research in Childhood Education", "28", "3", "377-393"),
    ("Durand, Tina M.", 2011, "Latino parental involvement in kindergarten", "Hispanic Journal of Behavioral Sciences",
     "33", "4", "469-489"),
    ("Turney, Kristin; Kao, Grace", 2009, "Barriers to school involvement: are immigrant parents disadvantaged?",
     "The Journal of Educational Research", "102", "4", "257-271"),
    ("van Laere, Katrien; Van Houtte, Mieke", 2018, "Would it really matter? The democratic and caring deficit",
     "European Early Childhood Education Research Journal", "26", "2", "187-200"),
    ("Zhang, Qilong; Keown, Louise", 2014, "Involvement in preschools: comparing Chinese immigrant and other parents",
     "International Research in Early Childhood Education", "5", "1", "64-82"),
)  # fmt: skip
ARTICLES = [
    Record(RecordId(""), title, tuple(names.split("; ")), year, journal, volume, issue, pages)
    for names, year, title, journal, volume, issue, pages in _ROWS
]
LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "a line each": "\n".join,
    "with blank lines": "\n\n".join,
    "in a column": lambda printed: "\n".join(columned(printed, 60)),
    "in a narrow column": lambda printed: "\n".join(columned(printed, 38)),
    "of Windows": lambda printed: "\r\n".join(columned(printed, 60)),
    "on pages": lambda printed: (
        "An article of ours.\fReferences\n" + paged(columned(printed, 80), 9) + "\fAppendix A\nx"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("style", STYLES)
def test_a_list_of_any_style_comes_apart_however_it_is_laid_out(style: str, layout: str) -> None:
    printed = [STYLES[style](one) for one in ARTICLES]
    printed = numbered(printed) if style == "Vancouver" else printed
    found = reference_list(LAYOUTS[layout](printed), paper=layout == "on pages")
    assert [one.text for one in found.references] == printed


def test_running_text_comes_apart_where_names_and_a_year_follow_a_full_stop() -> None:
    printed = [STYLES["APA"](one) for one in ARTICLES]
    assert [one.text for one in reference_list(" ".join(printed)).references] == printed


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        # APA 7, hanging, an address and a DOI broken over lines; particles first, offices with letters behind years
        (
            "Anders, Y., & von Maurice, J. (2012). Home and preschool. Early Childhood Research Quarterly,\n    27(2), "
            "231–244. https://doi.\n    org/10.1016/j.ecresq.2011.08.003\nde Houwer, A. (2020). Harmonious homes."
            " In S. Eisenchlas & A. Schalley\n    (Eds.), Handbook (pp. 63–83). Mouton.\nNorwegian Directorate for "
            "Education. (2017). Framework plan. https://\n    www.udir.no/rammeplan/framework-plan-\n    2017.pdf\n"
            "OECD. (2012a). Starting strong III. OECD\n    Books.\nOECD. (2012b). Quality in care. OECD.",
            ["Anders", "de Houwer", "Norwegian", "OECD. (2012a)", "OECD. (2012b)"],
        ),
        # one a line, but for two that share one
        (
            "Guo, K. (2005). Asian immigrant parents' views of teachers. Early Childhood Folio, 8, 125–136.\n"
            "Turney, K., & Kao, G. (2009). Barriers to school involvement. Educational Research 102(4), 257–271. "
            "Heng, T. T. (2014). Chinese immigrant families. Early Childhood Research 12(2), 111–127.\n"
            "Sohn, S., & Wang, X. C. (2006). Immigrant parents' involvement. Education Journal 34(2), 125–132.",
            ["Guo", "Turney", "Heng", "Sohn"],
        ),
        # running text: a publisher is no author of what follows it
        (
            "Bourdieu, P. (1986). The forms of capital. London: Greenwood. de Houwer, A. (2020). Bilingualism. The "
            "Mouton. Tobin, J., & Adair, J. K. (2013). Children crossing borders. Russell Sage Foundation.",
            ["Bourdieu", "de Houwer", "Tobin"],
        ),
        # a dash for the authors before, alone and with others
        (
            "Bourdieu, Pierre. 1984. Distinction. Cambridge, MA: Harvard University Press.\n———. 1990. The Logic of "
            "Practice. Stanford: University Press.\n———, and Jean-Claude Passeron. 1977. Reproduction in Education. "
            "London: Sage.\nLareau, Annette. 2003. Unequal Childhoods. Berkeley: University of California Press.",
            ["Bourdieu", "———. 1990", "———, and", "Lareau"],
        ),
        # footnotes
        (
            "1 Annette Lareau, Unequal Childhoods (Berkeley: University of California Press, 2003), 45.\n2 Ibid., 47.\n"
            "3 Tara J. Yosso, “Whose Culture Has Capital?,” Race Ethnicity and Education 8, no. 1 (2005): 69–91.",
            ["1 Annette", "2 Ibid.", "3 Tara"],
        ),
        # other languages, a range for a year
        (
            "Bundgaard, H. & Gulløv, E. (2008). Forskel og fællesskab. København: Hans Reitzels Forlag.\n"
            "St.meld. nr. 23 (2007–2008). Språk bygger broer. Oslo: Kunnskapsdepartementet.\n"
            "Øzerk, K. (2008). Tospråklig opplæring. Vallset: Opplandske bokforlag.\n"
            "García, O. y Kleyn, T. (2016). La educación bilingüe. Revista de Educación, 70(2), 11-30.",
            ["Bundgaard", "St.meld.", "Øzerk", "García"],
        ),
        # Vancouver, a word and an address broken
        (
            "1. Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation. N Engl J Med. 2002 Jul\n25;347(4):284-7.\n"
            "2. Page MJ, McKenzie JE, et al. The PRISMA 2020 statement: an up-\ndated guideline. BMJ. 2021;372:n71.\n"
            "3. World Health Organization. Status report. Geneva: WHO; 2018. Available from: https://www.who.int/item/\n"
            "9789241565639",
            ["1. Halpern", "2. Page", "3. World"],
        ),
    ],
)
def test_lists_come_apart_as_journals_and_theses_print_them(text: str, begins: list[str]) -> None:
    printed = [one.text for one in reference_list(text).references]
    assert len(printed) == len(begins)
    assert all(one.startswith(start) for one, start in zip(printed, begins, strict=True))
    assert all(is_readable(one) or "Ibid." in one.raw or one.raw.startswith("1 Annette") for one in records(printed))


def test_a_broken_word_is_whole_again_and_a_compound_stays_one() -> None:
    text = (
        "Cheatham, G. (2012). Parent-teacher character-\nistics and the parent-\nteacher talk. Education, 1(2), 3–4. "
        "https://doi.org/10.1080/0009\n4056.2012.682549\nDurand, T. (2011). Second. Education, 2(2), 5–6."
    )
    first, _ = reference_list(text).references
    assert "Parent-teacher characteristics and the parent-teacher talk." in first.text
    assert first.text.endswith("10.1080/00094056.2012.682549")


def test_digits_alone_end_a_broken_doi_or_are_the_number_of_a_page() -> None:
    text = (
        "Anders, Y. (2012). Home and preschool learning. Early Years, 2(2), 3. https://doi.org/10.1016/j.ecresq.2011.08.\n"
        "003\nBok, T. (2011). Second paper of that. Early Years,\n2(2), 5. https://doi.org/10.1080/09575146\n805\n"
        "Cox, U. (2013). Third paper of what there was to read of them all. Early Years, 2(2), 5–6."
    )
    first, second, _ = reference_list(text).references
    assert first.text.endswith("10.1016/j.ecresq.2011.08.003")
    assert second.text.endswith("10.1080/09575146")


def test_what_is_no_reference_is_set_aside_with_its_reason() -> None:
    text = (
        "We read Smith (2004).\fReferences\nAarts, S. (2010). First paper. Early Years, 1(2), 3–4.\n"
        "Bok, T. (2011). Second paper. Early\n803\f804 A. AARTS\nYears, 2(2), 5–6.\nNotes on contributors\n"
        "A. Aarts is one."
    )
    found = reference_list(text, paper=True)
    assert [one.text for one in found.references] == [
        "Aarts, S. (2010). First paper. Early Years, 1(2), 3–4.",
        "Bok, T. (2011). Second paper. Early Years, 2(2), 5–6.",
    ]
    assert [(one.why, one.text) for one in found.aside] == [
        (Aside.BEFORE, "We read Smith (2004)."),
        (Aside.HEADING, "References"),
        (Aside.EDGE, "803"),
        (Aside.EDGE, "804 A. AARTS"),
        (Aside.AFTER, "Notes on contributors"),
        (Aside.AFTER, "A. Aarts is one."),
    ]


def test_a_paper_without_a_heading_has_no_list() -> None:
    found = reference_list("Aarts, S. (2010). First. Early Years, 1(2), 3–4.", paper=True)
    assert (found.references, found.headed) == ((), False)


_PIECES = st.sampled_from(
    [
        *(
            "Smith, J. (2004). ",
            "———. (2004a). ",
            "Title of it. ",
            "Early Years, 1(2), 3–4.",
            "\n",
            "\n\n",
            "\f",
            "\r\n",
            " ",
        ),
        *(
            "1. ",
            "[2] ",
            "(3) ",
            "References\n",
            "Appendix\n",
            "803\n",
            "et al.",
            "10.1080/x\n",
            "-\n",
            "\u2028",
            "\x1c",
            "王",
        ),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join), st.booleans())
def test_every_character_is_in_one_reference_or_set_aside(text: str, paper: bool) -> None:
    found = reference_list(text, paper=paper)
    spans = sorted([span for one in found.references for span in one.spans] + [one.span for one in found.aside])
    assert all(low < high for low, high in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert sum(len("".join(text[low:high].split())) for low, high in spans) == len("".join(text.split()))


@pytest.mark.parametrize("evil", ["A. ", "Smith, J.\n", "(", "1 ", ", ", "Smith, J. (2001). "])
def test_a_text_made_to_be_slow_is_not(evil: str) -> None:
    begin = time.process_time()
    reference_list(evil * (20_000 // len(evil)))
    assert time.process_time() - begin < 8
