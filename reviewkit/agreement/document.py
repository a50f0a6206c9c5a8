"""The measures as a text for a person at a terminal: the statistics, the words, the table, then how all was computed.

What a reader would get wrong: names of raters and categories came from outside, so each passes through `line` here.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reviewkit.agreement.ratings import YES
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.agreement.nouns import CrossTable, Estimate, Measures, TwoByTwo


_RATINGS = f"{'n':>7}{'agree':>8}{'kappa, 95% interval':>24}"
_CRITERIA = f"{'given':>6}{_RATINGS}{'AC1':>7}"
"""Heads of the columns; given: how many ratings name the criterion."""


def as_text(found: Measures, width: int = 100, *, methods: bool = True) -> str:
    """Return the measures for a person at a terminal, sentences wrapped at `width`, tables as wide as they are.

    Without `methods` it is not said how they were computed, for texts that say so once of several.
    """
    parts = (
        _wrapped([_counts(found), *found.notes], width),
        _statistics(found, width),
        _wrapped([_labels(found), *(f"Warning: {warning}" for warning in found.warnings)], width),
        [*_table(found.table), *_wrapped([*_indices(found.two_by_two), _by_category(found)], width)],
        _wrapped(_methods([found]) if methods else (), width),
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def methods_as_text(found: Iterable[Measures], width: int = 100) -> str:
    """Return how several measures were computed, each sentence once."""
    return "\n".join(_wrapped(_methods(found), width)) + "\n"


def criteria_as_text(found: Mapping[str, Measures], width: int = 100) -> str:
    """Return the agreement on several criteria as a table, a line each; what is undefined says why below it."""
    notes = dict.fromkeys(note for measured in found.values() for note in measured.notes)
    given = {
        name: f"{sum(one.ratings for one in measured.specific if one.category == YES):>6}"
        for name, measured in found.items()
    }
    return "\n".join([*_wrapped(notes, width), *_a_line_each(found, _CRITERIA, given, width)]) + "\n"


def ratings_as_text(found: Mapping[str, Measures], width: int = 100) -> str:
    """Return the agreement on several questions as a table, a line each, with what has to be known of it below.

    The last column is AC2 of those that have an order, else AC1.
    """
    notes = dict.fromkeys(note for measured in found.values() for note in measured.notes)
    said = [f"{line(name)}: {text}" for name, measured in found.items() for text in measured.warnings]
    table = _a_line_each(found, f"{_RATINGS}{'AC':>7}", dict.fromkeys(found, ""), width)
    return "\n".join([*_wrapped(notes, width), *table, *_wrapped(said, width)]) + "\n"


def _a_line_each(found: Mapping[str, Measures], heads: str, given: Mapping[str, str], width: int) -> list[str]:
    longest = max(8, width - len(heads) - 2)
    column = min(longest, max([len(line(name)) for name in found], default=0)) + 2
    rows = [row for name, one in found.items() for row in _criterion(line(name), given[name], one, column, width)]
    return [f"{'':<{column}}{heads}", *rows]


def _criterion(name: str, given: str, found: Measures, column: int, width: int) -> list[str]:
    first = f"{name[: column - 2]:<{column}}{given}{found.n:>7}"
    share, kappa = found.percent_agreement, found.kappa
    if share.value is None:
        return [first, *_wrapped_below(share.undefined, width)]
    first += f"{100 * share.value:>7.1f}%"
    if kappa.value is None:
        return [f"{first}{'undefined':>14}", *_wrapped_below(kappa.undefined, width)]
    ends = f"{kappa.low:.2f} to {kappa.high:.2f}" if kappa.low is not None else ""
    other = found.ac2 or found.ac1
    beside = f"{other.value:.2f}" if other.value is not None else "undefined"
    return [f"{first}{kappa.value:>8.2f}{ends:>16}{beside:>7}".rstrip()]


def _wrapped_below(text: str, width: int) -> list[str]:
    return textwrap.wrap(line(text), width, initial_indent="    ", subsequent_indent="    ")


def _methods(found: Iterable[Measures]) -> list[str]:
    """Return how all statistics and their intervals were made, each once."""
    rows = [row for measured in found for row in _rows(measured)]
    own = dict.fromkeys(f"{estimate.method}." for _, estimate in rows)
    return [*own, *_intervals(rows)]


def _wrapped(sentences: Iterable[str], width: int) -> list[str]:
    return [textwrap.fill(line(text), width, subsequent_indent="  ") for text in sentences if text]


def _counts(found: Measures) -> str:
    return (
        f"{found.n} of {_counted(found.items, 'item')} rated by two or more; {_counted(len(found.raters), 'rater')}"
        f"{_named(found.raters)}; {_counted(len(found.categories), 'category', 'categories')}"
        f"{_named(found.categories)}, {found.scale}; {_counted(found.missing, 'rating')} missing."
    )


def _statistics(found: Measures, width: int) -> list[str]:
    drawn = any(estimate.bootstrap is not None for _, estimate in _rows(found))
    heads = f"{'':<32}{'value':>8}   {'95% interval':<18}{'bootstrap' if drawn else ''}"
    return [heads.rstrip(), *(_row(*row, width, drawn=drawn) for row in _rows(found))]


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


def _row(name: str, estimate: Estimate, width: int, *, drawn: bool) -> str:
    if estimate.value is None:
        why = f"{name:<32}  {line(estimate.undefined)}"
        return textwrap.fill(why, width, subsequent_indent=" " * 34, drop_whitespace=True)
    resampled = estimate.bootstrap
    own = f"{estimate.low:.3f} to {estimate.high:.3f}" if estimate.low is not None else "none"
    again = f"{resampled.low:.3f} to {resampled.high:.3f}" if resampled is not None else "none" if drawn else ""
    return f"{name:<32}{estimate.value:>8.3f}   {own:<18}{again:<18}".rstrip()


def _intervals(rows: Sequence[tuple[str, Estimate]]) -> Iterator[str]:
    """Yield how the intervals were made, once for all that were made so."""
    made: dict[str, list[str]] = {}
    for name, estimate in rows:
        if estimate.interval:
            made.setdefault(f"95% interval: {estimate.interval}", []).append(name)
        if estimate.bootstrap is not None:
            made.setdefault(f"Bootstrap: {estimate.bootstrap.method}", []).append(name)
    yield from (f"{how} ({', '.join(dict.fromkeys(names))})." for how, names in made.items())


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
