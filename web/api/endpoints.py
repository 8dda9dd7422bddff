"""The endpoints of the API: the dataset, its statements, its figures and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Collection
from itertools import islice
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import Response

from components.parts.figures.answer_sentence import answer_sentence, figure_answer
from components.parts.figures.ratio_analysis import analyse_ratio, ratio_rows
from data import last_release_with
from data.figures import FigureAnswer
from data.publishing import exports
from data.statements import page_of_statements, statement_row_by_id
from web.requests import ViewRequest, cacheable_response

from .models import (
    Answer,
    DatasetDescription,
    Figure,
    Issue,
    ItemList,
    LikeForLikeResult,
    Party,
    Ratio,
    SearchResponse,
    Source,
    Statement,
    list_model,
)
from .parameters import (
    FigureRequest,
    PerPage,
    RequestError,
    SearchLimit,
    SearchRequest,
    StatementRequest,
    UnfilteredRequest,
    parse_request,
)
from .searching import search_response


def _list_response(
    view_request: ViewRequest, request: Request, items: list[Any], total: int, per_page: int
) -> Response:
    """A page of a list as JSON, with links to its neighbours (RFC 8288)."""
    page, pages = view_request.decoded.view.page, max(1, math.ceil(total / per_page))
    answer = ItemList[Any](version=view_request.dataset.version, total=total, page=page, pages=pages, items=items)
    near = {"prev": page - 1 if page > 1 else 0, "next": page + 1 if page < pages else 0}
    links = [
        f'<{request.url.include_query_params(page=number)}>; rel="{name}"' for name, number in near.items() if number
    ]
    return cacheable_response(
        request, answer.model_dump_json(), "application/json", {"Link": ", ".join(links)} if links else {}
    )


def _portion(view_request: ViewRequest, request: Request, records: Collection[Any], per_page: int) -> Response:
    """A page of records."""
    start = (view_request.decoded.view.page - 1) * per_page
    items = list(islice(records, start, start + per_page))
    return _list_response(view_request, request, items, len(records), per_page)


def describe_dataset(request: Request) -> Response:
    """The dataset that is served: title, version, licences, how many rows."""
    dataset = parse_request(request).dataset
    answer = DatasetDescription(
        title=dataset.title,
        description=dataset.description,
        release=dataset.release,
        version=dataset.version,
        licences=[licence.name for licence in dataset.licences],
        statements=dataset.statement_count,
        parties=len(dataset.parties),
        issues=len(dataset.issues),
        sources=len(dataset.sources),
    )
    return cacheable_response(request, answer.model_dump_json(), "application/json")


def list_statements(view_request: StatementRequest, request: Request, per_page: PerPage = 50) -> Response:
    """The statements that pass the filters, newest first."""
    view = view_request.decoded.view
    total, rows = page_of_statements(view_request.dataset, view.filters, (view.page - 1) * per_page, per_page)
    items = exports.add_name_columns(view_request.dataset, rows).to_dict("records")
    return _list_response(view_request, request, items, total, per_page)


def get_statement(
    statement_id: Annotated[str, Path(description="The id of a statement.")], request: Request
) -> Response:
    """One statement by its id."""
    view_request = parse_request(request)
    frame = statement_row_by_id(view_request.dataset, statement_id)
    if frame.empty:
        raise _missing_statement(view_request, statement_id)
    row: Any = exports.add_name_columns(view_request.dataset, frame).to_dict("records")[0]
    return cacheable_response(request, Statement(**row).model_dump_json(), "application/json")


def _missing_statement(view_request: ViewRequest, statement_id: str) -> RequestError:
    last = last_release_with(FilePath(view_request.dataset.directory), statement_id)
    if last is None:
        return RequestError(404, "No such statement", "The dataset holds no statement of this id.")
    release, _ = last
    detail = f"It was withdrawn. It was in the release of {release.date}: ask with as={release.version} for it."
    return RequestError(410, "Withdrawn statement", detail)


async def list_issues(view_request: UnfilteredRequest, request: Request, per_page: PerPage = 50) -> Response:
    """The issues, in the order of the dataset."""
    return _portion(view_request, request, view_request.dataset.issues.values(), per_page)


async def list_parties(view_request: UnfilteredRequest, request: Request, per_page: PerPage = 50) -> Response:
    """The parties, in the order of the dataset."""
    return _portion(view_request, request, view_request.dataset.parties.values(), per_page)


async def list_sources(view_request: UnfilteredRequest, request: Request, per_page: PerPage = 50) -> Response:
    """The documents, in the order of the dataset."""
    return _portion(view_request, request, view_request.dataset.sources.values(), per_page)


def list_figures(view_request: FigureRequest, request: Request, per_page: PerPage = 50) -> Response:
    """The stated figures of a topic or an indicator, all if none is named."""
    selection = view_request.decoded.view.figure_selection
    table = exports.figure_table(view_request.dataset, selection.topic, selection.indicator, selection.figure)
    return _portion(view_request, request, table.to_dict("records"), per_page)


def list_ratios(view_request: FigureRequest, request: Request, per_page: PerPage = 50) -> Response:
    """A stated figure recomputed: what each definition gives, the nearest first."""
    selection = view_request.decoded.view.figure_selection
    figure = view_request.dataset.figure_records.figures.get(selection.figure)
    if not figure or not view_request.dataset.figure_records.indicators[figure.indicator].form:
        detail = "figure has to name a stated figure of an indicator that is a ratio, a share or a sum."
        raise RequestError(400, "No figure to recompute", detail)
    rows = ratio_rows(view_request.dataset, analyse_ratio(view_request.dataset, figure, selection))
    return _portion(view_request, request, rows, per_page)


def get_figure_answer(view_request: FigureRequest, request: Request) -> Response:
    """The answer to a stated figure: the result of measuring alike, and what choices it takes to reach the number."""
    dataset, selection = view_request.dataset, view_request.decoded.view.figure_selection
    figure = dataset.figure_records.figures.get(selection.figure)
    if not figure:
        raise RequestError(400, "No figure", "figure has to name a stated figure.")
    form, within = dataset.figure_records.indicators[figure.indicator].form, selection.within
    known: dict[str, Any] = {"version": dataset.version, "figure": figure.id, "form": form, "within": within}
    text = answer_sentence(dataset, figure, within)
    answer = Answer(**known, answer=text, **_answer_numbers(figure_answer(dataset, figure, within)) if form else {})
    return cacheable_response(request, answer.model_dump_json(), "application/json")


def _answer_numbers(answer: FigureAnswer) -> dict[str, Any]:
    return {
        "years": answer.years,
        "definitions": answer.definitions,
        "reaching": len(answer.reaching),
        "reaching_alike": len(answer.reaching_alike),
        "like_for_like": [LikeForLikeResult(**vars(each)) for each in answer.like_for_like],
        "members": answer.members,
        "denominators": answer.denominators,
        "years_reached": answer.reached_years,
    }


def search_everything(view_request: SearchRequest, request: Request, limit: SearchLimit = 5) -> Response:
    """The records for a text, by kind, the best first: words, numbers such as "22 times", or a sentence."""
    answer = search_response(view_request, limit)
    return cacheable_response(request, answer.model_dump_json(), "application/json")


# The path, the function and the model of each answer.
ROUTES: tuple[tuple[str, Callable[..., Response | Awaitable[Response]], Any], ...] = (
    ("/dataset", describe_dataset, DatasetDescription),
    ("/statements", list_statements, list_model(Statement)),
    ("/statements/{statement_id}", get_statement, Statement),
    ("/issues", list_issues, list_model(Issue)),
    ("/parties", list_parties, list_model(Party)),
    ("/sources", list_sources, list_model(Source)),
    ("/search", search_everything, SearchResponse),
    ("/figures", list_figures, list_model(Figure)),
    ("/ratios", list_ratios, list_model(Ratio)),
    ("/answer", get_figure_answer, Answer),
)
