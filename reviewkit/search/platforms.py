"""The search syntax of each platform as a table: one `Platform` each, with the source of every rule beside it.

The thing a reader would get wrong: what stands in `sources` is what the rules were taken from, at the date given. Where
two sources disagree, the row follows the one that keeps more records, and a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Star(StrEnum):
    """Where in a phrase a word may be truncated."""

    ANYWHERE = "anywhere"
    LAST = "last"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Code:
    """A field as the platform knows it."""

    name: str
    """Empty: the platform's default, for which nothing is written."""
    covers: frozenset[str]
    """Which of the strategy's fields it searches."""


def _code(name: str, *covers: str) -> Code:
    return Code(name, frozenset(covers))


@dataclass(frozen=True, slots=True)
class Platform:
    """How a platform wants to be asked."""

    key: str
    name: str
    codes: tuple[Code, ...]
    """Widest first among those that do equally well."""
    clause: Callable[[str, tuple[str, ...]], str]
    """A field's code and the terms in it → their clause, without brackets around it."""
    heading: Callable[[str], str] | None = None
    """A heading of the thesaurus → its clause; None where there is no thesaurus."""
    vocabularies: tuple[str, ...] = ()
    """Which thesauri's headings it knows."""
    stem: int = 1
    """Fewest letters before an asterisk."""
    stars: Star = Star.ANYWHERE
    """In phrases."""
    hyphen_star: bool = True
    """Whether a word with a hyphen or the like in it may be truncated."""
    star: str = "*"
    stemmed: frozenset[str] = frozenset()
    """Codes of fields that take no asterisk at all."""
    years: Callable[[int | None, int | None], str] | None = None
    language: Callable[[str], str] | None = None
    """English name of a language in lower case → its clause."""
    peer_reviewed: str = ""
    """The clause; empty where there is none."""
    by_hand: tuple[tuple[str, str], ...] = ()
    """Limits that have no clause (`years`, `languages`, `peer-reviewed`), and what to do on the screen for each."""
    tail: str = " AND "
    """What stands before each limit."""
    largest: int = 0
    """Most bytes of a query as it stands in an address; 0 for no known limit."""
    refused: str = ""
    """Signs that mean something else to it, even within quotes."""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def _any(terms: tuple[str, ...]) -> str:
    return " OR ".join(terms)


def _bracketed(terms: tuple[str, ...]) -> str:
    return f"({_any(terms)})" if len(terms) > 1 else terms[0]


def _before(code: str, terms: tuple[str, ...]) -> str:
    """EBSCOhost: `TI (parents OR "child care")`; without a code in the platform's default fields."""
    return f"{code} {_bracketed(terms)}" if code else _any(terms)


def _called(code: str, terms: tuple[str, ...]) -> str:
    """ProQuest: `ti(parents OR "child care")`."""
    return f"{code}({_any(terms)})"


def _each_before(code: str, terms: tuple[str, ...]) -> str:
    """Lucene as ERIC has it: `title:parents OR title:"child care"`."""
    return _any(tuple(f"{code}:{term}" if code else term for term in terms))


def _each_after(code: str, terms: tuple[str, ...]) -> str:
    """PubMed: `parents[tiab] OR "child care"[tiab]`."""
    return _any(tuple(f"{term}[{code}]" for term in terms))


def _only(_: str, terms: tuple[str, ...]) -> str:
    """OpenAlex: the terms alone, since the field stands once before all blocks that are searched in it."""
    return _any(terms)


_OPEN_FIRST, _OPEN_LAST = 1500, 2099


def _days(template: str) -> Callable[[int | None, int | None], str]:
    """Years as days of eight digits, `20000101-20181231`, open ends as the furthest years that criteria may name."""

    def limit(first: int | None, last: int | None) -> str:
        return template.format(f"{first or _OPEN_FIRST}0101-{last or _OPEN_LAST}1231")

    return limit


def _eric_site_years(first: int | None, last: int | None) -> str:
    parts = (f"pubyearmin:{first}" if first else "", f"pubyearmax:{last}" if last else "")
    return " ".join(part for part in parts if part)


