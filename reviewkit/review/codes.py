"""Quotations, the codes that are given to them, and memos.

The thing a reader would get wrong: a code belongs to all, a quotation and a memo to who wrote them. Only the writer
changes those; anybody who sees a code may rename it, merge it or take it back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.extraction.answering import themes
from reviewkit.model import Code, Draft, Memo, Quotation, ReportId, short_id
from reviewkit.review.noted import REVIEW, Coded
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.fold.codings import Standing
    from reviewkit.model import Event, Reviewer
    from reviewkit.review.coded import CodeView

_MOST = 100
"""Characters of a code's name."""


class Codes(Coded):
    """What coders do with passages."""

    # ---------------------------------------------------------------------------------------------- quotations

    def quote(
        self, report: ReportId, text: str, page: str = "", codes: Sequence[str] = (), note: str = "", mark: str = ""
    ) -> Event:
        """Note a passage of a report and its codes, by their ids; in place of the own one of that `mark`, if any.

        Raises `NotAllowedError` for a passage without text, an unknown code, or a report that is not coded.
        """
        actor, standing = self._coder(report)
        if not text.strip():
            raise NotAllowedError("the quotation is empty", remedy="Give the passage, or take the quotation back.")
        given = tuple(dict.fromkeys(self._visible(code).id for code in codes))
        body = Quotation(mark or self._session.new_id(), _kept(text), page.strip(), given, note.strip())
        return self._put(report, standing, actor, body)

    def unquote(self, report: ReportId, mark: str) -> Event:
        """Take an own quotation back. Raises `NotAllowedError` if there is none of that mark."""
        actor, standing = self._coder(report)
        own = [one.quotation for one in self._quotation_views(standing, {}) if one.coder == actor]
        if all(one.mark != mark for one in own):
            raise NotAllowedError(f"you have no quotation {line(mark)} on {short_id(standing.up[0].id)}")
        return self._put(report, standing, actor, Quotation(mark, ""))

    def _put(self, report: ReportId, standing: Standing, actor: Reviewer, body: Quotation) -> Event:
        state = self._session.state
        records = [record for one in standing.reports for record in one.records]
        before = state.own_marked(records, actor, body.mark)
        blind = state.codes_blind(standing, actor)
        on = state.report_of(report)
        subject = on.id if on is not None else report
        return self._session.write([Draft(subject, replace(body, blind=blind), before)])[-1]

    def _coder(self, report: ReportId) -> tuple[Reviewer, Standing]:
        """Return who codes, and where the study stands. Raises `NotAllowedError` if it is not theirs to code."""
        session = self._session
        actor = session.acting()
        session.refresh()
        if not self.codebook.fields:
            raise NotAllowedError(
                "criteria/extraction.toml has no fields", remedy="Write down first what is noted of each study."
            )
        standing = self._standing(report)
        if actor not in session.state.rules.reviewers:
            raise NotAllowedError(
                f"{actor} adjudicates in this review and does not code studies",
                remedy="Name reviewers in criteria/review.toml, or settle where coders differ.",
            )
        return actor, standing

    # ---------------------------------------------------------------------------------------------- codes

    def new_code(self, name: str, theme: str = "", description: str = "") -> Event:
        """Make a code; the event's subject is its id. Raises `NotAllowedError` for a name that there is."""
        self._session.acting()
        self._session.refresh()
        code = Code(self._free(name), self._theme(theme), description.strip())
        return self._session.write([Draft(self._session.new_id(), code)])[-1]

    def rename(self, code: str, name: str) -> Event:
        """Give a code another name."""
        found = self._visible(code)
        return self._change(found.id, name=self._free(name, but=found.id))

    def describe(self, code: str, text: str) -> Event:
        """Say what a code is for."""
        return self._change(code, description=text.strip())

    def assign(self, code: str, theme: str) -> Event:
        """Put a code to a theme, a choice of the codebook: `themes/language`; to none if that is empty."""
        return self._change(code, theme=self._theme(theme))

    def merge(self, code: str, into: str) -> Event:
        """Make one code part of another: all that has the first has the second from now on."""
        other = self._visible(into)
        if self._visible(code).id == other.id:
            raise NotAllowedError(f'"{line(other.name)}" is one code', remedy="Name two.")
        return self._change(code, into=other.id)

    def drop(self, code: str) -> Event:
        """Take a code back. Raises `NotAllowedError` while a quotation has it."""
        found = self._visible(code)
        if found.quotations:
            raise NotAllowedError(
                f'"{line(found.name)}" is on {found.quotations} quotation{"s" * (found.quotations != 1)}',
                remedy="Merge it into another code, or take it off them first.",
            )
        return self._change(code, name="")

    def _change(self, code: str, **changes: str) -> Event:
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._visible(code)
        body = replace(Code(found.name, found.theme, found.description), **changes)
        return session.write([Draft(found.id, body, session.state.own_facts(Code, found.id, actor))])[-1]

    def _visible(self, code: str) -> CodeView:
        """Return a code that may be seen, by its id or its name. Raises `NotAllowedError`."""
        known = self._codes()
        if code in known:
            return known[code]
        named = [one for one in known.values() if one.name.casefold() == line(code).casefold()]
        if len(named) != 1:
            what = f"there are {len(named)} codes called" if named else "there is no code"
            raise NotAllowedError(f'{what} "{line(code)}"', remedy="`reviewkit codes` lists them with their ids.")
        return named[0]

    def _free(self, name: str, but: str = "") -> str:
        wanted = line(name)
        if not wanted or len(wanted) > _MOST:
            raise NotAllowedError(f"a code has a name of 1 to {_MOST} characters")
        for one in self._codes().values():
            if one.name.casefold() == wanted.casefold() and one.id != but:
                raise NotAllowedError(f'there is a code "{line(one.name)}" already', remedy="Use it, or merge the two.")
        return wanted

    def _theme(self, theme: str) -> str:
        known = themes(self.codebook)
        wanted = line(theme)
        if wanted and wanted not in known:
            raise NotAllowedError(
                f'"{wanted}" is no theme: no field of the codebook has that choice',
                remedy=f"Write field/choice, one of: {'; '.join(known[:12])}." if known else "",
            )
        return wanted

    # ---------------------------------------------------------------------------------------------- memos

    def memo(self, about: str, text: str, *, own: bool = False, mark: str = "") -> Event:
        """Keep a thought on a report, a code or the `review`; in place of the own one of that `mark`, if any.

        One of one's `own` nobody else is shown. An empty text takes an own memo back. Raises `NotAllowedError`.
        """
        session, state = self._session, self._session.state
        actor = session.acting()
        session.refresh()
        subject, subjects = self._about(about)
        before = state.own_marked(subjects, actor, mark) if mark else frozenset()
        if not text.strip() and not before:
            raise NotAllowedError("the memo is empty")
        body = Memo(mark or session.new_id(), _kept(text), own)
        return session.write([Draft(subject, body, before)])[-1]

    def _about(self, about: str) -> tuple[str, list[str]]:
        """Return the subject of a memo, and all subjects that an earlier one of its mark may have."""
        if about == REVIEW:
            return REVIEW, [REVIEW]
        if about in self._session.state.codes():
            code = self._visible(about).id if about not in self._codes() else about
            return code, [code]
        standing = self._standing(ReportId(about))
        found = self._session.state.report_of(about)
        records: list[str] = [record for one in standing.reports for record in one.records]
        return (found.id if found is not None else about), records


def _kept(text: str) -> str:
    """Return outside text as it can be written down: halves of characters, which no file can hold, replaced."""
    return text.strip().encode("utf-8", "replace").decode("utf-8")
