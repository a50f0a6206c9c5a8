from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError
from reviewkit.review import Settings, settings
from reviewkit.tui import keys
from reviewkit.tui.screens.adding import AddScreen
from reviewkit.tui.screens.appraising import AppraisingScreen
from reviewkit.tui.screens.citing import CitingScreen
from reviewkit.tui.screens.codes import CodesScreen
from reviewkit.tui.screens.coding import CodingScreen
from reviewkit.tui.screens.conflicts import ConflictsScreen
from reviewkit.tui.screens.differences import DifferencesScreen
from reviewkit.tui.screens.duplicates import DuplicatesScreen
from reviewkit.tui.screens.flow import FlowScreen
from reviewkit.tui.screens.fulltexts import FullTextsScreen
from reviewkit.tui.screens.group import GroupScreen
from reviewkit.tui.screens.help import HelpScreen
from reviewkit.tui.screens.home import HomeScreen
from reviewkit.tui.screens.importing import ImportScreen
from reviewkit.tui.screens.journal import JournalScreen
from reviewkit.tui.screens.newer import NewerScreen
from reviewkit.tui.screens.quotations import QuotationsScreen
from reviewkit.tui.screens.reading import ReadingScreen
from reviewkit.tui.screens.reconciling import ReconcilingScreen
from reviewkit.tui.screens.references import ReferencesScreen
from reviewkit.tui.screens.rejected import RejectedScreen
from reviewkit.tui.screens.reports import ReportsScreen
from reviewkit.tui.screens.screening import ScreeningScreen
from reviewkit.tui.screens.searches import SearchesScreen
from reviewkit.tui.screens.seeds import SeedsScreen
from reviewkit.tui.screens.settings import SettingsScreen
from reviewkit.tui.screens.stopping import StoppingScreen
from reviewkit.tui.screens.team import TeamScreen

if TYPE_CHECKING:
    from reviewkit.tui.screens.framed import Framed

SCREENS: list[type[Framed]] = [
    AddScreen,
    AppraisingScreen,
    CitingScreen,
    CodesScreen,
    CodingScreen,
    ConflictsScreen,
    DifferencesScreen,
    DuplicatesScreen,
    FlowScreen,
    FullTextsScreen,
    GroupScreen,
    HelpScreen,
    HomeScreen,
    ImportScreen,
    JournalScreen,
    NewerScreen,
    QuotationsScreen,
    ReadingScreen,
    ReconcilingScreen,
    ReferencesScreen,
    RejectedScreen,
    ReportsScreen,
    ScreeningScreen,
    SearchesScreen,
    SeedsScreen,
    SettingsScreen,
    StoppingScreen,
    TeamScreen,
]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_of_a_screen_has_an_action_there(screen: type[Framed]) -> None:
    for key in keys.of(screen.PLACE):
        name = re.split(r"[(.]", key.action)[0]
        assert name in ("app", "choose") or hasattr(screen, f"action_{name}"), key


def test_every_place_has_a_screen() -> None:
    assert {screen.PLACE for screen in SCREENS} == set(keys.PLACES)


@pytest.mark.parametrize("place", keys.PLACES)
def test_no_key_is_bound_twice_on_a_screen(place: str) -> None:
    bound = [binding.key for binding in keys.bindings(place) if not binding.priority]
    each = [key for several in bound for key in several.split(",")]
    assert len(each) == len(set(each))


def test_decision_keys_are_lower_case() -> None:
    deciding = [key for key in keys.KEYS if key.place in keys.DECIDING]
    assert all(key.keys == key.keys.lower() for key in deciding)


def test_the_readme_table_has_every_key() -> None:
    text = keys.as_markdown()
    assert all(f"| {key.label} |" in text for key in (*keys.KEYS, *keys.EVERYWHERE))


@pytest.mark.parametrize("profile", settings.PROFILES)
def test_no_profile_gives_one_key_to_two_things(profile: str) -> None:
    wished = keys.keymap(Settings(profile=profile))
    for place in keys.PLACES:
        letters = [one for key in keys.of(place) for one in keys.as_wished(key, wished).keys.split(",")]
        assert len(letters) == len(set(letters))
        assert len(letters) == sum(len(key.keys.split(",")) for key in keys.of(place))


@given(
    st.dictionaries(st.sampled_from(sorted(keys.wishable())), st.sampled_from("abcdefghijklmnopqrstuvwxyz"), max_size=4)
)
def test_wished_keys_either_collide_aloud_or_work(wishes: dict[str, str]) -> None:
    with contextlib.suppress(NotAllowedError):
        wished = keys.keymap(Settings(keys=wishes))
        for place in keys.DECIDING:
            letters = [one for key in keys.of(place) for one in keys.as_wished(key, wished).keys.split(",")]
            assert len(letters) == len(set(letters))


def test_every_word_of_a_profile_is_on_a_key_line() -> None:
    assert {word for profile in keys.PROFILES.values() for word in profile} <= set(keys.wishable())
    assert set(keys.PROFILES) == set(settings.PROFILES)
