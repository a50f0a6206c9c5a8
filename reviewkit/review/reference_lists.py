"""References from text: a pasted list, or the end of an attached full text, to records of a citation search.

Reading proposes and writes nothing; taking writes what a person has confirmed: one export with every reference as it is
printed, imported like any other, the person's word on those that the review has already, and one `SeedSearched`. The
thing a reader would get wrong: a reference that the review knows is taken too, as a record that is linked, since every
reference that a citation search finds is a record; what is not taken stays in the event as printed, so that what the
list holds is always what was found and what was not, together.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.citations import crossref
from reviewkit.citations.matching import matches
from reviewkit.citations.plan import ADDRESSES
from reviewkit.citations.reference import records
from reviewkit.citations.reference_list import reference_list
from reviewkit.dedup import regrouping
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import (
    Direction,
    Draft,
    FileId,
    LinkVerdict,
    RecordId,
    Route,
    Search,
    SeedSearched,
    nobody,
    record_id,
    short_id,
)
from reviewkit.review.citation_records import said
from reviewkit.review.listed import (
    LOOKED_UP,
    Listed,
    ListProposal,
    Meant,
    Standing,
    TakenList,
    Wish,
    chosen,
    entry,
    looked_up,
    printed_of,
    standing,
)
from reviewkit.review.services import services
from reviewkit.review.shelf import Shelf
from reviewkit.store import codec
from reviewkit.store.folder import write_whole
from reviewkit.text import folded, line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import Record, Report, ReportId, SearchId, Told
    from reviewkit.net import Client
    from reviewkit.review.citation_records import Said
    from reviewkit.review.reports import Reports
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session

INDEX = "reference list"
_DRAFTS = "drafts"
_BY_HAND = "set aside by hand"
_MOST = 1_000_000
"""Characters of a pasted list; the longest ones have some 200,000."""


class ReferenceLists:
    """The references that seeds print."""

    def __init__(self, session: Session, searches: Searches, reports: Reports, client: Client | None = None) -> None:
        """Work on a session; `client` is for tests, otherwise each look-up has one of its own."""
        self._session = session
        self._searches = searches
        self._reports = reports
        self._shelf = Shelf(session)
        self._client = client

    # ---------------------------------------------------------------------------------------------- reading

    def read_list(self, report: ReportId, text: str) -> ListProposal:
        """Return what a pasted list of a report's references holds. Raises `NotAllowedError`, `InputError`."""
        if len(text) > _MOST:
            raise InputError("is longer than any list of references", where="pasted", remedy="Paste the list alone.")
        return self._proposal(self._report(report), text, "pasted", paper=False)

    def from_pdf(self, report: ReportId, name: str = "") -> ListProposal:
        """Return what the list of references in a report's attached full text holds: its first file, or that of a name.

        Raises `NotHereError` without a file, `InputError` where no heading says where the list begins.
        """
        found = self._report(report)
        contents = self._shelf.text(found.id, name)
        source = self._shelf.file(found.id, name).name
        return replace(self._proposal(found, "\f".join(contents.pages), source, paper=True), cut=contents.cut)

    def _proposal(self, report: Report, text: str, source: str, *, paper: bool) -> ListProposal:
        found = reference_list(text, paper=paper)
        if not found.references:
            what = "holds no reference" if found.headed or not paper else "has no heading such as References"
            raise InputError(f"{what} that could be told", where=source, remedy="Paste the list itself, one a line.")
        aside = tuple((one.why.value, one.text) for one in found.aside)
        references = self._listed(report, [one.text for one in found.references], {})
        return ListProposal(report.id, self.record_of(report.id).title, source, references, aside)

    def _listed(self, report: Report, printed: Sequence[str], known: Mapping[str, Listed]) -> tuple[Listed, ...]:
        """Return references as they are printed, numbered; those `known` by their text as they are known."""
        before = self._taken(report)
        found, fresh = [], []
        for number, (words, read) in enumerate(zip(printed, records(printed), strict=True), 1):
            one = known.get(words)
            if one is None or (one.score is None and one.record != read):  # a dash may stand for other authors now
                one = replace(one or Listed(number, words, read, Standing.NEW), record=read)
                fresh.append(number)
            found.append(replace(one, number=number, taken=before.get(folded(words))))
        now = {one.number: one for one in self._matched(report, [found[number - 1] for number in fresh])}
        return tuple(now.get(one.number, one) for one in found)

    def _matched(self, report: Report, listed: Sequence[Listed]) -> tuple[Listed, ...]:
        """Return the references with the reports that they may mean."""
        others = [(one, record) for one, record in self._reports.merged().items() if one.id != report.id]
        found = matches([one.record for one in listed], [record for _, record in others]) if listed else []
        return tuple(standing(one, some, others) for one, some in zip(listed, found, strict=True))

    def record_of(self, report: ReportId) -> Record:
        """Return the best of each field of a report, as a reference is held against it. Raises `NotAllowedError`."""
        found = self._report(report)
        return self._session.merged([found])[found.id]

    def _report(self, report: str) -> Report:
        found = self._session.state.report_of(RecordId(report))
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return found

    def _before(self, report: Report) -> list[Said]:
        return [one for one in said(self._session) if one.about(report.id, INDEX, Direction.BACKWARD)]

    def _taken(self, report: Report) -> dict[str, RecordId]:
        """Return the records that came of the report's list before, by what is printed."""
        found = self._session.records({record for one in self._before(report) for record in one.body.found})
        return {folded(printed_of(record)): identity for identity, record in found.items()}

    # ---------------------------------------------------------------------------------------------- mending

    def rewritten(self, proposal: ListProposal, first: int, last: int, texts: Sequence[str]) -> ListProposal:
        """Return the proposal with the references `first` to `last` as these texts, in one line each.

        One text for two joins them, two for one split it, none sets them aside; all else stays as it is. Raises
        `NotAllowedError` for references that were taken before, or a text that has no letter.
        """
        old = [one for one in proposal.references if first <= one.number <= last]
        taken = next((one for one in old if one.standing is Standing.TAKEN), None)
        if taken is not None:
            raise NotAllowedError(f"reference {taken.number} was taken before", remedy="Its record stays as it is.")
        new = [line(text) for text in texts]
        if len(proposal.references) - len(old) + len(new) == 0:
            raise NotAllowedError("nothing would be left of the list", remedy="Leave the references as printed.")
        if not all(any(character.isalnum() for character in text) for text in new):
            raise NotAllowedError("a reference has no word", remedy="Write one reference a line, or leave it as it is.")
        printed = [one.printed for one in proposal.references]
        known = {one.printed: one for one in proposal.references}
        gone = [one.printed for one in old if one.printed not in new]
        report = self._report(proposal.report)
        return replace(
            proposal,
            references=self._listed(report, [*printed[: first - 1], *new, *printed[last:]], known),
            aside=(*proposal.aside, *((_BY_HAND, text) for text in gone)) if not new else proposal.aside,
            replaced=tuple(dict.fromkeys((*proposal.replaced, *gone))),
        )

    def added(self, proposal: ListProposal, more: ListProposal) -> ListProposal:
        """Return a proposal with the references of another of the same report behind its own, each text once."""
        known = {one.printed: one for one in (*more.references, *proposal.references)}
        printed = dict.fromkeys(one.printed for one in (*proposal.references, *more.references))
        return replace(
            proposal,
            references=self._listed(self._report(proposal.report), list(printed), known),
            source=proposal.source if proposal.source == more.source else f"{proposal.source}, {more.source}",
            aside=(*proposal.aside, *more.aside),
            cut=proposal.cut or more.cut,
        )

    # ---------------------------------------------------------------------------------------------- kept

    def keep(self, proposal: ListProposal) -> None:
        """Keep a proposal on this device, with all that a person has said of it. Raises `StorageError`."""
        write_whole(self._kept_at(self._report(proposal.report).kept), codec.encoded(proposal).encode())

    def kept(self, report: ReportId) -> ListProposal | None:
        """Return the proposal that is kept of a report, held against the review as it is now; None if there is none."""
        found = self._report(report)
        for record in found.records:
            with contextlib.suppress(OSError, InputError):
                data = self._kept_at(record).read_bytes()
                proposal = replace(codec.decode(ListProposal, codec.parsed(data)), report=found.id)
                before = self._taken(found)
                listed = [replace(one, taken=before.get(folded(one.printed))) for one in proposal.references]
                return replace(proposal, references=self._matched(found, listed))
        return None

    def forget(self, report: ReportId) -> None:
        """Keep nothing any longer of what is not taken; what was taken stays."""
        for record in self._report(report).records:
            with contextlib.suppress(OSError):
                self._kept_at(record).unlink()

    def _kept_at(self, record: RecordId) -> Path:
        return self._session.database / _DRAFTS / f"references-{record.replace(':', '-')}.json"

    # ---------------------------------------------------------------------------------------------- looking up

    def look_up(
        self,
        proposal: ListProposal,
        told: Told = nobody,
        tell: Callable[[str], None] = lambda _: None,
        heard: Callable[[Listed], object] = lambda _: None,
    ) -> ListProposal:
        """Return the proposal with what Crossref has for each reference without a DOI that is not known for certain.

        One request each, free, and asked once. Where one work is plainly meant, the reference takes its DOI and is held
        against the review again. Answers are kept on this device; `heard` gets each as it comes, for `with_answers`
        where it is cut short. Raises `NetworkError`, `StoppedError`.
        """
        asked = self.to_look_up(proposal)
        client = self._client or self._own_client(tell)
        base = self._base()
        found: list[Listed] = []
        for done, one in enumerate(asked):
            told(done, len(asked))
            works = [candidate.work for candidate in crossref.bibliographic(client, one.printed, base)]
            found.append(looked_up(one, works))
            heard(found[-1])
        return self.with_answers(proposal, found)

    @staticmethod
    def to_look_up(proposal: ListProposal) -> list[Listed]:
        """Return the references that Crossref is asked for."""
        return [
            one
            for one in proposal.references
            if one.standing in LOOKED_UP and one.record.doi is None and not one.asked and one.wish is not Wish.LEAVE
        ]

    def with_answers(self, proposal: ListProposal, answers: Iterable[Listed]) -> ListProposal:
        """Return the proposal with references as `look_up` found them."""
        answered = {one.number: one for one in answers}
        fresh = {one.number: one for one in self._matched(self._report(proposal.report), list(answered.values()))}
        return replace(proposal, references=tuple(fresh.get(one.number, one) for one in proposal.references))

    def _base(self) -> str:
        return (
            services(self._session.database.parents[1])
            .url(crossref.KEY, crossref.BASE)
            .rstrip("/")
            .removesuffix("/works")
        )

    def _own_client(self, tell: Callable[[str], None]) -> Client:
        settings = services(self._session.database.parents[1])
        rates = {self._base(): ADDRESSES[crossref.KEY].rate}
        return settings.client(self._session.database / "answers", rates, tell=tell)

    # ---------------------------------------------------------------------------------------------- taking

    def take(self, proposal: ListProposal, confirmed: Collection[int], told: Told = nobody) -> TakenList:
        """Make records of the references of these numbers, link the known ones, and write down what is left.

        All that was taken before stays. Run again after a crash it completes what it had begun. Raises
        `NotAllowedError` for a number that cannot be taken, `StorageError`, `StoppedError`.
        """
        session = self._session
        session.acting()
        session.refresh()
        picked = chosen(proposal, confirmed)
        report = self._report(proposal.report)
        before = self._before(report)
        data = "\n".join(entry(one, report) for one in picked).encode()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"references-{short_id(report.kept).replace(':', '-')}-{session.now()[:10]}.ris"
            path.write_bytes(data)
            done = self._searches.import_file(path, self._search(report, before, proposal.source), told=told)
        file = FileId(sha256(data).hexdigest())
        made = {one.number: record_id(file, ordinal) for ordinal, one in enumerate(picked, 1)}
        drafts = self._links(picked, made)
        body = self._body(done.search, report, proposal, made, before)
        actor = session.acting()
        old = frozenset(one.event for one in before if one.actor == actor)
        session.write([*drafts, Draft(report.kept, body, old)])
        known = sum(one.standing is Standing.KNOWN for one in picked)
        new = set(made.values())
        return TakenList(
            session.state.searches()[done.search].name,
            len(proposal.references),
            len(picked),
            known,
            len(picked) - known,
            len(body.unresolved),
            sum(pair.a in new or pair.b in new for pair in session.state.pairs()),
        )

    def _search(self, report: Report, before: Sequence[Said], source: str) -> Search | SearchId:
        """Return the search of the report's list: that of before, or a new one."""
        if before:
            return before[0].body.search
        record = self._session.merged([report])[report.id]
        first = record.authors[0].partition(",")[0] if record.authors else record.title[:40]
        name = start = f"Reference list of {first} {record.year or 'n.d.'}"
        number = 1
        while self._searches.find(name) is not None:
            number += 1
            name = f"{start} ({number})"
        return Search(
            name=name,
            route=Route.CITATION,
            date=self._session.now()[:10],
            query=record.doi or record.title,
            note=f"The references that it prints ({source}), read by reviewkit and confirmed by a person.",
        )

    def _links(self, picked: Iterable[Listed], made: dict[int, RecordId]) -> list[Draft]:
        """Return the person's word on each reference that is known, or that somebody called none of those here."""
        session, together = self._session, self._session.new_id()
        links = [
            regrouping.said(made[one.number], other.record, verdict, together)
            for one in picked
            for verdict, others in _words_on(one)
            for other in others
            if other.record != made[one.number]
        ]
        actor = session.acting()
        return [Draft(link.a, link, session.state.own_link_heads(link.a, link.b, actor)) for link in links]

    def _body(
        self,
        search: SearchId,
        report: Report,
        proposal: ListProposal,
        made: dict[int, RecordId],
        before: Sequence[Said],
    ) -> SeedSearched:
        """Return what the list holds, with what was taken and left of the same list before: found and not, together."""
        now = [made.get(one.number) or one.taken for one in proposal.references]
        found = {one for one in now if one} | {record for one in before for record in one.body.found}
        here = {folded(text) for text in (*proposal.replaced, *(one.printed for one in proposal.references))}
        earlier = (words for one in before for words in one.body.unresolved if folded(words) not in here)
        left = (one.printed for one, record in zip(proposal.references, now, strict=True) if record is None)
        unresolved = tuple(dict.fromkeys((*earlier, *left)))
        return SeedSearched(
            search,
            Direction.BACKWARD,
            INDEX,
            len(found) + len(unresolved),
            tuple(sorted(found)),
            unresolved,
            proposal.cut,
            self._round(report),
        )

    def _round(self, report: Report) -> int:
        """Return the round that the seed belongs to: as said before, else the one after that which found it."""
        everything = said(self._session)
        own = [one.body.round for one in everything if one.report == report.id]
        files = {record.partition(":")[0] for record in report.records}
        found_in = [
            one.body.round for one in everything if any(record.partition(":")[0] in files for record in one.body.found)
        ]
        return max(own) if own else min(found_in, default=0) + 1


def _words_on(one: Listed) -> Iterator[tuple[LinkVerdict, Sequence[Meant]]]:
    """Yield what is to be said of a reference and those here that are like it."""
    if one.standing is Standing.KNOWN:
        yield LinkVerdict.SAME, one.meant[:1]
    elif one.word == "":
        yield LinkVerdict.DIFFERENT, one.meant
