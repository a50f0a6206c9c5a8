"""Office files with the same bytes for the same content: they are zip archives, which note down the time of writing."""

from __future__ import annotations

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can name."""
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def unchanging(package: bytes) -> bytes:
    """Return an Office file without the time at which it was written, its parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            content = old.read(name)
            new.writestr(part, _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", content) if name == _CORE else content)
    return out.getvalue()
