"""The parameters of the API: the view that a request asks for, or an error that names what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import JsonValue

from components.application import Application
from components.url.query import AddressTooLongError, parse_query_parameters
from components.url.view import MAX_TEXT_LENGTH, TOLERANCES_PERCENT, decode_view
from data import Report
from data.model.dates import DATE_PATTERN
from data.search import MAX_QUERY_LENGTH, MAX_RESULTS
from web.requests import ViewRequest, server_url

from .models import ProblemDetails

MAX_ITEMS_PER_PAGE = 200
# For the description alone: the codec of the pages, which reads the parameters, names what is wrong with one.
DATE_PARAMETER_SCHEMA: dict[str, JsonValue] = {"pattern": f"^({DATE_PATTERN})?$"}


class RequestError(Exception):
    """A request that cannot be answered."""

    def __init__(self, status: int, title: str, detail: str, invalid: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(detail)
        self.problem = ProblemDetails(title=title, status=status, detail=detail, invalid=list(invalid))


def statement_request(
    request: Request,
    since: Annotated[
        str,
        Query(
            alias="from",
            description="First date: 2019, 2019-04 or 2019-04-15.",
            json_schema_extra=DATE_PARAMETER_SCHEMA,
        ),
    ] = "",
    until: Annotated[str, Query(alias="to", description="Last date.", json_schema_extra=DATE_PARAMETER_SCHEMA)] = "",
    q: Annotated[str, Query(description="Words in summary, text, quote, translation, speaker or source title.")] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")] = 1,
) -> ViewRequest:
    """Return the view that the request asks for.

    The parameters of this function only serve the OpenAPI description, to which `_Api` adds the facets. The codec of
    the pages reads them."""
    return parse_request(request)


def figure_request(
    request: Request,
    year: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Years; those the figure may mean if none is given.",
            json_schema_extra={"items": {"type": "string", "pattern": "^[0-9]{4}$"}},
        ),
    ],
    figure: Annotated[str, Query(description="Id of a stated figure.")] = "",
    indicator: Annotated[str, Query(description="Id of an indicator.")] = "",
    topic: Annotated[str, Query(description="Id of a topic.")] = "",
    numerator: Annotated[str, Query(description="Id of the measure that is the numerator.")] = "",
    denominator: Annotated[str, Query(description="Id of the measure that is the denominator.")] = "",
    members: Annotated[str, Query(description="The members that are counted.")] = "",
    within: Annotated[
        str,
        Query(
            description="How near counts as reaching it, in percent: 2, 5 or 10.",
            json_schema_extra={"enum": ["", *map(str, TOLERANCES_PERCENT)]},
        ),
    ] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")] = 1,
) -> ViewRequest:
    """Like `statement_request`, for figures."""
    return parse_request(request)


def unfiltered_request(request: Request, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> ViewRequest:
    """Like `statement_request`, for lists that no filter applies to."""
    return parse_request(request)


def search_request(
    request: Request,
    q: Annotated[
        str,
        Query(min_length=1, max_length=MAX_QUERY_LENGTH, description="Words, a number, or a sentence of an article."),
    ],
) -> ViewRequest:
    """Like `statement_request`, for a search."""
    return parse_request(request, MAX_QUERY_LENGTH)


def parse_request(request: Request, text_length: int = MAX_TEXT_LENGTH) -> ViewRequest:
    """The view that the request asks for, in which `q` may have `text_length` characters. RequestError if a parameter
    cannot be used or no dataset is served."""
    application: Application = request.app.state.application
    try:
        parameters = parse_query_parameters(request.url.query)
    except AddressTooLongError as error:
        raise RequestError(414, "Address too long", str(error)) from error
    dataset = application.dataset_at(parameters)
    if isinstance(dataset, Report):
        raise RequestError(503, "Dataset not served", "See /healthz for what is wrong.")
    decoded = decode_view(parameters, dataset, text_length)
    if decoded.dropped:
        invalid = [{"name": drop.parameter, "value": drop.value, "reason": drop.reason} for drop in decoded.dropped]
        raise invalid_parameters(400, invalid)
    return ViewRequest(application, dataset, decoded, parameters, server_url(application, request, ""))


def invalid_parameters(status: int, invalid: list[dict[str, str]]) -> RequestError:
    """The error for parameters that cannot be used: `invalid` has the name, value and reason of each."""
    detail = "; ".join(f"{each['name']}: {each['reason']}" for each in invalid[:5])
    return RequestError(status, "Parameters that cannot be used", detail, invalid)


StatementRequest = Annotated[ViewRequest, Depends(statement_request)]
FigureRequest = Annotated[ViewRequest, Depends(figure_request)]
SearchRequest = Annotated[ViewRequest, Depends(search_request)]
SearchLimit = Annotated[int, Query(ge=1, le=MAX_RESULTS, description=f"Results of a kind, {MAX_RESULTS} at most.")]
UnfilteredRequest = Annotated[ViewRequest, Depends(unfiltered_request)]
PerPage = Annotated[int, Query(ge=1, le=MAX_ITEMS_PER_PAGE, description=f"Items a page, {MAX_ITEMS_PER_PAGE} at most.")]
