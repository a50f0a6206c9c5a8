"""Non-interference: what a reviewer can see of reports not decided on is the same whatever the colleague decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.cli import run
from reviewkit.cli.app import group
from reviewkit.model import Stage, Status, Verdict
from reviewkit.review import Filter
from tests.making import sync, two_devices
from tests.review.test_coding import code
from tests.review.test_coding import reviews as coding_reviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

REPORTS = 4
WRITES = {("backup",), ("cite",), ("add",), ("fill",), ("restore",), ("archive",), ("fulltexts", "take-in"), ("stop",)}
"""Commands with --json that do something: what they print is about what they did."""
MORE = (
    ["flow"],
    ["flow", "--text"],
    ["flow", "--table", "reasons"],
    ["flow", "--without", "timeframe"],
    ["agreement"],
    ["stopping"],
    ["agenda", "--markdown"],
    ["summary", "--markdown"],
    ["rulings", "--markdown"],
    ["deviations", "--markdown"],
    ["pairs", "--disputed", "--json"],
    ["dedupe", "--update", "--json"],
    ["searches", "--prisma-s"],
    ["rules", "dry-run", "language", "--json"],
    ["pilot", "agreement", "first", "--json"],
    ["status", "--since", "yesterday"],
)
FILES = (
    ["export", "{}.csv"],
    ["export", "{}.csv", "--box", "screened", "--columns", "title,title_abstract,title_abstract.reasons"],
    ["report", "--html", "{}.html"],
    ["fulltexts", "--worklist", "{}.csv"],
    ["agenda", "--out", "{}.md"],
    ["flow", "--diagram", "{}.svg"],
    *(
        ["export-decisions", f"{{}}.{ending}", "--to", program, "--stage", "title_abstract", "--box", "screened"]
        for program, ending in (("rayyan", "csv"), ("covidence", "ris"), ("asreview", "csv"), ("spreadsheet", "csv"))
    ),
)


def reading_commands() -> list[list[str]]:
    """Every command there is that reads and needs no further word, so that none can be added and be forgotten here."""
    return [[*path, "--json"] for path, command in _commands(group) if path not in WRITES and _needs_nothing(command)]


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group) or (path and command.invoke_without_command):
        yield path, command
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from _commands(one, (*path, name))


def _needs_nothing(command: click.Command) -> bool:
    return any("--json" in one.opts for one in command.params) and not any(one.required for one in command.params)


def _of(reports: list[ReportId]) -> Iterator[list[str]]:
    """The commands about single reports."""
    for report in reports:
        yield from (["show", report, "--json"], ["group", report, "--json"])
    yield ["dedupe", "--explain", *reports[:2], "--json"]


_verdicts = st.sampled_from(Verdict)
_decided = st.tuples(_verdicts, _verdicts).map(lambda both: (both[0], both[1], both[1]))
_undecided = st.tuples(st.none(), _verdicts, _verdicts)
plans = st.lists(st.one_of(_decided, _undecided), min_size=REPORTS, max_size=REPORTS)
"""For each report: what Ada decides, if she does, and what Grace decides in the one world and in the other."""


def world(tmp: Path, plan: list[tuple[Verdict | None, Verdict]]) -> Review:
    """Ada's review after both have decided as planned and everything was exchanged."""
    ada, grace = two_devices(tmp, articles=REPORTS)
    ada.pilots.start("first", Stage.TITLE_ABSTRACT, size=2, seed=1)
    sync(ada, grace)
    for report, (own, others) in zip(sorted(ada.session.state.reports()), plan, strict=True):
        reasons = ("timeframe",) if others is Verdict.EXCLUDE else ()
        grace.screening.decide(report, Stage.TITLE_ABSTRACT, others, reasons, note=f"I say {others}")
        if own is not None:
            ada.screening.decide(report, Stage.TITLE_ABSTRACT, own)
    sync(ada, grace)
    return ada


