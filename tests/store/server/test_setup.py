"""A database set up, brought up to date, and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.screening.outcome import _share
from reviewkit.store.server import setup
from reviewkit.store.server.connection import SCHEMA, hello
from tests.making import REVIEW_ID
from tests.postgres import RULES
from tests.store.server.lines import decision, put, record, seen

if TYPE_CHECKING:
    from tests.postgres import Base, Postgres

NAMES = ("Ada", "Grace", "Mary")


def add_colour(connection: psycopg.Connection[Any], review: str) -> None:
    connection.execute("CREATE TABLE reviewkit.colour (name text)")


def fall_over(connection: psycopg.Connection[Any], review: str) -> None:
    raise RuntimeError("power")


def test_a_second_setting_up_changes_nothing_and_one_of_another_review_is_refused(base: Base) -> None:
    with base.connect() as owner:
        assert setup.set_up(owner, REVIEW_ID, NAMES, RULES) == []
        with pytest.raises(NotAllowedError, match="another review"):
            setup.set_up(owner, "00000000" + REVIEW_ID[8:], NAMES, RULES)
    assert len(setup.STEPS) == SCHEMA


def test_an_upgrade_happens_whole_or_not_at_all_while_others_are_connected(base: Base) -> None:
    later = (*setup.STEPS, ("a colour", add_colour))
    with base.connect() as owner, base.connect("Ada") as ada:
        put(ada, decision(1, "Ada", record(1)))
        with pytest.raises(RuntimeError, match="power"):
            setup.set_up(owner, REVIEW_ID, NAMES, RULES, (*later, ("a fall", fall_over)))
        assert owner.execute("SELECT to_regclass('reviewkit.colour')").fetchone() == (None,)
        assert hello(ada, REVIEW_ID, "x").names == ("Ada",)
        setup.set_up(owner, REVIEW_ID, NAMES, RULES, later)
        assert seen(ada) == {"00000000-0000-0000-0000-000000000001"}
        with pytest.raises(NetworkError, match="a newer reviewkit") as told:
            hello(ada, REVIEW_ID, "x")
        assert "Update reviewkit" in told.value.remedy
        with pytest.raises(NetworkError, match="a newer reviewkit"):
            setup.set_up(owner, REVIEW_ID, NAMES, RULES)


def test_a_person_renamed_writes_under_the_new_name_and_keeps_what_was_written(base: Base) -> None:
    with base.connect() as owner, base.connect("Ada") as ada:
        put(ada, decision(1, "Ada", record(1)))
        setup.rename(owner, REVIEW_ID, "Ada", "Ada King")
        put(ada, decision(2, "Ada King", record(2), device="adas0device0"))
        assert len(seen(ada)) == 2
        assert hello(ada, REVIEW_ID, "x").names == ("Ada King", "Ada")
        with pytest.raises(NotAllowedError, match="somebody else"):
            setup.rename(owner, REVIEW_ID, "Grace", "Ada King")


def test_who_is_added_again_gets_a_new_password_and_sees_what_is_over(base: Base, postgres: Postgres) -> None:
    with base.connect() as owner, base.connect("Ada") as ada, base.connect("Grace") as grace:
        put(ada, decision(1, "Ada", record(1)))
        put(grace, decision(2, "Grace", record(1)))
        with pytest.raises(NotAllowedError, match="there already"):
            setup.add(owner, REVIEW_ID, "Ada")
        role = ""
        try:
            made = setup.add(owner, REVIEW_ID, "Jean-Luc Ångström")
            role = made.role
            with psycopg.connect(
                host="127.0.0.1", port=base.port, dbname=base.name, user=role, password=made.password
            ) as new:
                assert len(seen(new)) == 2
        finally:
            owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
    assert role == "jean_luc_angstrom_6f1e9b52"


@pytest.mark.parametrize(("share", "seed"), [(0.5, 7), (0.25, -3)])
def test_the_database_draws_the_reports_that_two_read_as_the_program_does(base: Base, share: float, seed: int) -> None:
    with base.connect() as owner:
        setup.set_up(owner, REVIEW_ID, NAMES, {**RULES, "dual_share": repr(share), "seed": str(seed)})
        records = [record(number) for number in range(1, 40)]
        for one in records:
            row = owner.execute("SELECT reviewkit.is_dual(%s)", (one,)).fetchone()
            assert row == (_share(seed, one) < share,)
        single = next(one for one in records if _share(seed, one) >= share)
        double = next(one for one in records if _share(seed, one) < share)
        with base.connect("Grace") as grace, base.connect("Ada") as ada:
            put(grace, decision(1, "Grace", single), decision(2, "Grace", double))
            assert seen(ada) == {"00000000-0000-0000-0000-000000000001"}


def test_an_owner_who_is_no_superuser_can_set_a_review_up(postgres: Postgres) -> None:
    review = "abcdef01" + REVIEW_ID[8:]
    with postgres.owner() as owner:
        owner.execute("CREATE ROLE lab LOGIN CREATEROLE PASSWORD 'lab'")
        owner.execute("CREATE DATABASE labs OWNER lab")
        try:
            with psycopg.connect(
                host="127.0.0.1", port=postgres.port, dbname="labs", user="lab", password="lab", autocommit=True
            ) as lab:
                made = setup.set_up(lab, review, ["Ada"], RULES)
                assert hello(lab, review, "x").owner
                put(lab, decision(1, "Ada", record(1)))
                with psycopg.connect(
                    host="127.0.0.1", port=postgres.port, dbname="labs", user=made[0].role, password=made[0].password
                ) as ada:
                    assert len(seen(ada)) == 1
        finally:
            owner.execute("DROP DATABASE labs WITH (FORCE)")
            owner.execute("DROP ROLE ada_abcdef01, reviewkit_abcdef01, reviewkit_abcdef01_owner, lab")
