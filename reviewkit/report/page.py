"""The report as one HTML file: nothing is fetched, nothing is run, every number opens the list of its records.

The thing a reader would get wrong: there is no script in it, and the policy in its head forbids any, so a number is a
link to a place inside a closed <details>, which browsers open for whoever follows the link. Text from outside goes
through `_text` or `_inline` and nowhere else; the diagram is drawn by us and is looked through all the same.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, assert_never
from urllib.parse import quote

from reviewkit.flow.table import Table, shown
from reviewkit.report.drawing import safe
from reviewkit.report.markdown import TO_WRITE
from reviewkit.report.nouns import Bullets, Said, ToWrite
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reviewkit.flow.table import Column, Value
    from reviewkit.report.boxes import Entry, Listing
    from reviewkit.report.nouns import Part, Section

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NOT_IN_HTML = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
DIAGRAM, LISTS = "Flow of records", "Records behind the numbers"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and what it is called."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What the page shows."""

    title: str
    watermark: str
    question: str
    numbers: Sequence[Section]
    """Shown before the lists that stand behind them."""
    sections: Sequence[Section]
    listings: Sequence[Listing]
    blind: bool = False
    diagram: str = ""
    """SVG of the flow; empty if there is none."""
    pictures: Sequence[Picture] = ()


def wanted(sections: Iterable[Section]) -> set[str]:
    """Return the boxes that tables of these sections link to."""
    tables = (part for section in sections for part in section.parts if isinstance(part, Table))
    return {box for table in tables for row in table.boxes for box in row if box}


