"""What one person likes: keys, words to be marked, colours, the library's link resolver.

Kept in the per-user configuration folder, never in the review's: two people of one review like different things. The
thing a reader would get wrong: a file with a fault stops nothing. What can be read of it holds, everything else is as
if it were not there, and `Read.faults` says which line of it was meant; only writing over it is refused.

Which keys a screen has is the business of the one key table: whether a wish for a key collides with another, too.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from reviewkit.errors import NotAllowedError
from reviewkit.store.folder import write_whole
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAME = "settings.toml"
PROFILES = ("default", "rayyan", "asreview")
THEMES = ("dark", "light", "high-contrast")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A reviewer's own words, marked in titles and abstracts; `*` at an end stands for any letters."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What one person likes."""

    profile: str = "default"
    """Which keys decide: the program's, or those of Rayyan or ASReview LAB."""
    theme: str = "dark"
    include_words: tuple[str, ...] = ()
    exclude_words: tuple[str, ...] = ()
    """In every review that has no words of its own in `reviews`."""
    link_resolver: str = ""
    """A URL with `{doi}`, `{title}`, `{issn}`, `{year}`, `{volume}`, `{pages}` or `{query}` in it; empty: none."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Key by what it does, in the words of the key line: `{"include": "f"}`."""
    reviews: Mapping[str, OwnWords] = field(default_factory=dict)
    """OwnWords by the id of a review, in place of those for all."""

    def words(self, review: str) -> OwnWords:
        """Return the words to be marked in a review."""
        return self.reviews.get(review, OwnWords(self.include_words, self.exclude_words))

    def with_words(self, review: str, words: OwnWords) -> Settings:
        """Return settings with words for one review; none take those for all reviews again."""
        others = {one: own for one, own in self.reviews.items() if one != review}
        return replace(self, reviews=others if words == OwnWords() else {**others, review: words})


@dataclass(frozen=True, slots=True)
class Read:
    """What a settings file says, and what in it could not be understood."""

    settings: Settings
    faults: tuple[str, ...] = ()
    """With file, line and name each."""


def settings_file() -> Path:
    """Return where the settings are; REVIEWKIT_CONFIG names another folder."""
    if chosen := os.environ.get("REVIEWKIT_CONFIG"):
        return Path(chosen) / NAME
    import platformdirs

    return Path(platformdirs.user_config_dir("reviewkit", appauthor=False)) / NAME


# ------------------------------------------------------------------------------------------------------- reading


def read(path: Path | None = None) -> Read:
    """Return the settings of the person at this device; no file means no wishes."""
    place = path or settings_file()
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Read(Settings())
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Read(Settings(), (f"{place}: cannot be read ({why})",))
    found = parsed(text)
    return Read(found.settings, tuple(f"{place}: {fault}" for fault in found.faults))


