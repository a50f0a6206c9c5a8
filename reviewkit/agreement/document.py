"""The measures as a text for a person at a terminal: the statistics, the words, the table, then how all was computed.

What a reader would get wrong: names of raters and categories came from outside, so each passes through `line` here.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviewkit.agreement.nouns import CrossTable, Estimate, Measures, TwoByTwo


def as_text(found: Measures, width: int = 100) -> str:
    """Return the measures for a person at a terminal, sentences wrapped at `width`, tables as wide as they are."""
    parts = (
        _wrapped([_counts(found), *found.notes], width),
        _statistics(found),
        _wrapped([_labels(found), *(f"Warning: {warning}" for warning in found.warnings)], width),
        [*_table(found.table), *_wrapped([*_indices(found.two_by_two), _by_category(found)], width)],
        _wrapped([*(f"{estimate.method}." for _, estimate in _rows(found)), *_intervals(_rows(found))], width),
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _wrapped(sentences: Iterable[str], width: int) -> list[str]:
    return [textwrap.fill(line(text), width, subsequent_indent="  ") for text in sentences if text]


def _counts(found: Measures) -> str:
    return (
        f"{found.n} of {_counted(found.items, 'item')} rated by two or more; {_counted(len(found.raters), 'rater')}"
        f"{_named(found.raters)}; {_counted(len(found.categories), 'category', 'categories')}"
        f"{_named(found.categories)}, {found.scale}; {_counted(found.missing, 'rating')} missing."
    )


def _statistics(found: Measures) -> list[str]:
    return [f"{'':<32}{'value':>8}   {'95% interval':<18}bootstrap", *(_row(*row) for row in _rows(found))]


def _labels(found: Measures) -> str:
    if not found.landis_koch:
        return ""
    return f"Kappa in words: {found.landis_koch} (Landis & Koch 1977); {found.mchugh} (McHugh 2012)."


def _by_category(found: Measures) -> str:
    each = ", ".join(f"{line(one.category)[:40]} {_decimals(one.agreement)}" for one in found.specific)
    return f"Agreement on each category: {each}." if each and found.n else ""


def _rows(found: Measures) -> list[tuple[str, Estimate]]:
    kappa = "Cohen's kappa" if len(found.raters) <= 2 else "Fleiss' kappa"
    weighted = f", {found.options.weights} weights" if found.kappa_unweighted is not None else ""
    rows = (
        ("Percent agreement", found.percent_agreement),
        (kappa + weighted, found.kappa),
        (f"{kappa}, unweighted", found.kappa_unweighted),
        ("PABAK", found.pabak),
        ("Gwet's AC1", found.ac1),
        (f"Gwet's AC2{weighted}", found.ac2),
        (f"Krippendorff's alpha, {found.scale}", found.alpha),
    )
    return [(name, estimate) for name, estimate in rows if estimate is not None]


def _row(name: str, estimate: Estimate) -> str:
    if estimate.value is None:
        return f"{name:<32}  {line(estimate.undefined)}"
    drawn = estimate.bootstrap
    own = f"{estimate.low:.3f} to {estimate.high:.3f}" if estimate.low is not None else "none"
    again = f"{drawn.low:.3f} to {drawn.high:.3f}" if drawn is not None else "none"
    return f"{name:<32}{estimate.value:>8.3f}   {own:<18}{again:<18}".rstrip()


def _intervals(rows: Sequence[tuple[str, Estimate]]) -> Iterator[str]:
    """Yield how the intervals were made, once for all that were made so."""
    made: dict[str, list[str]] = {}
    for name, estimate in rows:
        if estimate.interval:
            made.setdefault(f"95% interval: {estimate.interval}", []).append(name)
        if estimate.bootstrap is not None:
            made.setdefault(f"Bootstrap: {estimate.bootstrap.method}", []).append(name)
    yield from (f"{how} ({', '.join(names)})." for how, names in made.items())


def _table(table: CrossTable | None) -> Iterator[str]:
    if table is None or not table.categories:
        return
    names = [line(category)[:18] for category in table.categories]
    width = max(len(name) for name in [*names, "rows"]) + 2
    yield f"Rows {line(table.rows)[:40]}, columns {line(table.columns)[:40]}:"
    yield " " * width + "".join(f"{name:>{width}}" for name in names)
    for name, row in zip(names, table.counts, strict=True):
        yield f"{name:<{width}}" + "".join(f"{count:>{width}}" for count in row)


def _indices(table: TwoByTwo | None) -> Iterator[str]:
    if table is None:
        return
    yield (
        f'Positive is "{line(table.positive)[:40]}": both {table.both_positive}, first only {table.first_only}, '
        f"second only {table.second_only}, neither {table.both_negative}."
    )
    yield (
        f"Positive agreement {_decimals(table.positive_agreement)}, negative {_decimals(table.negative_agreement)}; "
        f"prevalence index {table.prevalence_index:.3f}, bias index {table.bias_index:.3f}."
    )


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(line(name)[:40] for name in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f" ({shown}{more})" if names else ""


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _decimals(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