def everything(review: Review, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """All that every view, list, number, file and command shows to Ada."""
    reports = sorted(review.session.state.reports())
    seen: list[object] = [review.home(), review.results.document(), review.exporting.as_csv()]
    seen += [review.results.full_agreement(), review.meeting.as_markdown(review.meeting.agenda())]
    seen += [review.meeting.agenda(), review.meeting.waiting(Stage.TITLE_ABSTRACT)]
    seen += [review.screening.view(report, stage) for report in reports for stage in Stage]
    seen += [review.screening.queue(stage) for stage in Stage]
    seen += [(review.ordering.known(stage), review.ordering.view(stage)) for stage in Stage]  # all an order comes from
    seen += [review.screening.unsettled(stage) for stage in Stage]
    seen += [review.reports.rows(Filter(status=status)) for status in Status]
    seen += [review.reports.rows(Filter(own=own, reason=why)) for own in ("", "none") for why in ("", "timeframe")]
    monkeypatch.setenv("REVIEWKIT_STATE", str(review.session.folder.parent / "state of Ada 1"))
    capsys.readouterr()
    place = review.session.folder.parent
    for command in [*reading_commands(), *MORE, *_of(reports)]:
        code = run(["--review", str(review.session.folder), "--as", "Ada", *command])
        seen.append((command, code, *(text.replace(str(place), "") for text in capsys.readouterr())))
    for number, command in enumerate(FILES):
        words = [word.format(place / str(number)) for word in command]
        run(["--review", str(review.session.folder), "--as", "Ada", *words])
        capsys.readouterr()
        written = next(iter(place.glob(f"{number}.*")), None)
        seen.append((command, written.read_text(encoding="utf-8") if written is not None else None))
    return seen


@given(plans)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_ada_sees_of_undecided_reports_does_not_depend_on_grace(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    plan: list[tuple[Verdict | None, Verdict, Verdict]],
) -> None:
    worlds = [
        world(tmp_path_factory.mktemp("world"), [(own, others[which]) for own, *others in plan]) for which in (0, 1)
    ]
    first, second = (everything(review, capsys, monkeypatch) for review in worlds)
    assert first == second


INSTRUMENT = """
excludes = true
threshold = "A study that is not clear leaves."
scale = ["yes", "no"]
judgements = ["good", "weak"]
excluding = ["weak"]
designs = ["survey", "interviews"]
[[criterion]]
id = "clarity"
name = "clarity"
designs = ["survey", "interviews"]
[[criterion]]
id = "sample"
name = "sample"
designs = ["survey"]
"""


def rate(review: Review, report: ReportId, design: str, value: str, judgement: str) -> None:
    """Say all there is to say of a study but that it is finished."""
    appraising = review.appraising
    appraising.set_design(report, design)
    for criterion in appraising.view(report).criteria:
        appraising.evidence(report, criterion.id, f"{review.session.reviewer} quotes {value}", value)
        appraising.rate(report, criterion.id, value)
    appraising.judge(report, judgement)
    appraising.note(report, f"{review.session.reviewer} finds it {judgement}")


def worked_world(tmp: Path, design: str, value: str, judgement: str) -> Review:
    """Ada's review with a study rated and coded, one that she is at, and one not begun; Grace has finished all."""
    ada, grace = coding_reviews(tmp, articles=3)
    for review in (ada, grace):
        path = review.session.folder / "criteria/quality.toml"
        path.write_text(INSTRUMENT, encoding="utf-8")
        review.refresh()
    rated, begun, untouched = grace.appraising.queue()
    rate(grace, rated, "survey", "no", "weak")
    for report in (begun, untouched):
        rate(grace, report, design, value, judgement)
        if design == "interviews":
            grace.appraising.note(report, "one event for the criterion that it does not have")
            grace.appraising.note(report, "and one")
    for report in (rated, begun, untouched):
        grace.appraising.finish(report)
    rate(ada, rated, "survey", "yes", "good")
    ada.appraising.finish(rated)
    rate(ada, begun, "survey", "yes", "good")
    note_all(ada, grace, design, "trust" if value == "yes" else "power")
    sync(ada, grace)
    return ada


def note_all(ada: Review, grace: Review, design: str, theme: str) -> None:
    """Have Ada code the first study and begin the second, and Grace code all, with passages, codes and memos."""
    coded, begun, untouched = grace.coding.queue()
    shared = ada.coding.new_code("shared").subject
    ada.coding.quote(coded, "Ada quotes", codes=[shared])
    code(ada, coded, {"design": ("survey",), "n": ("3",), "themes": ()})
    sync(ada, grace)
    code(grace, coded, {"design": ("interviews",), "n": ("3",), "themes": ()})
    for report in (begun, untouched):
        own = grace.coding.new_code(f"{theme} of {report[-1]}", f"themes/{theme}").subject
        grace.coding.quote(report, f"Grace quotes {theme}", theme, [own, shared])
        grace.coding.memo(report, f"Grace thinks of {theme}")
        code(grace, report, {"design": (design,), "n": (str(len(design)),), "themes": (theme,)})
    ada.coding.answer(begun, "design", ("survey",))


def test_what_ada_sees_of_studies_not_rated_or_coded_does_not_depend_on_what_grace_made_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for graces in (("survey", "yes", "good"), ("interviews", "no", "weak")):
        ada = worked_world(tmp_path / graces[0], *graces)
        of = ada.appraising
        studies = of.studies()
        assert [one.status for one in studies].count(Status.CONFLICT) == 1
        shown: list[object] = [studies, of.queue(), of.unsettled(), of.progress(), of.blind_ratings()]
        shown += [of.view(one.id) for one in studies]
        coding, tables = ada.coding, ada.coding_tables
        assert [one.status for one in coding.studies()].count(Status.CONFLICT) == 1
        shown += [coding.studies(), coding.queue(), coding.unsettled(), coding.codes(), coding.progress()]
        shown += [(coding.view(one.id), coding.memos(one.id)) for one in studies]
        shown += [coding.blind_codings(), tables.rows(), tables.rows(wide=True), tables.as_markdown()]
        tables.write(tmp_path / graces[0] / "codes.qdpx")
        shown += [(tmp_path / graces[0] / "codes.qdpx").read_bytes(), tables.plots()]
        seen.append([*shown, *everything(ada, capsys, monkeypatch)])
    for first, second in zip(*seen, strict=True):
        assert first == second


def test_the_colleagues_decision_shows_once_ones_own_is_in(tmp_path: Path) -> None:
    ada = world(tmp_path, [(None, Verdict.EXCLUDE), *[(Verdict.INCLUDE, Verdict.EXCLUDE)] * 3])
    hidden, shown, *_ = (ada.screening.view(one, Stage.TITLE_ABSTRACT) for one in sorted(ada.session.state.reports()))
    assert (hidden.status, hidden.votes, hidden.outcome) == (Status.PENDING, (), None)
    assert (shown.status, [vote.note for vote in shown.votes]) == (Status.CONFLICT, ["", "I say exclude"])


def test_a_decision_made_after_the_colleagues_was_visible_is_marked_not_blind(tmp_path: Path) -> None:
    ada = world(tmp_path, [(Verdict.INCLUDE, Verdict.EXCLUDE)] * REPORTS)
    report = min(ada.session.state.reports())
    changed = ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE).body
    assert changed.blind is False  # type: ignore[union-attr]
    assert ada.results.agreement()[Stage.TITLE_ABSTRACT].decisions.percent_agreement.value == 0


