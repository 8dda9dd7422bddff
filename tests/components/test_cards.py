from components.cards import cards
from components.links import Links
from components.rendering import _draw_cards, _environment
from data import Dataset, Filters
from data.statements import newest_statements


def test_a_card_is_drawn_with_its_own_links(shipped: Dataset) -> None:
    card = cards(shipped, newest_statements(shipped, Filters(), 1))[0]
    macros = _environment().get_template("macros.html").module
    for macro in ("brief", "leading"):
        for links in (Links(""), Links("abc"), Links("abc", "2024")):
            for shown in (card, card._replace(summary="<another>")):
                assert _draw_cards(macro, [shown], links) == getattr(macros, macro)(shown, links)
