"""Draw the README's pictures from the real program: `make pictures`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.tui.app import ReviewkitApp
from tests.making import make_review, open_review

HERE = Path(__file__).parent
EXPORTS = HERE.parent / "data/tutorial"
SIZE = (100, 28)
PICTURES = {
    "home": [],
    "screening": ["down", "enter", "y", "n", "5"],
    "duplicates": ["d"],
    "flow": ["f"],
}


async def draw(folder: Path, name: str, keys: list[str]) -> None:
    """Save one picture of the program after these keys."""
    app = ReviewkitApp(open_review(folder, "Ada"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        (HERE / f"{name}.svg").write_text(app.export_screenshot(title="reviewkit"), encoding="utf-8")


def main() -> None:
    """Draw every picture in a review of its own."""
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as place:
            folder = make_review(Path(place) / "review", "Partnerships with parents")
            ada = open_review(folder, "Ada")
            ada.searches.import_file(EXPORTS / "eric.nbib", Search("ERIC", Route.DATABASE, ("ERIC",)))
            ada.searches.import_file(EXPORTS / "ebsco.ris", Search("Academic Search Premier"))
            for report in ada.screening.queue(Stage.TITLE_ABSTRACT)[:3]:
                ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
            ada.close()
            asyncio.run(draw(folder, name, keys))


if __name__ == "__main__":
    main()
