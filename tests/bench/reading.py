"""How quickly exports are read, beside the usual readers of the same formats. `python -m tests.bench.reading [RECORDS]`

Each reading is a process of its own, from bytes in memory; ours to typed, counted records with the raw entry kept,
theirs to dictionaries. Printed are records a second of processor time and the most memory the process took. The
readers to compare with are the optional dependencies `bench`.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_RECORDS = 50_000
_ROUNDS = 3
_WORDS = ("children", "outdoor", "play", "kindergarten", "teachers", "environment", "quality", "early", "education")


def _some(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def ris_entry(number: int, chance: random.Random) -> str:
    """One entry as EBSCOhost exports it."""
    return (
        f"TY  - JOUR\r\nAN  - {number}\r\nT1  - {_some(chance, 9)}.\r\nAU  - Berg, Anna\r\nAU  - Dahl, Ola {number}\r\n"
        f"JO  - Journal of Play\r\nJF  - Journal of Play\r\nY1  - 20{number % 24:02d}/06//\r\nVL  - {number % 90}\r\n"
        f"IS  - 2\r\nSP  - 12\r\nEP  - 34\r\nSN  - 1350293X\r\nAB  - {_some(chance, 42)}.\r\n"
        f"KW  - {_some(chance, 2)}\r\nKW  - {_some(chance, 2)}\r\nKW  - PLAY\r\nDO  - 10.1000/play.{number}\r\n"
        f"UR  - https://search.ebscohost.com/login.aspx?direct=true&db=aph&AN={number}\r\n"
        f"DP  - EBSCOhost\r\nDB  - aph\r\nER  - \r\n\r\n"
    )


def _nbib(number: int, chance: random.Random) -> str:
    return (
        f"PMID- {number + 1}\r\nOWN - NLM\r\nSTAT- MEDLINE\r\nIS  - 1350-293X (Print)\r\nVI  - {number % 90}\r\n"
        f"IP  - 2\r\nDP  - 20{number % 24:02d} Jun\r\nTI  - {_some(chance, 9)}.\r\nPG  - 12-34\r\n"
        f"LID - 10.1000/play.{number} [doi]\r\nAB  - {_some(chance, 20)}.\r\n      {_some(chance, 22)}.\r\n"
        "FAU - Berg, Anna\r\nAU  - Berg A\r\nFAU - Dahl, Ola\r\nAU  - Dahl O\r\nLA  - eng\r\n"
        "PT  - Journal Article\r\nTA  - J Play\r\nJT  - Journal of Play\r\nMH  - Play\r\nMH  - Child\r\n"
        "OT  - outdoor\r\nSO  - J Play. 2020.\r\n\r\n"
    )


def _bibtex(number: int, chance: random.Random) -> str:
    return (
        f"@article{{berg{number},\n  title = {{{_some(chance, 9)}}},\n  author = {{Berg, Anna and Dahl, Ola}},\n"
        f"  journal = {{Journal of Play}},\n  year = {{20{number % 24:02d}}},\n  volume = {{{number % 90}}},\n"
        f"  number = {{2}},\n  pages = {{12--34}},\n  issn = {{1350-293X}},\n  doi = {{10.1000/play.{number}}},\n"
        f"  url = {{https://example.org/{number}}},\n  keywords = {{play, child, outdoor}},\n"
        f"  abstract = {{{_some(chance, 46)}}}\n}}\n\n"
    )


_MAKERS = {"RIS": ris_entry, "nbib": _nbib, "BibTeX": _bibtex}


def _ours(data: bytes) -> int:
    from reviewkit.formats import read

    found = read(data, "export")
    assert not found.rejections
    return len(found.records)


def _rispy(data: bytes) -> int:
    import rispy

    return len(rispy.loads(data.decode()))


def _nbib_package(data: bytes) -> int:
    import nbib

    return len(nbib.read(data.decode()))


def _bibtexparser(data: bytes) -> int:
    from bibtexparser.entrypoint import parse_string

    return len(parse_string(data.decode()).entries)


_READERS: tuple[tuple[str, str, Callable[[bytes], int]], ...] = (
    ("RIS", "reviewkit", _ours),
    ("RIS", "rispy", _rispy),
    ("nbib", "reviewkit", _ours),
    ("nbib", "nbib", _nbib_package),
    ("BibTeX", "reviewkit", _ours),
    ("BibTeX", "bibtexparser", _bibtexparser),
)


def _measured(place: int, records: int) -> None:
    """Read in this process, and print records a second and megabytes."""
    format_, _, reader = _READERS[place]
    chance = random.Random(1)
    data = "".join(_MAKERS[format_](number, chance) for number in range(records)).encode()
    before = time.process_time()
    found = reader(data)
    taken = time.process_time() - before
    assert found == records, f"{found} of {records} records"
    print(records / taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(data) / 2**20)


def main(arguments: list[str]) -> int:
    """Print the table; with two arguments, one line of it for the process that asked."""
    records = int(arguments[0]) if arguments else _RECORDS
    if len(arguments) > 1:
        _measured(int(arguments[1]), records)
        return 0
    print(
        "| format | reader | records/s of processor time | peak memory, MB | file, MB |\n"
        "| --- | --- | --- | --- | --- |"
    )
    for place, (format_, reader, _) in enumerate(_READERS):
        command = [sys.executable, "-m", "tests.bench.reading", str(records), str(place)]
        runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(_ROUNDS)]
        rows = [list(map(float, run.stdout.split())) for run in runs if run.returncode == 0]
        if rows:
            best = max(rows)
            print(f"| {format_} | {reader} | {best[0]:,.0f} | {best[1]:,.0f} | {best[2]:.0f} |", flush=True)
        else:
            print(f"| {format_} | {reader} | {runs[0].stderr.strip().splitlines()[-1]} | | |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
