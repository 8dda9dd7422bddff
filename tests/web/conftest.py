"""The routes of the server with the shipped dataset, without Streamlit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from web import Guarded, Measured, inline_scripts, routes


@pytest.fixture(scope="session")
def client() -> TestClient:
    return _client("")


@pytest.fixture(scope="session")
def served_below() -> Callable[[str], TestClient]:
    """The routes below a path."""
    return _client


def _client(base: str) -> TestClient:
    guards = [Middleware(Measured, base=base), Middleware(Guarded, base=base, scripts=inline_scripts())]
    return TestClient(Starlette(routes=routes(base), middleware=guards), base_url="https://example.org")
