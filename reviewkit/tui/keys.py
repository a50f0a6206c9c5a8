"""The one table of keys: what each does, where, and in which words. Key lines, help and README are read from it.

The thing a reader would get wrong: a key is bound on the screen it belongs to, so it is dead while an input has the
focus (inputs keep every printable character) and while a dialog is open. Decision keys are lower case only, so that a
text typed or pasted by mistake decides as little as possible.

People may wish for other keys on the screens that decide: `keymap` says which those are then, and everything that
shows keys takes it. Without one, the keys are those of the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.binding import Binding

from reviewkit.errors import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reviewkit.review import Settings

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
    told: bool = False
    """The screen says when it works, so that on a short key line it is the first to go."""

    @property
    def label(self) -> str:
        """Return the key as people write it."""
        return self.shown or self.keys

    @property
    def name(self) -> str:
        """Return what the key is called where people wish for another; empty if they cannot."""
        can = self.place in DECIDING and len(self.keys) == 1 and not self.hidden
        return f"{self.place}.{self.words}" if can else ""


DECIDING = ("screening", "conflicts", "duplicates", "appraising", "differences", "coding", "reconciling")
"""Where keys can be wished for."""
PROFILES: dict[str, dict[str, str]] = {
    "default": {},
    "rayyan": {"include": "i", "exclude": "e", "unsure": "m", "note": "n"},
    # ASReview LAB: r relevant, i irrelevant, n note, u back (asreview.readthedocs.io, "Keyboard shortcuts"). It has no
    # unsure, so m stays.
    "asreview": {"include": "r", "exclude": "i", "note": "n"},
}
"""Keys by the word on the key line, as other programs have them."""

PLACES = {
    "home": "Home",
    "screening": "Screening",
    "conflicts": "Conflicts",
    "appraising": "Appraising a study",
    "differences": "Appraisals that differ",
    "coding": "Coding a study",
    "quotations": "Quotations",
    "codes": "Codes",
    "reconciling": "Codings that differ",
    "duplicates": "Two records, one paper?",
    "group": "The records of a report",
    "newer": "Newer rules",
    "reports": "All reports",
    "team": "Together",
    "fulltexts": "Full texts",
    "reading": "A full text",
    "flow": "The flow",
    "searches": "Searches",
    "citing": "Citation searching",
    "seeds": "Seeds of a citation search",
    "rejected": "Entries that could not be read",
    "references": "What a report cites",
    "stopping": "Stopping",
    "journal": "Journal",
    "settings": "Options",
    "form": "Import, add by hand",
    "help": "Keys",
}
_BACK = "Back to where you came from; nothing is lost."
_UNDO = "Take back the last thing you did on this device; again for the one before. Undo is itself on record."
_MARKS = (
    "Underlined: words searched for. Inverse, struck through: your own words for and against (o on home). Shown or not."
)
_SCROLL = "Scroll the text; space and page keys scroll by pages."

KEYS = (
    Key("home", "up,k", "move(-1)", "stage", "↑↓", "Choose a line of the pipeline.", hidden=True),
    Key("home", "down,j", "move(1)", "stage", "↑↓", "Choose a line of the pipeline.", hidden=True),
    Key("home", "enter", "open", "open", "⏎", "Do the next step, or open the chosen stage."),
    Key("home", "slash", "find", "find", "/", "Find a report by part of its title or author, and open it."),
    Key("home", "i", "import_", "import", help="Import an export; dropping the file on this window does too."),
    Key("home", "r", "reports", "reports", "r", "List all reports; find, filter, change a decision."),
    Key("home", "f", "flow", "flow", help="The search-results table and the records behind each number."),
    Key("home", "d", "duplicates", "duplicates", help="Compare uncertain pairs of records."),
    Key("home", "a", "add", "add", help="Add one record by hand.", hidden=True),
    Key("home", "s", "searches", "searches", help="Each search: announced, received, rejected and why.", hidden=True),
    Key("home", "c", "citing", "citations", help="Citation searching: plan, ask, rounds, ledger.", hidden=True),
    Key("home", "t", "fulltexts", "full texts", help="Full texts: sought, taken in, read, asked for.", hidden=True),
    Key(
        "home",
        "p",
        "team",
        "together",
        help="Pilot rounds, rulings, rules, and decisions to look at again.",
        hidden=True,
    ),
    Key(
        "home",
        "n",
        "extraction",
        "extraction",
        help="Code the included studies, or settle where coders differ.",
        hidden=True,
    ),
    Key(
        "home",
        "h",
        "stopping",
        "stopping",
        help="How much is likely left, and stopping before all is read.",
        hidden=True,
    ),
    Key("home", "l", "journal", "journal", help="What was done, the last first.", hidden=True),
    Key(
        "home",
        "e",
        "references",
        "references",
        help="What a report cites, from its own list of references.",
        hidden=True,
    ),
    Key("home", "o", "options", "options", help="Your own keys, words, colours, link resolver.", hidden=True),
    Key("home", "x", "export", "export", help="Write a set of reports to a file: CSV, XLSX, RIS, …", hidden=True),
    Key("home", "w", "reviewer", "who am I", help="Say who works at this device.", hidden=True),
    Key("home", "q", "app.quit", "quit", help="Leave; every decision is already saved."),
    Key("screening", "y", "decide('include')", "include"),
    Key("screening", "n", "exclude", "exclude", help="Exclude; at full text a digit says why."),
    Key("screening", "m", "decide('unsure')", "unsure", help="Unsure: counts as include at title and abstract."),
    Key(
        "screening",
        "1-9",
        "why",
        "why not",
        "1-9",
        "Why the report just excluded fails; again to take it off.",
        told=True,
    ),
    Key("screening", "u", "undo", "undo", help=_UNDO),
    Key("screening", "g", "access", "full text", help="At full text: retrieved, awaiting or not retrieved."),
    Key("screening", "r", "read", "read", help="After title and abstract: read the full text here."),
    Key("screening", "v", "viewer", "viewer", help="After title and abstract: open the full text in the viewer."),
    Key("screening", "e", "note", "note", help="A note that goes with the decision on the report in view."),
    Key("screening", "l", "later", "later", help="To the end of the queue, as long as the program runs."),
    Key("screening", "t", "tag", "tag", help="Words of your own on the report; r and then g lists reports by them."),
    Key(
        "screening",
        "d",
        "records",
        "records",
        help="The records of this report: split one out, join another report.",
        hidden=True,
    ),
    Key(
        "screening",
        "a",
        "abstract",
        "abstract",
        help="Fill in the abstract, where no record has one; shown to all, with who pasted it.",
        told=True,
    ),
    Key(
        "screening",
        "o",
        "order",
        "order",
        help="The order in which you read: as imported, random, likely or uncertain ones first, mixed.",
        hidden=True,
    ),
    Key(
        "screening", "w", "words", "words", help="In a learned order: the words that put this report here.", hidden=True
    ),
    Key("screening", "h", "marks", "marks", help=_MARKS, hidden=True),
    Key("screening", "c", "criteria", "criteria", help="The criteria in full, or out of the way.", hidden=True),
    Key("screening", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("screening", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("screening", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("screening", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("screening", "b,escape", "back", "back", "b", _BACK),
    Key("conflicts", "y", "settle('include')", "include", help="Settle as include, in the names that the screen says."),
    Key("conflicts", "n", "settle('exclude')", "exclude", help="Settle as exclude; later a digit says why."),
    Key("conflicts", "1-9", "why", "reason", "1-9", "The reason, where all exclude for different ones."),
    Key("conflicts", "r", "ruling", "ruling", help="Record how a criterion is read from now on."),
    Key("conflicts", "a", "adjudicator", "pass on", help="Pass it to the adjudicator; again to take it back."),
    Key("conflicts", "l", "later", "later", help="To the end of this list."),
    Key("conflicts", "u", "undo", "undo", help=_UNDO),
    Key("conflicts", "e", "note", "note", help="A note that goes with the settlement."),
    Key("conflicts", "p", "agenda", "agenda", help="Write the agenda of a meeting to data/out/agenda.md, to print."),
    Key("conflicts", "h", "marks", "marks", help=_MARKS, hidden=True),
    Key("conflicts", "c", "criteria", "criteria", help="The criteria beside the report, or out of the way."),
    Key("conflicts", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("conflicts", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("conflicts", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("conflicts", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("conflicts", "b,escape", "back", "back", "b", _BACK),
    Key(
        "appraising",
        "up,k",
        "move(-1)",
        "line",
        "↑↓",
        "Design, criteria, overall: the line above or below.",
        hidden=True,
    ),
    Key(
        "appraising",
        "down,j",
        "move(1)",
        "line",
        "↑↓",
        "Design, criteria, overall: the line above or below.",
        hidden=True,
    ),
    Key("appraising", "1-9", "rate", "rate", "1-9", "The answer of that number on the line; saved at once."),
    Key("appraising", "m", "besides('unclear')", "unclear", help="It cannot be told from the reports.", told=True),
    Key(
        "appraising",
        "x",
        "besides('not applicable')",
        "not applicable",
        help="The criterion does not fit this study.",
        told=True,
    ),
    Key("appraising", "enter", "pick", "pick", "⏎", "Pick the answer from a list.", hidden=True),
    Key(
        "appraising",
        "e",
        "evidence",
        "evidence",
        help="What the rating rests on: quotation, page, note. On design and overall: a note on the study.",
    ),
    Key("appraising", "f", "finish", "finish", help="Say that all is rated; colleagues who are done too see it then."),
    Key("appraising", "r", "read", "read", help="Read the full text here; q there takes a passage of it as evidence."),
    Key("appraising", "v", "viewer", "viewer", help="Open the full text in the viewer.", hidden=True),
    Key("appraising", "l", "later", "later", help="To the end of the queue, as long as the program runs."),
    Key("appraising", "u", "undo", "undo", help=_UNDO),
    Key("appraising", "space,pagedown", "page(1)", "page", "space", "The next page of the guidance.", hidden=True),
    Key("appraising", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("appraising", "b,escape", "back", "back", "b", _BACK),
    Key(
        "differences",
        "up,k",
        "move(-1)",
        "line",
        "↑↓",
        "Design, criteria, overall: the line above or below.",
        hidden=True,
    ),
    Key(
        "differences",
        "down,j",
        "move(1)",
        "line",
        "↑↓",
        "Design, criteria, overall: the line above or below.",
        hidden=True,
    ),
    Key("differences", "1-9", "agree", "agreed", "1-9", "What you agree on, on this line; saved once it is settled."),
    Key("differences", "m", "besides('unclear')", "unclear", help="You agree that it is unclear.", told=True),
    Key(
        "differences",
        "x",
        "besides('not applicable')",
        "not applicable",
        help="You agree that it does not apply.",
        told=True,
    ),
    Key("differences", "enter", "pick", "pick", "⏎", "Pick the answer from a list.", hidden=True),
    Key("differences", "s", "settle", "settle", help="Settle the study, in the names that the screen says."),
    Key("differences", "e", "note", "note", help="What was said about it; saved with the settlement."),
    Key("differences", "r", "read", "read", help="Read the full text here."),
    Key("differences", "l", "later", "later", help="To the end of this list."),
    Key("differences", "u", "undo", "undo", help=_UNDO),
    Key("differences", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("differences", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("differences", "b,escape", "back", "back", "b", _BACK),
    Key("coding", "up,k", "move(-1)", "field", "↑↓", "The field above or below.", hidden=True),
    Key("coding", "down,j", "move(1)", "field", "↑↓", "The field above or below.", hidden=True),
    Key("coding", "1-9", "code", "answer", "1-9", "The answer of that number, saved at once; again takes it off."),
    Key("coding", "enter", "pick", "write", "⏎", "Write the number or text of the field, or pick from a list."),
    Key("coding", "x", "besides('not reported')", "not reported", help="The reports do not say; again takes it off."),
    Key("coding", "e", "evidence", "evidence", help="What the answer rests on: quotation, page, note.", told=True),
    Key(
        "coding",
        "r",
        "read",
        "read",
        help="Read the full text here; q there takes a passage of it as a quotation and gives it codes.",
    ),
    Key("coding", "f", "finish", "finish", help="Say that all is coded; says what is missing if not."),
    Key("coding", "u", "undo", "undo", help=_UNDO),
    Key("coding", "l", "later", "later", help="To the end of the queue, as long as the program runs."),
    Key(
        "coding", "q", "quotations", "quotations", help="The quotations of the study; n there types one in.", told=True
    ),
    Key("coding", "c", "codes", "codes", help="All codes: rename, merge, put to a theme, describe.", told=True),
    Key("coding", "m", "memo", "memo", help="A memo on the study, or a note that nobody else sees.", told=True),
    Key("coding", "v", "viewer", "viewer", help="Open the full text in the viewer.", hidden=True),
    Key("coding", "space,pagedown", "page(1)", "page", "space", "The next page of what stands below.", hidden=True),
    Key("coding", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("coding", "b,escape", "back", "back", "b", _BACK),
    Key("quotations", "up,k", "move(-1)", "move", "↑↓", "The quotation above or below.", hidden=True),
    Key("quotations", "down,j", "move(1)", "move", "↑↓", "The quotation above or below.", hidden=True),
    Key("quotations", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("quotations", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("quotations", "n", "new", "new", help="Type or paste a passage, its page, and give it codes."),
    Key("quotations", "c", "codes", "codes", help="Give it other codes; a new one is typed there."),
    Key("quotations", "enter", "change", "change", "⏎", "Its text, page and note."),
    Key("quotations", "x", "take_back", "take back", help="The passage is no quotation of yours any more."),
    Key("quotations", "r", "read", "read", help="Read the full text here; q there takes a passage of it."),
    Key("quotations", "u", "undo", "undo", help=_UNDO),
    Key("quotations", "b,escape", "back", "back", "b", _BACK),
    Key("codes", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("codes", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("codes", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("codes", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("codes", "enter", "open", "quotations", "⏎", "The quotations of the code; on a theme, of all its codes."),
    Key("codes", "n", "new", "new", help="A new code; on a theme, one that belongs to it."),
    Key("codes", "r", "rename", "rename", help="Another name; its quotations stay."),
    Key("codes", "t", "theme", "theme", help="Put it to a theme: a choice of a field of the codebook."),
    Key("codes", "g", "merge", "merge", help="Merge it into another code, which gets its quotations. Asks first."),
    Key("codes", "d", "describe", "describe", help="What the code means, and where it ends."),
    Key("codes", "m", "memo", "memo", help="A memo on the code; on a theme, on the whole review."),
    Key("codes", "x", "drop", "drop", help="Drop a code that no quotation has."),
    Key("codes", "slash", "find", "find", "/", "The next code with these words.", hidden=True),
    Key("codes", "b,escape", "back", "back", "b", _BACK),
    Key("reconciling", "up,k", "move(-1)", "field", "↑↓", "The field above or below.", hidden=True),
    Key("reconciling", "down,j", "move(1)", "field", "↑↓", "The field above or below.", hidden=True),
    Key("reconciling", "1-9", "agree", "agreed", "1-9", "What you agree on; of several, again takes it off."),
    Key("reconciling", "enter", "pick", "pick", "⏎", "Pick the answer from a list, or write another.", hidden=True),
    Key("reconciling", "x", "besides('not reported')", "not reported", help="You agree that it is not reported."),
    Key("reconciling", "s", "settle", "settle", help="Settle the study, in the names that the screen says."),
    Key("reconciling", "e", "note", "note", help="What was said about it; saved with the settlement."),
    Key("reconciling", "r", "read", "read", help="Read the full text here."),
    Key("reconciling", "l", "later", "later", help="To the end of this list."),
    Key("reconciling", "u", "undo", "undo", help=_UNDO),
    Key("reconciling", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("reconciling", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("reconciling", "b,escape", "back", "back", "b", _BACK),
    Key("duplicates", "s", "link('same')", "same", help="The two records describe one paper."),
    Key("duplicates", "d", "link('different')", "different", help="They are two papers."),
    Key("duplicates", "l", "later", "later", help="To the end of this list."),
    Key("duplicates", "o", "open", "open both", help="All that the exports hold of both; again: what is compared."),
    Key("duplicates", "u", "undo", "undo", help=_UNDO),
    Key("duplicates", "c", "contradictions", "contradictions", help="What is called one paper and two at once."),
    Key("duplicates", "n", "newer", "newer rules", help="What newer rules would change; nothing changes by itself."),
    Key("duplicates", "g", "group", "records", help="All records of the first one's report.", hidden=True),
    Key("duplicates", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("duplicates", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("duplicates", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("duplicates", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("duplicates", "b,escape", "back", "back", "b", _BACK),
    Key("group", "up,k", "move(-1)", "record", "↑↓", "The record above or below.", hidden=True),
    Key("group", "down,j", "move(1)", "record", "↑↓", "The record above or below.", hidden=True),
    Key("group", "x", "split", "split out", help="The record is none of this report; the others stay one."),
    Key("group", "a", "join", "join", help="Another report is the same paper; found by part of title or author."),
    Key("group", "o", "open", "open", help="All that the export holds of the record; again: what is compared."),
    Key("group", "u", "undo", "undo", help=_UNDO),
    Key("group", "space,pagedown", "page(1)", "page", "space", "The next page of the text.", hidden=True),
    Key("group", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("group", "b,escape", "back", "back", "b", _BACK),
    Key("newer", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("newer", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("newer", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("newer", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("newer", "enter", "open", "open", "⏎", "The records of the report."),
    Key("newer", "y", "apply", "let them hold", help="Let the newer rules hold from now on. Asks first."),
    Key("newer", "b,escape", "back", "back", "b", _BACK),
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
    Key("reports", "g", "cycle('tag')", "tag", help="Only those that bear a tag of yours; again for the next."),
    Key("reports", "p", "cycle('route')", "route", help="Only those found by a route; again for the next."),
    Key("reports", "m", "lacking", "no abstract", help="Only those that lack an abstract; again: all."),
    Key("reports", "a", "abstract", "abstract", help="Fill in the abstract, where no record has one."),
    Key("reports", "0", "clear", "all", help="No filter."),
    Key("reports", "d", "records", "records", help="The records of the report: split one out, join another report."),
    Key("reports", "c", "references", "cites", help="What the report cites: its list of references, pasted or read."),
    Key("reports", "e", "export", "export", help="Write this list to a CSV file."),
    Key("reports", "b,escape", "back", "back", "b", _BACK),
    Key("team", "right,tab", "section(1)", "section", "←→", "Pilot rounds, rulings, rules, another look."),
    Key(
        "team",
        "left,shift+tab",
        "section(-1)",
        "section",
        "←→",
        "Pilot rounds, rulings, rules, another look.",
        hidden=True,
    ),
    Key("team", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("team", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("team", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("team", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("team", "enter", "open", "open", "⏎", "What you differ on, a ruling's text, what a rule proposes, the report."),
    Key("team", "n", "new", "new", help="Draw a pilot round, or record how a criterion is read."),
    Key("team", "x", "run", "remove", help="Run a rule that is switched on: remove what fails it. Asks first."),
    Key("team", "p", "put_back", "put back", help="Put back all that a rule has removed. Asks first."),
    Key(
        "team",
        "w",
        "withdraw",
        "take back",
        help="Take a ruling back, or a pilot round that is not finished. Asks first.",
    ),
    Key("team", "b,escape", "back", "back", "b", _BACK),
    Key("fulltexts", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("fulltexts", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("fulltexts", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("fulltexts", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("fulltexts", "home", "end(-1)", "first", "Home", "The first line.", hidden=True),
    Key("fulltexts", "end", "end(1)", "last", "End", "The last line.", hidden=True),
    Key("fulltexts", "enter,r", "read", "read", "⏎", "Read the text here, page by page."),
    Key("fulltexts", "v", "viewer", "viewer", help="Open the file in the system's viewer."),
    Key("fulltexts", "g", "access", "got it?", help="Retrieved, awaiting or not retrieved, and why."),
    Key("fulltexts", "t", "take_in", "take in", help="Find the reports of the files in data/fulltext/."),
    Key("fulltexts", "a", "attach", "attach", help="Put a file to this report; it is copied to data/fulltext/."),
    Key("fulltexts", "l", "letter", "letter", help="A letter asking the author, also in data/out/letters/."),
    Key("fulltexts", "e", "export", "work list", help="Write what is still wanted to a CSV file, for a library."),
    Key("fulltexts", "c", "references", "cites", help="What the report cites, from the list in its full text."),
    Key("fulltexts", "slash", "find", "find", "/", "Words of title, authors, journal or year."),
    Key("fulltexts", "s", "cycle", "status", help="Only those that stand so; again for the next, or all."),
    Key("fulltexts", "y", "study", "study", help="Another report of the same study; again: not of it."),
    Key("fulltexts", "u", "undo", "undo", help=_UNDO),
    Key("fulltexts", "b,escape", "back", "back", "b", _BACK),
    Key("reading", "right,n", "turn(1)", "next page", "→", "The next page of the file."),
    Key("reading", "left,p", "turn(-1)", "page before", "←", "The page before."),
    Key("reading", "slash", "find", "find", "/", "Words in the text; again: the next page that has them."),
    Key(
        "reading",
        "q",
        "quote",
        "quote",
        help="While appraising or coding: the passage marked, or found, with its page.",
    ),
    Key("reading", "v", "viewer", "viewer", help="Open the file itself in the system's viewer."),
    Key("reading", "c", "references", "cites", help="What the report cites: its list of references."),
    Key("reading", "h", "marks", "marks", help=_MARKS, hidden=True),
    Key("reading", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("reading", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("reading", "space,pagedown", "page(1)", "page", "space", "On; at the end of a page to the next.", hidden=True),
    Key("reading", "pageup", "page(-1)", "page", "PgUp", "Back; at the top of a page to the one before.", hidden=True),
    Key("reading", "home", "end(-1)", "first", "Home", "The first page.", hidden=True),
    Key("reading", "end", "end(1)", "last", "End", "The last page.", hidden=True),
    Key("reading", "b,escape", "back", "back", "b", _BACK),
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
    Key("searches", "up,k", "move(-1)", "move", "↑↓", "The search above or below.", hidden=True),
    Key("searches", "down,j", "move(1)", "move", "↑↓", "The search above or below.", hidden=True),
    Key("searches", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("searches", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("searches", "enter", "open", "files", "⏎", "Its files, its query, and each rejected entry with its line."),
    Key("searches", "i", "import_", "import", help="Import an export."),
    Key("searches", "r", "rejected", "rejected", help="Its entries that could not be read, to be mended."),
    Key("searches", "n", "note", "note why", help="Note on the search, as why fewer came than were announced."),
    Key("searches", "m", "missing", "no abstract", help="The reports that lack an abstract; a there fills it in."),
    Key("searches", "b,escape", "back", "back", "b", _BACK),
    Key("citing", "right,tab", "section(1)", "section", "←→", "Search, plan, rounds, ledger."),
    Key("citing", "left,shift+tab", "section(-1)", "section", "←→", "Search, plan, rounds, ledger.", hidden=True),
    Key("citing", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("citing", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("citing", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("citing", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("citing", "home", "end(-1)", "first", "Home", "The first line.", hidden=True),
    Key("citing", "end", "end(1)", "last", "End", "The last line.", hidden=True),
    Key("citing", "enter", "open", "open", "⏎", "Change the choice under the cursor; elsewhere, the line in full."),
    Key("citing", "p", "plan", "plan", help="Look the seeds up and say what a search would take: requests and price."),
    Key("citing", "s", "start", "start", help="Ask what the plan says; Esc stops it, and s goes on from there."),
    Key("citing", "c", "candidates", "found", help="The reports found here, known and new, to be opened."),
    Key("citing", "t", "screen", "screen", help="Screen what was found, at title and abstract with all else."),
    Key("citing", "r", "report", "report", help="Open the seed under the cursor."),
    Key("citing", "l", "references", "its list", help="Take up the seed's own list of references by hand."),
    Key("citing", "o", "only_open", "only open", help="Only what the ledger leaves to a person; again: all."),
    Key("citing", "m", "most", "at most", help="How many works that cite one seed are asked for."),
    Key("citing", "b,escape", "back", "back", "b", _BACK),
    Key("seeds", "up,k", "move(-1)", "move", "↑↓", "The report above or below.", hidden=True),
    Key("seeds", "down,j", "move(1)", "move", "↑↓", "The report above or below.", hidden=True),
    Key("seeds", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("seeds", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("seeds", "enter,x", "pick", "pick", "⏎", "Follow citations from it, or not."),
    Key("seeds", "slash", "find", "find", "/", "Words of title, authors, journal or year."),
    Key("seeds", "b,escape", "back", "take these", "b", "Back, with what is picked."),
    Key("rejected", "up,k", "move(-1)", "move", "↑↓", "The entry above or below.", hidden=True),
    Key("rejected", "down,j", "move(1)", "move", "↑↓", "The entry above or below.", hidden=True),
    Key("rejected", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("rejected", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("rejected", "enter", "open", "show", "⏎", "The entry as it stands in the export."),
    Key("rejected", "e", "edit", "repair", help="Mend it in your editor (EDITOR), or here; it becomes a record."),
    Key("rejected", "x", "take_back", "take back", help="Take your repair of it back; nothing decided is lost."),
    Key("rejected", "u", "undo", "undo", help=_UNDO),
    Key("rejected", "b,escape", "back", "back", "b", _BACK),
    Key("references", "up,k", "move(-1)", "move", "↑↓", "The reference above or below.", hidden=True),
    Key("references", "down,j", "move(1)", "move", "↑↓", "The reference above or below.", hidden=True),
    Key("references", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("references", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("references", "home", "end(-1)", "first", "Home", "The first reference.", hidden=True),
    Key("references", "end", "end(1)", "last", "End", "The last reference.", hidden=True),
    Key("references", "tab", "next", "next open", "⇥", "The next one that nobody has said anything of.", hidden=True),
    Key("references", "y", "yes", "yes", help="Take it: as the first that it may be, or as it was read."),
    Key("references", "n", "none", "none of them", help="It is none of those that it may be: take it as it was read."),
    Key("references", "1-9", "which", "that one", "1-9", "Take it as the one of that number.", told=True),
    Key("references", "x", "leave", "as text", help="Leave it as text, which the ledger keeps; again: think again."),
    Key("references", "c", "confirm", "all sure", help="Confirm all that are known for certain, or new with a DOI."),
    Key("references", "l", "look_up", "look up", help="Ask Crossref for those without a DOI: free, one request each."),
    Key("references", "t", "take", "take", help="Make records of what is confirmed, as a citation search. Asks first."),
    Key("references", "e", "edit", "edit", help="Change its text; a line break splits it, no text sets it aside."),
    Key("references", "o", "join", "join", help="Join it with the one that follows."),
    Key("references", "u", "undo", "undo", help="Back to the list before the last key, as long as it is not taken."),
    Key("references", "p", "pdf", "from PDF", help="Take the list from the report's attached full text."),
    Key("references", "a", "type", "paste", help="Type or paste a list here; pasting on the screen itself does too."),
    Key("references", "enter", "open", "open", "⏎", "The reference alone, or the list again.", hidden=True),
    Key("references", "b,escape", "back", "back", "b", "Back; the list is kept on this device as it is."),
    Key(
        "stopping", "s", "halt", "stop", help="Read titles and abstracts no further. Says what will not be read; asks."
    ),
    Key("stopping", "g", "go_on", "go on", help="Take the stop back: what was not read waits again. Asks first."),
    Key("stopping", "w", "write", "write", help="Write the curve to data/out/plots/stopping.svg."),
    Key("stopping", "j,down", "scroll(1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("stopping", "k,up", "scroll(-1)", "scroll", "j k ↑↓", _SCROLL, hidden=True),
    Key("stopping", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("stopping", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("stopping", "b,escape", "back", "back", "b", _BACK),
    Key("journal", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("journal", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("journal", "space,pagedown", "page(1)", "page", "space", "The next page.", hidden=True),
    Key("journal", "pageup", "page(-1)", "page", "PgUp", "The page before.", hidden=True),
    Key("journal", "home", "end(-1)", "last done", "Home", "What was done last.", hidden=True),
    Key("journal", "end", "end(1)", "first done", "End", "What was done first, as far as it is read.", hidden=True),
    Key("journal", "enter", "open", "open", "⏎", "Open the report that it was about."),
    Key("journal", "m", "more", "more", help="Read further back."),
    Key("journal", "b,escape", "back", "back", "b", _BACK),
    Key("settings", "up,k", "move(-1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("settings", "down,j", "move(1)", "move", "↑↓", "The line above or below.", hidden=True),
    Key("settings", "enter", "open", "change", "⏎", "Change it; an empty answer takes the wish back."),
    Key("settings", "b,escape", "back", "back", "b", _BACK),
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
STOP = Key("everywhere", "escape", "stop", "stop it", "Esc", "While it is told how far slow work is: stop that work.")


def of(place: str) -> tuple[Key, ...]:
    """Return the keys of a screen, without those that work everywhere."""
    return tuple(key for key in KEYS if key.place == place)


def bindings(place: str) -> list[Binding]:
    """Return the keys of a screen as Textual wants them."""
    stop = Binding(STOP.keys, STOP.action, STOP.words, show=False, priority=True)  # goes before the way back
    return [stop, *(binding for key in (*of(place), HELP) for binding in _bindings(key))]


def _bindings(key: Key) -> Iterator[Binding]:
    if key.keys == "1-9":
        for digit in DIGITS:
            yield Binding(digit, f"{key.action}({digit})", key.words, show=False)
    elif key.action != "choose":
        yield Binding(key.keys, key.action, key.words, show=False, id=key.name or None)


# ------------------------------------------------------------------------------------------------- other keys


def keymap(settings: Settings) -> dict[str, str]:
    """Return the key of each that is not as in the table, by `Key.name`: what Textual takes as a keymap.

    Where a profile takes the key of something else, that gets a key which the profile has set free.
    Raises `NotAllowedError` for a wish for what has no key, or for a key that something else has on a screen.
    """
    unknown = [word for word in settings.keys if word not in wishable()]
    if unknown:
        raise NotAllowedError(f'"{unknown[0]}" is nothing that has a key', remedy=f"There are {', '.join(wishable())}.")
    found: dict[str, str] = {}
    for place in DECIDING:
        found.update(_in_place(place, PROFILES[settings.profile], settings.keys))
    return found


def wishable() -> dict[str, str]:
    """Return what people can wish another key for, and its key in the table, in the table's order."""
    found: dict[str, str] = {}
    for key in KEYS:
        if key.name:
            found.setdefault(key.words, key.keys)
    return found


