"""`/api/v1`: the dataset for programs, with the parameters of the pages.

A page drops what it cannot use and says so; a program is told with an error, as
nobody reads a notice in an answer that looks right.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from dataclasses import fields
from itertools import islice
from pathlib import Path as FilePath
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, create_model
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

import data
from components.application import Application
from components.recomputed import RATIOS, ratio_rows, recomputed
from components.rendering import render
from components.view import decode
from data import EngineError, Report, export, last_with
from data.statements import FACETS, page_of_statements, statement_by_id

from .requests import ViewRequest, origin_of, parameters_of, with_etag

__all__ = ["api"]

PER_PAGE_MOST = 200
PROBLEM = "application/problem+json"
DESCRIPTION = (
    "Who said what, when, on which issue, in which source. The parameters mean what they mean in the address of a "
    "page, so a page's query string can be used as it is. Answers carry the version of the dataset and an ETag."
)

Item = TypeVar("Item")


class Listed(BaseModel, Generic[Item]):
    """A portion of a list: `total` items on `pages` pages, of which this is `page`."""

    version: str
    total: int
    page: int
    pages: int
    items: list[Item]


class Served(BaseModel):
    """The dataset that is served."""

    title: str
    description: str
    release: str
    version: str
    licences: list[str]
    statements: int
    parties: int
    issues: int
    sources: int


class Problem(BaseModel):
    """What was wrong with a request (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    invalid: list[dict[str, str]] = []


NUMBERS: dict[str, Any] = {"low": float | None, "high": float | None, "year": int, "off_percent": float | None}
NUMBERS |= {"reaches": bool, "part": bool}


def _columns_of(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def _row(name: str, columns: tuple[str, ...], what: str) -> Any:  # noqa: ANN401 - a class made from columns
    fields: dict[str, Any] = {column: (NUMBERS.get(column, str), ...) for column in columns}
    return create_model(name, __doc__=what, **fields)


Statement: Any = _row("Statement", export.EXPORTED, "One position, by one speaker, on one issue, in one source.")
Figure: Any = _row("Figure", export.FIGURES, "One number that somebody stated or estimated; `year` is 0 where unknown.")
Ratio: Any = _row("Ratio", RATIOS, "What one definition gives for a stated figure in one year.")
Party: Any = _row("Party", _columns_of(data.Party), "Who takes positions.")
Issue: Any = _row("Issue", _columns_of(data.Issue), "A question in dispute, as one neutral proposition.")
Source: Any = _row(
    "Source", _columns_of(data.Source), "A document. `date` has the precision that is known, empty if none."
)


def _list_of(model: Any) -> Any:  # noqa: ANN401 - a class made from a class made from columns
    return Listed.__class_getitem__(model)


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """A request that cannot be answered as it stands."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def _statement_view(
    request: Request,
    since: Annotated[str, Query(alias="from", description="First date: 2019, 2019-04 or 2019-04-15.")] = "",
    until: Annotated[str, Query(alias="to", description="Last date.")] = "",
    q: Annotated[str, Query(description="Words in summary, quote, speaker or source title.")] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")] = 1,
) -> ViewRequest:
    """The view that the request asks for. The parameters above are for the
    description, to which `_Api` adds the facets; the pages' own codec reads them."""
    return _view(request)


def _figure_view(
    request: Request,
    figure: Annotated[str, Query(description="Id of a stated figure.")] = "",
    indicator: Annotated[str, Query(description="Id of an indicator.")] = "",
    topic: Annotated[str, Query(description="Id of a topic.")] = "",
    numerator: Annotated[str, Query(description="Id of the measure above the line.")] = "",
    denominator: Annotated[str, Query(description="Id of the measure below the line.")] = "",
    members: Annotated[str, Query(description="Who is counted.")] = "",
    year: Annotated[list[str] | None, Query(description="Years; those the figure may mean if none is given.")] = None,
    within: Annotated[str, Query(description="How near counts as reaching it, in percent: 2, 5 or 10.")] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")] = 1,
) -> ViewRequest:
    """As `_statement_view`, for figures."""
    return _view(request)


def _list_view(request: Request, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> ViewRequest:
    """As `_statement_view`, for lists that no filter applies to."""
    return _view(request)


def _view(request: Request) -> ViewRequest:
    application: Application = request.app.state.application
    parameters = parameters_of(request.url.query)
    dataset = application.dataset_at(parameters)
    if isinstance(dataset, Report):
        raise Refused(Problem(title="Dataset not served", status=503, detail="See /healthz for what is wrong."))
    decoded = decode(parameters, dataset)
    if decoded.dropped:
        invalid = [{"name": drop.parameter, "value": drop.value, "reason": drop.reason} for drop in decoded.dropped]
        raise Refused(_unusable(400, invalid))
    return ViewRequest(application, dataset, decoded, parameters, origin_of(request))


def _unusable(status: int, invalid: list[dict[str, str]]) -> Problem:
    """What is said of parameters that cannot be used: `invalid` has the name, value and reason of each."""
    detail = "; ".join(f"{each['name']}: {each['reason']}" for each in invalid[:5])
    return Problem(title="Parameters that cannot be used", status=status, detail=detail, invalid=invalid)


Viewed = Annotated[ViewRequest, Depends(_statement_view)]
Quantified = Annotated[ViewRequest, Depends(_figure_view)]
Asking = Annotated[ViewRequest, Depends(_list_view)]
PerPage = Annotated[int, Query(ge=1, le=PER_PAGE_MOST, description=f"Items a page, {PER_PAGE_MOST} at most.")]


def _listed(view_request: ViewRequest, request: Request, items: list[Any], total: int, per_page: int) -> Response:
    """A page of a list as JSON, with links to its neighbours (RFC 8288)."""
    page, pages = view_request.decoded.view.page, max(1, math.ceil(total / per_page))
    made = Listed[Any](version=view_request.dataset.version, total=total, page=page, pages=pages, items=items)
    near = {"prev": page - 1 if page > 1 else 0, "next": page + 1 if page < pages else 0}
    links = [
        f'<{request.url.include_query_params(page=number)}>; rel="{name}"' for name, number in near.items() if number
    ]
    return with_etag(request, made.model_dump_json(), "application/json", {"Link": ", ".join(links)} if links else {})


def _part(view_request: ViewRequest, request: Request, records: Collection[Any], per_page: int) -> Response:
    """A page of records."""
    start = (view_request.decoded.view.page - 1) * per_page
    items = list(islice(records, start, start + per_page))
    return _listed(view_request, request, items, len(records), per_page)


def dataset_served(request: Request) -> Response:
    """The dataset that is served: title, version, licences, how many rows."""
    dataset = _view(request).dataset
    made = Served(
        title=dataset.title,
        description=dataset.description,
        release=dataset.release,
        version=dataset.version,
        licences=[licence.name for licence in dataset.licences],
        statements=dataset.statements,
        parties=len(dataset.parties),
        issues=len(dataset.issues),
        sources=len(dataset.sources),
    )
    return with_etag(request, made.model_dump_json(), "application/json")


def statements(view_request: Viewed, request: Request, per_page: PerPage = 50) -> Response:
    """The statements that pass the filters, newest first."""
    view = view_request.decoded.view
    total, found = page_of_statements(view_request.dataset, view.filters, (view.page - 1) * per_page, per_page)
    items = export.named(view_request.dataset, found).to_dict("records")
    return _listed(view_request, request, items, total, per_page)


def one_statement(
    statement_id: Annotated[str, Path(description="The id of a statement.")], request: Request
) -> Response:
    """One statement by its id."""
    view_request = _view(request)
    frame = statement_by_id(view_request.dataset, statement_id)
    if frame.empty:
        raise Refused(_absent(view_request, statement_id))
    row: Any = export.named(view_request.dataset, frame).to_dict("records")[0]
    return with_etag(request, Statement(**row).model_dump_json(), "application/json")


def _absent(view_request: ViewRequest, statement_id: str) -> Problem:
    known = last_with(FilePath(view_request.dataset.directory), statement_id)
    if known is None:
        return Problem(title="No such statement", status=404, detail="The dataset holds no statement of this id.")
    version = known[0].version
    detail = f"It was withdrawn. It was in the release of {known[0].date}: ask with as={version} for it."
    return Problem(title="Withdrawn statement", status=410, detail=detail)


async def issues(view_request: Asking, request: Request, per_page: PerPage = 50) -> Response:
    """The issues, in the order of the dataset."""
    return _part(view_request, request, view_request.dataset.issues.values(), per_page)


async def parties(view_request: Asking, request: Request, per_page: PerPage = 50) -> Response:
    """The parties, in the order of the dataset."""
    return _part(view_request, request, view_request.dataset.parties.values(), per_page)


async def sources(view_request: Asking, request: Request, per_page: PerPage = 50) -> Response:
    """The documents, in the order of the dataset."""
    return _part(view_request, request, view_request.dataset.sources.values(), per_page)


def figures(view_request: Quantified, request: Request, per_page: PerPage = 50) -> Response:
    """The stated figures of a topic or an indicator, all if none is named."""
    chosen = view_request.decoded.view.quantity
    found = export.figures(view_request.dataset, chosen.topic, chosen.indicator, chosen.figure)
    return _part(view_request, request, found.to_dict("records"), per_page)


def ratios(view_request: Quantified, request: Request, per_page: PerPage = 50) -> Response:
    """A stated figure recomputed: what each definition gives, the nearest first."""
    chosen = view_request.decoded.view.quantity
    figure = view_request.dataset.quantities.figures.get(chosen.figure)
    if not figure or not view_request.dataset.quantities.indicators[figure.indicator].form:
        detail = "figure has to name a stated figure of an indicator that is a ratio, a share or a sum."
        raise Refused(Problem(title="No figure to recompute", status=400, detail=detail))
    rows = ratio_rows(view_request.dataset, recomputed(view_request.dataset, figure, chosen))
    return _part(view_request, request, rows, per_page)


ROUTES: tuple[tuple[str, Callable[..., Response | Awaitable[Response]], Any], ...] = (
    ("/dataset", dataset_served, Served),
    ("/statements", statements, _list_of(Statement)),
    ("/statements/{statement_id}", one_statement, Statement),
    ("/issues", issues, _list_of(Issue)),
    ("/parties", parties, _list_of(Party)),
    ("/sources", sources, _list_of(Source)),
    ("/figures", figures, _list_of(Figure)),
    ("/ratios", ratios, _list_of(Ratio)),
)


LIST_OF_TEXTS = {"type": "array", "items": {"type": "string"}}


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document: a list of statements has a parameter for each facet, problems have one media type."""
        if self.openapi_schema:
            return self.openapi_schema
        document = super().openapi()
        document["paths"]["/statements"]["get"]["parameters"][:0] = [
            {"name": facet.name, "in": "query", "description": facet.meaning, "schema": LIST_OF_TEXTS}
            for facet in FACETS
        ]
        for methods in document["paths"].values():
            for status, answer in methods["get"]["responses"].items():
                if status != "200":
                    answer["content"].pop("application/json", None)
        return document


def api(application: Application) -> FastAPI:
    """The API of an application, to mount at `/api/v1`."""
    made = _Api(
        title="Counterpoint",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "."}],
        root_path_in_servers=False,
        exception_handlers=HANDLERS,
    )
    made.state.application = application
    made.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=["ETag", "Link"]
    )
    refusals: dict[int | str, dict[str, Any]] = {
        status: {"model": Problem, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for status in (400, 404, 422, 503)
    }
    for path, answer, model in ROUTES:
        made.add_api_route(path, answer, response_model=model, responses=refusals, methods=["GET"])
    made.add_route("/docs", _docs, include_in_schema=False)
    return made


async def _docs(request: Request) -> Response:
    return with_etag(request, render("api.html", document=request.app.openapi(), title="API"), "text/html")


def _problem(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(problem.model_dump(), problem.status, headers, PROBLEM)


async def _refused(_: Request, error: Refused) -> Response:
    return _problem(error.problem)


async def _invalid(_: Request, error: RequestValidationError) -> Response:
    invalid = [
        {"name": str(each["loc"][-1]), "value": str(each["input"])[:200], "reason": each["msg"]}
        for each in error.errors()
    ]
    return _problem(_unusable(422, invalid))


async def _failed(_: Request, error: HTTPException) -> Response:
    return _problem(Problem(title=error.detail, status=error.status_code, detail=error.detail))


async def _unanswered(_: Request, error: EngineError) -> Response:
    problem = Problem(title="The statements are not reached", status=503, detail=str(error))
    return _problem(problem, {"Retry-After": str(math.ceil(error.again))})


HANDLERS: dict[int | type[Exception], Callable[..., Coroutine[Any, Any, Response]]] = {
    Refused: _refused,
    RequestValidationError: _invalid,
    HTTPException: _failed,
    EngineError: _unanswered,
}
