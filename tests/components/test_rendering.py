import pytest
from jinja2 import UndefinedError

from components.rendering import render


def test_an_undefined_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("problems_page.html")
