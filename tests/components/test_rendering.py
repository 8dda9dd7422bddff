import pytest
from jinja2 import UndefinedError
from markupsafe import escape

from components.rendering import render, template_environment

TEXT = "<script>alert('&\"')</script>"


@pytest.mark.parametrize("template", ["{{ value }}", "{{ value | clip }}", "{% if 1 %}<p>{{ value }}</p>{% endif %}"])
def test_values_are_escaped(template: str) -> None:
    shown = template_environment().from_string(template).render(value=TEXT)
    assert str(escape(TEXT)) in shown
    assert "<script" not in shown


def test_an_undefined_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("problems_page.html")
