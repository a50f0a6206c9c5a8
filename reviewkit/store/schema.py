"""The tables, stated once, and what keeps the past from being changed.

`event` holds each event as its canonical line beside the columns that are looked up. It has no uniqueness but its id,
so that no `INSERT OR REPLACE` can push another row out; the triggers refuse every update and delete, ignore a known
event and refuse a known id with another line, also for `INSERT OR REPLACE` and upserts, since a BEFORE INSERT trigger
runs before SQLite resolves conflicts (sqlite.org/lang_createtrigger.html).
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("device", sa.Text, nullable=False, comment="device that wrote it"),
    sa.Column("seq", sa.Integer, nullable=False, comment="position in the device's history"),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="as in the line, to be looked up by"),
    sa.Column("subject", sa.Text, nullable=False, comment="as in the line, to be looked up by"),
    sa.Column("line", sa.Text, nullable=False, comment="canonical line, as hashed"),
    sa.Index("event_by_history", "device", "seq"),
    sa.Index("event_by_writer", "actor", "device", "seq"),
    sa.Index("event_by_subject", "subject"),
    sa.Index("event_by_kind", "kind"),
    sqlite_with_rowid=False,
)

arrival = sa.Table(
    "arrival",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, comment="grows with each writing: tells what a program lacks"),
    sa.Column("id", sa.Text, primary_key=True, comment="of an event"),
    sqlite_with_rowid=False,
)

superseded = sa.Table(
    "superseded",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="an event, arrived or not"),
    sa.Column("actor", sa.Text, primary_key=True, comment="who superseded it; counts if it is the event's own actor"),
    sqlite_with_rowid=False,
)

device = sa.Table(
    "device",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False, comment="highest seq taken in from it"),
    sa.Column("whole", sa.Integer, nullable=False, comment="seq up to which all its events have been taken in"),
)

reading = sa.Table(
    "reading",
    metadata,
    sa.Column("file", sa.Text, primary_key=True, comment="sha256 of the export"),
    sa.Column("device", sa.Text, primary_key=True, comment="who read it"),
    sa.Column("header", sa.Text, nullable=False),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("file", sa.Text, primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True, comment="from 1, rejected entries counted"),
    sa.Column("rejected", sa.Boolean, nullable=False),
    sa.Column("line", sa.Text, nullable=False, comment="the record or rejection as JSON"),
    sqlite_with_rowid=False,
)

taken = sa.Table(
    "taken",
    metadata,
    sa.Column("path", sa.Text, primary_key=True, comment="a journal or record file, below the review's folder"),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("modified", sa.Integer, nullable=False, comment="nanoseconds since 1970, compared for equality only"),
    sa.Column("read", sa.Integer, nullable=False, comment="bytes taken in: complete lines"),
    sa.Column("digest", sa.Text, nullable=False, comment="sha256 of those bytes"),
    sa.Column("faults", sa.Text, nullable=False, comment="JSON list of [line, what]: lines that could not be read"),
)

fact = sa.Table(
    "fact",
    metadata,
    sa.Column("name", sa.Text, primary_key=True, comment="schema, device, reviewer, journals, standings, server"),
    sa.Column("value", sa.Text, nullable=False),
)

about = sa.Table(
    "about",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, comment="in the order of noting"),
    sa.Column("event", sa.Text, nullable=False, comment="an own event that finishes a report or study"),
    sa.Column("record", sa.Text, nullable=False, comment="another record of it, to be told to a server"),
    sa.UniqueConstraint("event", "record"),
)

REFUSALS = (
    """CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    """CREATE TRIGGER event_is_inserted_once BEFORE INSERT ON event
       WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
       BEGIN
         SELECT CASE WHEN (SELECT line FROM event WHERE id = NEW.id) = NEW.line
                THEN RAISE(IGNORE) ELSE RAISE(ABORT, 'two events bear one id') END;
       END""",
)


def create(connection: sa.Connection) -> None:
    """Create the tables and the refusals in an empty database."""
    metadata.create_all(connection)
    for statement in REFUSALS:
        connection.exec_driver_sql(statement)
