"""The coding as a project that programs for qualitative analysis open: REFI-QDA, a `.qdpx` file.

The thing a reader would get wrong: memos that somebody keeps to oneself are not in it, not even in one's own file,
since such files are handed on. Everything else that the acting coder may see is. Files of full texts are those on this
device, so on another the passages may stand in a text of quotations instead of in the report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import cycle
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.export import qda
from reviewkit.export.package import archived
from reviewkit.export.placing import Pages, plain
from reviewkit.export.qda_nouns import Case, Document, Node, Note, Passage, Project, Variable
from reviewkit.extraction.answering import holds, theme
from reviewkit.extraction.codes import merged_into
from reviewkit.flow.breakdowns import cited
from reviewkit.model import NOT_REPORTED
from reviewkit.review.noted import REVIEW
from reviewkit.review.shelf import Shelf
from reviewkit.store.folder import opened
from reviewkit.store.fulltexts import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.criteria.nouns import Field
    from reviewkit.model import Answer, ReportId, Reviewer
    from reviewkit.review.coded import CodedStudy, CodeView, MemoView, QuotationView
    from reviewkit.review.coding import Coding
    from reviewkit.review.session import Session

_COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7")
"""Of themes, by Okabe and Ito: told apart also by those who see red and green alike."""
_NO_THEME = "#999999"


class CodingProject:
    """One file while it is put together."""

    def __init__(self, session: Session, coding: Coding) -> None:
        """Work on a session; `coding` knows what may be seen."""
        self._session, self._coding = session, coding
        self._shelf = Shelf(session)
        self._notes: list[Note] = []
        self._ids: Counter[str] = Counter()
        self._pdfs: dict[str, Path] = {}
        """By report."""

    def pieces(self) -> Iterator[bytes]:
        """Yield the file in pieces."""
        written = qda.written(self._project())
        pdfs = {name: self._pdfs[report] for report, name in written.pdfs.items()}
        yield from archived(_parts(written, pdfs))

    def _project(self) -> Project:
        coding, review = self._coding, self._session.criteria.review
        studies, said = coding.studies(), coding.said_by_coders()
        by_study = [(study, self._documents(study, said[study.id][0])) for study in studies]
        documents = [one for _, own in by_study for one in own]
        used = {node for one in documents for passage in one.passages for node in passage.nodes}
        return Project(
            id=review.id,
            name=review.title,
            about="\n".join(one for one in (review.watermark, review.question) if one),
            nodes=self._nodes(used),
            variables=tuple(one for field in coding.codebook.fields for one in _variables(field)),
            cases=tuple(self._case(study, own) for study, own in by_study),
            documents=tuple(documents),
            own_notes=self._kept(coding.memos(REVIEW), REVIEW, review.title),
            notes=tuple(self._notes),
        )

    def _unused(self, own: str) -> str:
        """Return an id that nothing has had yet: of two devices a person can have two versions of one quotation."""
        self._ids[own] += 1
        return own if self._ids[own] == 1 else f"{own}/{self._ids[own]}"

    # ---------------------------------------------------------------------------------------------- the codebook

    def _nodes(self, used: set[str]) -> tuple[Node, ...]:
        """Return fields with their choices and the codes below those, and behind them codes without a theme.

        Fields that nothing is coded with are left out, unless passages are asked for.
        """
        by_theme: defaultdict[str, list[CodeView]] = defaultdict(list)
        for code in self._coding.codes():
            by_theme[code.theme].append(code)
        themes = {f"theme:{one}" for one in by_theme if one} | used
        colours = cycle(_COLOURS)
        found = [
            self._field(field, by_theme, colours)
            for field in self._coding.codebook.fields
            if field.evidence
            or f"field:{field.id}" in used
            or any(_node(field, one) in themes for one in field.choices)
        ]
        known = {one.id for field in found for one in (field, *field.below)}
        gone = sorted(one for one in themes - known if one.startswith(("theme:", "field:")))
        found += [self._theme(one, one.partition(":")[2], by_theme, next(colours)) for one in gone]
        return (*found, *(self._code(one, _NO_THEME) for one in by_theme[""]))

    def _field(self, field: Field, by_theme: Mapping[str, Sequence[CodeView]], colours: Iterator[str]) -> Node:
        below = tuple(self._theme(_node(field, one), one, by_theme, next(colours)) for one in field.choices)
        return Node(f"field:{field.id}", field.name, field.guidance, below=below, is_codable=not below)

    def _theme(self, node: str, name: str, by_theme: Mapping[str, Sequence[CodeView]], colour: str) -> Node:
        own = by_theme.get(node.partition(":")[2], ())
        return Node(node, name, colour=colour, below=tuple(self._code(one, colour) for one in own))

    def _code(self, code: CodeView, colour: str) -> Node:
        known = self._session.state.codes()
        parts = [one for one in known if merged_into(one, known) == code.id]
        notes = [note for one in parts for note in self._kept(self._coding.memos(one), one, code.name)]
        return Node(code.id, code.name, code.description, colour, tuple(notes))

    # ---------------------------------------------------------------------------------------------- reports

    def _documents(self, study: CodedStudy, said: Mapping[Reviewer, Sequence[Answer]]) -> list[Document]:
        reports = [self._session.state.reports()[one] for one in study.reports]
        records = self._session.merged(reports)
        texts = {one: self._full_text(one) for one in study.reports}
        passages: defaultdict[ReportId, list[Passage]] = defaultdict(list)
        for view in study.quotations:
            passages[view.report].append(self._quoted(view))
        for one in self._evidence(study, said):
            passages[_holding(one, texts)].append(one)
        notes = self._kept(self._coding.memos(study.id), study.id, study.label)
        return [
            Document(
                id=one,
                name=study.label,
                citation=cited(records[one]),
                full_text=texts[one],
                is_pdf=one in self._pdfs,
                passages=tuple(passages[one]),
                notes=notes if one == study.id else (),
            )
            for one in study.reports
        ]

    def _full_text(self, report: ReportId) -> Pages | None:
        """Return the words of a report's file on this device, and note the file if it is a PDF; None if it has none."""
        held = next((one for one in self._shelf.files(report) if one.path is not None), None)
        if held is None or held.path is None:
            return None
        if _is_pdf(held.path):
            self._pdfs[report] = held.path
        try:
            return Pages([plain(page) for page in self._shelf.text(report, held.name).pages])
        except InputError:  # only pictures of pages, or broken: the file goes along as it is
            return None

    def _quoted(self, view: QuotationView) -> Passage:
        own = view.quotation
        nodes = tuple(code.id for code in view.codes)
        mark = self._unused(f"{view.report}/{view.coder}/{own.mark}")
        return Passage(mark, own.text, own.page, view.coder, view.time, nodes, own.note)

    def _evidence(self, study: CodedStudy, said: Mapping[Reviewer, Sequence[Answer]]) -> Iterator[Passage]:
        """Yield what answers rest on, coded with the choices; what was agreed on where no coder gave the same."""
        fields = {field.id: field for field in self._coding.codebook.fields}
        given = {(one.field, one.quotation) for answers in said.values() for one in answers}
        settled = [one for one in study.agreed or () if (one.field, one.quotation) not in given]
        for coder, answers in (*said.items(), ("", settled)):
            for one in answers:
                if one.quotation:
                    mark = self._unused(f"{study.id}/{coder}/answer/{one.field}")
                    yield Passage(
                        mark, one.quotation, one.page, coder, "", _answered(fields.get(one.field), one), one.note
                    )

    # ---------------------------------------------------------------------------------------------- studies, memos

    def _case(self, study: CodedStudy, documents: Sequence[Document]) -> Case:
        answers = {one.field: one for one in study.agreed or ()}
        values = [
            value
            for field in self._coding.codebook.fields
            if field.id in answers and holds(field, answers[field.id])
            for value in _values(field, answers[field.id])
        ]
        return Case(study.id, study.label, study.title, tuple(values), tuple(one.id for one in documents))

    def _kept(self, memos: Sequence[MemoView], about: str, name: str) -> tuple[str, ...]:
        """Note down memos that are not for oneself alone, and return their ids."""
        found = []
        for one in memos:
            if not one.memo.own:
                mark = self._unused(f"{about}/{one.writer}/{one.memo.mark}")
                self._notes.append(Note(mark, f"Memo on {name}", one.memo.text, one.writer, one.time))
                found.append(mark)
        return tuple(found)