def _in_place(place: str, profile: Mapping[str, str], wishes: Mapping[str, str]) -> dict[str, str]:
    rows = [key for key in of(place) if key.name]
    by_profile = {key.name: profile[key.words] for key in rows if key.words in profile}
    freed = [key.keys for key in rows if key.name in by_profile and key.keys not in by_profile.values()]
    displaced = [key for key in rows if key.name not in by_profile and key.keys in by_profile.values()]
    moved = {key.name: free for key, free in zip(displaced, freed, strict=False)}
    wished = {key.name: wishes[key.words] for key in rows if key.words in wishes}
    found = by_profile | moved | wished
    _check(place, found)
    return {key.name: found[key.name] for key in rows if key.name in found and found[key.name] != key.keys}


def _check(place: str, found: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for key in (*of(place), *EVERYWHERE):
        for one in ",".join(DIGITS if key.keys == "1-9" else [found.get(key.name, key.keys)]).split(","):
            if one in taken:
                raise NotAllowedError(
                    f'"{one}" cannot be the key for {taken[one]} and for {key.words} at once',
                    where=PLACES[place],
                    remedy="Choose another letter, or give the other thing another key first.",
                )
            taken[one] = key.words


def as_wished(key: Key, wished: Mapping[str, str]) -> Key:
    """Return a key as it is under a keymap."""
    return replace(key, keys=wished[key.name], shown="") if key.name in wished else key


def letter(place: str, words: str, wished: Mapping[str, str]) -> str:
    """Return the key that does something on a screen."""
    return next((as_wished(key, wished).label for key in of(place) if key.words == words), "")


# ------------------------------------------------------------------------------------------------- shown


def on_line(place: str, wished: Mapping[str, str] | None = None) -> tuple[Key, ...]:
    """Return the keys that the key line of a screen shows where it has room, `?` last."""
    help_ = replace(HELP, shown="F1") if place == "form" else HELP
    return (*(as_wished(key, wished or {}) for key in of(place) if not key.hidden), help_)


def explained(place: str, wished: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return key and explanation for the help screen, each pair once."""
    keys = [as_wished(key, wished or {}) for key in of(place)] if place in PLACES else (*EVERYWHERE, STOP)
    return list(dict.fromkeys((key.label, key.help or f"{key.words[0].upper()}{key.words[1:]}.") for key in keys))


def as_markdown() -> str:
    """Return the whole table for the README."""
    parts = []
    for place, name in [*PLACES.items(), ("everywhere", "Everywhere")]:
        rows = "".join(f"| {label} | {words} |\n" for label, words in explained(place))
        parts.append(f"**{name}**\n\n| key | what it does |\n| --- | --- |\n{rows}")
    return "\n".join(parts)
