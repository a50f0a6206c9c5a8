"""Everything that keeps a connection from coming about, in words, and nothing half-done."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from reviewkit import criteria
from reviewkit.errors import CriteriaError, InputError, NetworkError
from reviewkit.store.server.address import address, named
from reviewkit.store.server.connection import connected, hello, scrubbed
from tests.making import REVIEW_ID, make_review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Base, Postgres


@pytest.fixture
def no_postgres() -> Iterator[int]:
    """The port of something that answers, and is no PostgreSQL."""

    def answer() -> None:
        while True:
            try:
                one, _ = server.accept()
            except OSError:
                return
            with one:
                one.recv(100)
                one.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1]


@contextlib.contextmanager
def proving_itself(to: int, place: Path) -> Iterator[tuple[int, Path]]:
    """A server's own TLS, in front of one built without: its port, and the file of whoever vouches for `localhost`."""
    key, certificate = place / "server.key", place / "root.crt"
    words = ["openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=localhost", "-keyout", str(key)]
    words += ["-addext", "subjectAltName=DNS:localhost", "-out", str(certificate)]
    subprocess.run(words, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def answer() -> None:
        while True:
            try:
                bare, _ = server.accept()
            except OSError:
                return
            bare.recv(8)  # the request for TLS
            bare.sendall(b"S")
            with contextlib.suppress(OSError):
                front, back = context.wrap_socket(bare, server_side=True), socket.create_connection(("127.0.0.1", to))
                for ends in ((front, back), (back, front)):
                    threading.Thread(target=pass_on, args=ends, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], certificate


def tried(url: str) -> str:
    with pytest.raises(NetworkError) as told, connected(named(url)) as connection:
        hello(connection, REVIEW_ID, "there")
    return str(told.value)


def test_what_is_wrong_is_said_and_what_to_do(
    base: Base, postgres: Postgres, no_postgres: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = base.url_of("Ada").partition("?")[0]
    monkeypatch.setenv("PGPASSWORD", "not the password")
    wrong = tried(ada)
    assert "wrong name or password" in wrong
    assert ".pgpass" in wrong
    assert "not the password" not in wrong
    monkeypatch.setenv("PGPASSWORD", base.passwords["Ada"])
    assert "no such database" in tried(ada.replace(base.name, "nowhere"))
    assert "cannot be reached" in tried(ada.replace(str(base.port), "1"))
    assert "no PostgreSQL" in tried(ada.replace(str(base.port), str(no_postgres)))
    assert "no such host" in tried("postgresql://nowhere.invalid/x")
    assert "holds no review" in tried(postgres.url("template1"))
    with base.connect() as owner:
        owner.execute("UPDATE reviewkit.setting SET value = '99' WHERE name = 'schema'")
        assert "Update reviewkit on this device" in tried(ada)
        owner.execute("UPDATE reviewkit.setting SET value = '0' WHERE name = 'schema'")
        assert "an older reviewkit" in tried(ada)
        owner.execute("UPDATE reviewkit.setting SET value = '1' WHERE name = 'schema'")
        owner.execute("UPDATE reviewkit.setting SET value = 'other' WHERE name = 'review'")
        assert "another review" in tried(ada)


def test_a_server_that_cannot_prove_itself_is_not_spoken_to(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", base.passwords["Ada"])
    with proving_itself(base.port, tmp_path) as (port, root):
        here = base.url_of("Ada").partition("?")[0].replace(str(base.port), str(port))
        by_name = here.replace("127.0.0.1", "localhost")
        with connected(named(f"{by_name}?sslmode=verify-full&sslrootcert={root}")) as connection:
            assert hello(connection, REVIEW_ID, "there").names == ("Ada",)
        other = tmp_path / "other.crt"
        other.write_bytes(root.read_bytes()[:200])
        wrong = [f"{here}?sslmode=verify-full&sslrootcert={root}"]  # it is not called 127.0.0.1
        wrong += [f"{by_name}?sslmode=verify-full&sslrootcert={one}" for one in (other, tmp_path / "none.crt")]
        assert all("cannot prove" in tried(url) for url in wrong)
    assert "cannot prove" in tried(f"{base.url_of('Ada').partition('?')[0]}?sslmode=require")  # it has no TLS at all


@pytest.mark.parametrize(
    ("url", "environment", "sslmode"),
    [
        ("postgresql://review.example.org/x", {}, "verify-full"),
        ("postgresql:///x", {"PGHOST": "review.example.org"}, "verify-full"),
        ("postgresql://localhost,review.example.org/x", {}, "verify-full"),
        ("postgresql://review.example.org/x", {"PGSSLMODE": "require"}, None),
        ("postgresql://review.example.org/x?sslmode=require", {}, "require"),
        ("postgresql:///?service=far", {}, "verify-full"),
        ("postgresql:///?service=own", {}, None),
        ("postgresql:///?service=near", {}, None),
        ("postgresql://127.0.0.1/x", {}, None),
        ("postgresql:///x", {}, None),
        ("postgresql://%2Fvar%2Frun/x", {}, None),
    ],
)
def test_far_servers_have_to_prove_themselves_unless_the_person_says_otherwise(
    url: str, environment: dict[str, str], sslmode: str | None, tmp_path: Path
) -> None:
    services = "[far]\nhost=review.example.org\n[own]\nhost=review.example.org\nsslmode=require\n[near]\nhost=/tmp\n"
    (tmp_path / "services").write_text(services)
    found = named(url, {**environment, "PGSERVICEFILE": str(tmp_path / "services")})
    assert found.parameters.get("sslmode") == sslmode


def test_an_address_with_a_password_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    secret = "postgresql://ada:s3cret@localhost/x"
    for environment in ({"REVIEWKIT_DATABASE": secret}, {"REVIEWKIT_DATABASE": "postgresql:///x?password=s3cret"}):
        with pytest.raises(InputError, match="holds a password") as told:
            address("", environment)
        assert "s3cret" not in str(told.value)
    with pytest.raises(InputError, match="no address"):
        address("", {"REVIEWKIT_DATABASE": "mysql://localhost/x"})
    folder = make_review(tmp_path / "review")
    texts = {path.name: path.read_text() for path in (folder / "criteria").glob("*.toml")}
    review = texts["review.toml"]
    for text in (secret, "postgresql://localhost/x?sslmode=disable", "localhost"):
        with pytest.raises(CriteriaError, match="database") as told_too:
            criteria.read({**texts, "review.toml": f'database = "{text}"\n{review}'})
        assert "s3cret" not in str(told_too.value)
    good = criteria.read({**texts, "review.toml": f'database = "postgresql://review.example.org:5433/x"\n{review}'})
    assert good.review.database == "postgresql://review.example.org:5433/x"


def test_no_message_has_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "pa55")
    said = "connection to postgresql://ada:s3cret@h/x failed: password=hunter2 pa55 password = 'a b'\n"
    assert scrubbed(said) == "connection to postgresql://ada:***@h/x failed: password=*** *** password = ***"
