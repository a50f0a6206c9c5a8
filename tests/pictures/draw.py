"""Draw the README's pictures from the real program: `make pictures`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from reviewkit.model import LinkVerdict, Route, Search, Stage, Verdict
from reviewkit.review import Review
from reviewkit.tui.app import ReviewkitApp
from tests.making import make_review, open_review

HERE = Path(__file__).parent
EXPORTS = HERE.parent / "data/tutorial"
CRITERIA = HERE.parents[1] / "criteria"
SIZE = (100, 28)
SIZES = ((80, 24), (120, 40))
PICTURES = {
    "home": [],
    "screening": ["down", "enter", "y", "n", "5"],
    "duplicates": ["d"],
    "flow": ["f"],
}
"""On the README's first pages."""
SCREENS = {
    **PICTURES,
    "searches": ["s"],
    "import": ["i"],
    "add by hand": ["a"],
    "reports": ["r"],
    "full texts": ["t"],
    "order of reading": ["down", "enter", "o"],
    "stopping": ["h"],
    "citation searching": ["c"],
    "together": ["p"],
    "journal": ["l"],
    "options": ["o"],
    "keys": ["question_mark"],
}
"""On a page of their own, at two sizes."""
SETTLING = {"conflict": ["enter"], "records of a report": ["r", "slash", *"othered", "enter", "d"]}
"""After the colleague has decided too and the pair is settled; on that page as well."""
INCLUDED = {"quality": ["enter", "2", "2"], "extraction": ["n", "1", "2"], "codes": ["n", "c"]}
"""After both have included all at full text; likewise."""
CODES = {"not heard": "Othered voices", "fled": "asylum-seeking mothers"}
"""Passages by the codes that they are given; out of a title, so that nobody is quoted who did not say it."""
PAGE = HERE / "README.md"


async def draw(review: Review, name: str, keys: list[str], size: tuple[int, int]) -> None:
    """Save one picture of the program after these keys."""
    app = ReviewkitApp(review)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            await app.workers.wait_for_complete()
        await pilot.pause()
        (HERE / f"{name}.svg").write_text(self_contained(app.export_screenshot(title="reviewkit")), encoding="utf-8")


def self_contained(svg: str) -> str:
    """Return the picture without fonts from the network: the reader's own monospace serves."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")


def page() -> str:
    """Return the page that shows every screen."""
    shown = "\n\n".join(
        f"## {name[0].upper()}{name[1:]}\n\n"
        + "\n\n".join(f"![{name}, {size[0]}x{size[1]}]({_file(name, size)}.svg)" for size in SIZES)
        for name in (*SCREENS, *SETTLING, *INCLUDED)
    )
    return f"# The screens\n\nDrawn by `make pictures` from the real program.\n\n{shown}\n"


def _file(name: str, size: tuple[int, int]) -> str:
    return f"{name.replace(' ', '-')}-{size[0]}x{size[1]}"


def main() -> None:
    """Draw every picture in a review of its own."""
    wanted = [(name, keys, SIZE) for name, keys in PICTURES.items()]
    wanted += [(_file(name, size), keys, size) for name, keys in SCREENS.items() for size in SIZES]
    settling = [(_file(name, size), keys, size) for name, keys in SETTLING.items() for size in SIZES]
    PAGE.write_text(page(), encoding="utf-8")
    os.environ["REVIEWKIT_CONFIG"] = "config"  # shown on a screen, and no place of this machine
    included = [(_file(name, size), keys, size) for name, keys in INCLUDED.items() for size in SIZES]
    for picture in (*wanted, *settling, *included):
        name, keys, size = picture
        with tempfile.TemporaryDirectory() as place:
            folder = make_review(Path(place) / "review", "Partnerships with parents")
            for file in ("quality.toml", "extraction.toml") if picture in included else ():
                shutil.copy(CRITERIA / file, folder / "criteria")
            ada = open_review(folder, "Ada")
            ada.searches.import_file(EXPORTS / "eric.nbib", Search("ERIC", Route.DATABASE, ("ERIC",)))
            ada.searches.import_file(EXPORTS / "ebsco.ris", Search("Academic Search Premier"))
            if picture not in wanted:
                for pair in ada.duplicates.pairs():
                    ada.duplicates.link(pair.a.id, pair.b.id, LinkVerdict.SAME)
            for report in ada.screening.queue(Stage.TITLE_ABSTRACT)[:3]:
                ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
            if picture in settling:
                _decide_otherwise(ada, folder, Path(place) / "state of Grace")
            if picture in included:
                _include_all(ada, folder, Path(place) / "state of Grace")
            asyncio.run(draw(ada, name, keys, size))
            ada.close()


def _decide_otherwise(ada: Review, folder: Path, state: Path) -> None:
    """Let the colleague exclude the first report, and both decide alike on all that is left."""
    grace = open_review(folder, "Grace", 2, state)
    for number, report in enumerate(grace.screening.queue(Stage.TITLE_ABSTRACT)):
        note = "the sample is bilingual; immigration is not reported" if not number else ""
        verdict = Verdict.INCLUDE if number else Verdict.EXCLUDE
        grace.screening.decide(report, Stage.TITLE_ABSTRACT, verdict, note=note)
    grace.close()
    for report in ada.screening.queue(Stage.TITLE_ABSTRACT):
        ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    ada.refresh()


def _include_all(ada: Review, folder: Path, state: Path) -> None:
    """Let both include every report at title and abstract and at full text."""
    grace = open_review(folder, "Grace", 2, state)
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for reader in (ada, grace):
            reader.refresh()
            for report in reader.screening.queue(stage):
                reader.screening.decide(report, stage, Verdict.INCLUDE)
    grace.close()
    ada.refresh()
    first = ada.coding.queue()[0]
    for name, passage in CODES.items():
        code = ada.coding.new_code(name, "themes/language").subject
        ada.coding.quote(first, passage, "535", [code])


if __name__ == "__main__":
    main()
