"""The routes of the server with the shipped dataset, without Streamlit."""

from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.application import Application
from data import Dataset
from tests.applications import application_of
from web import Metrics, MetricsMiddleware, SecurityHeaders, application_routes, inline_script_hashes


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Let a document wait for a page that no query holds up, on a busy machine too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.first_paint.FIRST_PAINT_TIMEOUT_SECONDS", 20.0)
        yield


@pytest.fixture(scope="session")
def application(shipped: Dataset) -> Application:
    """An application that serves the shipped dataset."""
    return application_of(shipped)


@pytest.fixture(scope="session")
def client(application: Application) -> TestClient:
    return client_of(application)


@pytest.fixture(scope="session")
def served_below(application: Application) -> Callable[[str], TestClient]:
    """The routes below a path."""
    return lambda base: client_of(application, base)


def client_of(application: Application, base: str = "") -> TestClient:
    """The routes of an application, with the middleware that the server has."""
    metrics = Metrics()
    middleware = [
        Middleware(MetricsMiddleware, metrics=metrics, base=base),
        Middleware(SecurityHeaders, scripts=inline_script_hashes()),
    ]
    app = Starlette(routes=application_routes(application, base, metrics), middleware=middleware)
    return TestClient(app, base_url="https://example.org")
