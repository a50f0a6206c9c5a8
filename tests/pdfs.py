"""PDFs of a few lines, written by hand: real enough for any reader, small enough to read themselves."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pdf(*pages: str, about: str = "", extra: Sequence[bytes] = ()) -> bytes:
    """A PDF with a page for each text, line by line; `about` is its document information, such as `/Title (x)`.

    `extra` are further objects, numbered on.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    objects.append(b"<< " + about.encode("latin-1") + b" >>")
    kids = []
    for text in pages:
        stream = zlib.compress(_content(text))
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (number + 1)
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return joined([*objects, *extra])


def joined(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects as a PDF file with its cross-reference table; the first is the catalogue, the fourth its information."""
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def _content(text: str) -> bytes:
    lines = [b"BT /F1 11 Tf 14 TL 72 780 Td"]
    for one in text.split("\n"):
        shown = one.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(b"(" + shown + b") Tj T*")
    return b"\n".join([*lines, b"ET"])


def article(title: str, author: str = "Kim Author", doi: str = "", body: str = "") -> bytes:
    """The first pages of a paper as they usually look."""
    stated = f"\nhttps://doi.org/{doi}" if doi else ""
    words = body or "Partnerships are a matter of expectations.\nWe spoke with twelve mothers."
    return pdf(f"Journal of Things{stated}\n\n{title}\n{author}\n\nAbstract\n{words}", f"Method\n{words}\nReferences")
