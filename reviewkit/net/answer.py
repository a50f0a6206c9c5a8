"""What a server answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reviewkit.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: a body that was cut short never becomes one."""

    url: str
    """Where the answer came from in the end, without secrets."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = field(repr=False)
    retrieved: str = ""
    """UTC, ISO 8601: when it was first received."""
    cached: bool = False

    @property
    def kind(self) -> str:
        """Return the content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """Return the JSON value in the body. Raises `NetworkError` if there is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise NetworkError(
                f"answered with {_shown(self)} where JSON was expected",
                where=host(self.url),
                remedy="Try again later; if it stays so, something on the way answers in its place.",
                status=self.status,
            ) from None


def _shown(answer: Answer) -> str:
    if not answer.body.strip():
        return "nothing"
    return f"something of the type {answer.kind}" if "json" not in answer.kind and answer.kind else "broken JSON"


def host(url: str) -> str:
    """Return the host that a URL names, in lower case, with its port if it has one."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
