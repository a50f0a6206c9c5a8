"""How well raters agree on what they rated blind: the design, each criterion, all of them together, the judgement.

The thing a reader would get wrong: `unclear` and `not applicable` are ratings that a rater can choose, so they count,
but they have no place between better and worse. On an ordinal scale a near miss counts in part between two points of
the scale alone; `unclear` agrees with `unclear` and with nothing else, not even in part. That is Cohen's weighted kappa
(1968, doi 10.1037/h0026256) with weights of 1 on the diagonal, linear ones within the order and 0 elsewhere, and AC2
(Gwet 2014) with the same. To leave such ratings out instead would make agreement look better than it was.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit import agreement
from reviewkit.agreement import Options, Scale
from reviewkit.appraisal.comparing import DESIGN, OVERALL
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Measures, Ratings
    from reviewkit.criteria.nouns import Quality

Answer = tuple[str, str, str, str]
"""Study, rater, question, and what the rater answered: a criterion's id and its rating, `DESIGN`, `OVERALL`."""
TOGETHER = "all criteria"
"""The key of all ratings of all criteria; no id of a criterion has a blank."""
_NAMES = {DESIGN: "design", OVERALL: "overall judgement", TOGETHER: "all criteria together"}
_BESIDES = (UNCLEAR, NOT_APPLICABLE)
_QUICK = Options(resamples=0)
_BELONG = "no interval, because the ratings of one study belong together"
_IN_PART = "A near miss on the scale counts in part; a rating outside its order agrees with the same one alone."


def measures(given: Sequence[Answer], instrument: Quality, options: Options = _QUICK) -> dict[str, Measures]:
    """Return the agreement on each question that two raters answered of one study: the design first, overall last.

    Keys are the ids of criteria, in the instrument's order and those that it has no longer after them, and `DESIGN`,
    `OVERALL` and `TOGETHER`; the last has no intervals, since ratings of one study are not independent.
    """
    known = [one.id for one in instrument.criteria]
    gone = sorted({asked for _, _, asked, _ in given}.difference(known, (DESIGN, OVERALL)))
    found = {key: agreement.measures(_rated(given, instrument, key), options) for key in (DESIGN, *known, *gone)}
    if len(known) + len(gone) > 1:
        pooled = agreement.measures(_together(given, instrument), options)
        found[TOGETHER] = agreement.without_intervals(pooled, _BELONG)
    found[OVERALL] = agreement.measures(_rated(given, instrument, OVERALL), options)
    return {key: one for key, one in found.items() if one.n}


def named(found: Mapping[str, Measures], instrument: Quality) -> dict[str, Measures]:
    """Return `measures` by what people call each question; ids tell apart criteria of one name, and those gone."""
    names = {one.id: one.name for one in instrument.criteria}
    often = Counter([*names.values(), *_NAMES.values()])
    known = {key: name if often[name] == 1 else f"{name} ({key})" for key, name in names.items()}
    return {(_NAMES | known).get(key, key): one for key, one in found.items()}


def _rated(given: Sequence[Answer], instrument: Quality, key: str) -> Ratings:
    return _table([(study, rater, value) for study, rater, asked, value in given if asked == key], instrument, key)


def _together(given: Sequence[Answer], instrument: Quality) -> Ratings:
    cells = [
        (f"{study} {asked}", rater, value) for study, rater, asked, value in given if asked not in (DESIGN, OVERALL)
    ]
    return _table(cells, instrument, TOGETHER)


def _table(cells: Sequence[tuple[str, str, str]], instrument: Quality, key: str) -> Ratings:
    ordered, besides = _categories(instrument, key)
    used = Counter(value for _, _, value in cells)
    strange = sorted(set(used).difference(ordered, besides))
    notes = [
        f'"{value}" is no longer in the instrument and is a category of its own ({used[value]} '
        f"rating{'s' * (used[value] != 1)})."
        for value in strange
    ]
    is_ordinal = instrument.ordinal and key != DESIGN
    return agreement.ratings(
        cells,
        (*ordered, *besides, *strange),
        scale=Scale.ORDINAL if is_ordinal else Scale.NOMINAL,
        raters=sorted({rater for _, rater, _ in cells}),
        notes=[*notes, *([_IN_PART] if is_ordinal and (besides or strange) else [])],
        outside=(*besides, *strange) if is_ordinal else (),
    )


def _categories(instrument: Quality, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what could be chosen, lowest first, and what could be chosen besides."""
    if key == DESIGN:
        return instrument.designs, ()
    if key == OVERALL:
        return instrument.judgements[::-1], ()
    return instrument.scale[::-1], _BESIDES
