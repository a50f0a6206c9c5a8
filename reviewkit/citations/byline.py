"""Who wrote it and when, as a list of references prints that: told from the words around it, and taken apart.

The thing a reader would get wrong: without knowing the style nobody can say whether `Cheatham, Gregory` is two persons
or one, so a name is paired with what follows only where that can be a given name in the place where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from reviewkit.text import line

_YEAR = r"(?:1[5-9]|20)\d\d"
YEAR = re.compile(rf"(?<![\d/.\-–]){_YEAR}(?!\d|[-–]\d{{3}})")
UNDATED = re.compile(
    r"(?-i:\bn\.\s?d\.)|\b(?:no\sdate|in\spress|in\sprint|forthcoming|to\sappear|under\sreview|in\spreparation"
    r"|u\.\s?å\.)",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter"
MONTH = rf"(?:{_MONTHS})[a-z]*\.?"
_DATE = re.compile(
    rf"""(?P<lead>[,.]?\s*)(?:
        [(\[]\s*(?:(?:\d{{1,2}}\s+)?{MONTH}\s+)?(?:{_YEAR}\s*[/\[]\s*)?(?P<within>{_YEAR})(?P<letter>-?[a-z])?\]?
        (?:\s*[,/;:–-][^()\[\]]{{0,40}})?\s*[)\]]
      | [(\[]\s*(?P<words>{UNDATED.pattern})(?:-?[a-z])?(?:\s*,[^()]{{0,30}})?\s*[)\]]
      | (?<=[\s.,])(?P<bare>{_YEAR})(?P<letter2>[a-z])?(?=\s*[.,:]|\s+["'“‘«A-Z])
      | (?<=[\s.,])(?P<words2>{UNDATED.pattern})(?=[.,:;\s])
    )\s*[.,:;]*\s*""",
    re.IGNORECASE | re.VERBOSE,
)
FURTHEST = 1500
"""Characters that authors take at most: a paper of a hundred authors."""

_MOST_STOPS = 60
_INITIALS_FIRST = 5
"""Words that can stand at the front without being a name yet: `J. H. M. J. Daily`."""
_PARTICLES = re.compile(
    r"af|al|bin|d[aeiou]|das|de[lnrs]|della|dos|dalla|degli|el|het|ibn|in|la|las|les?|los?|ma?c|op|'t|san|st|te|te[nr]"
    r"|vand?e?[nr]?|v[ou][mn]|y|e|zu[mr]?|[dlo]['’]"
)
_CONNECTIVES = re.compile(
    r"and|&|og|och|et|und|al|als|others|with|for|the|of|on|to|an?|behalf|by|i|av|för|für|mit|dem|im|aux?|à|sur|jr|sr"
    r"|eds?|editors?|edited|hrsg|hg|orgs?|coords?|comps?|trans|dir|red"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`´.‐‑-](?=[^\W\d_]))*|&")
_NO_NAME = re.compile(r"[\d:!?\"“”„«»/=<>@#*%|\[\]{}]|https?\b")
_ROLE = re.compile(
    r"[(\[]?\b(?:eds?|editors?|edited by|hrsg|hg|orgs?|coords?|comps?|trans|dirs?|red)\b\.?[)\]]?[.,]?", re.IGNORECASE
)
_OTHERS = re.compile(
    r"[,;&\s]*\b(?:et|and)\s+(?:al\b\.?|others\b)|[,\s]*(?:\u2026|\.\s\.\s\.|\.\.\.)[,\s]*", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:ministry|department|universit\w+|institut\w+|council|commission|centre|center|association|board"
    r"|organi[sz]ation|agency|office|bureau|committee|foundation|fund|bank|society|network|directorate|government"
    r"|nations|union|statistics|collaboration|group|consortium)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s‐‑-]*){1,5}")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd)\.?", re.IGNORECASE)
_UPPER = "[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ]"
_GLUED = re.compile(rf"(?P<family>[^,]*[^\W\d_]{{2,}}) (?P<given>{_UPPER}(?:{_UPPER}|[.‐-]|\s(?={_UPPER}\b)){{0,5}})")
_LEADING = re.compile(r"(?P<given>(?:[^\W\d_]\.[\s‐‑-]*)+)(?P<family>[^\W\d_]\S.*)")
_SECOND = "\x00"
"""Before a name that `and` goes before, which is nobody's given name."""
_ENDS_IN_INITIAL = re.compile(r"\b[^\W\d_]\.$")
_AND = re.compile(r"\s*,?\s*(?:&|\b(?:and|und|og|och|et|y)\b)\s+", re.IGNORECASE)
SAME_AUTHOR = re.compile(r"\s*(?:[_\u2014\u2013\u2500-]\s?){2,}[.,]?\s*|\s*\u2014+[.,]?\s*")
_AUTHORS_END = re.compile(
    r"[.,]\s+(?=[\"“‘'`„«])|[.:]\s+"
    r"|(?<=\b[A-Z]\.),\s+(?=[A-Z][\w-]*(?:\s[\w-]+){0,3}\s(?:the|of|for|in|on|a|an|to|from|with)\s)"
)
_FAMILY_FIRST = re.compile(r"[^\W\d_].*[^\W\d_]{2} [^\W\d_a-z]{1,4}|et al")
"""As Vancouver has them: `De Gioia K`."""
_GIVEN_IN_FULL = re.compile(r"[^,.]+,\s+[^\W\d_]{3,}\s[^\W\d_]\.")
_ONE_WORD_NEXT = re.compile(r"[^\W\d_a-z][\w’'-]+,\s")
"""No second author of a style that gives names in full, so a title: `School, Family, and Community Partnerships`."""
_FAMILY_ALONE = re.compile(
    r"(?:(?:[Vv][ao]n|[Dd]e[nrl]?|[Dd][aiu]|[Ll]a|[Tt]en?|[Tt]er)\s)*[^\W\d_a-z][\w’'-]*[^\W\d_]{2}"
)
_INITIAL_ALONE = re.compile(r"\s[^\W\d_]$")
_INITIAL_FIRST = re.compile(r"[^\W\d_]\.")
_INITIAL_LAST = re.compile(r"(?:\b[^\W\d_]|\s[A-Z]{2,3})[.,:]?$")
_NAME_NEXT = re.compile(
    r"[^\W\d_]\.|(?!(?:The|An?|On|In|Of|For|From|How|What|Why|When|Is|Are|Towards?)\s)"
    r"[^\W\d_a-z][\w’'-]+(?:\s[A-Z][\w’'-]+)?(?:,|\.|\s(?:and|&|und)\s[A-Z])"
    r"|(?:and|&)\s|(?:v[ao]n|de|der)\s[A-Z]"
)
_NEVER_FIRST = re.compile(
    rf"(?:retrieved|available|commentary on|comments? on|reply to|response to|correction to|review of|accessed|in"
    rf"|paper|doi|unpublished|doctoral|dissertation|from|see|also|{_MONTHS}"
    r"|january|february|march|april|june|july|august|september|october|november|december)\b(?![-’'])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A byline with the date behind it."""

    authors: str
    """As printed; empty under a dash for the same authors as before."""
    year: int | None
    """None for `n.d.` and `in press`."""
    end: int
    """Where what follows begins."""
    same: bool = False
    """The authors are those of the reference before."""
    bracketed: bool = False
    """The date stands in brackets."""


def dated(text: str, start: int = 0) -> Dated | None:
    """Return the authors and the date that a text has at `start`; None if it does not begin so."""
    dash = SAME_AUTHOR.match(text, start)
    for date in _DATE.finditer(text, start, start + FURTHEST):
        printed = text[dash.end() if dash else start : date.end("lead")]
        if (dash and not printed.strip(" .,")) or is_byline(printed):
            year = date["within"] or date["bare"]
            bracketed = bool(date["within"] or date["words"])
            return Dated(printed, int(year) if year else None, date.end(), dash is not None, bracketed)
        if _NO_NAME.search(_ROLE.sub("", printed)):
            return None
    return None


def is_byline(printed: str) -> bool:
    """Return whether a text can be nothing but names: of persons, or of an office."""
    text = _ROLE.sub(" ", line(printed)).replace("(", " ").replace(")", " ").strip(" .,;")
    words = _WORD.findall(text)
    if not words or _NO_NAME.search(text) or _NEVER_FIRST.match(text) or not _opens(words[0]):
        return False
    return all(map(_may_be_named, words)) and any(_is_name(word) for word in words)


def _opens(word: str) -> bool:
    return not word[0].islower() or _PARTICLES.fullmatch(word.casefold()) is not None or word[1:2] in "'’"


def _may_be_named(word: str) -> bool:
    plain = word.casefold()
    return (
        not word[0].islower()
        or _PARTICLES.fullmatch(plain) is not None
        or _CONNECTIVES.fullmatch(plain) is not None
        or not word.islower()
    )


def _is_name(word: str) -> bool:
    return not word[0].islower() and (len(word) > 1 or not word.isascii())


def undated(text: str, start: int = 0) -> int:
    """Return where the authors end that a text has at `start` without a date behind them; `start` if it has none."""
    for stop in islice(_AUTHORS_END.finditer(text, start, start + FURTHEST), _MOST_STOPS):
        byline = text[start : stop.start() + 1]
        if is_byline(byline):
            if _is_closed(byline, text, stop.end()):
                return stop.end()
        elif len(byline.split()) > _INITIALS_FIRST:
            return start
    return start


def _is_closed(byline: str, text: str, end: int) -> bool:
    """Return whether names can end here: behind an initial, only where no family name follows."""
    if not _INITIAL_LAST.search(byline):
        return True
    tokens = [token.strip() for token in line(byline).rstrip(" .,:").split(",")]
    if all(map(_FAMILY_FIRST.fullmatch, tokens)) and (len(tokens) > 1 or not _INITIAL_ALONE.search(tokens[0])):
        return True
    if _GIVEN_IN_FULL.fullmatch(byline) and _ONE_WORD_NEXT.match(text, end):
        return True
    given_first = len(tokens) > 1 and _INITIAL_FIRST.match(byline) is not None and len(tokens[-1]) <= 2
    return not given_first and not _NAME_NEXT.match(text, end)


# ------------------------------------------------------------------------------------------------- names


def names(printed: str) -> tuple[str, ...]:
    """Return the authors of a byline in order, each `Family, Given` where that can be told; an office as printed."""
    text = _OTHERS.sub(", ", _ROLE.sub(" ", line(printed))).strip(" ,;:&")
    text = text if _ENDS_IN_INITIAL.search(text) else text.rstrip(" .,;:&")
    if not text:
        return ()
    if ";" in text:
        return tuple(_single(part) for part in re.split(r"\s*;\s*(?:(?:&|and)\s+)?", text) if part.strip(" .,"))
    if _OFFICE.search(text) and not re.search(r"\b[A-Z]\.", text):
        return (text,)
    tokens = [token.strip(" ") for token in _AND.sub(f",{_SECOND}", text).split(",")]
    return tuple(_paired([token for token in tokens if token.strip(f". {_SECOND}")]))


def _single(part: str) -> str:
    family, comma, given = part.strip().partition(",")
    return f"{family.strip()}, {given.strip()}" if comma and given.strip() else _natural(part.strip())


def _paired(tokens: list[str]) -> list[str]:
    """Return the names of tokens that commas set apart: each a family name, a given name or both."""
    if _are_families(tokens):
        return [token.lstrip(_SECOND).strip() for token in tokens]
    found: list[str] = []
    waiting = ""
    for place, printed in enumerate(tokens):
        token = printed.lstrip(_SECOND).strip()
        if _SUFFIX.fullmatch(token) and (found or waiting):
            continue
        if waiting and (
            _is_given(token) or (not found and place == 1 and printed == token and _could_be_given(token, waiting))
        ):
            found.append(f"{waiting}, {token}")
            waiting = ""
            continue
        if waiting:
            found.append(_natural(waiting))
        waiting = token if not _GLUED.fullmatch(token) and not _LEADING.fullmatch(token) else ""
        if not waiting:
            found.append(_natural(token))
    return [*found, _natural(waiting)] if waiting else found


def _are_families(tokens: list[str]) -> bool:
    """Return whether names are printed without given ones: `Bernhard, Freire, Arenas & Gana`, the last alone."""
    plain = [token.lstrip(_SECOND).strip() for token in tokens]
    last_alone = (
        len(tokens) > 2
        and tokens[-1].startswith(_SECOND)
        and not any(token.startswith(_SECOND) for token in tokens[:-1])
    )
    return last_alone and all(_FAMILY_ALONE.fullmatch(token) for token in plain)


def _is_given(token: str) -> bool:
    """Return whether a token is initials, with the particles that some styles put behind them: `M. van`."""
    words = [word for word in token.split() if not _PARTICLES.fullmatch(word.casefold())]
    return bool(words) and _INITIALS.fullmatch(" ".join(words)) is not None and not re.search(r"[a-z]{2}", token)


def _could_be_given(token: str, family: str) -> bool:
    """Return whether the second token may be the first author's given names, as in `Durand, Tina M.`."""
    if not re.search("[A-Za-zÀ-ɏ]", token):
        return False
    words = token.split()
    full = [word for word in words if re.search(r"[^\W\d_]{3}", word)]
    if len(full) > 1 and len(family.split()) > 1:
        return False
    one_family = len([word for word in family.split() if not _PARTICLES.fullmatch(word.casefold())]) <= 2
    return len(words) <= 3 and len(full) <= 2 and one_family and not re.search(r"^(?:[^\W\d_]\.\s?)+", family)


def _natural(name: str) -> str:
    """Return `Perez, Nicole A.` for `Nicole A. Perez` or `Perez NA`; one word, or an office, as it is."""
    if glued := _GLUED.fullmatch(name.rstrip(".")):
        return f"{glued['family']}, {glued['given']}"
    words = name.split()
    if len(words) < 2 or _OFFICE.search(name) or not _reads_like_a_person(words):
        return name if re.search(r"\b[A-Z]\.$", name) else name.rstrip(".")
    if all(_PARTICLES.fullmatch(word.casefold()) for word in words[:-1]):
        return name  # a family name alone: `De Gioia`
    first = len(words) - 1
    while first > 1 and _PARTICLES.fullmatch(words[first - 1].casefold()):
        first -= 1
    return f"{' '.join(words[first:]).rstrip('.')}, {' '.join(words[:first])}"


def _reads_like_a_person(words: list[str]) -> bool:
    return len(words) <= 5 and not any(map(_CONNECTIVES.fullmatch, words)) and words[-1][0].isupper()
