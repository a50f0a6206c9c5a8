from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.errors import InputError
from reviewkit.fulltext.plain import flowing, text
from tests.pdfs import joined, pdf

if TYPE_CHECKING:
    from pathlib import Path


def read(data: bytes, kind: str = "pdf", most_pages: int = 600) -> list[str]:
    return [page.strip() for page in text(io.BytesIO(data), kind, most_pages).pages]


def test_a_pdf_is_read_page_by_page() -> None:
    assert read(pdf("First page\nof two", "Second (page)")) == ["First page\nof two", "Second (page)"]


def test_what_a_pdf_says_of_itself_is_kept_apart() -> None:
    found = text(io.BytesIO(pdf("Words", about="/Title (A title) /doi (10.1234/x)")), "pdf")
    assert found.about == "A title\n10.1234/x"


def test_of_many_pages_only_so_many_are_read_and_that_is_said() -> None:
    found = text(io.BytesIO(pdf(*(f"page {number}" for number in range(30)))), "pdf", 5)
    assert (len(found.pages), found.cut) == (5, "the first 5 of 30 pages")


ENCRYPTED = joined(
    [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>", b"null", b"<< >>"],
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]",
)
LOOP = joined([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R] >>", b"null", b"<< >>"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a PDF"),
        (b"MZ\x90\x00 a program", "not a PDF"),
        (b"%PDF-1.4\nand nothing", "broken"),
        (pdf("words")[:150], "broken"),
        (pdf(""), "holds no text"),
        (ENCRYPTED, "password"),
        (LOOP, "broken"),
    ],
    ids=["empty", "program", "cut short", "half", "scanned", "encrypted", "pages that hold themselves"],
)
def test_a_hostile_pdf_ends_in_words(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(data)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 600), st.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_is_read_or_refused(at: int, noise: bytes) -> None:
    data = pdf("Some words that stand here", "More words")
    damaged = data[:at] + noise + data[at + len(noise) :]
    with contextlib.suppress(InputError):
        assert all(len(page) < 1000 for page in read(damaged))


def test_a_web_page_is_read_without_its_scripts() -> None:
    page = (
        "<html><head><title>A paper</title><meta name='citation_doi' content='10.1234/x'>"
        "<script>alert('no')</script><style>p{}</style></head>"
        "<body><nav>Home</nav><p>One &amp; two</p><p>three<br>four</p></body></html>"
    )
    found = text(io.BytesIO(page.encode()), "html")
    assert found.pages == ("A paper\n\nOne & two\n\nthree\nfour",)
    assert "10.1234/x" in found.about


def test_a_text_without_pages_is_read_in_sheets_and_whole() -> None:
    words = "\n\n".join(f"Paragraph {number} of a long report." for number in range(1000))
    pages = read(words.encode("cp1252"), "txt")
    assert len(pages) > 3
    assert "".join("".join(pages).split()) == "".join(words.split())


@given(st.text("ab .-\n", max_size=400))
def test_lines_that_flow_together_lose_nothing_but_blanks(page: str) -> None:
    assert "".join(flowing(page).split()) == "".join(page.split())


def test_paragraphs_flow_and_headings_stay() -> None:
    paragraph = "This is a line of some length, which goes\non here as lines in columns always do in\nprint."
    page = f"A heading\n{paragraph}\nMethod\nWe"
    assert flowing(page).split("\n")[:3] == [
        "A heading",
        "This is a line of some length, which goes on here as lines in columns always do in print.",
        "Method",
    ]


@pytest.mark.parametrize(("data", "key"), [(pdf("Words"), "pages"), (b"noise", "what")], ids=["PDF", "noise"])
def test_the_process_of_its_own_always_answers_in_json(tmp_path: Path, data: bytes, key: str) -> None:
    (tmp_path / "file").write_bytes(data)
    command = [sys.executable, "-P", "-m", "reviewkit.fulltext", "pdf", "2"]
    with (tmp_path / "file").open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, check=True)
    assert key in json.loads(done.stdout)
