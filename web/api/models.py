"""The models of the API's answers, from which OpenAPI describes them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, create_model

import data
from components.parts.figures.ratio_analysis import RATIO_COLUMNS
from data.publishing import exports

Item = TypeVar("Item")


class ItemList(BaseModel, Generic[Item]):
    """A portion of a list: `total` items on `pages` pages, and this is page `page`."""

    version: str
    total: int
    page: int
    pages: int
    items: list[Item]


class DatasetDescription(BaseModel):
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


class LikeForLikeResult(BaseModel):
    """The results of measuring both sides by one measure. `unit` is the one into which a rate converts, else empty."""

    publishers: list[str]
    years: list[int]
    unit: str
    low: float
    high: float


class Answer(BaseModel):
    """The answer to a stated figure: the sentence of its page, and the numbers in it. `members`, `denominators` and
    `years_reached` are the choices that every definition makes which comes within so many percent; each is empty where
    the other definitions make them too."""

    version: str
    figure: str
    answer: str
    form: str
    within: int
    years: list[int] = []
    definitions: int = 0
    reaching: int = 0
    reaching_alike: int = 0
    like_for_like: list[LikeForLikeResult] = []
    members: list[str] = []
    denominators: list[str] = []
    years_reached: list[int] = []


class ProblemDetails(BaseModel):
    """The problem of a request (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    invalid: list[dict[str, str]] = []


class SearchReply(BaseModel):
    """A recorded reply to a statement that was found."""

    id: str
    by: str
    date: str
    text: str
    url: str


class SearchHit(BaseModel):
    """A result of a search. `matches` are the words of its texts that the search looked for."""

    id: str
    title: str
    texts: list[str]
    quote: str
    about: str
    by: str
    date: str
    source: str
    url: str
    coverage: float
    matches: list[str]
    replies: list[SearchReply]


class SearchHits(BaseModel):
    """The best results of one kind: `figure`, `issue`, `statement`, `speaker`, `source` or `event`. `total` counts all
    of them."""

    kind: str
    total: int
    items: list[SearchHit]


class SearchResponse(BaseModel):
    """The answer to a search. `groups` is empty where nothing on record answers. `close` holds what is found only with
    other spellings: `corrections` has them for each word that occurs nowhere. Where `groups` is empty, `known` are the
    words of the text that are on record by themselves."""

    version: str
    q: str
    groups: list[SearchHits]
    close: list[SearchHits]
    corrections: dict[str, list[str]]
    known: list[str]


COLUMN_TYPES: dict[str, Any] = {"low": float | None, "high": float | None, "year": int, "off_percent": float | None}
COLUMN_TYPES |= {"reaches": bool, "part": bool, "themes": list[str], "groups": list[str]}


def _columns_of(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def _model(name: str, columns: tuple[str, ...], what: str) -> Any:  # noqa: ANN401 - a model that is created at run time
    fields: dict[str, Any] = {column: (COLUMN_TYPES.get(column, str), ...) for column in columns}
    return create_model(name, __doc__=what, **fields)


Statement: Any = _model(
    "Statement", exports.STATEMENT_COLUMNS, "One position, by one speaker, on one issue, in one source."
)
Figure: Any = _model(
    "Figure", exports.FIGURE_COLUMNS, "One number that somebody stated or estimated; `year` is 0 where unknown."
)
Ratio: Any = _model("Ratio", RATIO_COLUMNS, "The result of one definition for a stated figure in one year.")
Party: Any = _model("Party", _columns_of(data.Party), "A party, which takes positions.")
Issue: Any = _model("Issue", _columns_of(data.Issue), "A question in dispute, as one neutral proposition.")
Source: Any = _model(
    "Source", _columns_of(data.Source), "A document. `date` has the precision that is known, empty if none."
)


def list_model(model: Any) -> Any:  # noqa: ANN401 - a model of a model that is created at run time
    """The model of a list of these items."""
    return ItemList.__class_getitem__(model)
