"""Templates to HTML. Everything is escaped on output; nothing from a dataset or
an address is ever marked as safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import InternationalizationExtension
from jinja2.lexer import Token, TokenStream

from data import STANCES, beginning_of, date_label
from data.statements import kind_label
from data.translation import current_language, message_text, number_text, plural_text

from .assets import asset_folder

TEMPLATE_FOLDERS = [Path(__file__).parent / room for room in ("pages", "parts", "parts/comparison", "documents")]

# What a card shows of a long text; the statement's own page shows the whole.
MAX_CLIPPED_LENGTH = 600

# The beginning of a tag, up to the place of another attribute, around a text of a dataset without a language.
DATASET_TEXT_PATTERN = re.compile(r'<bdi(?=[ >])(?![^>]* lang=)|<\w+(?![^>]* lang=)[^>]* dir="auto"')

# The types of the tokens of `_("…")`.
MESSAGE_TOKENS = ["name", "lparen", "string", "rparen"]


def _clip(text: str, length: int = MAX_CLIPPED_LENGTH) -> str:
    """The beginning of a text, cut at a blank where there is one near the end."""
    if len(text) <= length:
        return text
    head = text[:length]
    at_blank = head.rsplit(None, 1)[0]
    return (at_blank if len(at_blank) > length * 0.7 else head) + " …"


def _signed_number(value: float) -> str:
    """A difference of two decimals, with its sign: `+0.25`, `−1.00`, `0.00`."""
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number_text(abs(rounded), 2)}"


class TranslatedTemplates(InternationalizationExtension):
    """Translates `_("…")` when a template is compiled, in the language that is current then: a call for each text of
    each card would make the Compare page a tenth slower. `{% trans %}` translates when the template is rendered."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, with a safe string in place of each `_("…")` without values."""
        tokens, place = list(stream), 0
        while place < len(tokens):
            token, call = tokens[place], tokens[place : place + 4]
            if token.value == "_" and [each.type for each in call] == MESSAGE_TOKENS:
                yield Token(token.lineno, "string", message_text(call[2].value) % {})
                yield from (Token(token.lineno, "pipe", "|"), Token(token.lineno, "name", "safe"))
                place += 4
            else:
                yield token
                place += 1


def template_environment() -> Environment:
    """Jinja's environment for the current language: the templates of all rooms, autoescaped, with the filters that they
    use."""
    return _environment(current_language())


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        # The compiled code beside them is not checked again either.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[TranslatedTemplates],
    )
    environment.install_gettext_callables(message_text, plural_text, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "beginning": beginning_of,
        "clip": _clip,
        "date": date_label,
        "kind": kind_label,
        "thousands": number_text,
        "signed": _signed_number,
    }
    environment.globals |= {"SCALE": STANCES[:5], "assets": asset_folder(), "language": language}
    return environment


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - templates take records of any page
    """The HTML of a template of the rooms `pages`, `parts` and `documents`. The texts of its `dataset` have the
    dataset's language where that is not the document's."""
    html = template_environment().get_template(template).render(**context)
    dataset = context.get("dataset")
    language = dataset.language if dataset else current_language()
    return html if language == current_language() else mark_language(html, language)


def mark_language(html: str, language: str) -> str:
    """A document in which the texts of a dataset have their language as `lang`. Templates tell them apart: each stands
    in `<bdi>` or in an element with `dir="auto"`, and has a `lang` of its own if it is in the language of a source. No
    text of a dataset can look like such a tag, as all are escaped."""
    return DATASET_TEXT_PATTERN.sub(rf'\g<0> lang="{language}"', html)
