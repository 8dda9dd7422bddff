from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from components.templating import Templates

SHOWN = "{% macro in_bold(text) %}<b>{{ text }}</b>{% endmacro %}{{ value }}|{{ in_bold(value) }}"


class Quoting(str):
    """A text of a class of its own."""


class Drawn:
    """What says itself how it is drawn."""

    def __html__(self) -> str:
        return "<i>drawn</i>"


def rendered(template: str, **values: object) -> str:
    environment = Templates(loader=DictLoader({"one": template}), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("one").render(**values)


@given(value=st.text() | st.text().map(Quoting) | st.text().map(Markup) | st.integers() | st.none() | st.just(Drawn()))
def test_every_value_is_shown_as_markupsafe_escapes_it(value: object) -> None:
    shown = escape(value)
    assert rendered(SHOWN, value=value) == f"{shown}|<b>{shown}</b>"


def test_what_a_value_does_not_have_is_an_error_and_no_blank() -> None:
    with pytest.raises(AttributeError):
        rendered("{{ value.name }}", value={"name": "a key"})
    with pytest.raises(UndefinedError):
        rendered("{{ value['other'] }}", value={"name": "a key"})
    with pytest.raises(UndefinedError):
        rendered("{{ value }}")