def _eric_api_years(first: int | None, last: int | None) -> str:
    return f"publicationdateyear:[{first or '*'} TO {last or '*'}]"


def _pubmed_years(first: int | None, last: int | None) -> str:
    return f"{first or _OPEN_FIRST}:{last or 3000}[dp]"


def _openalex_years(first: int | None, last: int | None) -> str:
    parts = (
        f"from_publication_date:{first}-01-01" if first else "",
        f"to_publication_date:{last}-12-31" if last else "",
    )
    return ",".join(part for part in parts if part)


_ISO = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt", "italian": "it",
    "dutch": "nl", "danish": "da", "norwegian": "no", "swedish": "sv", "finnish": "fi", "icelandic": "is",
    "polish": "pl", "russian": "ru", "turkish": "tr", "greek": "el", "hebrew": "he", "arabic": "ar",
    "chinese": "zh", "japanese": "ja", "korean": "ko", "czech": "cs", "hungarian": "hu", "ukrainian": "uk",
}  # fmt: skip
"""ISO 639-1 codes of languages, which OpenAlex asks for."""
_NAMES = {code: name for name, code in _ISO.items()}


def language_name(written: str) -> str:
    """Return the English name of a language, in lower case, of a name or an ISO 639-1 code."""
    plain = written.strip().casefold()
    return _NAMES.get(plain, plain)


def _openalex_language(name: str) -> str:
    return f"language:{_ISO[name]}" if name in _ISO else ""


EBSCOHOST = Platform(
    key="ebscohost",
    name="EBSCOhost",
    codes=(_code("TI", "title"), _code("AB", "abstract"), _code("SU", "keywords"), _code("", "anywhere")),
    clause=_before,
    heading=lambda text: f'DE "{text}"',
    vocabularies=("ebsco", "eric"),
    years=_days("DT {}"),
    language=lambda name: f"LA {name.title()}",
    by_hand=(("peer-reviewed", 'tick "Peer Reviewed" beside the results'),),
    notes=(
        "EBSCOhost finds plurals and possessives of a singular word by itself, and of a plural not the singular.",
        "Switch the expanders off (equivalent subjects, related words, full text), or it searches more than this.",
        "SU searches what each database calls subject terms; where a database keeps its authors' own keywords apart "
        "(KW), they are not in it.",
        "Searching several databases at once, EBSCOhost drops duplicates between them and does not say how many: "
        "export each database by itself, or note it with the search (--removed-by-platform).",
    ),
    sources=(
        "EBSCO Searching Tips, user guide, support.ebsco.com (field codes, phrases, truncation, plurals)",
        "Searchable Fields of Academic Search Premier and of ERIC on EBSCOhost (TI, AB, SU, DE, LA, DT)",
        "PRISMA-S, item 2 and its explanation (several databases on one platform)",
    ),
)

ERIC = Platform(
    key="eric",
    name="ERIC (eric.ed.gov)",
    codes=(
        _code("title", "title"),
        _code("abstract", "abstract"),
        _code("descriptor", "keywords"),
        _code("", "anywhere"),
    ),
    clause=_each_before,
    heading=lambda text: f'descriptor:"{text}"',
    vocabularies=("eric",),
    stars=Star.NOWHERE,
    hyphen_star=False,
    years=_eric_site_years,
    tail=" ",
    by_hand=(("peer-reviewed", 'tick "Peer reviewed only" below the box'),),
    sources=(
        "eric.ed.gov, Advanced Search Tips (title:, abstract:, descriptor:, pubyearmin:, pubyearmax:, quotes)",
        "ERIC, thesaurus help (descriptor: with the heading in quotes)",
    ),
)

