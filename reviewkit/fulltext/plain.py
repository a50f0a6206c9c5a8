"""The words of a full text, page by page, from bytes that may be anything.

The thing a reader would get wrong: nothing here is safe from a file that was made to hurt. Pages and characters are
limited, but one page can take a library for ever, so this runs in a process of its own that can be stopped
(`reviewkit.fulltext.__main__`), and never in the program that holds the review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from reviewkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

MOST_PAGES = 600
MOST_CHARACTERS = 2_000_000
_LONGEST_PAGE = 100_000
_LARGEST_TEXT = 50 * 2**20
"""Bytes of an HTML or TXT file."""
_SHEET = 6_000
"""Characters of a page of what has no pages."""
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_STOPS = (".", "!", "?", ",", ";", ":", ")")
_ABOUT = ("/Title", "/Subject", "/doi", "/DOI", "/WPS-ARTICLEDOI")
"""Where publishers put the title and the DOI in a PDF's document information."""


@dataclass(frozen=True, slots=True)
class Text:
    """What could be read of a file."""

    pages: tuple[str, ...]
    about: str = ""
    """What the file says of itself: title, DOI; to find its report by, not to read."""
    cut: str = ""
    """What was left out, in words; empty if nothing was."""


def text(stream: IO[bytes], kind: str, most_pages: int = MOST_PAGES) -> Text:
    """Return the words of a file of a kind: `pdf`, `html` or `txt`. Raises `InputError` where it has none."""
    found = _READERS[kind](stream, most_pages)
    if not any(page.strip() for page in found.pages):
        raise InputError("holds no text, only pictures of pages", remedy="Open it in the viewer.")
    return found


# ------------------------------------------------------------------------------------------------- PDF


def _pdf(stream: IO[bytes], most_pages: int) -> Text:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    if b"%PDF-" not in stream.read(1024):
        raise InputError("is not a PDF, whatever its name says", remedy="Download it again.")
    stream.seek(0)
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is locked by a password", remedy="Save a copy without the password.")
        total = len(reader.pages)
        pages, cut = _within((flowing(reader.pages[n].extract_text()) for n in range(min(total, most_pages))), total)
        return Text(pages, _about(reader.metadata), cut)
    except DependencyError as error:
        raise InputError("is encrypted in a way that is not read here", remedy="Open it in the viewer.") from error
    except InputError:
        raise
    except Exception as error:  # a broken PDF breaks its reader in as many ways as there are, KeyError to struct.error
        raise InputError("is a broken PDF", remedy="Download it again, or open it in the viewer.") from error


def flowing(page: str) -> str:
    """Return a page with the lines of a paragraph as one, so that it can be laid out in any width.

    A line is taken to go on where it is about as long as the page's lines are, and what follows is no heading: short
    and without a stop. No character is lost but line breaks.
    """
    lines = [line.rstrip() for line in page[:_LONGEST_PAGE].split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = len(line) >= max(30, 0.75 * usual) and (len(after) >= usual / 2 or after.endswith(_STOPS))
        joint = "" if line.endswith(("-", "\u00ad", "\u2010")) else " "
        parts.append(line + (joint if goes_on and after else "\n"))
    return "".join(parts)


def _about(information: object) -> str:
    if not isinstance(information, dict):
        return ""
    return "\n".join(str(information[key])[:500] for key in _ABOUT if information.get(key))


def _within(pages: Iterable[str], total: int) -> tuple[tuple[str, ...], str]:
    """Return the pages up to the limits, and what is missing then."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for page in pages:
        kept.append(_tidy(page)[: min(room, _LONGEST_PAGE)])
        room -= len(kept[-1])
        if room <= 0:
            break
    return tuple(kept), f"the first {len(kept)} of {total} pages" if len(kept) < total else ""


def _tidy(page: str) -> str:
    """Return a page without what cannot be written down: halves of surrogate pairs, ligatures as letters."""
    return page.encode("utf-8", "ignore").decode().replace("\x00", "").translate(_LIGATURES)


# ------------------------------------------------------------------------------------------------- HTML and TXT


def _txt(stream: IO[bytes], most_pages: int) -> Text:
    return _sheets(_decoded(stream), most_pages)


def _html(stream: IO[bytes], most_pages: int) -> Text:
    page = _Page()
    page.feed(_decoded(stream))
    page.close()
    found = _sheets(re.sub(r"\n\s*\n\s*", "\n\n", "".join(page.parts)).strip(), most_pages)
    return Text(found.pages, page.about, found.cut)


def _decoded(stream: IO[bytes]) -> str:
    from reviewkit.formats import decoding

    data = stream.read(_LARGEST_TEXT + 1)
    if len(data) > _LARGEST_TEXT:
        raise InputError(f"is larger than {_LARGEST_TEXT // 2**20} MB of text", remedy="Open it in the viewer.")
    return decoding.text(data, "")[0]


def _sheets(whole: str, most_pages: int) -> Text:
    """Return a text without pages in sheets that end with a paragraph where there is one."""
    sheets = list(_cut_up(whole.replace("\r\n", "\n")))
    pages, cut = _within(sheets[:most_pages], len(sheets))
    return Text(pages, "", cut)


def _cut_up(whole: str) -> Iterator[str]:
    at = 0
    while at < len(whole):
        end = at + _SHEET
        if end < len(whole):
            end = next(
                (found + 1 for mark in ("\n\n", "\n", " ") if (found := whole.rfind(mark, at + 1, end)) > at), end
            )
        yield whole[at:end].strip("\n")
        at = end


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "pre", "dt", "dd", "title", *_HEADINGS)
)
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "nav"))
_VOID = frozenset(("br",))


class _Page(HTMLParser):
    """The words of a web page, a line a block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.about = ""
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n" if tag in _VOID else "\n\n")
        elif tag == "meta":
            self._notice(dict(attrs))

    def _notice(self, said: dict[str, str | None]) -> None:
        """Keep the DOI and title that publishers state for indexing (Highwire Press tags)."""
        if (said.get("name") or "").lower() in ("citation_doi", "citation_title", "dc.identifier"):
            self.about += f"{(said.get('content') or '')[:500]}\n"

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


_READERS: dict[str, Callable[[IO[bytes], int], Text]] = {"pdf": _pdf, "html": _html, "txt": _txt}
