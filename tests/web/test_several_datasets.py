"""Several datasets in one server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.application import Application, running_application, set_running_applications
from data import Settings
from data.settings import SettingsError
from tests.conftest import write_dataset
from web import DatasetPaths, Metrics, routes_of_datasets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two datasets that can be served, and one that cannot."""
    folder = tmp_path_factory.mktemp("datasets")
    write_dataset(folder / "first")
    write_dataset(folder / "second", descriptor=lambda content: content.update(title="<b>Second</b>"))
    write_dataset(folder / "third", cells={("statements", 2, "stance"): "agre"})
    return folder


@pytest.fixture(scope="module")
def applications(folder: Path) -> Iterator[dict[str, Application]]:
    applications = {
        name: Application(each, has_front_page=True)
        for name, each in Settings(datasets=str(folder)).by_dataset().items()
    }
    yield applications
    for application in applications.values():
        application.close()


@pytest.fixture(scope="module")
def client(applications: dict[str, Application]) -> TestClient:
    app = Starlette(routes=routes_of_datasets(applications, "/base", Metrics()))
    return TestClient(app, base_url="https://example.org/base/", follow_redirects=False)


def test_front_page_lists_them(client: TestClient) -> None:
    text = client.get("").text
    assert '<a href="first/" dir="auto">A tiny dataset</a>' in text
    assert "&lt;b&gt;Second&lt;/b&gt;" in text
    assert "<h2>third</h2>" in text
    assert "12 statements · 3 parties · 3 issues" in text


def test_each_has_its_pages_files_feed_and_api(client: TestClient) -> None:
    assert "A tiny dataset" in client.get("first/compare").text
    assert '<a href="../">All datasets</a>' in client.get("first/compare").text
    for path in ("", "compare", "timeline", "feed.atom", "api/v1/issues", "download/statements.csv", "preview.png"):
        assert client.get(f"second/{path}").status_code == 200, path
    assert 'href="https://example.org/base/second/compare?' in client.get("second/feed.atom").text
    assert "&lt;b&gt;Second" in client.get("second/compare").text


def test_bad_one_does_not_touch_the_others(client: TestClient) -> None:
    health = client.get("healthz")
    assert health.status_code == 200
    assert [each["status"] for each in health.json()["datasets"].values()] == ["ok", "ok", "dataset not served"]
    assert client.get("third/healthz").status_code == 503
    assert client.get("first/healthz").json()["status"] == "ok"


def test_addresses_without_a_page(client: TestClient) -> None:
    slash = client.get("first?party=east")
    assert (slash.status_code, slash.headers["location"]) == (308, "/base/first/?party=east")
    for path in ("compare", "fourth/compare", "first/nothing"):
        assert client.get(path).status_code == 404, path
    assert 'href="compare"' not in client.get("nothing").text
    # A proxy that closes /metrics closes all metrics.
    assert "counterpoint_statements{" in client.get("metrics").text
    assert client.get("first/metrics").status_code == 404
    assert "Sitemap: https://example.org/base/first/sitemap.xml" in client.get("robots.txt").text


def test_streamlit_finds_its_paths() -> None:
    async def path_of(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.url.path)

    middleware = [Middleware(DatasetPaths, base="/base", datasets=["first"])]
    client = TestClient(Starlette(routes=[Route("/{path:path}", path_of)], middleware=middleware))
    seen = {
        path: client.get(path).text
        for path in (
            "/base/first/_stcore/health",
            "/base/first/static/js/a.js",
            "/base/first/compare",
            "/base/other/static/a.js",
            "/base/first/static-not",
            "/first/static/a.js",
        )
    }
    assert list(seen.values()) == [
        "/base/_stcore/health",
        "/base/static/js/a.js",
        "/base/first/compare",
        "/base/other/static/a.js",
        "/base/first/static-not",
        "/first/static/a.js",
    ]


def test_script_finds_the_application_of_its_address(applications: dict[str, Application]) -> None:
    set_running_applications(applications)
    assert running_application("/second/compare") == ("second", applications["second"])
    assert running_application("/") == ("first", applications["first"])
    set_running_applications({"": applications["first"]})
    assert running_application("/second/compare") == ("", applications["first"])


def test_settings_name_what_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="has to be a folder with a folder for each dataset"):
        Settings(datasets=str(tmp_path)).by_dataset()
    (tmp_path / "static").mkdir()
    (tmp_path / "My data").mkdir()
    with pytest.raises(SettingsError, match=r"'My data' needs another name(.|\n)*'static' needs another name"):
        Settings(datasets=str(tmp_path)).by_dataset()
    with pytest.raises(SettingsError, match="both set"):
        Settings(dataset="a", datasets="b").by_dataset()


def test_each_has_a_public_address_below_the_configured_one(folder: Path) -> None:
    settings = Settings(datasets=str(folder), url="https://example.org/base/").by_dataset()
    assert settings["first"].url == "https://example.org/base/first"
