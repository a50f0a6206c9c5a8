"""How well and how quickly duplicates are found, beside other tools. `python -m tests.bench.dedup [--help]`

Each run of a tool is a process of its own, from a file to groups; ours is what `reviewkit dedupe` does. The tools to
compare with are the optional dependencies `bench`. Printed for each set, as Markdown: pairs and removed records with
precision, recall and F1, false merges (a paper lost in another's group), seconds and peak memory.

What the rules were tuned on, and what they were not: the rules were written and mended with the stroke set, the
tafenoquine set, the pairs verified by hand and the made-up corpora of the seeds 1 to 6, 101 to 102 and 301 to 320 in
view. The seeds 201 and 202 were only measured, and so was every other set that is given as --set.
"""

from __future__ import annotations

import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.lookalikes import corpus

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.model import Record

    Groups = list[list[str]]
    """Of entries by their ids in the file; those that are alone may be left out."""

DATA = Path(__file__).parents[1] / "data" / "dedup"
COLUMNS = ("ID", "ENTRYTYPE", "title", "author", "year", "journal", "volume", "number", "pages", "doi", "abstract")
TUNED, MEASURED = (1, 2, 3), (201, 202)
SIZE = 3_000
"""Entries of a made-up corpus whose accuracy is measured."""
SLOW = 10_000
"""Entries up to which all tools are run; above, only ours, unless --all."""
HUGE = 500_000
"""Entries from which a made-up corpus has no abstracts, or its file would be larger than what is read."""

CORRECTED = {
    "stroke": {
        ("id_0000428", "id_0000429"): "two abstracts of one title: Can J Neurol Sci 37: S42, and Stroke 41: e505",
    }
}
"""Pairs that the labels call one paper and that are two, and why."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set whose duplicates are known."""

    name: str
    file: Path
    papers: Mapping[str, str]
    """For each entry, by its id, which paper it is."""
    only: frozenset[tuple[str, str]] | None = None
    """The pairs that somebody has looked at, where these are not all."""
    wrong: frozenset[tuple[str, str]] = field(default=frozenset())
    """Pairs whose label is known to be wrong."""


# ---------------------------------------------------------------------------------------------- tools


def _ours(file: Path) -> Groups:
    from reviewkit.review.file_duplicates import file_groups

    return _grouped((entry.id, entry.group) for entry in file_groups([file]).entries)


def _bib_dedupe(file: Path) -> Groups:
    import pandas as pd
    from bib_dedupe.bib_dedupe import block, cluster, match, prep

    records = pd.read_csv(file, dtype=str, keep_default_na=False)
    matched = match(block(prep(records)))
    groups: Groups = cluster(matched[matched["duplicate_label"] == "duplicate"])
    return groups


def _deduplicate_it(file: Path) -> Groups:
    from deduplicate_it.core import normalize_doi, normalize_title

    rows = csv.DictReader(file.read_text("utf-8").splitlines(keepends=True))
    keys = ((row["ID"], normalize_doi(row["doi"]), normalize_title(row["title"])) for row in rows)
    return _grouped((own, (doi, title) if doi and title else own) for own, doi, title in keys)


def _grouped(entries: Iterable[tuple[str, object]]) -> Groups:
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for own, group in entries:
        groups[group].append(own)
    return list(groups.values())


TOOLS: dict[str, Callable[[Path], Groups]] = {
    "reviewkit": _ours,
    "bib-dedupe": _bib_dedupe,
    "deduplicate-it": _deduplicate_it,
}


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run of a tool."""

    groups: Groups
    seconds: float
    megabytes: float
    fault: str = ""


def _run(tool: str, file: Path) -> Run:
    """Run a tool in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "groups.json"
        command = [sys.executable, "-m", "tests.bench.dedup", "--run", tool, str(file), str(out)]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        seconds = time.monotonic() - began
        if done.returncode:
            return Run([], seconds, 0, done.stderr.strip().splitlines()[-1][:80])
        found = json.loads(out.read_text("utf-8"))
    return Run(found["groups"], seconds, found["megabytes"])


def _in_this_process(tool: str, file: Path, out: Path) -> None:
    groups = TOOLS[tool](file)
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who) / 1024
    out.write_text(json.dumps({"groups": groups, "megabytes": peak}), "utf-8")


# ---------------------------------------------------------------------------------------------- sets


