"""`/quote` and `/quote.png`: one issue, statement, exchange or stated figure as a picture to post."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from data.translation import current_language, gettext
from web.files.preview_picture import DAY_CACHE_HEADERS
from web.not_found import message_document
from web.requests import ViewRequest, cacheable_response


def quote_page(view_request: ViewRequest, request: Request) -> Response:
    """The page with the pictures of the card of a view."""
    from components.documents.quote_card import quote_card_html

    page = view_request.first("of")
    html = quote_card_html(view_request.dataset, view_request.decoded.view, page, view_request.site)
    return cacheable_response(request, html, "text/html") if html else _no_card()


def quote_picture(view_request: ViewRequest, request: Request) -> Response:
    """The picture of the card of a view as PNG, in the `shape` that the address names: wide or square."""
    from components.documents.quote_card import CARD_SHAPES, draw_quote_card, quote_card

    dataset, view, page = view_request.dataset, view_request.decoded.view, view_request.first("of")
    shape = CARD_SHAPES.get(view_request.first("shape"), CARD_SHAPES["wide"])
    card = quote_card(dataset, view, page)
    if card is None:
        return _no_card()
    picture = view_request.application.pictures.get_or_create(
        ("quote", current_language(), dataset.cache_key, view, page, shape, view_request.site),
        lambda: draw_quote_card(dataset, card, shape, view_request.site),
    )
    return cacheable_response(request, picture, "image/png", DAY_CACHE_HEADERS)


def _no_card() -> Response:
    text = gettext("A quote card shows one issue, statement, exchange or stated figure. Open one, then choose Save.")
    return message_document(gettext("No quote card for this view"), text, 404)
