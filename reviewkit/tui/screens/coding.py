"""One study after the other by the codebook: read, answer each field, quote what it rests on, finish, next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from reviewkit.errors import ReviewkitError
from reviewkit.model import Coding
from reviewkit.review import NOT_REPORTED
from reviewkit.text import line
from reviewkit.tui import coded, keys, sheet, words
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.evidence import AskEvidence, Evidence
from reviewkit.tui.screens.memos import ask_memo
from reviewkit.tui.screens.one_by_one import OneByOneScreen
from reviewkit.tui.screens.opening import with_report
from reviewkit.tui.screens.quotations import QuotationsScreen, of_study, read_and_quote
from reviewkit.tui.words import BOLD, DIM, cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType

    from reviewkit.model import Answer, Body, ReportId
    from reviewkit.review import CodebookField, QuotationView, StudyCoding
    from reviewkit.tui.sheet import Given, Row


class CodingScreen(OneByOneScreen["StudyCoding"]):
    """The studies that wait for the acting coder, or one study alone."""

    PLACE = "coding"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("coding")]
    BESIDES = coded.BESIDES
    STAGE = "Extraction"
    NOTHING = "Nothing is left for you to code."

    # ---------------------------------------------------------------------------------------------- of the review

    def _waiting(self) -> list[ReportId]:
        return self.review.coding.queue()

    def _read(self, report: ReportId) -> StudyCoding:
        return self.review.coding.view(report)

    def _rows_for(self, view: StudyCoding) -> list[Row]:
        return [coded.row(field) for field in view.fields]

    @property
    def _answers(self) -> Mapping[str, Answer]:
        own = self._view.own if self._view is not None else None
        return coded.by_field(own.answers) if own is not None else {}

    @property
    def _quotations(self) -> tuple[QuotationView, ...]:
        return self._view.quotations if self._view is not None else ()

    def _field(self, row: Row) -> CodebookField:
        return next(one for one in self.review.coding.codebook.fields if one.id == row.id)

    def _given(self, row: Row) -> Given:
        return coded.given(self._answers.get(row.id))

    def _still_lacks(self, row: Row) -> tuple[str, ...]:
        """Return what the answer to a field lacks, though it is given."""
        return coded.lacks(self._field(row), self._answers.get(row.id), self._quotations)

    def _lacks_evidence(self, row: Row) -> bool:
        return bool(self._still_lacks(row))

    def _finish(self, report: ReportId) -> str:
        try:
            self.review.coding.finish(report)
        except ReviewkitError:
            self._show(sheet.next_open(self._rows, self._lacks))  # the cursor on what is missing, the error on top
            raise
        return ""

    def _was_finished(self, body: Body) -> bool | None:
        return body.finished if isinstance(body, Coding) else None

    # ---------------------------------------------------------------------------------------------- showing

    def _on_study(self, view: StudyCoding) -> list[Content | str]:
        parts: list[Content | str] = []
        if view.at_odds:
            parts.append(Content.styled("Yours from two devices differ: check them, and finish it again.", BOLD))
        elif view.older:
            parts.append("criteria/extraction.toml was worded otherwise when you coded this.")
        lead = {one: self._key(one) for one in ("quotations", "memo", "codes")}
        return [*parts, Content.styled(coded.on_record(view.quotations, view.memos, lead), DIM)]

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        return sheet.in_line(row, self._given(row), width, self._behind(row))

    def _behind(self, row: Row) -> str:
        """Return in short what an answer rests on, or that it has to rest on something."""
        if self._lacks_evidence(row):
            return "evidence is asked for (e)"
        answer, quoted = self._answers.get(row.id), coded.of_field(row.id, self._quotations)
        if answer is not None and (answer.quotation or answer.page or answer.note):
            return sheet.in_short(answer, row) or line(answer.note)
        return coded.quoted(quoted[0], 200) if quoted else ""

    def _about(self, row: Row) -> list[Content | str]:
        return [
            *sheet.asked(row, self._given(row), self._key),
            *sheet.guidance(row),
            *self._below(row),
            *self._on_whole_study(),
        ]

    def _below(self, row: Row) -> list[Content | str]:
        """Return what stands below the answers of a field: what they rest on, and what is still asked for."""
        below: list[Content | str] = [*sheet.resting_on(self._answers.get(row.id))]
        below += [coded.in_short(one) for one in coded.of_field(row.id, self._quotations)]
        below += [f"It still lacks {line(one)}." for one in self._still_lacks(row)]
        if self._lacks_evidence(row):
            below.append(Content.styled("e gives it; or r reads the text, and q there takes a passage.", DIM))
        retired = [one for one in (self._view.retired if self._view is not None else ()) if one.field == row.id]
        below += [f"Your answer “{sheet.said(one.values)}” is none of the codebook any more." for one in retired]
        return ["", *below] if below else []

    def _on_whole_study(self) -> list[Content | str]:
        """Return what there is on the study, whichever field is in view: quotations, memos, colleagues, abstract."""
        view = self._view
        if view is None or self._is_low:
            return []
        acting = self.review.session.reviewer or ""
        parts: list[Content | str] = [coded.in_short(one) for one in view.quotations]
        memos = [coded.memo(one, acting) for one in view.memos]
        others = [
            Content.assemble((f"{line(one.coder)} has finished it: ", DIM), coded.answered(view.codebook, one.coding))
            for one in view.others
        ]
        abstract = words.abstract(view.reports[0].record, self.marks)
        return [
            *_headed("Quotations", parts),
            *_headed("Memos", [*memos]),
            *_headed("Colleagues", [*others]),
            *_headed("Abstract", [abstract]),
        ]

    def _useless(self, row: Row) -> set[str]:
        return super()._useless(row) | ({"1-9"} if row.typed else {"⏎"})

    # ---------------------------------------------------------------------------------------------- answering

    def action_code(self, number: int) -> None:
        """Give the field under the cursor its answer of that number; again takes it off."""
        self._digit(number, self._answer_here)

    def action_pick(self) -> None:
        """Ask for the number or text of the field under the cursor, or for its answer from a list."""
        row = self._row
        if row is not None and row.typed:
            given = self._given(row)
            self._ask_typed(self._report, row, "" if given == (NOT_REPORTED,) else sheet.said(given))
        else:
            super().action_pick()

    def _ask_typed(self, report: ReportId, row: Row, text: str) -> None:
        about = cut(line(row.guidance), 300)
        self.app.push_screen(Ask(f"{line(row.name)} ({row.typed})", text, about), partial(self._typed, report, row))

    def _typed(self, report: ReportId, row: Row, text: str | None) -> None:
        """Write what was typed; what the review refuses is asked for again, so that nobody types it twice."""
        if text is None or (not text.strip() and not self._given(row)):
            return
        try:
            self._answer(report, row, text.strip())
        except ReviewkitError as error:
            self._ask_typed(report, row, text)
            self.refuse(error)

    def _answer(self, report: ReportId, row: Row, value: str) -> None:
        was_open, now, coding = self._lacks(row), self._given(row), self.review.coding
        taken_off = value in now and not row.several and not row.typed
        after = () if taken_off or not value else sheet.with_answer(row, now, value)
        if after == now:
            return
        if after:
            coding.answer(report, row.id, coded.values(after))
        else:
            coding.clear(report, row.id)
        self._look()
        self._go_on(row if was_open and not row.several else None)
        self._say_saved(row, sheet.said(after) or "open again")

    def action_evidence(self) -> None:
        """Ask what the answer to the field under the cursor rests on."""
        row = self._row
        answer = self._answers.get(row.id) if row is not None else None
        if row is not None and answer is not None:
            ask = AskEvidence(f"{line(row.name)}: quotation, page, note", Evidence.of(answer))
            self.app.push_screen(ask, partial(self._keep_evidence, self._report, row, answer))
        elif row is not None:
            self.say("Answer it first: what it rests on goes with the answer.")

    def _keep_evidence(self, report: ReportId, row: Row, answer: Answer, evidence: Evidence | None) -> None:
        if evidence is None or evidence == Evidence.of(answer):
            return
        was_open = self._lacks(row)
        if self.tried(lambda: self._write_evidence(report, answer, evidence)):
            self._look()
            self._go_on(row if was_open else None)
            self._say_saved(row, "what it rests on")

    def _write_evidence(self, report: ReportId, answer: Answer, evidence: Evidence) -> None:
        """Write evidence with its answer; what was emptied goes, which an answer alone would keep."""
        coding, before = self.review.coding, Evidence.of(answer)
        pairs = zip(
            (before.quotation, before.page, before.note),
            (evidence.quotation, evidence.page, evidence.note),
            strict=True,
        )
        if any(old and not new for old, new in pairs):
            coding.clear(report, answer.field)
        coding.answer(
            report,
            answer.field,
            answer.values,
            quotation=evidence.quotation,
            page=evidence.page,
            note=evidence.note,
        )

    # ---------------------------------------------------------------------------------------------- looking about

    def action_read(self) -> None:
        """Read a full text of the study here, and take passages of it as quotations."""
        if self._view is not None:
            with_report(self, self._view.reports, lambda report, title: read_and_quote(self, report, title, self._look))

    def action_quotations(self) -> None:
        """List the quotations of the study."""
        if self._view is not None:
            title = cut(words.title(self._view.reports[0].record), 60)
            self.app.push_screen(QuotationsScreen(self.review, title, of_study(self._report), self._view.reports))

    def action_codes(self) -> None:
        """List all codes."""
        from reviewkit.tui.screens.codes import CodesScreen

        self.app.push_screen(CodesScreen(self.review))

    def action_memo(self) -> None:
        """Ask for a memo on the study."""
        if self._view is not None:
            title = cut(words.title(self._view.reports[0].record), 200)
            ask_memo(self, self._report, title, self.uncovered)


def _headed(name: str, parts: list[Content | str]) -> list[Content | str]:
    return ["", Content.styled(name, DIM), *parts] if parts else []
