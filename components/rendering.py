"""Templates to HTML. Everything is escaped on output; nothing from a dataset or
an address is ever marked as safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data import STANCES, date_label
from data.statements import kind_label
from data.translation import current_language, message_text, number_text, plural_text

from .assets import asset_folder

TEMPLATES = [Path(__file__).parent / room for room in ("pages", "parts", "documents")]

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
def template_environment() -> Environment:
    """Jinja's environment: the templates of all rooms, autoescaped, with the filters that they use."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        # The code beside them is not read again either.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(message_text, plural_text, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"clip": _clip, "date": date_label, "kind": kind_label, "thousands": number_text}
    environment.globals |= {"SCALE": STANCES[:5], "assets": asset_folder(), "language": current_language}
    return environment


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - templates take records of any page
    """The HTML of a template of the rooms `pages`, `parts` and `documents`."""
    return template_environment().get_template(template).render(**context)
