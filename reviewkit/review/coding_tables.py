"""What people take away from the coding: summaries, tables of studies and quotations, and files of them.

The thing a reader would get wrong: nothing is taken from anywhere but what the acting coder may see, so before
everybody has finished, two people's tables can differ.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from reviewkit.collector import no_collector
from reviewkit.criteria.nouns import Extraction
from reviewkit.errors import NotAllowedError
from reviewkit.export import codings
from reviewkit.export.ratings import table_as_csv, tables_as_xlsx
from reviewkit.extraction import agreeing
from reviewkit.extraction.summaries import Held, Summary, compared, summaries
from reviewkit.flow.table import as_value, with_caption
from reviewkit.model import Status, short_id
from reviewkit.report import extracted
from reviewkit.report.extracted import Extracted, Quoted
from reviewkit.report.markdown import paper_as_markdown
from reviewkit.report.nouns import Bullets, Paper, Said, Section
from reviewkit.review.coding_pictures import coding_plots
from reviewkit.review.coding_project import CodingProject
from reviewkit.review.exporting import check_folder
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reviewkit.extraction.summaries import Differs
    from reviewkit.plots.nouns import Plot
    from reviewkit.review.coded import CodedStudy, QuotationView
    from reviewkit.review.coding import Coding
    from reviewkit.review.session import Session

FORMS = {".csv": "CSV", ".xlsx": "XLSX", ".docx": "DOCX", ".md": "Markdown", ".qdpx": "REFI-QDA"}
"""What is written, by the ending of the file's name."""
_FEW = 60
"""Studies of which a terminal is shown which has which choice."""
_STATUS = {Status.PENDING: "open", Status.CONFLICT: "to settle", Status.INCLUDED: "coded"}