def write_csv(entries: Iterable[Mapping[str, str]], file: Path) -> None:
    """Write entries in the columns that all tools read."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)


def made_up(entries: int, seed: int, folder: Path) -> Labelled:
    """Return a made-up corpus, written into the folder."""
    made = corpus(entries, seed)
    file = folder / f"made-up-{entries}-{seed}.csv"
    rows = (
        {
            "ID": str(number), "ENTRYTYPE": one.kind, "title": one.title, "author": " and ".join(one.authors),
            "year": one.year, "journal": one.journal, "volume": one.volume, "number": one.number, "pages": one.pages,
            "doi": one.doi, "abstract": one.abstract if entries < HUGE else "",
        }
        for number, one in enumerate(made.entries, 1)
    )  # fmt: skip
    write_csv(rows, file)
    papers = {str(number): str(paper) for number, paper in enumerate(made.papers, 1)}
    return Labelled(f"made up, {entries:,}, seed {seed}", file, papers)


def _stroke(samples: Path, folder: Path) -> Labelled:
    rows = list(csv.DictReader(_unpacked(samples / "bibdedupe_stroke_records.csv.gz").splitlines(keepends=True)))
    file = folder / "stroke.csv"
    write_csv(rows, file)
    papers = {row["ID"]: row["ID"] for row in rows}
    for (group,) in list(csv.reader((samples / "bibdedupe_stroke_merged_ids.csv").open(encoding="utf-8")))[1:]:
        papers.update(dict.fromkeys(group.split(";"), group))
    return Labelled("stroke (real)", file, papers, wrong=frozenset(CORRECTED["stroke"]))


def _verified(samples: Path, folder: Path) -> Labelled:
    cases = json.loads((samples / "bibdedupe_test_cases.json").read_text("utf-8"))["cases"]
    rows, papers = [], {}
    for case in cases:
        for side in ("a", "b"):
            own = f"{case['id']}-{side}"
            rows.append({**{name: value or "" for name, value in case[f"record_{side}"].items()}, "ID": own})
            papers[own] = case["id"] if case["expected_duplicate"] else own
    for row in rows:
        row["journal"] = row.get("journal") or row.get("booktitle", "")
    file = folder / "verified.csv"
    write_csv(rows, file)
    only = frozenset((f"{case['id']}-a", f"{case['id']}-b") for case in cases)
    return Labelled("pairs verified by hand (real)", file, papers, only)


def _unpacked(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode("utf-8")


def _given(file: Path, folder: Path) -> Labelled:
    """Return a set given on the command line: a CSV whose last columns are `ID` and `paper`, in any order."""
    rows = list(csv.DictReader(file.open(encoding="utf-8-sig")))
    copy = folder / file.name
    write_csv(rows, copy)
    return Labelled(file.stem, copy, {row["ID"]: row["paper"] for row in rows})


# ---------------------------------------------------------------------------------------------- how good


@dataclass(frozen=True, slots=True)
class Score:
    """How many were found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        """Return precision, recall and F1 as cells."""
        found, there = self.right + self.wrong, self.right + self.missed
        precision = self.right / found if found else 1.0
        recall = self.right / there if there else 1.0
        both = 2 * self.right / (found + there) if found + there else 1.0
        return f"{precision:.4f} | {recall:.4f} | {both:.4f}"


def of_pairs(labelled: Labelled, groups: Groups, *, corrected: bool = False) -> Score:
    """Return how many of the pairs of duplicates were found."""
    left_out = labelled.wrong if corrected else frozenset()
    found = {pair for group in groups for pair in combinations(sorted(group), 2)}
    papers = _grouped((own, paper) for own, paper in labelled.papers.items())
    true = {pair for group in papers for pair in combinations(sorted(group), 2)} - left_out
    if labelled.only is not None:
        found, true = found & labelled.only, true & labelled.only
    return Score(len(found & true), len(found - true), len(true - found))


def of_removed(labelled: Labelled, groups: Groups) -> Score:
    """Return how many of the records that say nothing new were removed, and how many papers were lost."""
    papers = [len({labelled.papers[own] for own in group}) for group in groups]
    right = sum(len(group) - count for group, count in zip(groups, papers, strict=True))
    there = len(labelled.papers) - len(set(labelled.papers.values()))
    return Score(right, sum(papers) - len(papers), there - right)


def _row(labelled: Labelled, tool: str, run: Run) -> str:
    if run.fault:
        return f"| {labelled.name} | {tool} | {run.fault} |" + " |" * 8
    pairs = of_pairs(labelled, run.groups)
    if labelled.only is None:
        removed = of_removed(labelled, run.groups)
        lost = str(removed.wrong)
    else:
        removed, lost = pairs, str(pairs.wrong)
    return f"| {labelled.name} | {tool} | {pairs} | {removed} | {lost} | {run.seconds:.1f} | {run.megabytes:,.0f} |"


