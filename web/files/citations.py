"""`/cite`: a view as a citation, in one form as text or in all of them as a page."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.documents.citation import citation_record
from components.pages import PAGES
from components.rendering import render
from components.url.links import Links
from data.publishing import citations
from web.requests import ViewRequest, cacheable_response

MEDIA_TYPES = {"bibtex": "application/x-bibtex", "ris": "application/x-research-info-systems"}
MEDIA_TYPES |= {"csl-json": "application/vnd.citationstyles.csl+json"}


def citation(view_request: ViewRequest, request: Request) -> Response:
    """The citation of a view, in the form that the request names; a page of all of them without one."""
    dataset, view = view_request.dataset, view_request.decoded.view
    form, page = view_request.first("format"), view_request.first("of")
    page = page if page in PAGES else "compare"
    record = citation_record(dataset, view, page, view_request.site, dt.datetime.now(dt.UTC).date())
    if not form:
        forms = [
            (name, label, citations.format_citation(record, name))
            for name, (label, _, _) in citations.CITATION_FORMATS.items()
        ]
        links = Links(dataset.version, view.as_of)
        back = links.statement(view.id) if record["id"] == view.id else links.page(page, view)
        html = render("citation.html", title=record["title"], forms=forms, back=back, own=request.url.query)
        return cacheable_response(request, html, "text/html")
    if form not in citations.CITATION_FORMATS:
        return PlainTextResponse(f"format is not one of {', '.join(citations.CITATION_FORMATS)}\n", 400)
    _, ending, _ = citations.CITATION_FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="counterpoint.{ending}"'} if form in MEDIA_TYPES else {}
    return cacheable_response(
        request, citations.format_citation(record, form), MEDIA_TYPES.get(form, "text/plain"), headers
    )
