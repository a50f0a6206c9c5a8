"""How well coders agree on what they coded blind: on each field, and where several choices can be made on each choice.

The thing a reader would get wrong: `not reported` is an answer and counts as one. Where several choices can be made,
each choice is a question of its own, made or not, since two sets that overlap neither agree nor differ. Numbers and
texts have no short list of answers that chance could hit, so of them the share of equal ones is all there is to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit import agreement
from reviewkit.agreement import Options
from reviewkit.agreement.ratings import NO, YES
from reviewkit.extraction.comparing import answers
from reviewkit.model import NOT_REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Measures
    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.model import Coding, ReportId, Reviewer

Blind = tuple["ReportId", "Mapping[Reviewer, Coding]"]
"""A study, and what each of its coders noted blind."""
_QUICK = Options(resamples=0)


def measures(given: Sequence[Blind], codebook: Extraction, options: Options = _QUICK) -> dict[str, Measures]:
    """Return the agreement on each field or choice that two coders answered of one study, by what people call it."""
    found: dict[str, Measures] = {}
    said = [(study, {coder: _as_given(one) for coder, one in codings.items()}) for study, codings in given]
    for field in codebook.fields if any(len(own) > 1 for _, own in said) else ():
        for name, cells, categories in _tables(field, said):
            measured = agreement.measures(agreement.ratings(cells, categories), options)
            found |= {name: measured} if measured.n else {}
    return found


def shares_equal(given: Sequence[Blind], codebook: Extraction) -> dict[str, tuple[int, int]]:
    """Return of each number and text how many of the studies that two coded have equal answers, and those studies."""
    found = {}
    said = [(study, {coder: answers(one) for coder, one in codings.items()}) for study, codings in given]
    for field in codebook.fields:
        if not field.choices:
            each = [own for _, own in _answered(field, said) if len(own) > 1]
            if each:
                found[field.name] = (sum(len({*own.values()}) == 1 for own in each), len(each))
    return found


_Cells = list[tuple[str, str, str | None]]
_Said = tuple["ReportId", dict["Reviewer", dict[str, tuple[str, ...]]]]
"""A study, and what each of its coders answered by field."""


def _tables(field: Field, given: Sequence[_Said]) -> list[tuple[str, _Cells, tuple[str, ...]]]:
    """Return the questions that a field asks: their names, who answered what of which study, what can be answered."""
    said = [(study, coder, values) for study, own in _answered(field, given) for coder, values in own.items()]
    if field.kind == "one":
        cells: _Cells = [(study, coder, values[0] if values else NOT_REPORTED) for study, coder, values in said]
        used = dict.fromkeys(value for *_, value in cells if value is not None)
        return [(field.name, cells, tuple(dict.fromkeys([*field.choices, *sorted(used)])))]
    return [
        (
            f"{field.name}: {choice}",
            [(study, coder, YES if choice in values else NO) for study, coder, values in said],
            (NO, YES),
        )
        for choice in field.choices
    ]


def _answered(field: Field, given: Sequence[_Said]) -> list[tuple[ReportId, dict[Reviewer, tuple[str, ...]]]]:
    """Return what each coder answered to a field, by study."""
    return [
        (study, {coder: own[field.id] for coder, own in codings.items() if field.id in own}) for study, codings in given
    ]


def _as_given(coding: Coding) -> dict[str, tuple[str, ...]]:
    return {one.field: one.values for one in coding.answers}
