"""The settings of a server, and what is said of values that cannot be used."""

from dataclasses import fields
from pathlib import Path

import pytest

from data import Settings, SettingsError
from data.package import DatabaseUrl
from data.settings import SHIPPED_DATASET


def test_without_variables_each_setting_has_its_default_and_the_location_is_what_is_named():
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"COUNTERPOINT_THREADS": " ", "PATH": "/bin"}) == Settings()
    assert Settings().dataset_location == SHIPPED_DATASET
    assert Settings(dataset="there").dataset_location == Path("there")
    assert isinstance(Settings(dataset="postgresql://role@host/base").dataset_location, DatabaseUrl)


def test_each_setting_has_its_variable():
    values = {
        "dataset": "here",
        "datasets": "there",
        "workbench": "on",
        "pages": "pages",
        "url": "https://example.org/counter",
        "engine": "sc://host:15002/;token=secret",
        "statements": "a.b",
        "query_seconds": 2.5,
        "memory_limit": "1.5 GiB",
        "threads": 4,
        "concurrent_pages": 3,
        "sockets_per_client": 9,
        "page_cache_megabytes": 1,
        "document_cache_megabytes": 2,
        "picture_cache_megabytes": 0,
        "watch_seconds": 0.5,
    }
    assert sorted(values) == sorted(field.name for field in fields(Settings))
    environment = {f"COUNTERPOINT_{name.upper()}": str(value) for name, value in values.items()}
    assert Settings.from_environment(environment) == Settings(**values)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("ENGINE", "postgres", "ENGINE is postgres, but has to be duckdb or a URL such as sc://host:15002."),
        ("QUERY_SECONDS", "-1", "QUERY_SECONDS is -1, but has to be a number of seconds such as 20, from 0.1 to 3600."),
        ("QUERY_SECONDS", "nan", "QUERY_SECONDS is nan, but has to be "),
        ("QUERY_SECONDS", "soon", "QUERY_SECONDS is soon, but has to be "),
        ("MEMORY_LIMIT", "much", "MEMORY_LIMIT is much, but has to be a size such as 384MB or 2GB."),
        ("THREADS", "2.5", "THREADS is 2.5, but has to be a whole number, from 1 to 256."),
        ("THREADS", "0", "THREADS is 0, but has to be a whole number, from 1 to 256."),
    ],
)
def test_value_that_cannot_be_used_is_named_with_what_can(variable, value, message):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({f"COUNTERPOINT_{variable}": value})
    assert f"COUNTERPOINT_{message}" in str(raised.value)


def test_all_values_that_cannot_be_used_are_named_at_once_and_secrets_never():
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"COUNTERPOINT_THREADS": "few", "COUNTERPOINT_ENGINE": "s://host;token=secret"})
    assert len(str(raised.value).splitlines()) == 2
    assert "secret" not in str(raised.value)
    settings = Settings(dataset="postgresql://a:secret@host/b", engine="sc://host;token=secret")
    assert "secret" not in repr(settings)
