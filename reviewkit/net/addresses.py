"""Which addresses are gone to: https, and http on this very machine, as tests and local servers have it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from reviewkit.errors import NetworkError
from reviewkit.net.answer import host
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Collection

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def check(url: str, before: str) -> None:
    """Raise `NetworkError` unless the URL is one to go to, coming from another."""
    parts, came = urlsplit(url), urlsplit(before)
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK and came.scheme == "http"
    if not parts.hostname or (parts.scheme != "https" and not plain):
        raise NetworkError(
            f"leads to an address that is not gone to: {line(parts.scheme or 'none')}://{line(parts.hostname or '')}",
            where=host(before),
            remedy="Only https is used.",
        )


def without(url: str, secrets: Collection[str]) -> str:
    """Return a URL without the secret parameters that a server has put into its redirection."""
    parts = urlsplit(url)
    if not secrets or not parts.query:
        return url
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in secrets]
    return parts._replace(query=urlencode(kept)).geturl()
