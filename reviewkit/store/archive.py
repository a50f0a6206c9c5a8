"""A review's folder as one zip with checksums, and such a zip opened again.

An archive has the folder's own layout, so that unpacked it is a review's folder, and `manifest.json` beside it. It is
written the same for the same content: names sorted, one date for all.

What is opened may come from anybody. Nothing is unpacked before the whole list of contents has been found harmless:
only names of the layout, plain files, no name twice in whatever case, and sizes within bounds; while unpacking, what a
member states of its size is held to.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NotAllowedError, StorageError
from reviewkit.store import codec, folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMAT = 1
MANIFEST = "manifest.json"
CRITERIA = "criteria"
OUT = "data/out"
_FOLDERS = (CRITERIA, folder.SEARCHES, folder.RECORDS, folder.JOURNALS, OUT)
_LICENSED = ("abstract", "raw", "unmapped")
"""Fields of a record that hold the abstract, or the whole entry with it."""
_UNFIT = r'\x00-\x1f\x7f\ud800-\udfff<>:"/\\|?*'
_NAME = re.compile(f"[^{_UNFIT}.][^{_UNFIT}]{{0,239}}")
_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can state."""
_MOST_FILES = 20_000
_MOST_BYTES = 3 * 2**30
_MOST_MANIFEST = 16 * 2**20
_MOST_DIRECTORY = 16 * 2**20
_RATIO = 250
_SMALL = 2**20
"""Below this size a member may be packed as tightly as it likes."""
_END, _END_SIZE, _LOCATOR, _LOCATOR_SIZE = b"PK\x05\x06", 22, b"PK\x06\x07", 20
_CHUNK = 2**20
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises for bytes that are no zip, or not quite."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the manifest says of one file."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself."""

    program: str
    """`reviewkit 0.1.0`."""
    review: str
    title: str
    abstracts: bool
    """False if abstracts, entries as exported and the exports themselves were left out."""
    left_out: tuple[str, ...]
    """What of the folder is not in it, and why."""


# ------------------------------------------------------------------------------------------------- writing


def snapshot(source: Path, target: Path, *, abstracts: bool) -> list[str]:
    """Copy what an archive holds of the folder `source` to `target`; returns what was left out, and why.

    Journals and record files end with their last complete line. Raises `InputError` for a name that no other system
    would take, `StorageError`.
    """
    left_out = [] if abstracts else ["abstracts, and each entry as it stood in its export"]
    with _words_for_refusals(target):
        for below in (CRITERIA, folder.SEARCHES, folder.RECORDS, folder.JOURNALS):
            (target / below).mkdir(parents=True, exist_ok=True)
            for path, name in _files(source, below):
                why = _copied(path, name, target / name, abstracts=abstracts)
                left_out += [f"{name}: {why}"] if why else []
    return left_out


def _files(source: Path, below: str) -> Iterator[tuple[Path, str]]:
    if below in (folder.RECORDS, folder.JOURNALS):
        yield from folder.files(source, below)
        return
    place = source / below
    if place.is_dir() and not place.is_symlink():
        for path in sorted(place.iterdir()):
            if not path.name.startswith(".") and (below != CRITERIA or path.suffix == ".toml"):
                yield path, f"{below}/{path.name}"


def _copied(path: Path, name: str, target: Path, *, abstracts: bool) -> str:
    """Copy one file; returns why it was left out, empty if it was not."""
    _check_name(name)
    if path.is_symlink() or not path.is_file():
        return "it is a link or no regular file"
    if name.startswith(folder.SEARCHES):
        if not abstracts:
            return "an export holds abstracts"
        shutil.copyfile(path, target)
        return ""
    data = path.read_bytes()
    if name.startswith(folder.JOURNALS):
        data = data[: folder.complete_size(data)]
    elif name.startswith(folder.RECORDS):
        data = data[: folder.complete_size(data)]
        if not abstracts:
            try:
                data = without_abstracts(data)
            except InputError as error:
                return f"it cannot be read ({error.what}), so it may hold abstracts"
    target.write_bytes(data)
    return ""


def without_abstracts(data: bytes) -> bytes:
    """Return a record file without abstracts and without the entries as exported. Raises `InputError`."""
    lines = [codec.parsed(line) for _, line in folder.complete_lines(data)]
    bare = [_bare(line) for line in lines]
    return "".join(f"{codec.canonical(line)}\n" for line in bare).encode()


def _bare(line: Mapping[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in line.items() if key not in _LICENSED}
    rejected = kept.get("rejected")
    return kept if not isinstance(rejected, dict) else {**kept, "rejected": _bare(rejected)}


def checksums(tree: Path) -> dict[str, Sum]:
    """Return the checksum of each file below a folder, by its path there with slashes."""
    paths = sorted(path for path in tree.rglob("*") if path.is_file())
    return {path.relative_to(tree).as_posix(): Sum(_sha256(path), path.stat().st_size) for path in paths}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, tree: Path, manifest: Manifest) -> int:
    """Write the files of the folder `tree` and the manifest to a zip, whole or not at all; returns how many files.

    Raises `NotAllowedError` or `InputError` if it could not be opened again, `StorageError`.
    """
    files = checksums(tree)
    _check_bounds([one.size for one in files.values()])
    with _words_for_refusals(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as packed:
                    packed.writestr(_info(MANIFEST), _manifest_text(manifest, files))
                    for name in files:
                        with packed.open(_info(name), "w") as member, (tree / name).open("rb") as content:
                            shutil.copyfileobj(content, member, _CHUNK)
                    _harmless(packed.infolist())
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            os.replace(temporary, target)  # noqa: PTH105  # mkstemp gives a path as text
        finally:
            Path(temporary).unlink(missing_ok=True)
    return len(files)


def _check_bounds(sizes: Sequence[int]) -> None:
    if len(sizes) >= _MOST_FILES or sum(sizes) > _MOST_BYTES:
        raise NotAllowedError(
            f"the review has {len(sizes)} files of {sum(sizes) // 2**20} MB together; an archive takes "
            f"{_MOST_FILES - 1} files and {_MOST_BYTES // 2**20} MB",
            remedy="Archive the folder with another program, or leave abstracts and exports out (--without-abstracts).",
        )


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, wherever it is written
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _manifest_text(manifest: Manifest, files: Mapping[str, Sum]) -> str:
    value = {
        "archive": FORMAT,
        "about": "A systematic review, complete: `reviewkit verify FILE` holds each file to its checksum, makes every "
        f"file of {OUT} anew from the others and compares.",
        "files": {name: dataclasses.asdict(one) for name, one in files.items()},
        **dataclasses.asdict(manifest),
    }
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


# ------------------------------------------------------------------------------------------------- opening


def opened(path: Path, target: Path) -> tuple[Manifest, list[str]]:
    """Unpack an archive into the empty folder `target`; returns its manifest, and where its files differ from that.

    Raises `InputError` for what is no archive, was written by a newer program, or could do harm; `StorageError`.
    """
    with _words_for_refusals(target):
        try:
            _check_end(path)
            with zipfile.ZipFile(path) as packed:
                members = _harmless(packed.infolist())
                manifest, files = _manifest(_read_manifest(packed, members))
                for info in members:
                    if info.filename != MANIFEST:
                        _unpack(packed, info, target)
        except _DAMAGE as error:
            raise _unfit(f"is damaged, or no zip file ({error})", path) from error
        except InputError as error:
            raise _unfit(error.what, path) from error
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not path.exists():
                raise _unfit("is not there", path) from error
            raise
        return manifest, _differences(files, checksums(target))


def _unfit(what: str, path: Path) -> InputError:
    return InputError(what, where=path.name, remedy="Ask for the archive again; nothing of it was used.")


def _check_end(path: Path) -> None:
    """Raise `InputError` if the list of contents is too long to be looked at, or in the form for larger archives.

    `zipfile` reads that list whole before anybody can look at it, so its size is read from the end record first
    (PKWARE APPNOTE 4.3.14 to 4.3.16).
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_SIZE - 2**16 - _LOCATOR_SIZE))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise InputError("is no zip file, or not all of one")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if directory > _MOST_DIRECTORY or _LOCATOR in tail[max(0, at - _LOCATOR_SIZE) : at]:
        raise InputError("has more in it than an archive can hold")