class CodingTables:
    """What people take away from the coding."""

    def __init__(self, session: Session, coding: Coding) -> None:
        """Work on a session; `coding` knows what may be seen."""
        self._session, self._coding = session, coding

    def summaries(self) -> tuple[Summary, ...]:
        """Return what each field of the codebook comes to, over the studies of which it is known what holds."""
        return summaries(self._coding.codebook, _held(self._coding.studies()))

    def differs_from_print(self) -> tuple[Differs, ...]:
        """Return where what `[published]` in criteria/extraction.toml says is not what the coding comes to."""
        return compared(self._coding.codebook, self.summaries())

    @no_collector()
    def extracted(self) -> Extracted:
        """Return what tables and sentences are written from."""
        coding = self._coding
        studies, standings = coding.studies(), coding.over()
        blind = coding.blind_codings()
        return Extracted(
            codebook=coding.codebook,
            studies=_held(studies),
            open=sum(one.status is Status.PENDING for one in studies),
            differing=sum(one.status is Status.CONFLICT for one in studies),
            settled=sum(one.settled is not None for one in standings),
            independent=sum(len(own) > 1 for _, own in blind),
            coders=tuple(sorted({name for one in standings for name in one.finished})),
            quotations=_by_theme(studies, coding),
            agreement=agreeing.measures(blind, coding.codebook),
            equal=agreeing.shares_equal(blind, coding.codebook),
        )

    # ---------------------------------------------------------------------------------------------- as documents

    def paper(self) -> Paper:
        """Return the summary: the sample, the studies, themes and quotations, the agreement."""
        found = self.extracted()
        review = self._session.criteria.review
        tables = extracted.tables(found)
        said = extracted.agreed(found)
        sections = [
            Section("Coding", (Said(" ".join(extracted.methods(found) or ["There is no codebook yet."])),)),
            Section("What the studies are and say", tables or (Said("No study has been coded yet."),)),
            *([Section("Agreement of the coders", (Bullets(tuple(said)),))] if said else []),
        ]
        return Paper("summary", f"Included studies: {review.title}", review.watermark, tuple(sections))

    def as_markdown(self) -> str:
        """Return the summary as Markdown."""
        return paper_as_markdown(self.paper())

    def as_text(self, width: int) -> str:
        """Return the summary for a terminal of `width` columns, without quotations and, of many, without studies."""
        found = self.extracted()
        matrices = extracted.matrices(found) if len(found.studies) <= _FEW else ()
        tables = (extracted.sample(found), extracted.numbers(found), *matrices)
        shown = [with_caption(one, width) for one in tables if one.rows]
        return "\n".join([*shown, *extracted.agreed(found)]) if found.studies else "No study has been coded yet."

    def as_value(self) -> dict[str, object]:
        """Return the summary for JSON."""
        found = self.extracted()
        return {
            "coded": len(found.studies),
            "open": found.open,
            "to_settle": found.differing,
            "independent": found.independent,
            "tables": [as_value(one) for one in extracted.tables(found)],
            "differs_from_print": [one.sentence for one in self.differs_from_print()],
            "agreement": extracted.agreed(found),
        }

    def plots(self, columns: int = 78) -> tuple[Plot, ...]:
        """Return the pictures of the included studies that there is something for; `columns` of their texts."""
        coding, mark = self._coding, self._watermark
        studies = coding.studies()
        return tuple(coding_plots(coding.codebook, studies, _left(studies), [mark] * bool(mark), columns))

    # ---------------------------------------------------------------------------------------------- as files

    def rows(self, *, wide: bool = False) -> list[list[str]]:
        """Return a row an answer, or with `wide` a row a study; the heads first."""
        studies = self._exported()
        return codings.wide(studies, self._coding.codebook) if wide else codings.long(studies, self._coding.codebook)

    def as_csv(self, *, wide: bool = False) -> str:
        """Return what was coded as CSV."""
        return table_as_csv(self.rows(wide=wide), self._watermark).decode()

    def write(self, path: Path, *, wide: bool = False, excel: bool = False) -> int:
        """Write what was coded to a file whose ending says how, and return of how many studies it is known what holds.

        A workbook has both forms and the quotations, a document the summary, and a project the texts, codes and memos
        for NVivo, ATLAS.ti or MAXQDA. Raises `NotAllowedError`.
        """
        form = FORMS.get(PurePath(path.name).suffix.lower())
        if form is None:
            listed = ", ".join(f"{ending} ({name})" for ending, name in FORMS.items())
            raise NotAllowedError(
                f'"{path.name}" has no ending that says what to write', remedy=f"Let it end in {listed}."
            )
        if excel and form != "CSV":
            raise NotAllowedError("--excel is for CSV", remedy="An .xlsx file opens in Excel as it is.")
        check_folder(path.parent, self._session.folder)
        made: dict[str, Callable[[], bytes | Iterator[bytes]]] = {
            "CSV": lambda: table_as_csv(self.rows(wide=wide), self._watermark, excel=excel),
            "XLSX": self._as_xlsx,
            "DOCX": self._as_docx,
            "Markdown": lambda: self.as_markdown().encode(),
            "REFI-QDA": CodingProject(self._session, self._coding).pieces,
        }
        write_whole(path, made[form]())
        return sum(one.agreed is not None for one in self._coding.studies())

    @property
    def _watermark(self) -> str:
        return self._session.criteria.review.watermark

    def _as_xlsx(self) -> bytes:
        studies, codebook = self._exported(), self._coding.codebook
        sheets = {
            "wide": codings.wide(studies, codebook),
            "long": codings.long(studies, codebook),
            "quotations": codings.quotations(studies),
        }
        return tables_as_xlsx(dict(sheets), self._watermark)

    def _as_docx(self) -> bytes:
        from reviewkit.report.word import paper_as_docx

        return paper_as_docx(self.paper())

    def _exported(self) -> list[codings.Coded]:
        said = self._coding.said_by_coders()
        return [
            codings.Coded(
                id=short_id(one.id),
                label=one.label,
                title=one.title,
                reports=len(one.reports),
                status="settled" if said[one.id][1] else _STATUS[one.status],
                settled=said[one.id][1],
                agreed=one.agreed,
                said=said[one.id][0],
                quotations=tuple(_row(own) for own in one.quotations),
            )
            for one in self._coding.studies()
        ]


def _left(studies: Sequence[CodedStudy]) -> list[str]:
    """Return how many of the studies are in no picture of what was coded."""
    open_, differing = (sum(one.status is status for one in studies) for status in (Status.PENDING, Status.CONFLICT))
    return extracted.left_out(Extracted(Extraction(), open=open_, differing=differing))


def _held(studies: Sequence[CodedStudy]) -> tuple[Held, ...]:
    return tuple(Held(one.label, one.agreed) for one in studies if one.agreed is not None)


def _row(view: QuotationView) -> tuple[str, ...]:
    own, names = view.quotation, "; ".join(code.name for code in view.codes)
    return (short_id(view.report), view.coder, own.text, own.page, names, "; ".join(view.themes), own.note)


def _by_theme(studies: Sequence[CodedStudy], coding: Coding) -> tuple[Quoted, ...]:
    """Return the passages under each theme that their codes belong to, those without a theme last.

    Of studies that everybody sees, so that the tables are the same whoever makes them.
    """
    order = [*coding.themes(), ""]
    place = {theme: number for number, theme in enumerate(order)}
    found = [
        (place.get(theme, len(place)), Quoted(theme, _codes(view, theme), study.label, own.text, own.page, view.coder))
        for study in studies
        if study.status is not Status.PENDING
        for view in study.quotations
        for own in [view.quotation]
        for theme in view.themes or ("",)
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].theme)))


def _codes(view: QuotationView, theme: str) -> str:
    return "; ".join(code.name for code in view.codes if code.theme == theme or not theme)
