"""`/healthz` for operators, and `/version`, which open pages ask."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from components.application import MAX_LOGGED_PROBLEMS, Application
from data import Report

from .requests import NO_STORE_HEADERS


def health_routes(application: Application, base: str) -> list[Route]:
    """The routes below the path `base`: the health for operators, and the version of the dataset for open pages."""

    # These are coroutines, so that they need not wait for a thread of the server.
    async def version(_: Request) -> Response:
        dataset = application.current_dataset
        return PlainTextResponse("" if isinstance(dataset, Report) else dataset.version, headers=NO_STORE_HEADERS)

    async def healthz(_: Request) -> Response:
        content, status = application_health(application)
        return JSONResponse(content, status, NO_STORE_HEADERS)

    return [Route(f"{base}/healthz", healthz), Route(f"{base}/version", version)]


def application_health(application: Application) -> tuple[dict[str, object], int]:
    """The server's health, and the status of the answer."""
    dataset = application.current_dataset
    if isinstance(dataset, Report):
        problems = [problem.reader_text for problem in dataset.problems[:MAX_LOGGED_PROBLEMS]]
        return {"status": "dataset not served", "problems": problems}, 503
    problems, trouble = list(application.problems), dataset.engine.last_error
    content: dict[str, object] = {
        "status": "engine in trouble" if trouble else "earlier state served" if problems else "ok",
        "dataset": dataset.title,
        "release": dataset.release,
        "version": dataset.version,
        "statements": dataset.statement_count,
        "engine": dataset.engine.name,
    }
    more = {"problems": problems, "trouble": trouble}
    return content | {name: value for name, value in more.items() if value}, 200
