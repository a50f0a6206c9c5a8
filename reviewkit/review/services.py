"""The services on the internet that this person uses: addresses, keys, and the client through which they are asked.

The thing a reader would get wrong: keys and the e-mail address are a person's own, so they come from the environment or
from a file in the per-user state folder, never from the review's folder, which is shared. They are written nowhere.
"""

from __future__ import annotations

import os
import time
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.net import Cache, Client, Manners
from reviewkit.net.answer import host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FILE = "services.toml"
"""In the per-user state folder: `contact = "me@example.org"`, `openalex_key = "…"`, and so on, as the variables
`REVIEWKIT_CONTACT`, `REVIEWKIT_OPENALEX_KEY` are called without their beginning.
"""
_PREFIX = "REVIEWKIT_"


@dataclass(frozen=True, slots=True)
class Services:
    """Settings by name in lower case: `contact`, `proxy`, `<service>_key`, `<service>_url`."""

    settings: Mapping[str, str] = field(default_factory=dict, repr=False)

    def key(self, service: str) -> str:
        """Return the key of a service; empty if none is set."""
        return self.settings.get(f"{service}_key", "")

    @property
    def contact(self) -> str:
        """Return the e-mail address that services are told; empty if none is set."""
        return self.settings.get("contact", "")

    def url(self, service: str, usual: str) -> str:
        """Return the address of a service."""
        return self.settings.get(f"{service}_url", "") or usual

    def client(
        self,
        folder: Path,
        rates: Mapping[str, float],
        *,
        budget: int | None = None,
        offline: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Client:
        """Return a client that keeps answers below a folder; `rates` are requests a second by address or host."""
        manners = Manners(
            contact=self.contact,
            proxy=self.settings.get("proxy", ""),
            rates={host(one) if "//" in one else one: rate for one, rate in rates.items()},
        )
        return Client(manners, cache=Cache(folder), budget=budget, offline=offline, tell=tell, sleep=sleep)


def services(state: Path, environment: Mapping[str, str] = os.environ) -> Services:
    """Return what the environment and the file in the state folder say; the environment goes first.

    Raises `InputError` if the file cannot be read as TOML.
    """
    said = {
        name.removeprefix(_PREFIX).lower(): value.strip()
        for name, value in environment.items()
        if name.startswith(_PREFIX) and value.strip()
    }
    return Services({**_of_file(state / FILE), **said})


def _of_file(path: Path) -> dict[str, str]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError(
            "cannot be read as TOML",  # the parser's own words could hold a piece of a key
            where=str(path),
            remedy='Write one setting a line, such as contact = "me@example.org".',
        ) from error
    return {name.lower(): value for name, value in values.items() if isinstance(value, str)}
