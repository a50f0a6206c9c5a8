from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import InputError
from reviewkit.store import fulltexts as files
from tests.pdfs import pdf

if TYPE_CHECKING:
    from pathlib import Path


def test_only_plain_files_are_found_links_and_hidden_ones_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "fulltext"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("a.pdf", "sub/b.PDF", ".c.pdf", ".hidden/d.pdf", "e.docx"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (folder / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    (folder / "linked").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.pdf")
    assert [(one.name, one.kind) for one in files.found(folder)] == [
        ("a.pdf", "pdf"),
        ("e.docx", ""),
        ("sub/b.PDF", "pdf"),
    ]
    assert files.found(tmp_path / "nowhere") == []


def test_a_changed_file_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    (file,) = files.found(tmp_path)
    hashes = files.Hashes()
    first = hashes.of(file)
    assert hashes.of(file) == first
    (tmp_path / "a.pdf").write_bytes(b"other")
    assert hashes.of(file) != first
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        hashes.of(file)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(*["words"] * 50))
    with pytest.raises(InputError, match="could not be read within"):
        files.first_pages(files.found(tmp_path)[0], seconds=0.001)


def test_a_bomb_ends_within_bounds(tmp_path: Path) -> None:
    """A page that refers to one stream ten thousand times, and a stream that unpacks to a gigabyte."""
    import zlib

    from tests.pdfs import joined

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"null",
        b"<< >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [%s] >>" % (b"6 0 R " * 10_000),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    (tmp_path / "a.pdf").write_bytes(joined(objects))
    with pytest.raises(InputError) as refused:
        files.first_pages(files.found(tmp_path)[0], seconds=20)
    assert refused.value.where == "a.pdf"
    assert refused.value.remedy


def test_words_that_were_kept_are_not_read_again_and_broken_ones_are(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "a.txt").write_bytes(b"Words of the file")
    (file,) = (one for one in files.found(tmp_path) if one.name == "a.txt")
    assert files.contents(tmp_path, file, "0" * 64).pages == ("Words of the file",)
    (kept,) = (tmp_path / "texts").iterdir()
    kept.write_text('{"pages": ["kept"]}', encoding="utf-8")
    assert files.contents(tmp_path, file, "0" * 64).pages == ("kept",)
    kept.write_text('{"pages": ["ke', encoding="utf-8")
    assert files.contents(tmp_path, file, "0" * 64).pages == ("Words of the file",)
