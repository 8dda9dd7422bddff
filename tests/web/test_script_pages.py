"""Pages that are Streamlit scripts of their own."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.application import set_running_applications
from components.script_pages import script_pages
from data import Dataset, Settings
from data.settings import SettingsError
from tests.applications import application_of
from tests.web.conftest import client_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "statements_by_year.py"


def test_example_of_the_docs_shows_the_filters_of_its_address(shipped: Dataset) -> None:
    set_running_applications({"": application_of(shipped)})
    app = AppTest.from_file(str(EXAMPLE), default_timeout=60)
    app.query_params["party"] = "nato"
    app.query_params["from"] = "2014"
    app.run()
    assert not app.exception
    frame = app.dataframe[0].value
    assert set(frame["party"]) == {"North Atlantic Treaty Organization"}
    assert frame["year"].min() == 2014
    assert len(app.get("plotly_chart")) == 1


def test_menu_and_routes_have_the_pages_of_the_settings(shipped: Dataset) -> None:
    client = client_of(application_of(shipped, workbench="on", pages=str(EXAMPLE.parent)))
    menu = client.get("/compare?party=nato").text
    assert '<a href="workbench?party=nato' in menu
    assert ">Statements by year</a>" in menu
    for path in ("/workbench", "/statements_by_year"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "This page needs JavaScript." in answer.text


def test_server_has_none_of_them_by_default(shipped: Dataset) -> None:
    client = client_of(application_of(shipped))
    assert client.get("/workbench").status_code == 404
    assert "workbench" not in client.get("/compare").text


def test_settings_name_what_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="has to be a folder of Streamlit scripts"):
        script_pages(Settings(pages=str(tmp_path / "none")))
    (tmp_path / "compare.py").touch()
    with pytest.raises(SettingsError, match=r"compare\.py needs another name"):
        script_pages(Settings(pages=str(tmp_path)))
