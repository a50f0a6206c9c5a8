"""Ask which reports, in which format and where to, and write them: three dialogs over the screen that asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.review import EXPORT_FORMATS, SETS
from reviewkit.text import line
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.words import counted

if TYPE_CHECKING:
    from reviewkit.tui.screens.framed import Framed

_FORMATS = [
    ("CSV for Excel", ".csv", True),
    *((name, ending, False) for ending, name in EXPORT_FORMATS.items()),
]
"""What people call it, the ending of the file, and whether it is for Excel."""
_REFERENCES = "RIS, BibTeX and CSL JSON are for Zotero, EndNote and the like."


def export(over: Framed) -> None:
    """Ask, write, and say what was written."""

    def set_chosen(number: int | None) -> None:
        if number is not None:
            name = list(SETS)[number - 1]
            formats = [Choice(words) for words, _, _ in _FORMATS]
            over.app.push_screen(Choose("As what?", formats, _REFERENCES), lambda chosen: format_chosen(name, chosen))

    def format_chosen(name: str, number: int | None) -> None:
        if number is not None:
            words, ending, excel = _FORMATS[number - 1]
            about = f"{words}. A path in the folder of the review, or any other; its ending says the format."
            question = f"Write what is {_words(name)} to"
            over.app.push_screen(
                Ask(question, f"data/out/{name}{ending}", about), lambda answer: write(name, answer, excel=excel)
            )

    def write(name: str, answer: str | None, *, excel: bool) -> None:
        if answer and answer.strip():
            path = over.review.session.folder / Path(answer.strip()).expanduser()
            is_table = excel and path.suffix.lower() == ".csv"  # people may have typed another ending
            over.slowly(
                f"Writing {line(path.name)} …",
                lambda: over.review.exporting.write(path, name, excel=is_table),
                lambda written: over.say(f"{counted(written, 'report')} ({_words(name)}) written to {line(answer)}"),
            )

    over.app.push_screen(Choose("Which reports?", [Choice(_words(name)) for name in SETS]), set_chosen)


def _words(name: str) -> str:
    return name.replace("title_abstract", "title and abstract").replace("_", " ")
