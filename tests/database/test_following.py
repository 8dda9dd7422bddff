"""A database that changes, is slow or goes away while it is served."""

import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.application import Application
from data import DatabaseUrl, DatasetWatcher, Settings
from data.package import database as database_module
from tests.database.conftest import slowed
from tests.waiting import until
from web import application_routes

Store = Callable[..., DatabaseUrl]
Logged, Patch = pytest.LogCaptureFixture, pytest.MonkeyPatch


def table(address: DatabaseUrl, name: str) -> str:
    return f'"{address.schema}".{name}'


CHANGES = (
    "UPDATE {0}.statements SET stance = 'neutral' WHERE id = 'east-2014-bases'",
    "UPDATE {0}.statements SET row_order = 100 WHERE id = 'east-2019-bases-agency'",
    "WITH gone AS (DELETE FROM {0}.codings WHERE statement = 'east-2014-bases' RETURNING *) "
    "INSERT INTO {0}.codings SELECT row_order, statement, coder, 'agree' FROM gone",
    'UPDATE {0}.datapackage SET descriptor = descriptor || \'{{"title": "Another"}}\'',
    "UPDATE {0}.parties SET (name, short_name) = ('Eastern', 'Union East') WHERE id = 'east'",
    "DROP TABLE {0}.events",
    "ALTER TABLE {0}.parties DROP COLUMN description",
    "ALTER TABLE {0}.statements RENAME note TO remark",
    "ALTER TABLE {0}.parties RENAME TO all_parties; "
    "CREATE VIEW {0}.parties AS SELECT * FROM {0}.all_parties WHERE id <> 'south' OR true; "
    "GRANT SELECT ON {0}.parties TO reader; UPDATE {0}.all_parties SET name = 'W' WHERE id = 'west'",
)


def test_a_change_is_followed_at_the_next_look(server: Any, address: DatabaseUrl) -> None:
    watcher = DatasetWatcher(address)
    assert not watcher.poll()
    versions = [watcher.status.dataset.version]
    for change in CHANGES:
        server.run(change.format(f'"{address.schema}"'))
        assert watcher.poll(), change
        assert watcher.status.rejected is None
        versions.append(watcher.status.dataset.version)
    assert not watcher.poll()
    assert len(set(versions)) == len(CHANGES) + 1


def test_nothing_is_read_where_nothing_changed(monkeypatch: pytest.MonkeyPatch, stored: Store) -> None:
    watcher = DatasetWatcher(stored())
    monkeypatch.setattr(database_module, "_package", lambda *_: pytest.fail("read again"))
    assert not watcher.poll()
    assert not watcher.poll()


def test_what_only_the_role_may_not_do_passes_without_a_change(server: Any, address: DatabaseUrl) -> None:
    watcher = DatasetWatcher(address)
    server.run(f"REVOKE SELECT ON {table(address, 'sources')} FROM reader")
    watcher.poll()
    assert "may not be read: permission denied for table sources" in str(watcher.status.rejected)
    server.run(f"GRANT SELECT ON {table(address, 'sources')} TO reader")
    watcher.poll()
    assert watcher.status.rejected is None


def test_tables_are_read_without_a_fingerprint(monkeypatch: Patch, server: Any, address: DatabaseUrl) -> None:
    watcher = DatasetWatcher(address)
    monkeypatch.setattr("data.publishing.watcher.database_fingerprint", lambda _: None)
    assert not watcher.poll()
    server.run(f"UPDATE {table(address, 'parties')} SET name = 'E' WHERE id = 'east'")
    assert watcher.poll()
    assert not watcher.poll()


def test_a_change_and_its_undoing_while_the_tables_are_read_are_not_missed(monkeypatch, server: Any, stored: Store):
    address = stored()
    watcher = DatasetWatcher(address)
    first = watcher.status.dataset.version
    answers = iter([(("another",),), (("yet another",),), None])
    monkeypatch.setattr("data.publishing.watcher.database_fingerprint", lambda _: next(answers))
    server.run(f"UPDATE {table(address, 'parties')} SET name = 'E' WHERE id = 'east'")
    assert watcher.poll()
    server.run(f"UPDATE {table(address, 'parties')} SET name = 'Eastern Union' WHERE id = 'east'")
    monkeypatch.undo()
    assert watcher.poll()
    assert watcher.status.dataset.version == first


@pytest.fixture
def application(stored: Store) -> Application:
    """An application whose dataset is in the database."""
    return Application(Settings(dataset=stored().text, watch_seconds=0.1))


@pytest.fixture
def client(application: Application) -> TestClient:
    return TestClient(Starlette(routes=application_routes(application, "")))


def test_server_dies_and_comes_back(server: Any, application: Application, client: TestClient, caplog: Logged) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    told = threading.Event()
    with server.down():
        end = application.watch(told.set)
        assert told.wait(10)
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json()["status"] == "earlier state served"
        assert "the database cannot be read" in answer.json()["problems"][0]
        page = application.page("compare", {}, "https://example.org").html
        assert "East" in page
        assert "the database cannot be read" in page
        told.clear()
        assert not told.wait(0.3), "pages were made anew though nothing else was to tell"
    until(lambda: client.get("/healthz").json()["status"] == "ok")
    end()
    assert "hunter2" not in f"{answer.text} {page} {caplog.text}"


def test_a_server_down_at_the_start(server: Any, application: Application, client: TestClient, caplog: Logged) -> None:
    with server.down(signal.SIGQUIT):
        answer = client.get("/healthz")
        assert answer.status_code == 503
        assert "the database cannot be read" in answer.json()["problems"][0]
        assert "hunter2" not in answer.text + caplog.text
    assert application.watcher.poll()
    assert client.get("/healthz").status_code == 200


def test_a_server_that_dies_while_it_is_read(monkeypatch: Patch, server: Any, address: DatabaseUrl) -> None:
    watcher = DatasetWatcher(address)
    old = watcher.status.dataset
    server.run(*slowed(f'"{address.schema}"', "codings", 30))
    monkeypatch.setattr("data.publishing.watcher.database_fingerprint", lambda _: None)
    reading = threading.Thread(target=watcher.poll)
    reading.start()
    with server.connected() as connection:
        sleeping = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        until(lambda: bool(connection.execute(sleeping).fetchall()))
    with server.down(signal.SIGQUIT):
        reading.join()
    assert watcher.status.dataset is old
    assert "cannot be read" in str(watcher.status.rejected)
    server.run(f"CREATE OR REPLACE VIEW {table(address, 'codings')} AS SELECT * FROM {table(address, 'slow')}")
    watcher.poll()
    assert watcher.status.rejected is None