def _parts(written: qda.Written, pdfs: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of the file by name, each read when it is its turn."""
    yield qda.PROJECT_FILE, written.qde
    for name in sorted([*written.texts, *pdfs]):
        yield name, written.texts[name].encode() if name in written.texts else _bytes(pdfs[name])


def _bytes(path: Path) -> bytes:
    with opened(path, path.name) as file:
        return file.read(LARGEST)


def _is_pdf(path: Path) -> bool:
    try:
        with opened(path, path.name) as file:
            return path.suffix.lower() == ".pdf" and b"%PDF-" in file.read(1024)
    except InputError:
        return False


def _holding(passage: Passage, texts: Mapping[ReportId, Pages | None]) -> ReportId:
    """Return the report in whose text a passage is found; the first if in none."""
    found = (one for one, text in texts.items() if text is not None and text.span(passage.text) is not None)
    return next(found, next(iter(texts)))


def _node(field: Field, choice: str) -> str:
    return f"theme:{theme(field.id, choice)}"


def _answered(field: Field | None, answer: Answer) -> tuple[str, ...]:
    """Return the nodes that an answer's evidence is coded with: its choices, or the field."""
    if field is not None and field.choices:
        return tuple(_node(field, value) for value in answer.values)
    return (f"field:{answer.field}",)


def _variables(field: Field) -> Iterator[Variable]:
    """Yield a variable for a field, and where several can be chosen one for each choice."""
    yield Variable(field.id, field.name, "Float" if field.kind == "number" else "Text", field.guidance)
    if field.kind == "several":
        for choice in field.choices:
            yield Variable(theme(field.id, choice), f"{field.name}: {choice}", "Boolean")


def _values(field: Field, answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the values of a field's variables; a number that is not reported has none."""
    if answer.values or field.kind != "number":
        yield field.id, "; ".join(answer.values) or NOT_REPORTED
    if field.kind == "several":
        for choice in field.choices:
            yield theme(field.id, choice), str(choice in answer.values).lower()
