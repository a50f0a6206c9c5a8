"""The lines of a coding, and quotations, codes and themes as they are said.

The thing a reader would get wrong: a theme is a choice of a field of the codebook, so a quotation answers to a field
through its codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.review import NOT_REPORTED, missing_in_coding, themes
from reviewkit.text import block, line
from reviewkit.tui.sheet import Row, said
from reviewkit.tui.words import BOLD, DIM, counted, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.model import Answer, Coding
    from reviewkit.review import Codebook, CodebookField, CodeView, MemoView, QuotationView
    from reviewkit.tui.sheet import Given

BESIDES = {NOT_REPORTED: "x"}
"""What every field may be besides its choices, with its key in the table."""
NO_THEME = "no theme yet"
_MOST = 20_000


def row(field: CodebookField) -> Row:
    """Return the line of a field."""
    typed = "" if field.choices else field.kind
    return Row(
        field.id,
        field.name,
        field.choices,
        field.guidance,
        field.evidence,
        (*BESIDES,),
        several=field.kind == "several",
        typed=typed,
    )


def by_field(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return answers by their field."""
    return {one.field: one for one in answers}


def given(answer: Answer | None) -> Given:
    """Return what was answered; nothing while a field is open."""
    return () if answer is None else answer.values or (NOT_REPORTED,)


def values(answer: Given) -> Given:
    """Return an answer as the review has it, where no values say `not reported`."""
    return () if answer == (NOT_REPORTED,) else answer


def answered(codebook: Codebook, coding: Coding) -> str:
    """Return all answers of a coding in a line."""
    names = {field.id: line(field.name) for field in codebook.fields}
    return "   ".join(f"{names.get(one.field, line(one.field))}: {said(given(one))}" for one in coding.answers)


def lacks(field: CodebookField, answer: Answer | None, quotations: Iterable[QuotationView]) -> tuple[str, ...]:
    """Return what an answer still lacks, such as a quotation for one of its values; of an open field nothing."""
    quoted = {theme for one in quotations for theme in one.themes}
    return missing_in_coding([field], [answer], quoted) if answer is not None else ()


# ------------------------------------------------------------------------------------------------- themes


def theme_name(codebook: Codebook, theme: str) -> str:
    """Return a theme as people say it: `Themes: language`."""
    if not theme:
        return NO_THEME
    field, _, choice = theme.partition("/")
    found = codebook.field(field)
    return f"{line(found.name if found is not None else field)}: {line(choice)}"


def themes_in_order(codebook: Codebook) -> list[str]:
    """Return every theme, those of fields that ask for evidence first."""
    asking = {field.id for field in codebook.fields if field.evidence}
    return sorted(themes(codebook), key=lambda theme: theme.partition("/")[0] not in asking)


def code_words(codebook: Codebook, code: CodeView) -> str:
    """Return a code with its theme: `school jargon (Themes: language)`."""
    return f"{line(code.name)} ({theme_name(codebook, code.theme)})"


def of_field(field: str, quotations: Iterable[QuotationView]) -> list[QuotationView]:
    """Return the quotations whose codes belong to a field."""
    return [one for one in quotations if any(theme.partition("/")[0] == field for theme in one.themes)]


# ------------------------------------------------------------------------------------------------- quotations


def page_words(page: str) -> str:
    """Return a page as it is cited: `p. 12`; nothing for none."""
    return f"p. {line(page)}" if page.strip() else ""


def quoted(view: QuotationView, width: int, *, label: str = "") -> str:
    """Return a quotation in a line: where from, its page, its codes, and as much of it as there is room for."""
    before = "  ".join(part for part in (label, page_words(view.quotation.page)) if part)
    codes = ", ".join(line(code.name) for code in view.codes) or "no code yet"
    return cut(f"{f'{before}  ' if before else ''}{codes}  “{line(view.quotation.text)}”", width)


def quotation(codebook: Codebook, view: QuotationView, *, own: bool) -> list[Content | str]:
    """Return a quotation in full, with codes, themes, note and, unless it is one's own, its coder."""
    quoted = view.quotation
    passage = f"“{cut(block(quoted.text).strip(), _MOST)}” {page_words(quoted.page)}".rstrip()
    parts: list[Content | str] = [passage, ""]
    parts += [Content.assemble(("code  ", DIM), (code_words(codebook, code), BOLD)) for code in view.codes]
    if not view.codes:
        parts.append(Content.styled("It has no code yet: c gives it one.", DIM))
    if quoted.note.strip():
        parts.append(Content.assemble(("note  ", DIM), cut(block(quoted.note).strip(), _MOST)))
    return parts if own else [*parts, Content.styled(f"quoted by {line(view.coder)}", DIM)]


def in_short(view: QuotationView, by: str = "") -> Content:
    """Return a quotation as it stands below a field; `by` says who took it."""
    codes = ", ".join(line(code.name) for code in view.codes) or "no code yet"
    passage = f"“{cut(block(view.quotation.text).strip(), 600)}” {page_words(view.quotation.page)}".rstrip()
    return Content.assemble((f"{line(by)}, {codes}  " if by else f"{codes}  ", DIM), passage)


# ------------------------------------------------------------------------------------------------- memos


def memo(view: MemoView, acting: str) -> Content:
    """Return a memo with its writer; a note of one's own says that nobody else sees it."""
    who = "only you see this" if view.memo.own else "your memo" if view.writer == acting else line(view.writer)
    return Content.assemble((f"{who}: ", DIM), cut(block(view.memo.text).strip(), _MOST))


def on_record(quotations: Sequence[QuotationView], memos: Sequence[MemoView], keys: Mapping[str, str]) -> str:
    """Return what there is besides the answers, each with the key that leads to it."""
    quoting = counted(len(quotations), "quotation")
    thought = counted(len(memos), "memo")
    return f"{quoting} ({keys['quotations']})   {thought} ({keys['memo']})   all codes ({keys['codes']})"
