"""`/download/…`: what a view shows as a file, and the whole dataset as one.

A file is written to a temporary one first and sent from there, so that neither its
size nor a slow reader costs memory, and a failure never ends in half a file. One that
is small enough to stay in memory is handed over whole: it arrives even if the process
is killed right after."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from components.application import Application
from components.links import Links
from components.panel import sentence
from components.recomputed import RATIOS, ratio_rows, recomputed
from components.view import View, query_string
from data import Dataset, export

from .requests import FRESH, ViewRequest, view_endpoint

__all__ = ["downloads"]

IN_MEMORY = 4 * 2**20
BLOCK = 256 * 2**10


def downloads(application: Application, base: str) -> list[Route]:
    """The routes of downloads below the path `base`."""
    return [
        Route(f"{base}/download/dataset.zip", view_endpoint(application, base, _dataset)),
        Route(f"{base}/download/{{table}}.{{ending}}", view_endpoint(application, base, _table)),
    ]


def _table(view_request: ViewRequest, request: Request) -> Response:
    table, ending = request.path_params["table"], request.path_params["ending"]
    form = export.FORMATS.get(ending)
    if table not in TABLES or form is None:
        known = " or ".join(TABLES), ", ".join(export.FORMATS)
        return PlainTextResponse(f"There are {known[0]}, each as {known[1]}.\n", 404)
    dataset, view = view_request.dataset, view_request.decoded.view
    etag = f'"{hashlib.sha256(f"{table}.{ending}?{query_string(view, dataset.version)}".encode()).hexdigest()[:20]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": FRESH,
        "Content-Disposition": f'attachment; filename="counterpoint-{table}-{dataset.version}.{ending}"',
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    portions, columns = TABLES[table](dataset, view)
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    form.write(portions, columns, _about(view_request), out)  # type: ignore[arg-type]
    return _sent(out, form.media_type, headers)  # type: ignore[arg-type]


def _statements(dataset: Dataset, view: View) -> tuple[Iterator[pd.DataFrame], tuple[str, ...]]:
    return export.statements(dataset, view.filters), export.EXPORTED


def _figures(dataset: Dataset, view: View) -> tuple[Iterator[pd.DataFrame], tuple[str, ...]]:
    chosen = view.quantity
    return iter([export.figures(dataset, chosen.topic, chosen.indicator, chosen.figure)]), export.FIGURES


def _ratios(dataset: Dataset, view: View) -> tuple[Iterator[pd.DataFrame], tuple[str, ...]]:
    figure = dataset.quantities.figures.get(view.quantity.figure)
    known = figure and dataset.quantities.indicators[figure.indicator].form
    found = ratio_rows(dataset, recomputed(dataset, figure, view.quantity)) if figure and known else []
    return iter([pd.DataFrame(found, columns=list(RATIOS))]), RATIOS


TABLES = {"statements": _statements, "figures": _figures, "ratios": _ratios}


def _about(view_request: ViewRequest) -> Mapping[str, str]:
    """What a file says of itself: where it is from and what was chosen."""
    dataset, view = view_request.dataset, view_request.decoded.view
    return {
        "dataset": dataset.title,
        "release": dataset.release,
        "version": dataset.version,
        "choice": sentence(dataset, view.filters),
        "link": f"{view_request.site}/{Links(dataset.version).page('compare', view)}",
        "licence": "; ".join(licence.name for licence in dataset.licences),
    }


def _dataset(view_request: ViewRequest, request: Request) -> Response:
    dataset = view_request.dataset
    etag = f'"{dataset.version}"'
    headers = {
        "ETag": etag,
        "Cache-Control": FRESH,
        "Content-Disposition": f'attachment; filename="counterpoint-{dataset.version}.zip"',
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    release = f"{dataset.release}, " if dataset.release else ""
    by = ", ".join(dataset.contributors or ("Counterpoint",))
    citation = (
        f"{by}: {dataset.title} (Counterpoint dataset, {release}version {dataset.version}). {view_request.site}/\n"
    )
    return _sent(export.packaged(dataset, citation), "application/zip", headers)


def _sent(file: BinaryIO, media_type: str, headers: Mapping[str, str]) -> Response:
    """A file from its beginning: at once if it is small, else block by block."""
    length = file.seek(0, 2)
    file.seek(0)
    if length <= IN_MEMORY:
        with file:
            return Response(file.read(), media_type=media_type, headers=headers)

    def blocks() -> Iterator[bytes]:
        with file:
            while block := file.read(BLOCK):
                yield block

    return StreamingResponse(blocks(), media_type=media_type, headers={**headers, "Content-Length": str(length)})
