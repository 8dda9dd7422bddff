"""Templates to HTML. Everything is escaped on output; nothing from a dataset or
an address is ever marked as safe."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import STANCES, date_label

from .assets import asset_folder
from .cards import Card
from .panel import kind_label

if TYPE_CHECKING:
    # Loaded with the first page.
    from jinja2 import Environment
    from markupsafe import Markup

    from .links import Links

__all__ = ["render"]

TEMPLATES = Path(__file__).parent / "templates"

# What a card shows of a long text; the statement's own page shows the whole.
CLIP_LENGTH = 600


def _clip(text: str, length: int = CLIP_LENGTH) -> str:
    """The beginning of a text, cut at a blank where there is one near the end."""
    if len(text) <= length:
        return text
    head = text[:length]
    at_blank = head.rsplit(None, 1)[0]
    return (at_blank if len(at_blank) > length * 0.7 else head) + " …"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        # The code beside them is not read again either.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clip": _clip, "date": date_label, "kind": kind_label, "thousands": lambda n: f"{n:,}"}
    environment.globals |= {
        "SCALE": STANCES[:5],
        "assets": asset_folder(),
        "drawn": _draw,
        "drawn_cards": _draw_cards,
        "drawn_each": _draw_each,
    }
    return environment


def _draw(macro: str, *of: object) -> Markup:
    drawn: Markup = getattr(_environment().get_template("macros.html").module, macro)(*of)
    return drawn


def _draw_cards(macro: str, cards: Sequence[Card], links: Links) -> Markup:
    """A macro applied to each card, one after another."""
    from markupsafe import Markup

    return Markup("".join([_draw(macro, card, links) for card in cards]))  # noqa: S704 - each is


def _draw_each(macro: str, firsts: Sequence[object], seconds: Sequence[object]) -> Markup:
    """A macro applied to each pair, one after another: escaped each by itself."""
    from markupsafe import Markup

    return Markup("".join([_draw(macro, *pair) for pair in zip(firsts, seconds, strict=True)]))  # noqa: S704 - each is


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - templates take records of any page
    """The HTML of a template of `components/templates`."""
    return _environment().get_template(template).render(**context)
