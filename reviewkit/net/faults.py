"""How the faults of servers and connections are worded; no key is ever part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.errors import NetworkError
from reviewkit.net.answer import host
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.net.answer import Answer

_REMEDIES = {
    400: "Look at what was asked for; the service takes it for wrong.",
    401: "The service wants a key, or does not know the one that is set.",
    403: "The service refuses; a key may be missing or used up, or it wants you to slow down.",
    404: "The service does not have it, or its address has changed.",
    414: "The request is too long for the service; split it.",
}

CANNOT_BE_REACHED = "cannot be reached"
"""Of a host that no connection could be made to, which more tries seldom change."""


def unreached(url: str, error: Exception) -> NetworkError:
    """Return why no answer came."""
    import requests

    slow = isinstance(error, requests.Timeout)
    return NetworkError(
        "does not answer in time" if slow else CANNOT_BE_REACHED,
        where=host(url),
        remedy="Check the connection, or try again later; what was answered before is kept.",
    )


def refused(answer: Answer, hidden: Iterable[str]) -> NetworkError:
    """Return what a server said that did not give what was asked for, the texts of `hidden` taken out."""
    said = line(answer.body[:2000].decode("utf-8", "replace"))[:200] if "html" not in answer.kind else ""
    for secret in hidden:
        said = said.replace(secret, "…") if secret else said
    remedy = _REMEDIES.get(answer.status, "Try again later; what was answered before is kept.")
    return NetworkError(
        f"answered with status {answer.status}{f': {said}' if said else ''}",
        where=host(answer.url),
        remedy=remedy,
        status=answer.status,
    )


def come_again(error: NetworkError, wait: float) -> NetworkError:
    """Return an error that says when to come again; `wait` in seconds."""
    minutes = int(wait // 60) + 1
    return NetworkError(
        f"{error.what}; it asks to wait {minutes} minutes",
        where=error.where,
        remedy=f"Run it again in {minutes} minutes; what was answered before is kept.",
        status=error.status,
    )


def too_large(url: str, largest: int) -> NetworkError:
    """Return the refusal of an answer of more than `largest` bytes."""
    return NetworkError(
        f"answers with more than {largest // 2**20} MB, which is not read",
        where=host(url),
        remedy="Ask for less at once.",
    )