def parsed(text: str) -> Read:
    """Return what a text in TOML says; what is not understood keeps its default and is told with its line."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Read(Settings(), (f"this is no TOML: {line(str(error))}; nothing of it is used",))
    faults: list[str] = []
    settings = Settings()
    for name, value in values.items():
        try:
            settings = _with(settings, name, value)
        except NotAllowedError as error:
            number = _line_of(text, name)
            faults.append(f"line {number}, {line(name)}: {error.what}" if number else f"{line(name)}: {error.what}")
    return Read(settings, tuple(faults))


def _line_of(text: str, name: str) -> int:
    """Return the first line that gives a name its value or opens its table, from 1; 0 if none is found."""
    wanted = re.compile(rf"""\s*(?:["']?{re.escape(name)}["']?\s*[=.]|\[\s*["']?{re.escape(name)}["']?\s*[\].])""")
    return next((number for number, one in enumerate(text.splitlines(), 1) if wanted.match(one)), 0)


def _with(settings: Settings, name: str, value: object) -> Settings:
    if name == "review":
        tables = _table(value, _words_of)
        return replace(settings, reviews=tables)
    if name == "keys":
        return with_keys(settings, _table(value, _text))
    if name not in _READERS:
        raise NotAllowedError(f"there is no such setting; there are {', '.join([*_READERS, 'keys', 'review'])}")
    return _replaced(settings, name, _READERS[name](value))


def _replaced(settings: Settings, name: str, value: object) -> Settings:
    changed: dict[str, Any] = {name: value}
    return replace(settings, **changed)


def _table(value: object, read_one: Callable[[object], _T]) -> dict[str, _T]:
    if not isinstance(value, dict):
        raise NotAllowedError("this has to be a table")
    return {str(name): read_one(one) for name, one in value.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotAllowedError(f"{_shown(value)} is no text in quotes")
    return value.strip()


def _one_of(known: tuple[str, ...]) -> Callable[[object], str]:
    def read_one(value: object) -> str:
        if value not in known:
            raise NotAllowedError(f"{_shown(value)} is none of {', '.join(known)}")
        return str(value)

    return read_one


def _listed(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotAllowedError('this has to be a list of texts: ["parent*", "home language"]')
    return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))


def _words_of(value: object) -> OwnWords:
    if not isinstance(value, dict) or not set(value) <= {"include_words", "exclude_words"}:
        raise NotAllowedError("a review's table holds include_words and exclude_words")
    return OwnWords(_listed(value.get("include_words", [])), _listed(value.get("exclude_words", [])))


def _resolver(value: object) -> str:
    template = _text(value)
    if template and not template.startswith(("https://", "http://")):
        raise NotAllowedError(f"{_shown(value)} is no address that begins with https://")
    if set(re.findall(r"\{(\w*)\}", template)) - set(RESOLVER_FIELDS):
        raise NotAllowedError(f"only {', '.join(f'{{{one}}}' for one in RESOLVER_FIELDS)} are filled in")
    return template


def _shown(value: object) -> str:
    return f'"{line(str(value))[:60]}"'


RESOLVER_FIELDS = ("doi", "title", "issn", "year", "volume", "issue", "pages", "query")
"""What a link resolver's URL can be filled with; `query` stands for all of it as OpenURL has it."""
_READERS: dict[str, Callable[[object], object]] = {
    "profile": _one_of(PROFILES),
    "theme": _one_of(THEMES),
    "include_words": _listed,
    "exclude_words": _listed,
    "link_resolver": _resolver,
}


# ------------------------------------------------------------------------------------------------------- changing


def changed(settings: Settings, name: str, value: str) -> Settings:
    """Return settings with one changed as people type it: lists parted by commas, `keys.include` for one key.

    An empty value takes the wish back. Raises `NotAllowedError` for a name or a value that there is not.
    """
    if name.startswith("keys."):
        others = {word: key for word, key in settings.keys.items() if word != name[5:]}
        return with_keys(settings, {**others, name[5:]: value.strip()} if value.strip() else others)
    if name not in _READERS:
        known = ", ".join([*_READERS, "keys.include and the like"])
        raise NotAllowedError(f'there is no setting "{line(name)}"', remedy=f"There are {known}.")
    default = next(one.default for one in fields(Settings) if one.name == name)
    if not value.strip():
        return _replaced(settings, name, default)
    try:
        return _replaced(settings, name, _READERS[name](_typed(name, value)))
    except NotAllowedError as error:
        raise NotAllowedError(error.what, where=name) from error


def _typed(name: str, value: str) -> object:
    return words_typed(value) if name.endswith("_words") else value.strip()


def words_typed(value: str) -> list[str]:
    """Return the words in a text where they are parted by commas; a phrase needs no quotes."""
    return [one.strip().strip('"“”').strip() for one in re.split(r"[,;\n]", value) if one.strip()]


def with_keys(settings: Settings, keys: Mapping[str, str]) -> Settings:
    """Return settings with these keys. Raises `NotAllowedError` for what is no key, or one key for two things."""
    for word, key in keys.items():
        if len(key) != 1 or not key.isalpha() or key != key.lower():
            raise NotAllowedError(f'"{line(key)}" for {line(word)} is no key: one small letter', where="keys")
    doubled = sorted({key for key in keys.values() if list(keys.values()).count(key) > 1})
    for key in doubled:
        both = " and ".join(word for word, own in keys.items() if own == key)
        raise NotAllowedError(f'"{key}" cannot be the key for {line(both)} at once', where="keys")
    return replace(settings, keys=dict(keys))


def write(settings: Settings, path: Path | None = None) -> None:
    """Keep settings. Raises `NotAllowedError` over a file with faults, which would be lost, and `StorageError`."""
    place = path or settings_file()
    if faults := read(place).faults:
        raise NotAllowedError(
            "the settings file has a fault, and writing would throw away what it says",
            where=faults[0],
            remedy="Mend or delete the file first.",
        )
    write_whole(place, as_toml(settings).encode())


def as_toml(settings: Settings) -> str:
    """Return settings as a file: only what differs from the defaults."""
    default = Settings()
    parts = ["# What one person likes; see `reviewkit settings`.\n"]
    for name in _READERS:
        value = getattr(settings, name)
        if value != getattr(default, name):
            parts.append(f"{name} = {_toml(value)}\n")
    if settings.keys:
        parts.append("\n[keys]\n" + "".join(f"{_toml(word)} = {_toml(key)}\n" for word, key in settings.keys.items()))
    for review, words in settings.reviews.items():
        lists = f"include_words = {_toml(words.include)}\nexclude_words = {_toml(words.exclude)}\n"
        parts.append(f"\n[review.{_toml(review)}]\n{lists}")
    return "".join(parts)


def _toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    code = ord(character)
    if code < 32 or code == 127:
        return f"\\u{code:04x}"
    return "\ufffd" if 0xD800 <= code < 0xE000 else character
