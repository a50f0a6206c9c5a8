"""How the client behaves towards servers, and how long it waits."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_STEP = 60.0


@dataclass(frozen=True, slots=True)
class Manners:
    """Settings of a client; seconds and bytes."""

    contact: str = ""
    """An e-mail address that a service can write to; part of the User-Agent. Empty: none is given."""
    rates: Mapping[str, float] = field(default_factory=dict)
    """Requests a second by host."""
    rate: float = 2.0
    """Requests a second at every other host."""
    tries: int = 5
    """How often a request is sent at most, the first time included."""
    pause: float = 1.0
    """Before the second try; doubled before each further one, up to a minute."""
    longest_wait: float = 120.0
    """If a server asks for a longer one, that is an error that says when to come again."""
    connect: float = 10.0
    read: float = 30.0
    """The longest silence within an answer."""
    whole: float = 180.0
    """The longest that one answer may take, however steadily it drips."""
    largest: int = 64 * 2**20
    """Of one answer, unpacked."""
    proxy: str = ""
    """URL of a proxy; empty: none, whatever the environment says."""

    def agent(self, version: str) -> str:
        """Return the User-Agent, as Crossref and OpenAlex ask for it: program, version, a way to reach somebody."""
        contact = f" (mailto:{self.contact})" if self.contact else ""
        return f"reviewkit/{version}{contact}"

    def backoff(self, attempt: int) -> float:
        """Return how long to wait after a failed try, the first being 1."""
        return float(min(self.pause * 2.0 ** (attempt - 1), _LONGEST_STEP))


def retry_after(value: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date held against `now`, a Unix time.

    None if it says nothing that can be read. Source: RFC 9110, section 10.2.3.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, date.timestamp() - now)


def stated_rate(headers: Mapping[str, str]) -> float | None:
    """Return the requests a second that Crossref's headers allow; None where they say nothing.

    Source: x-rate-limit-limit (a number) and x-rate-limit-interval (`1s`), as recorded from api.crossref.org.
    """
    limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "").rstrip("s")
    try:
        rate = float(limit) / float(interval)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 0 < rate < float("inf") else None
