"""What the statistics mean in words: labels of kappa, why something is undefined, where kappa misleads.

What a reader would get wrong: the labels were made for kappa and for nothing else, and the two scales disagree, so
both are shown. They are chosen by the two decimals that are printed, so that a label never contradicts its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.agreement.ratings import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.agreement.nouns import Estimate, Measures
    from reviewkit.agreement.ratings import Ratings

_LANDIS_KOCH = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"), (0.0, "slight"))
_MCHUGH = ((0.91, "almost perfect"), (0.80, "strong"), (0.60, "moderate"), (0.40, "weak"), (0.21, "minimal"))
_MISLEADS = 0.2
"""One band of Landis and Koch: from here on kappa and PABAK tell a reader different things."""


def landis_koch(kappa: float | None) -> str:
    """Return the label of J. R. Landis and G. G. Koch (1977), doi 10.2307/2529310; empty where kappa is undefined."""
    return _label(kappa, _LANDIS_KOCH, "poor")


def mchugh(kappa: float | None) -> str:
    """Return the label of M. L. McHugh (2012), doi 10.11613/BM.2012.031; empty where kappa is undefined."""
    return _label(kappa, _MCHUGH, "none")


def _label(kappa: float | None, bands: Sequence[tuple[float, str]], below: str) -> str:
    if kappa is None:
        return ""
    printed = float(f"{kappa:.2f}")
    return next((label for start, label in bands if printed >= start), below)


def nothing_rated(ratings: Ratings, pairs: int) -> str:
    """Return why no statistic is defined, or an empty text; `pairs` are the items that two or more rated."""
    if pairs:
        return ""
    if len(ratings.raters) == 1:
        return "undefined, because there is only one rater"
    if all(code == MISSING for row in ratings.codes for code in row):
        return "undefined, because nothing was rated"
    return "undefined, because no item was rated by two raters"


def only_one_category(ratings: Ratings) -> str:
    """Return why a statistic that needs variation is undefined."""
    rows = [[code for code in row if code != MISSING] for row in ratings.codes]
    category = next(ratings.categories[row[0]] for row in rows if len(row) > 1)
    who = "both raters" if len(ratings.raters) == 2 else "all raters"
    return f'undefined, because {who} said "{category}" every time'


def warnings(found: Measures) -> tuple[str, ...]:
    """Return where a number would be misread, a plain sentence or two each."""
    return tuple(text for text in (_constant(found), _paradox(found), _bias(found), _no_width(found)) if text)


def _gap(found: Measures) -> float:
    """Return by how much PABAK is above kappa, both without weights; 0 where one is undefined."""
    kappa, pabak = (found.kappa_unweighted or found.kappa).value, found.pabak.value
    return pabak - kappa if pabak is not None and kappa is not None else 0.0


def _paradox(found: Measures) -> str:
    """Return the warning of Feinstein & Cicchetti (1990), doi 10.1016/0895-4356(90)90158-L."""
    kappa, pabak, share = found.kappa_unweighted or found.kappa, found.pabak, found.percent_agreement
    if _gap(found) < _MISLEADS or kappa.value is None:
        return ""
    common, total = max(found.specific, key=lambda one: one.ratings), sum(one.ratings for one in found.specific)
    return (
        f'Kappa misleads here: {common.ratings} of {total} ratings are "{common.category}", so that raters who guessed '
        "in these proportions would agree nearly as often, and the few other ratings decide kappa "
        f"({_number(kappa)}). In fact agreement is {100 * (share.value or 0):.1f}%, PABAK {_number(pabak)}, "
        f"AC1 {_number(found.ac1)}. Report these beside kappa."
    )


def _constant(found: Measures) -> str:
    """Return the warning that one of two raters never varied, which makes kappa 0 and its interval a point."""
    table = found.table
    if table is None or found.kappa.value is None:
        return ""
    used = {
        table.rows: [sum(row) for row in table.counts],
        table.columns: [sum(row) for row in zip(*table.counts, strict=True)],
    }
    for rater, counts in used.items():
        if max(counts) == found.n:
            category = table.categories[counts.index(max(counts))]
            return f'{rater} said "{category}" every time, so kappa is 0 whatever the other said, and tells nothing.'
    return ""


def _bias(found: Measures) -> str:
    if _gap(found) > -_MISLEADS or _constant(found):
        return ""
    return (
        "Kappa flatters here: the raters use the categories in different proportions (bias), which lowers the "
        f"agreement expected by chance. PABAK is {_number(found.pabak)}, AC1 {_number(found.ac1)}. "
        "Report these beside kappa."
    )


def _no_width(found: Measures) -> str:
    share = found.percent_agreement
    if share.value != 1 or share.low is None or found.n < 2:
        return ""
    reach = f" The true agreement may be as low as {100 * (share.low or 0):.0f}% (Wilson)."
    return (
        f"All raters agree on each of the {found.n} items that two or more rated, so that an interval without width "
        f"is no certainty.{reach if len(found.raters) == 2 else ''}"
    )


def _number(estimate: Estimate) -> str:
    return f"{estimate.value:.2f}" if estimate.value is not None else "undefined"
