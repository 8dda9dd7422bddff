"""`/download/…`: the rows of a view as a file, and the whole dataset as one.

A file is first written to a temporary file and sent from there. So neither its size nor a slow reader costs memory, and
an error never results in half a file. A file that is small enough to stay in memory is passed on whole: it arrives even
if the process is killed right after.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from components.parts.figures.ratio_analysis import RATIO_COLUMNS, analyse_ratio, ratio_rows
from components.parts.sidebar import filters_sentence
from components.url.links import Links
from components.url.view import View, query_string
from data import Dataset
from data.publishing import citations, exports
from data.translation import SOURCE_LANGUAGE, use_language
from web.requests import MINUTE_CACHE_CONTROL, ViewRequest, has_etag

MAX_SPOOL_BYTES = 4 * 2**20
READ_BLOCK_BYTES = 256 * 2**10

# The rows of a table, portion by portion, and its columns.
Portions = tuple[Iterator[pd.DataFrame], tuple[str, ...]]
Table = Callable[[Dataset, View], Portions]


# Files are in English: their columns are, and their ETag knows no language.
@use_language(SOURCE_LANGUAGE)
def table_file(view_request: ViewRequest, request: Request) -> Response:
    """The file of a table as a view chooses it; 404 if there is no such table or form of file."""
    table, ending = request.path_params["table"], request.path_params["ending"]
    form = exports.FILE_FORMATS.get(ending)
    if table not in TABLE_READERS or form is None:
        tables, endings = " or ".join(TABLE_READERS), ", ".join(exports.FILE_FORMATS)
        return PlainTextResponse(f"There are {tables}, each as {endings}.\n", 404)
    dataset, view = view_request.dataset, view_request.decoded.view

    content = f"{table}.{ending}?{query_string(view, dataset.version)}"
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    name = f"counterpoint-{table}-{dataset.version}.{ending}"
    return _file_response(
        request, etag, name, form.media_type, lambda: _write_table(view_request, TABLE_READERS[table], form)
    )


def _write_table(view_request: ViewRequest, table: Table, form: exports.FileFormat) -> BinaryIO:
    """A table, written to a temporary file in this form."""
    portions, columns = table(view_request.dataset, view_request.decoded.view)
    file = tempfile.SpooledTemporaryFile(MAX_SPOOL_BYTES)  # noqa: SIM115 - closed when it has been sent
    form.write(portions, columns, _file_description(view_request), file)  # type: ignore[arg-type]
    return file  # type: ignore[return-value]


def _statements(dataset: Dataset, view: View) -> Portions:
    return exports.statement_portions(dataset, view.filters), exports.STATEMENT_COLUMNS


def _figures(dataset: Dataset, view: View) -> Portions:
    selection = view.figure_selection
    table = exports.figure_table(dataset, selection.topic, selection.indicator, selection.figure)
    return iter([table]), exports.FIGURE_COLUMNS


def _ratios(dataset: Dataset, view: View) -> Portions:
    figure = dataset.figure_records.figures.get(view.figure_selection.figure)
    form = figure and dataset.figure_records.indicators[figure.indicator].form
    rows = ratio_rows(dataset, analyse_ratio(dataset, figure, view.figure_selection)) if figure and form else []
    return iter([pd.DataFrame(rows, columns=list(RATIO_COLUMNS))]), RATIO_COLUMNS


TABLE_READERS = {"statements": _statements, "figures": _figures, "ratios": _ratios}


def _file_description(view_request: ViewRequest) -> Mapping[str, str]:
    """The description of a file: its dataset, the filters and a link to the view."""
    dataset, view = view_request.dataset, view_request.decoded.view
    return {
        "dataset": dataset.title,
        "release": dataset.release,
        "version": dataset.version,
        "choice": filters_sentence(dataset, view.filters),
        "link": f"{view_request.site}/{Links(dataset.version).page('compare', view)}",
        "licence": "; ".join(licence.name for licence in dataset.licences),
    }


def dataset_file(view_request: ViewRequest, request: Request) -> Response:
    """The whole dataset as a ZIP file."""
    dataset = view_request.dataset
    release = f"{dataset.release}, " if dataset.release else ""
    by = citations.contributors_text(dataset) or "Counterpoint"
    citation = (
        f"{by}: {dataset.title} (Counterpoint dataset, {release}version {dataset.version}). {view_request.site}/\n"
    )
    name = f"counterpoint-{dataset.version}.zip"
    etag = f'"{dataset.version}"'
    return _file_response(request, etag, name, "application/zip", lambda: exports.dataset_archive(dataset, citation))


def _file_response(request: Request, etag: str, name: str, media_type: str, write: Callable[[], BinaryIO]) -> Response:
    """The file that `write` returns: at once if it is small, else block by block; 304 where the reader has it."""
    # No range requests: the file is written for this request, so a part would take as long as the whole.
    headers = {"ETag": etag, "Cache-Control": MINUTE_CACHE_CONTROL, "Accept-Ranges": "none"}
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if has_etag(request, etag):
        return Response(status_code=304, headers=headers)
    file = write()
    length = file.seek(0, 2)
    file.seek(0)
    if length <= MAX_SPOOL_BYTES:
        with file:
            return Response(file.read(), media_type=media_type, headers=headers)

    def blocks() -> Iterator[bytes]:
        with file:
            while block := file.read(READ_BLOCK_BYTES):
                yield block

    return StreamingResponse(blocks(), media_type=media_type, headers={**headers, "Content-Length": str(length)})
