"""The routes of the server with the shipped dataset, without Streamlit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from web import Guarded, Measured, inline_scripts, routes


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """schemathesis makes one test an operation. To pytest 9.2 they are all of one id, and
    xdist runs one test of an id: the others would be left out without a word."""
    for item in items:
        if operation := getattr(item, "operation_label", None):
            item._id = item.id.with_params(operation)


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