HEADER = (
    "| set | tool | pairs: precision | recall | F1 | removed: precision | recall | F1 | false merges | s | MB |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def _accuracy(samples: Path, folder: Path, wanted: Namespace) -> None:
    print("\nTuned on:\n\n" + HEADER)
    sets = [_stroke(samples, folder), _verified(samples, folder)]
    _compare([*sets, *(made_up(SIZE, seed, folder) for seed in TUNED)], wanted.tools)
    print("\nOnly measured:\n\n" + HEADER)
    _compare(
        [*(made_up(SIZE, seed, folder) for seed in MEASURED), *(_given(one, folder) for one in wanted.set)],
        wanted.tools,
    )
    _tafenoquine(samples, folder, wanted.tools)


def _compare(sets: Iterable[Labelled], tools: Sequence[str]) -> None:
    for labelled in sets:
        for tool in tools:
            run = _run(tool, labelled.file)
            print(_row(labelled, tool, run), flush=True)
            if labelled.wrong and not run.fault:
                print(
                    f"| {labelled.name}, labels corrected | {tool} | {of_pairs(labelled, run.groups, corrected=True)} |"
                    + " |" * 6
                )


def _tafenoquine(samples: Path, folder: Path, tools: Sequence[str]) -> None:
    """Print what was found in a set whose labels say only which records have a duplicate, not which one."""
    from reviewkit.formats import read

    file = folder / "tafenoquine.xml"
    file.write_bytes(gzip.decompress((samples / "tafenoquine.xml.gz").read_bytes()))
    records = read(file.read_bytes(), file.name).records
    flagged = {
        place
        for place, record in enumerate(records, 1)
        if "<caption>Duplicate" in record.raw or _captioned(record.unmapped)
    }
    table = file.with_suffix(".csv")
    write_csv((_entry(place, record) for place, record in enumerate(records, 1)), table)
    print(f"\nTafenoquine (real), {len(records)} records, of which {len(flagged)} are labelled as having a duplicate:")
    print("\n| tool | precision | recall | F1 |\n| --- | --- | --- | --- |")
    titles: list[str] = []
    for tool in tools:
        run = _run(tool, table)
        found = {int(own) for group in run.groups if len(group) > 1 for own in group}
        score = Score(len(found & flagged), len(found - flagged), len(flagged - found))
        print(f"| {tool} | {run.fault or score} |" + (" |" * 2 if run.fault else ""), flush=True)
        for own, name in ((found - flagged, "found, not labelled"), (flagged - found, "labelled, not found")):
            titles.extend(f"- {tool}: {name}: entry {place}, {records[place - 1].title[:90]}" for place in sorted(own))
    print("\n" + "\n".join(titles))


def _entry(place: int, one: Record) -> dict[str, str]:
    """Return a record as a row that all tools read."""
    return {
        "ID": str(place), "ENTRYTYPE": "article", "title": one.title, "author": " and ".join(one.authors),
        "year": str(one.year or ""), "journal": one.journal, "volume": one.volume, "number": one.issue,
        "pages": one.pages, "doi": one.doi or "", "abstract": one.abstract,
    }  # fmt: skip


def _captioned(unmapped: Iterable[tuple[str, str]]) -> bool:
    return any("caption" in tag and "uplicate" in value for tag, value in unmapped)


# ---------------------------------------------------------------------------------------------- how quick


def _speed(folder: Path, wanted: Namespace) -> None:
    print(
        "\n| made-up entries | tool | seconds | entries a second | peak memory, MB |\n| --- | --- | --- | --- | --- |"
    )
    for size in wanted.sizes:
        file = made_up(size, 7, folder).file
        for tool in wanted.tools if size <= SLOW or wanted.all else wanted.tools[:1]:
            run = _run(tool, file)
            shown = run.fault or f"{run.seconds:.1f} | {size / run.seconds:,.0f} | {run.megabytes:,.0f}"
            print(f"| {size:,} | {tool} | {shown} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; with --run, do the work of one process."""
    parser = ArgumentParser(description="How well and how quickly duplicates are found.")
    parser.add_argument("--samples", type=Path, default=DATA, help="where the real sets are")
    parser.add_argument("--set", type=Path, nargs="*", default=[], help="labelled CSVs: the columns, and `paper`")
    parser.add_argument("--tools", nargs="+", choices=list(TOOLS), default=list(TOOLS))
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="try 1000000, too")
    parser.add_argument("--all", action="store_true", help="run the others on large corpora, too: takes an hour")
    parser.add_argument("--only-speed", action="store_true")
    parser.add_argument("--run", nargs=3, metavar=("TOOL", "FILE", "OUT"))
    wanted = parser.parse_args(arguments)
    if wanted.run:
        tool, file, out = wanted.run
        _in_this_process(tool, Path(file), Path(out))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if not wanted.only_speed:
            _accuracy(wanted.samples, Path(folder), wanted)
        _speed(Path(folder), wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