def _harmless(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the members if none of them can do harm. Raises `InputError`."""
    if len(members) > _MOST_FILES:
        raise InputError(f"has {len(members)} files in it; an archive has {_MOST_FILES} at most")
    if sum(info.file_size for info in members) > _MOST_BYTES:
        raise InputError(f"would unpack to more than {_MOST_BYTES // 2**20} MB")
    seen: set[str] = set()
    for info in members:
        fault = _fault(info)
        if fault:
            raise InputError(f"{_shown(info.orig_filename)}: {fault}")
        alike = unicodedata.normalize("NFKC", info.filename).casefold()
        if alike in seen:
            raise InputError(f"{_shown(info.filename)}: is there twice")
        seen.add(alike)
    return members


def _fault(info: zipfile.ZipInfo) -> str:
    """Return what is wrong with a member; empty if nothing is."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    rules = (
        (info.orig_filename != info.filename or not _is_name(info.filename), "is no name of a file in an archive"),
        (info.is_dir() or kind not in (0, stat.S_IFREG), "is a link or no regular file"),
        (bool(info.flag_bits & 0x1), "is encrypted"),
        (info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), "is packed in an unknown way"),
        (info.file_size > max(_SMALL, _RATIO * info.compress_size), "would unpack to far more than it is"),
        (info.filename == MANIFEST and info.file_size > _MOST_MANIFEST, "is too large"),
    )
    return next((why for broken, why in rules if broken), "")


