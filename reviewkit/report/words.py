"""Numbers, lists and days as they stand in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.screening.codebook import day

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["counted", "day", "joined", "verb"]


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 record`, `3 records`, `no records`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def verb(number: int, one: str = "was", many: str = "were") -> str:
    """Return the verb that fits the number."""
    return one if number == 1 else many


def joined(parts: Sequence[str], by: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {by} {parts[-1]}" if parts else ""


def sentence(text: str) -> str:
    """Return a text with a capital at its start and a full stop at its end; nothing of nothing."""
    return text and f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
