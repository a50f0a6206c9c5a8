from __future__ import annotations

import contextlib
import datetime
import itertools
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from reviewkit.errors import StorageError
from reviewkit.model import Reviewer, Stage, Verdict
from reviewkit.store import backup, schema, upgrades
from reviewkit.store.backup import Why, kept
from reviewkit.store.eventformats import upgraded
from reviewkit.store.upgrades import bring_up_to_date
from tests.making import decide_all, make_review, open_review, sync, two_devices
from tests.store.test_store import database
from tests.test_fold import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DAY = datetime.date(2026, 1, 1)


def daily_name(day: datetime.date) -> str:
    return f"{day}T09-00-00Z-daily.sqlite"


def rows(path: Path, query: str = "SELECT seq, line FROM event ORDER BY device, seq") -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_two_years_of_daily_backups_thin_out_to_days_weeks_and_months() -> None:
    names: set[str] = set()
    days = [DAY + datetime.timedelta(days=number) for number in range(730)]
    for day in days:
        names = kept(names | {daily_name(day)})
    ages = sorted((days[-1] - datetime.date.fromisoformat(name[:10])).days for name in names)
    assert ages[:7] == list(range(7))
    assert len(ages) <= 7 + 8 + 24
    assert {name[:7] for name in names} == {str(day)[:7] for day in days}
    assert max(late - early for early, late in itertools.pairwise(ages) if late <= 49) <= 7


def test_backups_made_by_hand_and_before_a_restore_stay_the_last_five_and_before_an_upgrade_all() -> None:
    asked = [f"2026-05-{day:02d}T09-00-00Z-asked.sqlite" for day in range(1, 9)]
    aside = [f"2026-05-01T09-00-{second:02d}Z-restore.sqlite" for second in range(8)]
    schemas = [f"before-schema-{number}.sqlite" for number in range(2, 12)]
    assert kept([*asked, *aside, *schemas, "notes.txt"]) == {*asked[3:], *aside[3:], *schemas}


