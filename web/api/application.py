"""The FastAPI application of `/api/v1`, with the parameters of the pages.

A page ignores a value that it cannot use, and shows a notice. The API answers with an error, as no program reads a
notice in a successful answer.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

from components.application import Application
from components.rendering import render
from data import EngineError
from data.statements import FACETS
from web.requests import cacheable_response, retry_headers

from .endpoints import ROUTES
from .models import ProblemDetails
from .parameters import RequestError, invalid_parameters

PROBLEM_MEDIA_TYPE = "application/problem+json"
API_DESCRIPTION = (
    "Who said what, when, on which issue, in which source. The parameters mean what they mean in the address of a "
    "page, so a page's query string can be used as it is. Answers carry the version of the dataset and an ETag."
)


# Paths that need a figure. They report it themselves if there is none.
PATHS_OF_A_FIGURE = ("/ratios", "/answer")
TEXT_ARRAY_SCHEMA = {"type": "array", "items": {"type": "string"}}


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document: a list of statements has a parameter for each facet, problems have one media type."""
        if self.openapi_schema:
            return self.openapi_schema
        document = super().openapi()
        document["paths"]["/statements"]["get"]["parameters"][:0] = [
            {"name": facet.name, "in": "query", "description": facet.meaning, "schema": TEXT_ARRAY_SCHEMA}
            for facet in FACETS
        ]
        for path in PATHS_OF_A_FIGURE:
            parameters = document["paths"][path]["get"]["parameters"]
            next(each for each in parameters if each["name"] == "figure")["required"] = True
        for methods in document["paths"].values():
            for status, response in methods["get"]["responses"].items():
                if status != "200":
                    response["content"].pop("application/json", None)
        return document


def create_api(application: Application) -> FastAPI:
    """The API of an application, to mount at `/api/v1`."""
    app = _Api(
        title="Counterpoint",
        version="1",
        description=API_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "."}],
        root_path_in_servers=False,
        exception_handlers=EXCEPTION_HANDLERS,
    )
    app.state.application = application
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=["ETag", "Link"]
    )
    problems: dict[int | str, dict[str, Any]] = {
        status: {
            "model": ProblemDetails,
            "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
        for status in (400, 404, 410, 414, 422, 503)
    }
    for path, endpoint, model in ROUTES:
        app.add_api_route(path, endpoint, response_model=model, responses=problems, methods=["GET"])
    app.add_route("/docs", _docs, include_in_schema=False)
    return app


async def _docs(request: Request) -> Response:
    return cacheable_response(request, render("api.html", document=request.app.openapi(), title="API"), "text/html")


def _problem_response(problem: ProblemDetails, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(problem.model_dump(), problem.status, headers, PROBLEM_MEDIA_TYPE)


async def _request_error(_: Request, error: RequestError) -> Response:
    return _problem_response(error.problem)


async def _validation_error(_: Request, error: RequestValidationError) -> Response:
    invalid = [
        {"name": str(each["loc"][-1]), "value": str(each["input"])[:200], "reason": each["msg"]}
        for each in error.errors()
    ]
    return _problem_response(invalid_parameters(422, invalid).problem)


async def _http_error(_: Request, error: HTTPException) -> Response:
    return _problem_response(ProblemDetails(title=error.detail, status=error.status_code, detail=error.detail))


async def _engine_error(_: Request, error: EngineError) -> Response:
    problem = ProblemDetails(title="The statements are not reached", status=503, detail=str(error))
    return _problem_response(problem, retry_headers(error))


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[..., Coroutine[Any, Any, Response]]] = {
    RequestError: _request_error,
    RequestValidationError: _validation_error,
    HTTPException: _http_error,
    EngineError: _engine_error,
}