def page(contents: Contents) -> str:
    """Return the page."""
    boxes = frozenset(one.box for one in contents.listings)
    body = "\n".join([_head(contents), _contents(contents), f"<main>{_main(contents, boxes)}</main>"])
    style = files("reviewkit.report").joinpath("page.css").read_text(encoding="utf-8")
    whole = f"<style>{style}</style>"
    policy = _policy(f"{whole}{body}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(contents.title)}</title>\n{whole}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _policy(text: str) -> str:
    """Return what the page may do: show itself in the styles that are in it, by their hashes."""
    hashes = dict.fromkeys(_hash(style) for style in _STYLE.findall(text))
    return f"default-src 'none'; style-src {' '.join(hashes)}; img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# ------------------------------------------------------------------------------------------------------ text


def _text(text: str) -> str:
    """Return outside text for anywhere in the page: one line, no controls, nothing in it markup."""
    return escape(_NOT_IN_HTML.sub("\ufffd", line(text)))


def _inline(text: str) -> str:
    """Return outside text that may run from right to left without taking along what stands beside it."""
    return f"<bdi>{_text(text)}</bdi>"


def _anchor(name: str) -> str:
    """Return a name that an id can have and that is no other name's."""
    return "".join(one if one.isascii() and one.isalnum() else f"-{ord(one):x}-" for one in name)


# ------------------------------------------------------------------------------------------------------ parts


def _head(contents: Contents) -> str:
    mark = f'<p class="watermark" role="note">{_text(contents.watermark)}</p>' if contents.watermark else ""
    blind = (
        '<p class="watermark" role="note">Reports that are still undecided are left out of the lists.</p>'
        if contents.blind
        else ""
    )
    question = f"<p>{_text(contents.question)}</p>" if contents.question.strip() else ""
    return f'<header>{mark}{blind}<h1 dir="auto">{_text(contents.title)}</h1>{question}</header>'


def _contents(contents: Contents) -> str:
    before, after = ([one.heading for one in part if one.level == 2] for part in (contents.numbers, contents.sections))
    pictures = [one.title for one in contents.pictures]
    headings = [*([DIAGRAM] if contents.diagram else []), *before, LISTS, *pictures, *after]
    links = "".join(f'<li><a href="#s-{_anchor(one)}">{_text(one)}</a></li>' for one in headings)
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _main(contents: Contents, boxes: Collection[str]) -> str:
    before, after = ([_section(section, boxes) for section in part] for part in (contents.numbers, contents.sections))
    drawings = [_picture(Picture(DIAGRAM, contents.diagram), boxes)] if contents.diagram else []
    pictures = [_picture(one, boxes) for one in contents.pictures]
    return "\n".join([*drawings, *before, _lists(contents.listings), *pictures, *after])


def _heading(heading: str, level: int) -> str:
    return f'<h{level} id="s-{_anchor(heading)}" dir="auto">{_text(heading)}</h{level}>'


def _section(section: Section, boxes: Collection[str]) -> str:
    # Methods and results have parts of the same name; only the whole ones are linked to.
    heading = (
        _heading(section.heading, 2)
        if section.level == 2
        else f'<h{section.level} dir="auto">{_text(section.heading)}</h{section.level}>'
    )
    return "\n".join([heading, *(_part(part, boxes) for part in section.parts), _tasks(section)])


def _tasks(section: Section) -> str:
    """Return what a person must still write, folded up: most who read the page only want to know that there is."""
    tasks = [part.text for part in section.parts if isinstance(part, ToWrite)]
    if not tasks:
        return ""
    items = "".join(f"<li>{_inline(one)}</li>" for one in tasks)
    return f'<details class="to-write"><summary>{TO_WRITE} {len(tasks)}</summary><ul>{items}</ul></details>'


def _picture(one: Picture, boxes: Collection[str]) -> str:
    drawing = safe(one.svg, {box: f"#l-{_anchor(box)}" for box in boxes}, f"d-{_anchor(one.title)}-")
    label = _text(one.title)
    return (
        f'{_heading(one.title, 2)}<div class="wide" role="region" aria-label="{label}" tabindex="0">'
        f'<figure>{drawing}<figcaption class="visually-hidden">{label}</figcaption></figure></div>'
    )


def _part(part: Part, boxes: Collection[str]) -> str:
    match part:
        case Said():
            return f'<p dir="auto">{_text(part.text)}</p>'
        case ToWrite():
            return ""  # together, below the section
        case Bullets():
            items = "".join(f"<li>{_inline(item)}</li>" for item in part.items)
            return f"<ul>{items}</ul>"
        case Table():
            return _table(part, boxes)
        case _:
            assert_never(part)


def _table(table: Table, boxes: Collection[str]) -> str:
    heads = "".join(f'<th scope="col"{_kind(column)}>{_text(column.head)}</th>' for column in table.columns)
    rows = "".join(_row(table, place, boxes) for place in range(len(table.rows)))
    notes = "".join(f'<p class="note" dir="auto">{_text(note)}</p>' for note in table.notes)
    caption = _text(table.caption)
    return (
        f'<div class="wide" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _kind(column: Column) -> str:
    return ' class="number"' if column.numeric else ""


def _row(table: Table, place: int, boxes: Collection[str]) -> str:
    own = table.boxes[place] if table.boxes else ("",) * len(table.columns)
    cells = [
        _cell(value, column, box if box in boxes else "")
        for value, column, box in zip(table.rows[place], table.columns, own, strict=True)
    ]
    first = f'<th scope="row" dir="auto">{cells[0]}</th>'
    others = [
        f'<td{_kind(column)} dir="auto">{cell}</td>' for cell, column in zip(cells[1:], table.columns[1:], strict=True)
    ]
    total = ' class="total"' if table.total and place == len(table.rows) - 1 else ""
    return f"<tr{total}>{first}{''.join(others)}</tr>"


def _cell(value: Value, column: Column, box: str) -> str:
    text = _text(shown(value, column))
    return f'<a href="#l-{_anchor(box)}">{text}</a>' if box and text else text


# ------------------------------------------------------------------------------------------------------ lists


def _lists(listings: Sequence[Listing]) -> str:
    head = _heading(LISTS, 2)
    if not listings:
        return f"{head}<p>There are no records yet.</p>"
    said = '<p class="on-paper">Only the lists that are open are printed.</p>'
    return f'{head}{said}<div class="lists">{"".join(map(_listing, listings))}</div>'


def _listing(one: Listing) -> str:
    entries = "".join(map(_entry, one.entries))
    left = one.number - one.open - len(one.entries)
    more = (
        f"<p>{left} more are not listed here; `reviewkit export FILE --box {_text(one.box)}` writes all of them.</p>"
        if left > 0
        else ""
    )
    are = "1 that is" if one.open == 1 else f"{one.open} that are"
    undecided = f"<p>{are} still undecided {'is' if one.open == 1 else 'are'} left out.</p>" if one.open else ""
    return (
        f'<details><summary>{_inline(one.label)}: <span class="count">{one.number}</span></summary>'
        f'<div id="l-{_anchor(one.box)}" class="list">{undecided}<ol>{entries}</ol>{more}</div></details>'
    )


def _entry(one: Entry) -> str:
    link = (
        f' <a href="https://doi.org/{escape(quote(one.doi, safe="/"))}" rel="noreferrer noopener">doi</a>'
        if one.doi
        else ""
    )
    return f"<li>{_inline(one.text)}{link}</li>"
