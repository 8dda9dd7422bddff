from __future__ import annotations

from dataclasses import replace

from components.cards import cards
from components.links import Links
from components.rendering import _environment
from data import Dataset, Filters
from data.statements import newest_statements


def test_a_card_is_rendered_with_its_own_links_and_texts(shipped: Dataset) -> None:
    card = cards(shipped, newest_statements(shipped, Filters(), 1))[0]
    macros = _environment().get_template("macros.html").module
    for macro in ("brief", "leading"):
        for links in (Links(""), Links("abc"), Links("abc", "2024")):
            html = getattr(macros, macro)(replace(card, summary="<another>"), links)
            assert links.statement(card.id).replace("&", "&amp;") in html
            assert "&lt;another&gt;" in html
