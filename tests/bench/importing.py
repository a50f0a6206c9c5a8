"""How quickly a large export is imported and stored. `python -m tests.bench.importing [RECORDS]`

From the file on disk to records in the database and in the review's folder, everything safe on the disk; that they are
compared with one another is stopped as soon as it begins, as Ctrl-C does.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from reviewkit.errors import StoppedError
from reviewkit.model import Search
from tests.bench.reading import ris_entry
from tests.making import make_review, open_review

_RECORDS = 100_000


class _UntilStored:
    """Hears of the reading and of the storing, and stops what comes after."""

    def __init__(self) -> None:
        self.looks = 0
        self._storing = False

    def told(self, done: int, total: int) -> None:
        self.looks += 1
        if self._storing:
            raise StoppedError("")
        self._storing = (done, total) == (0, 0)


def main(arguments: list[str]) -> int:
    """Import a file of so many records into a new review, and print what it took."""
    records = int(arguments[0]) if arguments else _RECORDS
    chance, heard = random.Random(1), _UntilStored()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "large.ris"
        path.write_text("".join(ris_entry(number, chance) for number in range(records)), encoding="utf-8", newline="")
        ada = open_review(make_review(Path(place) / "review"), "Ada")
        before, begin = time.process_time(), time.perf_counter()
        done = ada.searches.import_file(path, Search("Large"), told=heard.told)
        seconds, processor = time.perf_counter() - begin, time.process_time() - before
        assert (done.records, done.compared) == (records, False)
        size = path.stat().st_size / 2**20
        ada.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| records | file, MB | imported and stored, s | processor time, s | peak memory, MB | told |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(f"| {records:,} | {size:.0f} | {seconds:.1f} | {processor:.1f} | {memory:,.0f} | {heard.looks} times |")
    return 0 if seconds < 60 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