def _is_name(name: str) -> bool:
    below, _, last = name.rpartition("/")
    return name == MANIFEST or (
        below in _FOLDERS and _NAME.fullmatch(last) is not None and not last.endswith((".", " "))
    )


def _check_name(name: str) -> None:
    if not _is_name(name):
        raise InputError(
            f"{_shown(name)} is a name that some systems refuse",
            where=name.rpartition("/")[0],
            remedy="Give the file a plain name, or move it out of the review's folder.",
        )


def _shown(name: str) -> str:
    return json.dumps(name[:120])


def _read_manifest(packed: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> dict[str, object]:
    info = next((info for info in members if info.filename == MANIFEST), None)
    if info is None:
        raise InputError(f"is no archive of a review: it has no {MANIFEST}")
    return codec.parsed(packed.read(info))


def _manifest(value: Mapping[str, object]) -> tuple[Manifest, dict[str, Sum]]:
    version = value.get("archive")
    if type(version) is not int or version > FORMAT:
        raise InputError(f"has archive format {version}; this version of reviewkit reads up to {FORMAT}")
    files = value.get("files")
    if not isinstance(files, dict):
        raise InputError(f'its {MANIFEST} lists no "files"')
    sums = {str(name): codec.decode(Sum, one if isinstance(one, dict) else {}) for name, one in files.items()}
    return codec.decode(Manifest, value, MANIFEST), sums


def _unpack(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    """Write one member below `target`: exactly as much as it states, whatever is in it."""
    place = target / info.filename
    place.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(info) as member, place.open("xb") as file:
        left = info.file_size
        while chunk := member.read(min(_CHUNK, left)):
            left -= len(chunk)
            file.write(chunk)
        if left:
            raise InputError(f"{_shown(info.filename)}: does not hold as much as it states")


def _differences(stated: Mapping[str, Sum], found: Mapping[str, Sum]) -> list[str]:
    return [
        *(f"{name}: is missing" for name in sorted(stated.keys() - found.keys())),
        *(f"{name}: is not in the manifest" for name in sorted(found.keys() - stated.keys())),
        *(
            f"{name}: differs from its checksum"
            for name in sorted(stated.keys() & found.keys())
            if stated[name] != found[name]
        ),
    ]


@contextlib.contextmanager
def _words_for_refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot be written or read ({error.strerror or error})",
            where=str(error.filename or path),
            remedy="Make room or give yourself the right to write there, then do it again.",
        ) from error
