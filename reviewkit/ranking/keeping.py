"""Features on disk, so that a review's texts are gone through once and not at every start.

The thing a reader would get wrong: this is only a help. Whatever is wrong with the file, the answer is that there is
none, and the features are made again; arrays are read as numbers alone, never as Python objects.
"""

from __future__ import annotations

import dataclasses
import os
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from reviewkit.ranking.features import Features

if TYPE_CHECKING:
    from pathlib import Path

_OF = "of"
_MADE = "2"
"""To be raised whenever features are made otherwise, so that those of an earlier version are not taken for ours."""
_DAMAGE = (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile)


def keep(path: Path, of: str, features: Features) -> None:
    """Write features to a file in place of others; `of` says what they were made from. Raises `OSError`."""
    arrays: dict[str, Any] = {_OF: _letters(_MADE + of)}
    for field in dataclasses.fields(features):
        arrays |= _packed(field.name, getattr(features, field.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with new.open("wb") as stream:
            np.savez(stream, **arrays)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def kept(path: Path, of: str) -> Features | None:
    """Return the features of a file; None if there are none, or if they were made from something else."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if not np.array_equal(arrays[_OF], _letters(_MADE + of)):
                return None
            return Features(**{field.name: _unpacked(field.name, arrays) for field in dataclasses.fields(Features)})
    except _DAMAGE:
        return None


def _packed(name: str, value: Any) -> dict[str, Any]:
    """Return a field as arrays; the kind of what it was is told by their names."""
    if sparse.issparse(value):
        shape = np.array(value.shape)
        return {f"{name}.data": value.data, f"{name}.indices": value.indices, f"{name}.indptr": value.indptr} | {
            f"{name}.shape": shape
        }
    if isinstance(value, str):
        return {f"{name}.text": _letters(value)}
    return {name: np.asarray(value)}


def _unpacked(name: str, arrays: Any) -> Any:
    if f"{name}.shape" in arrays:
        parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
        return sparse.csr_matrix(parts, shape=tuple(arrays[f"{name}.shape"]))
    if f"{name}.text" in arrays:
        return arrays[f"{name}.text"].tobytes().decode()
    return arrays[name]


def _letters(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)
