"""Zip archives with the same bytes for the same content: what is in them as it is, and no time of writing.

Office files are such archives.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can name."""
_CORE = "docProps/core.xml"
_BLOCK = 2**20
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def unchanging(package: bytes) -> bytes:
    """Return an Office file without the time at which it was written, its parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(_part(name), _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", content) if name == _CORE else content)
    return out.getvalue()


def archived(parts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield an archive in pieces; its parts are taken one at a time, so that never all of them are in memory."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts:
                archive.writestr(_part(name), content)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = 0
    return part
