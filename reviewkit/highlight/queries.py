"""A database's query → the words and phrases that it looks for.

Read for the syntax of EBSCOhost, ERIC, Ovid, ProQuest, PubMed, Scopus and Web of Science. This only says what to mark:
where a query is written in another way a word too many or too few is marked, and nothing else depends on it.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"""
      (?P<phrase>"[^"]*"|\u201c[^\u201d]*\u201d)
    | (?P<tag>\[[^\]]*\])                                # PubMed: [MeSH Terms]
    | (?P<open>\()
    | (?P<close>\))
    | (?P<field>[A-Z][A-Z-]+(?=\()|[A-Za-z_]+[:=])       # Scopus: TITLE-ABS-KEY( ; ERIC: title: ; Web of Science: TS=
    | (?P<number>\d+(?:[-/:]\d+)*(?![^\W_]))
    | (?P<suffix>\.[a-z]{2}(?:,[a-z]{2})*\.?(?=[\s)]|$)) # Ovid: .ti,ab.
    | (?P<word>[^\W_][\w*?$#\u2019'-]*|[*?$#][\w*?$#-]+)
    """,
    re.VERBOSE,
)
_OPERATORS = frozenset(("and", "or", "same", "with"))
_NEAR = re.compile(r"(?:near|onear|adj|pre|[nw])\d*", re.IGNORECASE)
_SMALL = frozenset(("a", "an", "as", "at", "by", "exp", "for", "from", "in", "of", "on", "pubyear", "the", "to", "vs"))
_FIELDS = frozenset(("AB", "AK", "ALL", "DE", "ID", "KW", "MH", "MJ", "MM", "SU", "TI", "TOPIC", "TS", "TX"))
"""Codes before what is to stand in a title, an abstract or the like (EBSCOhost, ProQuest)."""
_LIMITS = frozenset(("AU", "CA", "DT", "EM", "GE", "IS", "JN", "LA", "LR", "PE", "PG", "PT", "PY", "RV", "SO", "YR"))
"""Codes before what says nothing of the topic: language, year, type, author, journal."""
_LIMITING = frozenset(
    ("au", "author", "date", "dp", "dt", "filter", "la", "lang", "language", "lr", "pdat", "pt", "publication type")
)
"""The same as PubMed's tags, and as the fields of ERIC and Web of Science."""
_MOST = 500


def query_terms(query: str) -> tuple[str, ...]:
    """Return the words and phrases that a query looks for, as they stand in it, each once.

    What stands after NOT is not looked for; operators, field codes, limits, years and numbers are no terms.
    """
    found: dict[str, None] = {}
    depth, skipping = 0, -1
    """Parentheses open, and how many were when something was met whose operand is to be left out."""
    last = ""
    for match in _PART.finditer(query):
        kind, part = match.lastgroup or "", match.group()
        depth += (kind == "open") - (kind == "close")
        last = part if kind == "number" else last
        if kind == "tag" and part[1:-1].strip().lower() in _LIMITING:
            found.pop(last, None)
        if skipping < 0 and _leaves_out(kind, part):
            skipping = depth
        elif term := _term(kind, part):
            if skipping < 0:
                found[term] = None
            elif depth <= skipping:
                skipping = -1
            last = term
        elif kind == "close" and depth <= skipping:
            skipping = -1
    return tuple(found)[:_MOST]


def _leaves_out(kind: str, part: str) -> bool:
    """Return whether what follows is not to be marked."""
    if kind == "field":
        name = part.rstrip(":=").lower()
        return name in _LIMITING or name.startswith(("publication", "pubyear"))
    return kind == "word" and (part.lower() == "not" or part in _LIMITS)


def _term(kind: str, part: str) -> str:
    """Return the term that a part of a query is; empty if it is none."""
    if kind == "phrase":
        return part[1:-1].strip() if any(map(str.isalpha, part)) else ""
    if kind != "word" or part in _FIELDS or part.lower() in _OPERATORS | _SMALL:
        return ""
    bare = part.strip("'\u2019-")
    return bare if sum(map(str.isalnum, bare)) > 1 and not _NEAR.fullmatch(bare) else ""