def test_a_backup_made_with_the_clock_a_year_back_stays_at_first(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    for day in range(1, 21):
        backup.make(ada.session.database, f"2026-05-{day:02d}T09:00:00Z", Why.DAILY)
    made = backup.make(ada.session.database, "2025-05-30T09:00:00Z", Why.DAILY)
    assert made.is_file()
    assert made.name in [one.name for one in backup.backups(ada.session.database)]


def test_the_first_write_of_a_day_makes_a_backup_of_what_was_there_before(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=3)
    before = rows(database(ada))
    today = iter(["2026-05-04T23:59:59Z", "2026-05-05T00:00:01Z", "2026-05-05T08:00:00Z"])
    ada.session.now = lambda: next(today)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    names = [one.name for one in ada.keeping.backups()]
    assert [name[:10] for name in names] == ["2026-05-05", "2026-05-04", "2026-05-03"]
    assert rows(ada.session.database / "backups" / names[1]) == before


def test_reading_makes_no_backup_and_neither_does_an_empty_review(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review")
    review = open_review(folder, "Ada")
    review.home()
    review.results.write_flow()
    assert review.keeping.backups() == []
    assert list(folder.rglob("*.sqlite")) == []


def test_a_backup_that_cannot_be_made_keeps_nobody_from_deciding(tmp_path: Path) -> None:
    _, grace = two_devices(tmp_path)
    (grace.session.database / "backups").write_text("in the way", encoding="utf-8")
    decide_all(grace, Stage.TITLE_ABSTRACT)
    assert grace.home().stages[0].decided[Reviewer("Grace")] == 3
    assert isinstance(grace.session.unkept, StorageError)
    (grace.session.database / "backups").unlink()
    grace.screening.undo()
    assert len(grace.keeping.backups()) == 1


def test_each_backup_taken_while_another_program_writes_is_whole(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=60)
    writer = open_review(ada.session.folder, "Ada", 5, state=tmp_path / "ada" / "state of Ada 1")
    thread = threading.Thread(target=decide_all, args=(writer, Stage.TITLE_ABSTRACT))
    thread.start()
    made: list[Path] = []
    while thread.is_alive() or not made:
        made.append(ada.session.database / f"copy {len(made)}.sqlite")
        backup.copy(ada.session.database / backup.DATABASE, made[-1])
    thread.join()
    for path in made:
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        seqs = [seq for seq, _ in rows(path)]
        assert seqs == list(range(1, len(seqs) + 1))


# ------------------------------------------------------------------------------------------------- upgrades


def add_colour(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE reading ADD COLUMN colour TEXT")


def fall_over(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (done INTEGER)")
    raise RuntimeError("the power went")


def upgrade(path: Path, *steps: object) -> None:
    """Run upgrades on a database as the store does, in one transaction."""
    engine = sa.create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            bring_up_to_date(connection, path.parent, (*upgrades.UPGRADES, *steps))  # type: ignore[arg-type]
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        else:
            connection.exec_driver_sql("COMMIT")
        finally:
            engine.dispose()


def columns(path: Path) -> list[object]:
    return [row[1] for row in rows(path, "PRAGMA table_info(reading)")]


SCHEMA = "SELECT value FROM fact WHERE name = 'schema'"


def test_an_upgrade_runs_once_with_its_number_and_keeps_a_copy_of_before(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    ada.close()
    path, events = database(ada), rows(database(ada))
    for _ in range(2):
        upgrade(path, add_colour)
    assert "colour" in columns(path)
    newest = len(upgrades.UPGRADES) + 2
    assert rows(path, SCHEMA) == [(str(newest),)]
    before = path.parent / "backups" / f"before-schema-{newest}.sqlite"
    assert "colour" not in columns(before)
    assert rows(before, SCHEMA) == [(str(newest - 1),)]
    assert rows(path) == rows(before) == events


def as_schema_2(path: Path) -> None:
    """Make a database what the second version of the schema would have left."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            """
            DROP TABLE arrival; DROP TABLE about;
            ALTER TABLE device DROP COLUMN whole;
            DELETE FROM fact WHERE name = 'standings';
            UPDATE fact SET value = '2' WHERE name = 'schema';
            """
        )


def as_schema_1(path: Path) -> None:
    """Make a database what the first version of the program would have left."""
    as_schema_2(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            """
            ALTER TABLE event RENAME TO newer;
            DROP INDEX event_by_history; DROP INDEX event_by_writer;
            DROP INDEX event_by_subject; DROP INDEX event_by_kind;
            CREATE TABLE event (
              id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, actor TEXT NOT NULL,
              line TEXT NOT NULL
            ) WITHOUT ROWID;
            INSERT INTO event SELECT id, device, seq, actor, line FROM newer;
            DROP TABLE newer; DROP TABLE superseded;
            CREATE INDEX event_by_history ON event (device, seq);
            UPDATE fact SET value = '1' WHERE name = 'schema';
            """
        )
        for statement in schema.REFUSALS:
            connection.execute(statement)


@pytest.mark.parametrize("as_before", [as_schema_1, as_schema_2])
def test_a_database_of_an_earlier_schema_opens_with_all_that_it_held(
    tmp_path: Path, as_before: Callable[[Path], None]
) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.screening.undo()
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    ada.refresh()
    expected = ada.home(), summary(ada.session.state)
    tables = {name: rows(database(ada), f"SELECT * FROM {name} ORDER BY 1, 2") for name in ("event", "superseded")}
    ada.close()
    as_before(database(ada))
    again = open_review(ada.session.folder, "Ada", 5, state=tmp_path / "ada" / "state of Ada 1")
    assert (again.home(), summary(again.session.state)) == expected
    for name, before in tables.items():
        assert rows(database(again), f"SELECT * FROM {name} ORDER BY 1, 2") == before
    decide_all(again, Stage.TITLE_ABSTRACT)
    decided = again.session.store.lookup.newest_first((Reviewer("Ada"),), again.session.store.device)
    assert next(decided).seen == {grace.session.store.device: 3}
    with pytest.raises(sqlite3.IntegrityError), contextlib.closing(sqlite3.connect(database(again))) as connection:
        connection.execute("DELETE FROM event")


def test_a_crash_in_the_middle_of_upgrades_leaves_the_old_schema(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    ada.close()
    path = database(ada)
    with pytest.raises(RuntimeError, match="power"):
        upgrade(path, add_colour, fall_over)
    assert "colour" not in columns(path)
    assert rows(path, SCHEMA) == [(str(len(upgrades.UPGRADES) + 1),)]
    assert rows(path, "SELECT name FROM sqlite_master WHERE name = 'half'") == []
    again = open_review(ada.session.folder, "Ada", 5, state=tmp_path / "ada" / "state of Ada 1")
    decide_all(again, Stage.TITLE_ABSTRACT)
    assert again.home().stages[0].left == 0


def test_a_new_database_has_the_newest_schema(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    assert rows(database(ada), SCHEMA) == [(str(len(upgrades.UPGRADES) + 1),)]


def test_an_old_event_is_upgraded_step_by_step_from_its_own_format() -> None:
    def verdict(value: Mapping[str, object]) -> Mapping[str, object]:
        return {**value, "body": {"verdict": value["said"]}}

    def stage(value: Mapping[str, object]) -> Mapping[str, object]:
        body = value["body"]
        assert isinstance(body, dict)
        return {**value, "body": {**body, "stage": "title_abstract"}}

    steps = (verdict, stage)
    first = {"v": 1, "said": "include"}
    assert upgraded(first, steps)["body"] == {"verdict": "include", "stage": "title_abstract"}
    assert upgraded({"v": 2, "body": {"verdict": "x"}}, steps)["body"] == {"verdict": "x", "stage": "title_abstract"}
    assert upgraded({"v": 3, "body": {}}, steps) == {"v": 3, "body": {}}
    assert first == {"v": 1, "said": "include"}
