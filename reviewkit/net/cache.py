"""Answers kept on disk, with the day they came: what was asked once need not be asked again, also without a network.

A file is a line of JSON about the answer and then its body; it is renamed into place when whole, and its body's sha256
stands in the line, so that a damaged file counts as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from reviewkit.errors import StorageError
from reviewkit.net.answer import Answer

_KEPT = ("content-type", "link", "retry-after")


class Cache:
    """A folder of answers."""

    def __init__(self, folder: Path) -> None:
        """Keep answers below a folder, which is made when the first comes."""
        self.folder = folder

    def get(self, key: str) -> Answer | None:
        """Return the answer kept under a key, None if there is no whole one."""
        try:
            head, _, body = self._path(key).read_bytes().partition(b"\n")
            about = json.loads(head)
            if about["key"] != key or about["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            return Answer(about["url"], about["status"], about["headers"], body, about["retrieved"], cached=True)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer. Raises `StorageError`."""
        about = {
            "key": key,
            "url": answer.url,
            "status": answer.status,
            "headers": {name: answer.headers[name] for name in _KEPT if name in answer.headers},
            "retrieved": answer.retrieved,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        write_whole(self._path(key), json.dumps(about).encode() + b"\n" + answer.body)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / name[:2] / name


def write_whole(path: Path, data: bytes) -> None:
    """Write a file such that it is there whole or not at all. Raises `StorageError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            f"cannot be written ({error.strerror})",
            where=str(path.parent),
            remedy="Make room there, or name another place in REVIEWKIT_STATE.",
        ) from error
