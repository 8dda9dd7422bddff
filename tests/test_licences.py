"""The check of licences in `.ci/run`."""

import importlib.util
from email.message import Message
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("licences", Path(__file__).parents[1] / ".ci" / "licences.py")
assert spec
assert spec.loader
licences = importlib.util.module_from_spec(spec)
spec.loader.exec_module(licences)


def package(name: str = "package", expression: str = "", text: str = "", *classifiers: str) -> Message:
    metadata = Message()
    fields = {"Name": [name], "License-Expression": [expression], "License": [text], "Classifier": classifiers}
    for field, values in fields.items():
        for value in filter(None, values):
            metadata[field] = value
    return metadata


FIT = [
    package(expression="MIT"),
    package(expression="BSD-3-Clause AND (MIT OR GPL-3.0-only) AND Zlib"),
    package(text="Apache License 2.0"),
    package("package", "", "Copyright (c) 2015\n\nA long text", "License :: OSI Approved :: BSD License"),
    package("psycopg", "LGPL-3.0-only"),
]
UNFIT_OR_UNKNOWN = [
    package(expression="GPL-3.0-or-later"),
    package(expression="MIT AND AGPL-3.0-only"),
    package(expression="LGPL-3.0-only"),
    package("psycopg", "GPL-3.0-only"),
    package("package", "", "", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"),
    package("package", "", "", "License :: OSI Approved :: MIT License", "License :: Other/Proprietary License"),
    package(text="GPL-3.0"),
    package(text="All rights reserved"),
    package(text="A long text\nof a licence that no identifier names"),
    package(),
]


@pytest.mark.parametrize("metadata", FIT, ids=licences.licence)
def test_what_goes_with_apache_passes(metadata: Message) -> None:
    assert licences.problems([metadata]) == []


@pytest.mark.parametrize("metadata", UNFIT_OR_UNKNOWN, ids=lambda each: f"{each['Name']} {licences.licence(each)}")
def test_what_does_not_or_is_unknown_fails(metadata: Message) -> None:
    (problem,) = licences.problems([package("other", "MIT"), metadata])
    assert problem.startswith(metadata["Name"])
