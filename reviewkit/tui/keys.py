"""The one table of keys: what each does, where, and in which words. Key lines, help and README are read from it.

The thing a reader would get wrong: a key is bound on the screen it belongs to, so it is dead while an input has the
focus (inputs keep every printable character) and while a dialog is open. Decision keys are lower case only, so that a
text typed or pasted by mistake decides as little as possible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = "123456789"


@dataclass(frozen=True, slots=True)
class Key:
    """A key or several that do the same, on one screen."""

    place: str
    """Which screen: a key of `PLACES`."""
    keys: str
    """Textual's names, parted by commas; `1-9` stands for the nine digits, each handed to the action."""
    action: str
    words: str
    """On the key line: one or two words."""
    shown: str = ""
    """How people write the key; empty: as in `keys`."""
    help: str = ""
    """On the help screen; empty: the words."""
    hidden: bool = False
    """On the help screen only."""

    @property
    def label(self) -> str:
        """Return the key as people write it."""
        return self.shown or self.keys


PLACES = {
    "home": "Home",
    "screening": "Screening",
    "conflicts": "Conflicts",
    "duplicates": "Two records, one paper?",
    "reports": "All reports",
    "flow": "The flow",
    "form": "Import, add by hand",
    "help": "Keys",
}
_BACK = "Back to where you came from; nothing is lost."
_UNDO = "Take back the last thing you did on this device; again for the one before. Undo is itself on record."
_SCROLL = "Scroll the text; space and page keys scroll by pages."

