from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError, StorageError
from reviewkit.review import OwnWords, Settings
from reviewkit.review import settings as settings_

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = st.text(min_size=1).map(str.strip).filter(bool).filter(lambda one: one.isprintable())
_LISTS = st.lists(_TEXTS, max_size=4, unique=True).map(tuple)
SETTINGS = st.builds(
    Settings,
    profile=st.sampled_from(settings_.PROFILES),
    theme=st.sampled_from(settings_.THEMES),
    include_words=_LISTS,
    exclude_words=_LISTS,
    link_resolver=st.sampled_from(("", "https://resolver.example/?doi={doi}&t={title}")),
    keys=st.dictionaries(_TEXTS, st.sampled_from("abcdefgh"), max_size=1),
    reviews=st.dictionaries(_TEXTS, st.builds(OwnWords, _LISTS, _LISTS), max_size=3),
)


@given(SETTINGS)
def test_what_is_written_is_read_again(settings: Settings) -> None:
    assert settings_.parsed(settings_.as_toml(settings)) == settings_.Read(settings)


@given(st.text())
def test_any_text_is_read_without_a_crash_and_told(text: str) -> None:
    found = settings_.parsed(text)
    assert found.faults or tomllib.loads(text) is not None


FAULTY = [
    ('theme = "dark"\na b', "line 2"),
    ('theme = "dark"\nprofile = "vim"\n', 'line 2, profile: "vim" is none of default, rayyan, asreview'),
    ('include_words = "parent*"\n', "line 1, include_words: this has to be a list"),
    ("exclude_words = [1]\n", "line 1, exclude_words"),
    ("\n\ntheme = 7", "line 3, theme"),
    ("[keys]\ninclude = 'Y'", '"Y" for include is no key'),
    ("[keys]\ninclude = 'f'\nexclude = 'f'", '"f" cannot be the key for include and exclude at once'),
    ("colour = 'red'", "line 1, colour: there is no such setting"),
    ("keys = 3", "line 1, keys: this has to be a table"),
    ("[review.x]\nwords = []", "include_words and exclude_words"),
    ("link_resolver = 'resolver.example'", "line 1, link_resolver"),
    ("link_resolver = 'https://resolver.example/{isbn}'", "are filled in"),
]


@pytest.mark.parametrize(("text", "told"), FAULTY)
def test_a_fault_is_told_with_its_line_and_the_rest_holds(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    found = settings_.read(path)
    (fault,) = found.faults
    assert str(path) in fault
    assert told in fault
    assert found.settings == Settings()
    with pytest.raises(NotAllowedError, match="has a fault"):
        settings_.write(Settings(theme="light"), path)
    assert path.read_text(encoding="utf-8") == text


def test_what_can_be_read_beside_a_fault_holds() -> None:
    assert settings_.parsed('theme = "light"\nprofile = 1').settings == Settings(theme="light")


def test_no_file_is_no_wish_and_an_unreadable_one_is_told(tmp_path: Path) -> None:
    assert settings_.read(tmp_path / "none.toml") == settings_.Read(Settings())
    (tmp_path / "latin.toml").write_bytes(b'theme = "d\xe4rk"')
    assert "not UTF-8" in settings_.read(tmp_path / "latin.toml").faults[0]
    assert settings_.read(tmp_path).faults


def test_words_of_a_review_go_before_those_for_all_until_there_are_none() -> None:
    everywhere = Settings(include_words=("parent*",))
    here = everywhere.with_words("r1", OwnWords(("staff",), ("nurse",)))
    assert here.words("r1") == OwnWords(("staff",), ("nurse",))
    assert here.words("r2") == OwnWords(("parent*",))
    assert here.with_words("r1", OwnWords()) == everywhere


def test_settings_change_as_people_type_them() -> None:
    now = settings_.changed(Settings(), "include_words", 'parent*, "home language" ; staff,')
    assert now.include_words == ("parent*", "home language", "staff")
    now = settings_.changed(settings_.changed(now, "keys.include", "f"), "theme", "light")
    assert (now.keys, now.theme) == ({"include": "f"}, "light")
    assert settings_.changed(settings_.changed(now, "keys.include", ""), "include_words", " ") == Settings(
        theme="light"
    )
    for name, value in (("theme", "pink"), ("colour", "red"), ("keys.include", "ff"), ("link_resolver", "ftp://x")):
        with pytest.raises(NotAllowedError):
            settings_.changed(now, name, value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError):
        settings_.write(Settings(theme="light"), tmp_path / "file" / "settings.toml")
