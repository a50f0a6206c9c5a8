"""What somebody can do with one reviewer's password and psql. Every row here is a row of the README's table.

Two databases are alike but for what Grace decided, and on which record: where Ada may ask, both have to answer the
same, errors and plans included.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from reviewkit.model import Appraisal, Code, Coding, Memo, Quotation, Search, Stage, Tags, Undo, Verdict
from reviewkit.store.server import setup
from tests.making import REVIEW_ID
from tests.store.server.lines import DEVICES, SECRET, decision, identity, line, put, record, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Base, Postgres

DENIED = "42501"
PLAN = "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) SELECT n FROM reviewkit.event WHERE"


def insert(text: str, columns: str = "line", more: str = "") -> str:
    """What inserts a line."""
    return f"INSERT INTO reviewkit.event ({columns}) VALUES ('{text}'{more})"


def filled(base: Base, verdict: Verdict, number: int) -> None:
    """Grace has decided, tagged, appraised and coded; Ada has decided on another record."""
    on = record(number)
    with base.connect("Grace") as grace, base.connect("Ada") as ada, base.connect() as owner:
        put(grace, line(1, "Grace", "s1", Search("ERIC")), decision(2, "Grace", on, verdict))
        put(
            grace,
            line(3, "Grace", on, Tags((SECRET,))),
            line(4, "Grace", on, Appraisal("", note=SECRET, finished=True)),
        )
        put(grace, line(5, "Grace", on, Coding((), finished=True)), line(6, "Grace", on, Quotation("m", SECRET)))
        put(grace, line(7, "Grace", on, Memo("x", SECRET, own=True)), line(8, "Grace", "c1", Code("theme")))
        put(ada, decision(21, "Ada", record(9)))
        owner.execute("ANALYZE")


@pytest.fixture(scope="module")
def two(postgres: Postgres) -> Iterator[tuple[Base, Base]]:
    first, second = postgres.made(), postgres.made()
    bases = next(first), next(second)
    filled(bases[0], Verdict.INCLUDE, 1)
    filled(bases[1], Verdict.EXCLUDE, 2)
    yield bases
    for made in (first, second):
        next(made, None)


REFUSED = {
    "change an event": "UPDATE reviewkit.event SET line = '{}'",
    "change what an event is worked out to be": "UPDATE reviewkit.event SET gate = NULL",
    "delete an event": "DELETE FROM reviewkit.event",
    "empty the table": "TRUNCATE reviewkit.event CASCADE",
    "change by an upsert": insert(line(40, "Ada", "s", Search("x")))
    + " ON CONFLICT (id) DO UPDATE SET line = excluded.line",
    "change by MERGE": "MERGE INTO reviewkit.event e USING (VALUES (1)) v(x) ON true WHEN MATCHED THEN DELETE",
    "write in a colleague's name": insert(decision(41, "Grace", record(3))),
    "write as two people in one line": "INSERT INTO reviewkit.event (line) VALUES ("
    f"""'{decision(42, "Grace", record(3)).replace('{"actor"', '{"actor":"Ada","actor"')}')""",
    "write as a colleague's device": insert(line(43, "Ada", "s", Search("x"), device=DEVICES["Grace"])),
    "say oneself who wrote": insert(line(44, "Ada", "s", Search("x")), "line, person", ", 2"),
    "say oneself what is open": insert(decision(45, "Ada", "r"), "line, gate", ", NULL"),
    "give an event a known id": insert(line(21, "Ada", "s", Search("x"))),
    "write what is no event": "INSERT INTO reviewkit.event (line) VALUES ('{}'), ('no JSON')",
    "write 17 MB in one line": "INSERT INTO reviewkit.event (line) VALUES (repeat('x', 17000000))",
    "say what a colleague's event is about": f"INSERT INTO reviewkit.about VALUES ('{identity(2)}', '{record(9)}')",
    "say that one may see an event": f"INSERT INTO reviewkit.shown VALUES (current_user, '{identity(2)}', 1)",
    "add to a colleague's file": "INSERT INTO reviewkit.piece VALUES (1, 0, '')",
    "put a file beside the review": "INSERT INTO reviewkit.file (path, sha256, size, pieces) "
    "VALUES ('data/../x', '', 0, 0)",
    "read whole rows": "SELECT * FROM reviewkit.event",
    "read what an event is about": "SELECT subject FROM reviewkit.event",
    "look for a record": f"SELECT n FROM reviewkit.event WHERE subject = '{record(1)}'",
    "ask the planner for a record": f"EXPLAIN ANALYZE SELECT n FROM reviewkit.event WHERE subject = '{record(1)}'",
    "read by physical place": "SELECT ctid, line FROM reviewkit.event",
    "read a view of the owner": "SELECT * FROM reviewkit.finished",
    "read what supersedes what": "SELECT * FROM reviewkit.superseded",
    "read which records are one": "SELECT * FROM reviewkit.about",
    "read roles and names": "SELECT * FROM reviewkit.person",
    "read the sequence": "SELECT last_value FROM reviewkit.arrival",
    "turn the sequence": "SELECT setval('reviewkit.arrival', 1)",
    "have it revealed": f"SELECT reviewkit.reveal(ARRAY['{record(1)}'])",
    "ask who may write": "SELECT reviewkit.writer('Grace')",
    "copy the table": "COPY reviewkit.event TO STDOUT",
    "go round the policies": "SET row_security = off; SELECT line FROM reviewkit.event",
    "read the planner's statistics": "SELECT * FROM pg_statistic",
    "be a colleague": "SET ROLE grace_6f1e9b52",
    "be the owner": "SET ROLE reviewkit_6f1e9b52_owner",
    "be somebody else from the start": "SET SESSION AUTHORIZATION postgres",
    "become powerful": "ALTER ROLE CURRENT_USER SUPERUSER",
    "change a colleague's password": "ALTER ROLE grace_6f1e9b52 PASSWORD 'x'",
    "make a role": "CREATE ROLE other LOGIN",
    "give rights away": "GRANT reviewkit_6f1e9b52_owner TO CURRENT_USER",
    "switch the policies off": "ALTER TABLE reviewkit.event DISABLE ROW LEVEL SECURITY",
    "take a policy away": "DROP POLICY own_open_or_shown ON reviewkit.event",
    "switch the triggers off": "ALTER TABLE reviewkit.event DISABLE TRIGGER ALL",
    "pass for a replica": "SET session_replication_role = replica",
    "make a function that tells": "CREATE FUNCTION reviewkit.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make one in public": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make one that is temporary": "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "put a table before another": "CREATE TEMP TABLE event (line text)",
    "make a schema": "CREATE SCHEMA mine",
    "add an extension": "CREATE EXTENSION vector SCHEMA reviewkit",
    "replace a function": "CREATE OR REPLACE FUNCTION reviewkit.me() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    "hold a table": "BEGIN; LOCK TABLE reviewkit.event IN ACCESS EXCLUSIVE MODE",
    "hold rows": "SELECT id FROM reviewkit.event FOR UPDATE",
    "read a file of the server": "SELECT pg_read_file('pg_hba.conf')",
    "import one": "SELECT lo_import('/etc/passwd')",
    "fill the disk with large objects": "SELECT lo_create(0)",
    "run a program there": "COPY (SELECT 1) TO PROGRAM 'cat'",
    "end a colleague's connection": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE usename = 'postgres' AND datname = current_database()",
}
OTHER_STATES = {
    "write as two people in one line": "22000",
    "give an event a known id": "23505",
    "write what is no event": "22000",
    "write 17 MB in one line": "22000",
    "put a file beside the review": "23514",
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(two: tuple[Base, Base], what: str) -> None:
    with two[0].connect() as owner, two[0].connect("Ada") as ada:
        before = owner.execute("SELECT count(*) FROM reviewkit.event").fetchone()
        with pytest.raises(psycopg.Error) as refused:
            ada.execute(REFUSED[what])
        assert refused.value.sqlstate == OTHER_STATES.get(what, DENIED), str(refused.value)
        assert SECRET not in str(refused.value)
        assert owner.execute("SELECT count(*) FROM reviewkit.event").fetchone() == before


ASKED = {
    "all lines": "SELECT n, line, device, seq FROM reviewkit.event ORDER BY n",
    "all that is shown": "SELECT * FROM reviewkit.shown",
    "how many": "SELECT count(*) FROM reviewkit.event",
    "a sample": "SELECT n FROM reviewkit.event TABLESAMPLE SYSTEM (100)",
    "an error that quotes a row": "SELECT n FROM reviewkit.event WHERE line::int = 1",
    "an error on a condition": "SELECT n FROM reviewkit.event WHERE 1 / length(replace(line, line, '')) = 1",
    "a condition on the text": f"SELECT n FROM reviewkit.event WHERE line ~ '{SECRET}|exclude'",
    "the plan of one": f"{PLAN} line ~ '{record(1)}'",
    "the plan of a known id": f"{PLAN} id = '{identity(2)}'",
    "the plan of a place": f"{PLAN} n < 5",
    "published statistics": "SELECT tablename, attname, n_distinct, most_common_vals::text FROM pg_stats "
    "WHERE schemaname = 'reviewkit' ORDER BY 1, 2",
    "counters": "SELECT relname, n_tup_ins, n_live_tup FROM pg_stat_user_tables WHERE schemaname = 'reviewkit' "
    "AND relname <> 'piece' ORDER BY 1",
    "sizes": "SELECT relname, relpages, reltuples FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = 'reviewkit'::regnamespace ORDER BY 1",
    "what colleagues are asking": "SELECT count(*) FROM pg_stat_activity "
    "WHERE query LIKE '%note%' AND pid <> pg_backend_pid()",
    "how far everybody is": "SELECT * FROM reviewkit.progress() ORDER BY 1, 2",
    "how long histories are": "SELECT * FROM reviewkit.histories() ORDER BY 1",
    "a block of code": "DO $$ BEGIN RAISE '%', (SELECT string_agg(line, ',') FROM reviewkit.event); END $$",
    "a prepared copy": "COPY (SELECT line FROM reviewkit.event) TO STDOUT",
}


@pytest.mark.parametrize("what", ASKED)
def test_the_answer_is_the_same_whatever_a_colleague_decided(two: tuple[Base, Base], what: str) -> None:
    answers = []
    for base in two:
        with base.connect("Ada") as ada:
            answers.append(_answer(ada, ASKED[what]))
    assert answers[0] == answers[1]
    assert SECRET not in answers[0]


def _answer(connection: psycopg.Connection[Any], statement: str) -> str:
    try:
        if statement.startswith("COPY"):
            with connection.cursor().copy(statement) as copied:
                return "\n".join(bytes(part).decode() for part in copied)
        rows = connection.execute(statement).fetchall()
        return "\n".join(str(row) for row in rows)
    except psycopg.Error as error:
        return str(error)


def test_pg_dump_gets_nothing(two: tuple[Base, Base], postgres: Postgres) -> None:
    program = postgres.program("pg_dump")
    environment = {**os.environ, "PGPASSWORD": two[0].passwords["Ada"]}
    for more in ((), ("--enable-row-security",)):
        dumped = subprocess.run(
            [program, *more, two[0].url_of("Ada")], env=environment, capture_output=True, text=True, check=False
        )
        assert dumped.returncode != 0
        assert "permission denied" in dumped.stderr
        assert SECRET not in dumped.stdout


def test_a_notification_says_nothing(two: tuple[Base, Base]) -> None:
    with two[0].connect("Mary") as mary, two[0].connect("Ada") as ada:
        ada.execute("LISTEN reviewkit")
        put(mary, decision(60, "Mary", record(5), Verdict.EXCLUDE))
        told = list(ada.notifies(timeout=1, stop_after=1))
        assert [(one.channel, one.payload) for one in told] == [("reviewkit", "")]


def test_an_own_decision_opens_that_report_alone_and_only_while_it_stands(base: Base) -> None:
    filled(base, Verdict.EXCLUDE, 1)
    open_ones = {str(identity(number)) for number in (1, 8, 21)}
    with base.connect("Ada") as ada, base.connect("Mary") as mary:
        assert seen(ada) == open_ones
        put(ada, decision(22, "Ada", record(1)))
        mine = str(identity(22))
        assert seen(ada) == {*open_ones, mine, str(identity(2))}  # no tag, no appraisal, no coding, no note to oneself
        undo = line(23, "Ada", record(1), Undo(Stage.TITLE_ABSTRACT), supersedes=[22])
        assert seen(mary) == {str(identity(number)) for number in (1, 8, 2, 22)}  # two have decided: it is over
        put(ada, undo)
        assert seen(ada) == {*open_ones, mine, str(identity(23))}
        assert seen(mary) == {str(identity(number)) for number in (1, 8)}
        put(ada, line(24, "Ada", record(1), Coding((), finished=False)))
        assert str(identity(5)) not in seen(ada)
        put(ada, line(25, "Ada", record(1), Coding((), finished=True), supersedes=[24]))
        assert {str(identity(5)), str(identity(6))} <= seen(ada)


def test_whoever_was_closed_gets_in_no_more_and_the_owner_cannot_change_the_past_either(base: Base) -> None:
    filled(base, Verdict.EXCLUDE, 1)
    with base.connect() as owner, base.connect("Ada") as ada:
        try:
            assert setup.close(owner, REVIEW_ID, "Ada") == base.roles["Ada"]
            with pytest.raises(psycopg.Error):
                ada.execute("SELECT 1")
            with pytest.raises(psycopg.OperationalError):
                base.connect("Ada")
        finally:  # roles are the whole server's
            owner.execute(f"ALTER ROLE {base.roles['Ada']} LOGIN")
        for statement in ("UPDATE reviewkit.event SET line = ''", "DELETE FROM reviewkit.event"):
            with pytest.raises(psycopg.Error, match="never changed"):
                owner.execute(statement)


def test_the_readme_tells_of_every_attempt() -> None:
    told = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert [what for what in REFUSED if f"| {what} | refused |" not in told] == []
    assert [what for what in ASKED if f"| {what} | the same whatever the colleague decided |" not in told] == []