KEYS = (
    Key("home", "up,k", "move(-1)", "stage", "↑↓", "Choose a line of the pipeline.", hidden=True),
    Key("home", "down,j", "move(1)", "stage", "↑↓", "Choose a line of the pipeline.", hidden=True),
    Key("home", "enter", "open", "open", "⏎", "Do the next step, or open the chosen stage."),
    Key("home", "i", "import_", "import", help="Import an export of a database."),
    Key("home", "a", "add", "add", help="Add one record by hand."),
    Key("home", "d", "duplicates", "duplicates", help="Compare uncertain pairs of records."),
    Key("home", "r,slash", "reports", "reports", "r", "List all reports; find, filter, change a decision."),
    Key("home", "f", "flow", "flow", help="The search-results table and the records behind each number."),
    Key("home", "x", "export", "export", help="Write the included reports to a CSV file."),
    Key("home", "w", "reviewer", "who am I", help="Say who works at this device."),
    Key("home", "q", "app.quit", "quit", help="Leave; every decision is already saved."),
    Key("screening", "y", "decide('include')", "include"),
    Key("screening", "n", "exclude", "exclude", help="Exclude; at full text and quality a digit says why."),
    Key("screening", "m", "decide('unsure')", "unsure", help="Unsure: counts as include at title and abstract."),
    Key("screening", "1-9", "why", "why not", "1-9", "Why the report just excluded fails; again to take it off."),
    Key("screening", "e", "note", "note", help="A note that goes with the decision on the report in view."),
    Key("screening", "l", "later", "later", help="To the end of the queue for this sitting."),
    Key("screening", "u", "undo", "undo", help=_UNDO),
    Key("screening", "g", "access", "full text", help="At full text: retrieved, awaiting or not retrieved."),
    Key("screening", "c", "criteria", "criteria", help="The criteria in full, or out of the way.", hidden=True),
    Key("screening", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("screening", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("screening", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("screening", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("screening", "b,escape", "back", "back", "b", _BACK),
    Key("conflicts", "y", "settle('include')", "include", help="Settle as include, by all who decided."),
    Key("conflicts", "n", "settle('exclude')", "exclude", help="Settle as exclude; later a digit says why."),
    Key("conflicts", "1-9", "why", "reason", "1-9", "The reason, where both exclude for different ones."),
    Key("conflicts", "e", "note", "note", help="A note that goes with the settlement."),
    Key("conflicts", "l", "later", "later", help="To the end of this list."),
    Key("conflicts", "u", "undo", "undo", help=_UNDO),
    Key("conflicts", "c", "criteria", "criteria", help="The criteria beside the report, or out of the way."),
    Key("conflicts", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("conflicts", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("conflicts", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("conflicts", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("conflicts", "b,escape", "back", "back", "b", _BACK),
    Key("duplicates", "s", "link('same')", "same", help="The two records describe one paper."),
    Key("duplicates", "d", "link('different')", "different", help="They are two papers."),
    Key("duplicates", "l", "later", "later", help="To the end of this list."),
    Key("duplicates", "u", "undo", "undo", help=_UNDO),
    Key("duplicates", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("duplicates", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("duplicates", "b,escape", "back", "back", "b", _BACK),
    Key("reports", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("reports", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("reports", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("reports", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("reports", "home", "end(-1)", "first", "Home", "The first line.", hidden=True),
    Key("reports", "end", "end(1)", "last", "End", "The last line.", hidden=True),
    Key("reports", "enter", "open", "open", "⏎", "Open the report, where the own decision can be changed."),
    Key("reports", "slash", "find", "find", "/", "Words of title, authors, journal or year."),
    Key("reports", "s", "cycle('stage')", "stage", help="Only reports at a stage; again for the next stage."),
    Key("reports", "t", "cycle('status')", "status", help="Only reports that stand so; again for the next."),
    Key("reports", "o", "cycle('own')", "own", help="Only by my own decision; again for the next."),
    Key("reports", "y", "cycle('reason')", "why", help="Only those excluded for a reason; again for the next."),
    Key("reports", "p", "cycle('route')", "route", help="Only those found by a route; again for the next."),
    Key("reports", "0", "clear", "all", help="No filter."),
    Key("reports", "e", "export", "export", help="Write this list to a CSV file."),
    Key("reports", "b,escape", "back", "back", "b", _BACK),
    Key("flow", "up,k", "move(-1, 0)", "number", "↑↓←→", "Move over the numbers.", hidden=True),
    Key("flow", "down,j", "move(1, 0)", "number", "↑↓←→", "Move over the numbers.", hidden=True),
    Key("flow", "left,h", "move(0, -1)", "number", "↑↓←→", "Move over the numbers.", hidden=True),
    Key("flow", "right,l", "move(0, 1)", "number", "↑↓←→", "Move over the numbers.", hidden=True),
    Key("flow", "enter", "open", "which ones", "⏎", "List the reports behind the number, pending ones too."),
    Key("flow", "e", "export", "export", help="Write the reports behind the number to a CSV file."),
    Key("flow", "w", "write", "write", help="Write the table to data/out/ as Markdown and CSV."),
    Key("flow", "pagedown,space", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("flow", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("flow", "b,escape", "back", "back", "b", _BACK),
    Key("form", "down", "app.focus_next", "next field", "⇥ ↓", "The next field; Enter does the same."),
    Key("form", "up", "app.focus_previous", "field before", "⇧⇥ ↑", "The field before."),
    Key("form", "left,right", "choose", "choose", "←→", "Another choice, where there are choices.", hidden=True),
    Key("form", "ctrl+s", "go", "do it", "^s", "Do it, from whichever field."),
    Key("form", "escape", "back", "back", "Esc", "Back; nothing of the form is kept."),
    Key("help", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL),
    Key("help", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("help", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("help", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("help", "b,escape,q", "back", "back", "b", _BACK),
)
HELP = Key("everywhere", "question_mark,f1", "app.help", "keys", "?", "This list; F1 in a form.")
COMMANDS = Key("everywhere", "ctrl+p", "app.command_palette", "commands", "^p", "Every command by name, and colours.")
QUIT = Key("everywhere", "ctrl+q", "app.quit", "quit", "^q", "Leave from anywhere.")
EVERYWHERE = (HELP, COMMANDS, QUIT)


def of(place: str) -> tuple[Key, ...]:
    """Return the keys of a screen, without those that work everywhere."""
    return tuple(key for key in KEYS if key.place == place)


def bindings(place: str) -> list[Binding]:
    """Return the keys of a screen as Textual wants them."""
    return [binding for key in (*of(place), HELP) for binding in _bindings(key)]


def _bindings(key: Key) -> Iterator[Binding]:
    if key.keys == "1-9":
        for digit in DIGITS:
            yield Binding(digit, f"{key.action}({digit})", key.words, show=False)
    elif key.action != "choose":
        yield Binding(key.keys, key.action, key.words, show=False)


def on_line(place: str) -> tuple[Key, ...]:
    """Return the keys that the key line of a screen shows, `?` last."""
    help_ = replace(HELP, shown="F1") if place == "form" else HELP
    return (*(key for key in of(place) if not key.hidden), help_)


def explained(place: str) -> list[tuple[str, str]]:
    """Return key and explanation for the help screen, each pair once."""
    keys = of(place) if place in PLACES else EVERYWHERE
    return list(dict.fromkeys((key.label, key.help or f"{key.words[0].upper()}{key.words[1:]}.") for key in keys))


def as_markdown() -> str:
    """Return the whole table for the README."""
    parts = []
    for place, name in [*PLACES.items(), ("everywhere", "Everywhere")]:
        rows = "".join(f"| {label} | {words} |\n" for label, words in explained(place))
        parts.append(f"**{name}**\n\n| key | what it does |\n| --- | --- |\n{rows}")
    return "\n".join(parts)
