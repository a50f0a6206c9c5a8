"""The pictures that people take away, as files, as tables, and for the report.

The thing a reader would get wrong: pictures show what holds and may be seen by whoever acts, so what is not rated,
coded or settled yet is not in them, and each says how many that are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.diagram import svg
from reviewkit.flow.table import as_csv, as_value
from reviewkit.review.exporting import OUT, check_folder
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.flow.table import Table
    from reviewkit.plots.nouns import Plot
    from reviewkit.review.coding_tables import CodingTables
    from reviewkit.review.rating_tables import RatingTables
    from reviewkit.review.session import Session

FOLDER = "plots"
FORMATS = ("svg", "png", "pdf")


class Pictures:
    """All pictures of a review but the flow diagram and the curve."""

    def __init__(self, session: Session, ratings: RatingTables, coding: CodingTables) -> None:
        """Work on a session and what is known of ratings and of the coding."""
        self._session, self._ratings, self._coding = session, ratings, coding

    def plots(self, *, by_rater: bool = False, by_reports: bool = False, columns: int = 78) -> tuple[Plot, ...]:
        """Return the pictures of the appraisal, as `RatingTables.plots`, and those of the included studies."""
        rated = self._ratings.plots(by_rater=by_rater, by_reports=by_reports, columns=columns)
        return (*rated, *self._coding.plots(columns))

    def write(
        self, folder: Path | None, plots: Sequence[Plot], formats: Sequence[str] = FORMATS
    ) -> tuple[list[Path], tuple[str, ...]]:
        """Write pictures and their tables as CSV; returns the files, and texts for which this device has no font.

        A picture of several pages has a file a page. Raises `NotAllowedError` if the folder named is not there.
        """
        if folder is not None:
            check_folder(folder, self._session.folder)
        target = folder or self._session.folder / OUT / FOLDER
        files: dict[str, bytes] = {}
        missing: list[str] = []
        for plot in plots:
            for name, page in _named(plot):
                for form in formats:
                    files[f"{name}.{form}"], without = _picture(page, form)
                    missing += without
            for name, table in _by_name(plot.tables).items():
                files[f"{name}.csv"] = as_csv(table).encode()
        for name, content in files.items():
            write_whole(target / name, content)
        return [target / name for name in files], tuple(dict.fromkeys(missing))

    def as_value(self, plots: Sequence[Plot]) -> dict[str, object]:
        """Return the tables of plots for JSON."""
        return {plot.name: [as_value(one) for one in plot.tables] for plot in plots}

    def of_report(self, *, rated: bool, coded: bool) -> Iterator[tuple[str, str]]:
        """Yield title and SVG of each page of the appraisal's pictures, and of those of the included studies."""
        plots = [*(self._ratings.plots() if rated else ()), *(self._coding.plots() if coded else ())]
        for plot in plots:
            for page in plot.pages:
                yield page.title, svg.svg(page)


def _named(plot: Plot) -> list[tuple[str, Drawing]]:
    """Return the pages of a plot with the names of their files."""
    return [(plot.name if not place else f"{plot.name}-{place + 1}", page) for place, page in enumerate(plot.pages)]


def _by_name(tables: Sequence[Table]) -> dict[str, Table]:
    """Return tables by their names; of designs that differ in signs alone the second gets a number."""
    found: dict[str, Table] = {}
    for one in tables:
        found[one.name if one.name not in found else f"{one.name}-{len(found) + 1}"] = one
    return found


def _picture(page: Drawing, form: str) -> tuple[bytes, tuple[str, ...]]:
    from reviewkit.flow.diagram import pictures

    return (svg.svg(page).encode(), ()) if form == "svg" else pictures.picture(page, form)
