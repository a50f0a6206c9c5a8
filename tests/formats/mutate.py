"""Damaged exports: bytes cut, swapped, repeated and corrupted, by a seed. `python -m tests.formats.mutate 100000`

Two laws. A damaged file is read or refused, never a crash, and its ordinals have no gap. And in a file of numbered
entries of which one place is damaged, every entry that neither touches the damage nor stands beside it is a record as
before; those beside it are a record or within what was reported as unreadable.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import Export, read
from tests.formats.samples import FOLDER, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = 12


def _title(number: int) -> str:
    return f"Outdoor play, part {number}x: læring & lek"


def _words(number: int) -> str:
    return f"Children{number} played. " * (1 + number % 3)


def _ris(n: int) -> str:
    return (
        f"TY  - JOUR\r\nT1  - {_title(n)}\r\nAU  - Berg, Anna\r\nY1  - 2020/06//\r\nAB  - {_words(n)}\r\n"
        f"KW  - play\r\nDP  - EBSCOhost\r\nER  - \r\n\r\n"
    )


def _eric(n: int) -> str:
    return f"OWN - ERIC\nTI  - {_title(n)}\nAU  - Berg, Anna\nAB  - {_words(n)}\nOID - EJ10{n:05d}\nDP  - 2020\n\n"


def _pubmed(n: int) -> str:
    return (
        f"PMID- {n}\nOWN - NLM\nTI  - {_title(n)}\nAB  - {_words(n)}\n      {_words(n)}\n"
        f"FAU - Berg, Anna\nDP  - 2020\n\n"
    )


def _bibtex(n: int) -> str:
    title = _title(n).replace("&", "\\&")
    return f"@article{{key{n},\n  title = {{{title}}},\n  abstract = {{{_words(n)}}},\n  year = {{2020}}\n}}\n\n"


def _csv(n: int) -> str:
    return f'{n},"{_title(n)}","{_words(n)}\nSecond paragraph, with a comma.",2020\r\n'


def _tabs(n: int) -> str:
    return f"{n}\t{_title(n)}\t{_words(n)}\t2020\n"


def _wos(n: int) -> str:
    return f"PT J\nAU Berg, A\n   Dahl, O\nTI {_title(n)}\nAB {_words(n)}\nPY 2020\nUT WOS:{n:015d}\nER\n\n"


def _enw(n: int) -> str:
    return f"%0 Journal Article\n%A Berg, Anna\n%T {_title(n)}\n%X {_words(n)}\n%D 2020\n\n"


def _ebsco_xml(n: int) -> str:
    title = _title(n).replace("&", "&amp;")
    return (
        f'<rec resultID="{n}"><header shortDbName="aph" uiTerm="{n}"><controlInfo><artinfo><tig><atl>{title}</atl>'
        f"</tig><ab>{_words(n)}</ab></artinfo></controlInfo></header></rec>\r\n"
    )


def _endnote_xml(n: int) -> str:
    title = _title(n).replace("&", "&amp;")
    return (
        f'<record><ref-type name="Journal Article">17</ref-type><titles><title><style face="normal">{title}</style>'
        f"</title></titles><abstract>{_words(n)}</abstract></record>"
    )


def _pubmed_xml(n: int) -> str:
    title = _title(n).replace("&", "&amp;")
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{n}</PMID><Article><ArticleTitle>{title}</ArticleTitle>'
        f"<Abstract><AbstractText>{_words(n)}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n"
    )


def _json(n: int) -> str:
    return f'{{"id": "EJ{n:07d}", "title": "{_title(n)}", "author": ["Berg, Anna"], "description": "{_words(n)}"}}'


MAKERS: dict[str, tuple[str, Callable[[int], str], str, str]] = {
    "RIS": ("", _ris, "", ""),
    "nbib of ERIC": ("", _eric, "", ""),
    "nbib of PubMed": ("", _pubmed, "", ""),
    "BibTeX": ("", _bibtex, "", ""),
    "CSV": ("No,Title,Abstract,Year\r\n", _csv, "", ""),
    "tabs": ("No\tTitle\tAbstract\tYear\n", _tabs, "", ""),
    "Web of Science": ("FN Clarivate Analytics Web of Science\nVR 1.0\n", _wos, "", "EF"),
    "enw": ("", _enw, "", ""),
    "XML of EBSCO": ("<records>\r\n", _ebsco_xml, "", "</records>"),
    "XML of EndNote": ('<?xml version="1.0"?><xml><records>', _endnote_xml, "", "</records></xml>"),
    "XML of PubMed": ("<PubmedArticleSet>\n", _pubmed_xml, "", "</PubmedArticleSet>"),
    "JSON page": ('{"response": {"numFound": 12, "docs": [', _json, ",\n", "]}}"),
    "JSON lines": ("", _json, "\n", ""),
}
"""What begins a file, makes an entry, stands between two, ends the file."""

_PIECES = (
    *(b"\n", b"\r", b"\n\n", b"{", b"}", b'"', b",", b"\t", b"@article{", b"TY  - ", b"ER  - ", b"\xff", b"\xe2\x80"),
    *(
        b"=",
        b"#",
        b"<",
        b">",
        b"&",
        b"<!--",
        b"]]>",
        b"[",
        b"]",
        b"\\",
        b"\nER\n",
        b"\nPT J\n",
        b"%0 ",
        b"\xef\xbb\xbf",
    ),
)
_FILES = [(name, (FOLDER / name).read_bytes()) for name in NAMES]


def _damaged(piece: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them cut, swapped, repeated or corrupted."""
    for _ in range(chance.randint(1, 4)):
        a, b = sorted((chance.randint(0, len(piece)), chance.randint(0, len(piece))))
        match chance.randrange(5):
            case 0:
                piece = piece[:a] + piece[b:]
            case 1:
                piece = piece[b:] + piece[a:b] + piece[:a]
            case 2:
                piece = piece[:a] + chance.choice(_PIECES) + piece[a:]
            case 3:
                piece = piece[:b] + piece[a:b] + piece[b:]
            case _:
                piece = piece[:a] + bytes([chance.randrange(1, 256)]) + piece[a + 1 :]
    return piece


