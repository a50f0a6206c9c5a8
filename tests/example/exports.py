"""The example's four exports, in the shape in which ERIC's site and EBSCOhost produce them.

The 25 included articles are real, and so is every stand-in; which database holds which, and every accession number that
begins with 99, is invented, and each invented entry says so in its notes.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MARK = "Worked example of reviewkit: accession number, database and route are invented"
STAND_IN = "Worked example of reviewkit: a stand-in, not a result of the published search"


@dataclass(frozen=True, slots=True)
class Article:
    """What an entry is made of."""

    title: str
    authors: tuple[str, ...]
    year: int
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    types: tuple[str, ...] = ("Journal Articles", "Reports - Research")
    eric: str = ""
    ebsco: str = ""
    note: str = MARK


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles by where the example finds them."""

    eric: tuple[Article, ...]
    ebsco: tuple[Article, ...]
    ebsco_stand_ins: str
    """Genuine EBSCOhost entries, as they stand."""
    ancestry: tuple[Article, ...]
    ancestry_stand_in: str
    """One more genuine entry that the database export leaves out."""
    hand: tuple[Article, ...]


def included() -> dict[str, list[Article]]:
    """The included articles by where the example finds them."""
    found: dict[str, list[Article]] = {}
    for number, fields in enumerate(tomllib.loads((HERE / "included.toml").read_text(encoding="utf-8"))["article"], 1):
        place = fields.pop("found")
        authors = tuple(fields.pop("authors"))
        article = Article(**fields, authors=authors, eric=f"EJ99{number:05d}", ebsco=f"99{number:07d}")
        found.setdefault(place, []).append(article)
    return found


def stand_ins() -> list[Article]:
    """ERIC's documents, those of 2000 to 2018 first."""
    documents = json.loads((HERE / "eric_api_docs_61.json").read_text(encoding="utf-8"))["docs"]
    older = json.loads((HERE / "eric_api_ajs_first12.json").read_text(encoding="utf-8"))["response"]["docs"]
    return [
        Article(
            title=one["title"],
            authors=tuple(one.get("author", ())),
            year=one["publicationdateyear"],
            journal="American Sociological Review" if journal else "American Journal of Sociology",
            abstract=one.get("description", ""),
            keywords=tuple(one.get("subject", ())),
            types=tuple(one.get("publicationtype", ())),
            eric=one["id"],
            ebsco=f"998{number:06d}",
            note=STAND_IN,
        )
        for number, (one, journal) in enumerate(
            [*((one, True) for one in documents), *((one, False) for one in older)], start=1
        )
    ]


def shelf() -> Shelf:
    """What goes where: 81 entries in ERIC's export, 80 in EBSCOhost's, 18 of them in both."""
    articles, documents = included(), stand_ins()
    entries = re.split(r"(?<=ER  - )\r\n\r\n", (HERE / "lista_65_without_abstracts.ris").read_bytes().decode())
    lista = [entry.replace("\r\nER  - ", f"\r\nN1  - {STAND_IN}.\r\nER  - ") for entry in entries if entry.strip()]
    both, alone, cited = documents[:6], documents[6:52] + documents[60:73], documents[52:60]
    return Shelf(
        eric=(*articles["both"], *articles["eric"], *both, *alone),
        ebsco=(*articles["both"], *articles["ebsco"], *both),
        ebsco_stand_ins="\r\n\r\n".join(lista[:60]) + "\r\n\r\n",
        ancestry=(*articles["ancestry"], *cited),
        ancestry_stand_in=lista[60].replace("\r\n", "\n") + "\n\n",
        hand=tuple(articles["hand"]),
    )


def nbib(articles: tuple[Article, ...]) -> str:
    """ERIC's export: CRLF, a blank line before each entry, which begins with OWN and has no end tag."""
    return "".join("\r\n" + "\r\n".join(_nbib_lines(one)) + "\r\n" for one in articles)


def _nbib_lines(one: Article) -> list[str]:
    source = f"v{one.volume} n{one.issue} p{one.pages} {one.year}" if one.volume else str(one.year)
    pairs = [
        ("OWN", "ERIC"),
        ("TI", one.title),
        *(("AU", author) for author in one.authors),
        *(("OT", keyword) for keyword in one.keywords),
        ("JT", one.journal),
        ("SO", source),
        ("AID", f"http://dx.doi.org/{one.doi}" if one.doi else ""),
        ("OID", one.eric),
        ("VI", one.volume),
        ("IP", one.issue),
        ("PG", one.pages),
        ("DP", str(one.year)),
        ("LID", f"http://eric.ed.gov/?id={one.eric}"),
        ("AB", one.abstract),
        ("LA", "English"),
        *(("PT", kind) for kind in one.types),
        ("GN", one.note),
    ]
    return [f"{tag:<3} - {value}" if len(tag) > 2 else f"{tag}  - {value}" for tag, value in pairs if value]


def ebsco(articles: tuple[Article, ...], stand_ins: str) -> str:
    """EBSCOhost's export: CRLF, the title with a full stop, the accession number at the start of N1."""
    return "".join("\r\n".join(_ebsco_lines(one)) + "\r\n\r\n" for one in articles) + stand_ins


def _ebsco_lines(one: Article) -> list[str]:
    first, _, last = one.pages.partition("-")
    title = one.title if one.title.endswith("?") else f"{one.title}."
    pairs = [
        ("TY", "JOUR"),
        *(("AU", author) for author in one.authors),
        ("T1", title),
        ("JO", one.journal),
        ("JF", one.journal),
        ("Y1", f"{one.year}///"),
        ("VL", one.volume),
        ("IS", one.issue),
        ("M3", "Article"),
        ("SP", first),
        ("EP", last),
        ("AB", one.abstract),
        *(("KW", keyword.upper()) for keyword in one.keywords),
        ("N1", f"Accession Number: {one.ebsco}; {one.note}"),
        ("L3", one.doi),
        ("UR", f"http://search.ebscohost.com/login.aspx?direct=true&db=aph&AN={one.ebsco}"),
        ("DP", "EBSCOhost"),
        ("DB", "aph"),
    ]
    return [*(f"{tag}  - {value}" for tag, value in pairs if value), "ER  - "]


def plain(articles: tuple[Article, ...], stand_in: str = "") -> str:
    """A list of references as people keep it: plain RIS."""
    return "".join("\n".join(_plain_lines(one)) + "\n\n" for one in articles) + stand_in


def _plain_lines(one: Article) -> list[str]:
    first, _, last = one.pages.partition("-")
    pairs = [
        ("TY", "JOUR"),
        ("TI", one.title),
        *(("AU", author) for author in one.authors),
        ("PY", str(one.year)),
        ("JO", one.journal),
        ("VL", one.volume),
        ("IS", one.issue),
        ("SP", first),
        ("EP", last),
        ("DO", one.doi),
        ("AB", one.abstract),
        ("LA", "English"),
        ("N1", one.note),
    ]
    return [*(f"{tag}  - {value}" for tag, value in pairs if value), "ER  - "]