def test_undo_walks_back_through_everything_one_did(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=REPORTS)
    first, second, *_ = sorted(ada.session.state.reports())
    stage = Stage.TITLE_ABSTRACT

    def own() -> list[Verdict | None]:
        views = [ada.screening.view(report, stage).own for report in (first, second)]
        return [view.verdict if view else None for view in views]

    seen = [own()]
    for report, verdict in [(first, Verdict.INCLUDE), (second, Verdict.EXCLUDE), (first, Verdict.UNSURE)]:
        ada.screening.decide(report, stage, verdict)
        seen.append(own())
    for expected in reversed(seen[:-1]):
        assert ada.screening.undo() is not None
        assert own() == expected
    assert ada.screening.undo() is None


def test_a_second_decision_asked_for_after_the_first_was_shown_is_not_blind(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    for review, share in ((ada, "0.0"), (grace, "0.0")):
        change_share(review, "1.0", share)
    report = min(ada.session.state.reports())
    ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    sync(ada, grace)
    assert [vote.reviewer for vote in grace.screening.view(report, Stage.TITLE_ABSTRACT).votes] == ["Ada"]
    change_share(grace, "0.0", "1.0")
    second = grace.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE).body
    assert second.blind is False  # type: ignore[union-attr]
    assert Stage.TITLE_ABSTRACT not in grace.results.agreement()


def change_share(review: Review, old: str, new: str) -> None:
    path = review.session.folder / "criteria/review.toml"
    text = path.read_text(encoding="utf-8")
    assert f"dual_share = {old}" in text
    path.write_text(text.replace(f"dual_share = {old}", f"dual_share = {new}"), encoding="utf-8")
    review.refresh()