def _texts(found: Export) -> list[tuple[int, str]]:
    return [(entry.line, entry.raw) for entry in found.records] + [(one.line, one.raw) for one in found.rejections]


def conserved(found: Export) -> bool:
    """Whether every entry is a record or a rejection, each once, with its text and its line."""
    numbers = [int(record.id[-7:]) for record in found.records] + [one.ordinal for one in found.rejections]
    told = all(raw and line > 0 for line, raw in _texts(found))
    return told and sorted(numbers) == list(range(1, len(numbers) + 1))


def fault(seed: int) -> str:
    """Return what is wrong with the reading of the damaged file of this seed, or an empty text."""
    chance = random.Random(seed)
    return _anywhere(chance) if seed % 2 else _in_one_place(chance)


def _anywhere(chance: random.Random) -> str:
    name, data = chance.choice(_FILES)
    try:
        found = read(_damaged(data, chance), name)
    except InputError as error:
        return "" if error.where and error.remedy else f"{name}: an error without place or remedy: {error}"
    return "" if conserved(found) else f"{name}: entries are not records and rejections"


def _in_one_place(chance: random.Random) -> str:
    name = chance.choice(list(MAKERS))
    begin, make, between, end = MAKERS[name]
    parts = [make(number).encode() for number in range(ENTRIES)]
    hit = chance.randrange(1, ENTRIES - 1)
    place = sum(len(part) + len(between) for part in parts[:hit])
    body = between.encode().join(parts)
    size = chance.randint(1, len(parts[hit]))
    start = place + chance.randint(0, len(parts[hit]) - size)
    damaged = body[:start] + _damaged(body[start : start + size], chance) + body[start + size :]
    try:
        found = read(begin.encode() + damaged + end.encode(), name)
    except InputError as error:
        return f"{name}: refused for damage in one entry: {error}"
    if not conserved(found):
        return f"{name}: entries are not records and rejections"
    return _missing(name, found, hit)


def _missing(name: str, found: Export, hit: int) -> str:
    titles = Counter(record.title.removesuffix(".") for record in found.records)
    texts = "\n".join(raw for _, raw in _texts(found))
    for number in range(ENTRIES):
        if number == hit:
            continue
        sought = _title(number)
        if abs(number - hit) > 1 and not titles[sought]:
            return f"{name}: entry {number} is no record after damage in entry {hit}"
        if not titles[sought] and f"part {number}x" not in texts:
            return f"{name}: entry {number} is gone after damage in entry {hit}"
    return ""


def main(arguments: list[str]) -> int:
    """Read as many damaged files as are asked for, and print what went wrong."""
    count, first = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    start, wrong = time.monotonic(), 0
    for seed in range(first, first + count):
        try:
            said = fault(seed)
        except Exception as error:  # noqa: BLE001  # a crash is what is looked for
            said = f"crash: {type(error).__name__}: {error}"
        if said:
            wrong += 1
            print(f"seed {seed}: {said}", flush=True)
    print(f"{count} damaged files read, {wrong} wrongly, in {time.monotonic() - start:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
