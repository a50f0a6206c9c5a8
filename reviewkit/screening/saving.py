"""What reading in a good order can save at the very most.

The thing a reader would get wrong: finding the relevant reports early saves nothing by itself. What may be left unread
is only what a random sample of the rest allows, and in a small review that sample is nearly all of it.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from math import comb

_TARGET = Fraction(95, 100)


def least_read(reports: int, relevant: int) -> int:
    """Return how many reports must be read at least before 95 % are found with a confidence of 95 %.

    A perfect ranking is followed by a random sample in which nothing relevant turns up, until fewer than 5 % of such
    samples would be like that if too many were missed. Source: Callaghan & Müller-Hansen (2020), Syst Rev 9:273.
    """
    rest = reports - relevant
    missed = int(relevant / _TARGET) - relevant + 1
    lucky = (1 - _TARGET) * comb(rest, missed)
    samples = range(max(rest - missed + 1, 0))
    sample = bisect_left(samples, True, key=lambda size: comb(rest - size, missed) <= lucky)
    return relevant + sample if sample < len(samples) else reports
