"""Which pairs are worth comparing, found without comparing all with all.

Records that share a cheap key form a block, and pairs come from within blocks. A block of more than `LARGEST` (the
title `Editorial` on thousands) is split by what else its records say, again and again, and what is still too large then
is left alone; so the number of pairs grows with the number of records, not its square.

The thing a reader would get wrong: only a block's size decides whether it is split, so up to `LARGEST` records a key
the pairs found do not depend on which records came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reviewkit.dedup.forms import Form

    Indices = NDArray[np.int64]
    Pairs = tuple[Indices, Indices]

LARGEST = 50
"""Records in a block that are compared each with each."""

_TELLING_LETTERS = 4
TELLING_WORDS = 4
"""Words at the beginning, or the end, of a title that make a key."""

Key = tuple[Hashable, ...]


def pairs(forms: Sequence[Form], new: Sequence[bool]) -> Pairs:
    """Return the index pairs (i < j) worth comparing, sorted; `new` says which records are, and each pair has one."""
    import numpy as np

    by_size: defaultdict[int, list[list[int]]] = defaultdict(list)
    for block in _worth(forms, new):
        by_size[len(block)].append(block)
    codes = [_codes(np.array(blocks, dtype=np.int64), len(forms)) for _, blocks in sorted(by_size.items())]
    found = np.sort(np.concatenate(codes)) if codes else np.empty(0, dtype=np.int64)
    found = found[np.diff(found, prepend=-1) > 0]
    first, second = np.divmod(found, max(len(forms), 1))
    is_new = np.array(new, dtype=bool)
    wanted = is_new[first] | is_new[second] if len(found) else np.empty(0, dtype=bool)
    return first[wanted], second[wanted]


def _codes(blocks: Indices, count: int) -> Indices:
    """Return all pairs within blocks of one size, each as one number."""
    import numpy as np

    first, second = np.triu_indices(blocks.shape[1], 1)
    found: Indices = (blocks[:, first] * count + blocks[:, second]).ravel()
    return found


def _worth(forms: Sequence[Form], new: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the blocks to compare; an identifier on very many records is nonsense, so their other keys must do."""
    everything = range(len(forms))
    yield from (block for block in _blocks(forms, everything, _identifiers) if len(block) <= LARGEST)
    for block in _blocks(forms, everything, _keys):
        if any(new[index] for index in block):
            yield from _refined(forms, block, _FACETS)


def _blocks(forms: Sequence[Form], among: Iterable[int], keys: Callable[[Form], Iterable[Key]]) -> list[list[int]]:
    """Return the blocks of two and more, each in rising order; a key is taken once a record."""
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for index in among:
        for key in dict.fromkeys(keys(forms[index])):
            blocks[key].append(index)
    return [block for block in blocks.values() if len(block) > 1]


def _refined(
    forms: Sequence[Form], block: list[int], facets: Sequence[Callable[[Form], Iterable[Key]]]
) -> Iterator[list[int]]:
    """Yield the block, or if it is too large, what each facet splits it into; a record without the facet drops out.

    Every facet is tried, not only the first that splits enough, so that one wrong field does not part two duplicates.
    A facet already used is not used again, so a record is in at most 2 to the power of the facets of these blocks.
    """
    if len(block) <= LARGEST:
        yield block
        return
    for used, facet in enumerate(facets, start=1):
        for part in _blocks(forms, block, facet):
            yield from _refined(forms, part, facets[used:])


def _identifiers(form: Form) -> Iterator[Key]:
    yield from _doi(form)
    for accession in form.accession:
        yield "accession", accession


def _keys(form: Form) -> Iterator[Key]:
    """Yield the cheap keys: two records of one paper nearly always share one of these or an identifier."""
    yield from () if form.title.generic else _title_keys(form)
    if form.year:
        for name in names(form):
            yield "author and year", name, form.year
    if form.pages and form.volume:
        yield "place", form.volume, form.pages.first


def _title_keys(form: Form) -> Iterator[Key]:
    """Yield the keys of a title that says something; one like `Editorial` makes no pair without author or place."""
    yield from _title(form)
    words = telling(form)
    if len(words) > 1:
        yield "title begins", *words[:TELLING_WORDS]
        yield "title ends", *words[-TELLING_WORDS:]


def telling(form: Form) -> list[str]:
    """Return the words of the title that are long enough to tell titles apart."""
    return [word for word in form.title.words.split() if len(word) >= _TELLING_LETTERS]


def _doi(form: Form) -> Iterator[Key]:
    if form.doi:
        yield "doi", form.doi


def _title(form: Form) -> Iterator[Key]:
    if form.title.solid:
        yield "title", form.title.solid


def names(form: Form) -> Sequence[str]:
    """Return the words that may be the first author's family name."""
    return form.authors[0].words[:3] if form.authors else ()


def _author(form: Form) -> Iterator[Key]:
    for name in names(form):
        yield "author", name


def _first_page(form: Form) -> Iterator[Key]:
    if form.pages:
        yield "page", form.pages.first


def _year(form: Form) -> Iterator[Key]:
    if form.year:
        yield "year", form.year


def _journal(form: Form) -> Iterator[Key]:
    if form.journal.words:
        yield "journal", form.journal.words[:2], form.volume


_FACETS = (_doi, _title, _author, _first_page, _year, _journal)