ERIC_API = Platform(
    key="eric-api",
    name="ERIC API (api.ies.ed.gov/eric)",
    codes=(
        _code("title", "title"),
        _code("description", "abstract"),
        _code("subject", "keywords"),
        _code("", "anywhere"),
    ),
    clause=_each_before,
    heading=lambda text: f'subject:"{text}"',
    vocabularies=("eric",),
    stars=Star.NOWHERE,
    hyphen_star=False,
    years=_eric_api_years,
    language=lambda name: f'language:"{name.title()}"',
    peer_reviewed="peerreviewed:T",
    notes=(
        "ERIC's API looks for words as they are: teacher does not find teachers.",
        "A heading in quotes also finds longer headings that hold it.",
    ),
    sources=(
        "api.ies.ed.gov/eric, API documentation (fields; search in Lucene's syntax; start and rows)",
        "answers of that API to fielded queries, recorded by users: source, subject, publicationdateyear:[a TO b], "
        "peerreviewed:T",
        "Apache Lucene, classic query parser (no wildcard within quotes)",
    ),
)

PROQUEST = Platform(
    key="proquest",
    name="ProQuest",
    codes=(_code("ti", "title"), _code("ab", "abstract"), _code("su,if", "keywords"), _code("noft", "anywhere")),
    clause=_called,
    heading=lambda text: f'su.EXACT("{text}")',
    vocabularies=("proquest", "eric"),
    star="[*20]",
    years=_days("pd({})"),
    language=lambda name: f'la.EXACT("{name.title()}")',
    peer_reviewed="PEER(yes)",
    notes=(
        "A plain * stands for five letters at most on ProQuest, so [*20] is written, the most that it allows.",
        "ProQuest finds other forms and spellings of words that are in no quotes, unless that is switched off.",
    ),
    sources=(
        "ProQuest Platform LibGuide, search tips, and Command Line Search help (truncation, [*n], quotes, variants)",
        "ProQuest ERIC LibGuide, searchable fields (TI, AB, SU, SU.EXACT, IF, LA, PD, PEER, NOFT)",
    ),
)

PUBMED = Platform(
    key="pubmed",
    name="PubMed",
    codes=(
        _code("tiab", "title", "abstract", "keywords"),
        _code("ti", "title"),
        _code("ot", "keywords"),
        _code("all", "anywhere"),
    ),
    clause=_each_after,
    heading=lambda text: f'"{text}"[mh]',
    vocabularies=("mesh",),
    stem=4,
    stars=Star.LAST,
    years=_pubmed_years,
    language=lambda name: f"{name}[la]",
    notes=(
        "PubMed finds a phrase only if it is in its phrase index; look at Search Details for phrases not found.",
        "[mh] also finds the narrower headings below a heading; [tiab] also finds the authors' keywords.",
    ),
    sources=(
        "PubMed User Guide, pubmed.ncbi.nlm.nih.gov/help (field tags, truncation of four letters or more, dates)",
        "PubMed phrase index: PMC11029388",
    ),
)

OPENALEX = Platform(
    key="openalex",
    name="OpenAlex",
    codes=(
        _code("title_and_abstract.search.exact", "title", "abstract"),
        _code("title.search", "title"),
        _code("abstract.search", "abstract"),
        _code("default.search", "anywhere"),
    ),
    clause=_only,
    stem=3,
    stars=Star.NOWHERE,
    hyphen_star=False,
    stemmed=frozenset({"title.search", "abstract.search", "default.search"}),
    years=_openalex_years,
    language=_openalex_language,
    tail=",",
    largest=3700,
    refused=",|",
    notes=(
        "title.search, abstract.search and default.search find other endings of a word by themselves; "
        "title_and_abstract.search.exact does not.",
        "OpenAlex took no asterisks until 2025 and dropped them; if the number of results looks wrong, that is the "
        "first thing to look at.",
    ),
    sources=(
        "developers.openalex.org/guides/searching (Boolean operators, quotes, wildcards, exact search, 4 KB; 2026)",
        "answers of api.openalex.org recorded by users in 2026: wildcards in title_and_abstract.search.exact, three "
        "letters before *, comma and | acting within quotes",
        "docs.openalex.org, filter works (from_publication_date, to_publication_date, language)",
    ),
)

PLATFORMS = {one.key: one for one in (EBSCOHOST, ERIC, ERIC_API, PROQUEST, PUBMED, OPENALEX)}
"""All platforms by key, in the order in which they are shown."""
