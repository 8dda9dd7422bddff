"""The descriptor of a data package: `datapackage.json`, which names the files of the tables.

See https://specs.frictionlessdata.io/tabular-data-package/ for the form.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from data.model.errors import quote_for_message
from data.model.stance import STANCES
from data.validation import TABLES, Problem, ProblemKind
from data.validation.columns import MAX_TEXT_LENGTH
from data.validation.rules import CONTROL_CHARACTER_PATTERN

from .regular_files import open_regular_file

DESCRIPTOR_FILE = "datapackage.json"
MAX_DESCRIPTOR_BYTES = 4 * 2**20
MAX_LIST_ENTRIES = 1_000
# As in the cells of tables; JSON can also hold half a character.
UNREADABLE_CHARACTER_PATTERN = rf"{CONTROL_CHARACTER_PATTERN}|[\ud800-\udfff]"
MAX_PROBLEMS = 20
# The most characters in a cell of the matrix.
MAX_STANCE_WORD_LENGTH = 40


def read_descriptor(directory: Path, digest: hashlib._Hash | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """The descriptor and its problems; the descriptor is empty if it cannot be read. Its bytes go into `digest`, if one
    is given. A folder without one whose files are named after tables has one with the folder's name as its title."""
    path = directory / DESCRIPTOR_FILE
    if not os.path.lexists(path) and unlisted_tables(directory, {}):
        return infer_descriptor(directory), []
    try:
        with open_regular_file(path) as file:
            content = file.read(MAX_DESCRIPTOR_BYTES + 1)
        if len(content) > MAX_DESCRIPTOR_BYTES:
            return {}, [
                Problem(DESCRIPTOR_FILE, f"is larger than {MAX_DESCRIPTOR_BYTES:,} bytes", ProblemKind.DESCRIPTOR_SIZE)
            ]
        descriptor = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        return {}, [Problem(DESCRIPTOR_FILE, f"cannot be read: {reason}", ProblemKind.DESCRIPTOR_UNREADABLE)]
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return {}, [Problem(DESCRIPTOR_FILE, f"is not JSON in UTF-8: {error}", ProblemKind.DESCRIPTOR_JSON)]
    if digest is not None:
        digest.update(content)
    if not isinstance(descriptor, dict):
        return {}, [Problem(DESCRIPTOR_FILE, "is not a JSON object", ProblemKind.DESCRIPTOR_JSON)]
    # Resources have rules of their own.
    texts = {name: value for name, value in descriptor.items() if name != "resources"}
    problems = [
        *value_problems(descriptor, DESCRIPTOR_FILE),
        *islice(text_problems(texts, DESCRIPTOR_FILE), MAX_PROBLEMS),
    ]
    if "resources" not in descriptor and unlisted_tables(directory, descriptor):
        descriptor["resources"] = []
    if not isinstance(descriptor.get("resources"), list):
        message = "'resources' is missing: list one resource for each CSV file"
        problems.append(Problem(DESCRIPTOR_FILE, message, ProblemKind.RESOURCES_MISSING))
    return descriptor, problems


def infer_descriptor(directory: Path) -> dict[str, Any]:
    """The descriptor of a folder that has tables, but no descriptor."""
    return {"title": directory.resolve().name, "resources": []}


def text_problems(value: object, file: str, place: str = "") -> Iterator[Problem]:
    """A problem for each text of a descriptor that no page could show, as for text cells, and for each list that is too
    long. `place` names the part of the descriptor."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT_LENGTH:
            yield Problem(file, f"{place} is longer than {MAX_TEXT_LENGTH:,} characters", ProblemKind.TOO_LONG)
        elif re.search(UNREADABLE_CHARACTER_PATTERN, value):
            message = f"{place} holds a control character or half a character: {quote_for_message(value)}"
            yield Problem(file, message, ProblemKind.CONTROL_CHARACTER)
    elif isinstance(value, list):
        if len(value) > MAX_LIST_ENTRIES:
            yield Problem(file, f"{place} has more than {MAX_LIST_ENTRIES:,} entries", ProblemKind.TOO_LONG)
        for number, each in enumerate(value[:MAX_LIST_ENTRIES], start=1):
            yield from text_problems(each, file, f"{place} {number}")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from text_problems(name, file, f"a name in {place or 'the descriptor'}")
            yield from text_problems(
                each, file, f"{place}.{quote_for_message(name)}" if place else quote_for_message(name)
            )


def title_problems(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """A problem if a descriptor gives the dataset no title."""
    title = descriptor.get("title")
    if isinstance(title, str) and title.strip():
        return []
    return [Problem(file, "'title' is missing: name the dataset in a few words", ProblemKind.TITLE_MISSING)]


def stance_word_problems(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """A problem for each of a dataset's own words for stances that no page could show."""
    words = descriptor.get("stance_words")
    if words is None:
        return []
    known = [stance.id for stance in STANCES]
    if not isinstance(words, dict):
        message = f"'stance_words' is not an object with a word for each of {', '.join(known)}"
        return [Problem(file, message, ProblemKind.STANCE_WORDS)]
    problems = []
    for stance, word in words.items():
        if stance not in known:
            message = f"'stance_words' names {quote_for_message(stance)}, which is not one of {', '.join(known)}"
        elif not isinstance(word, str) or not 0 < len(word.strip()) <= MAX_STANCE_WORD_LENGTH:
            message = (
                f"'stance_words' has {quote_for_message(word)} for {stance}: give a word or two of up to "
                f"{MAX_STANCE_WORD_LENGTH} characters, such as 'rather no'"
            )
        else:
            continue
        problems.append(Problem(file, message, ProblemKind.STANCE_WORDS))
    return problems[:MAX_PROBLEMS]


def value_problems(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """The problems of the values that pages show, wherever the descriptor comes from."""
    return [*title_problems(descriptor, file), *stance_word_problems(descriptor, file)]


def dataset_file_paths(directory: Path) -> list[Path]:
    """The files that a dataset is read from, each once: the descriptor, the file of each resource that it names,
    and of a built dataset those of its engines too."""
    descriptor, _ = read_descriptor(directory)
    table_files = (locate_resource(directory, resource)[1] for resource in table_resources(directory, descriptor))
    files = (record_of_build(descriptor) or {}).get("files")
    names = [DESCRIPTOR_FILE, *filter(None, table_files), *(files if isinstance(files, dict) else ())]
    return [directory / name for name in dict.fromkeys(names)]


def record_of_build(descriptor: Mapping[str, Any]) -> dict[str, Any] | None:
    """The record of the build in a descriptor; None if the dataset was not built."""
    record = descriptor.get("built")
    return record if isinstance(record, dict) else None


def readme_and_licence_files(directory: Path) -> list[str]:
    """The names of the readme and the licence that stand beside the tables, if they are no larger than a descriptor."""
    beside = [path for path in sorted(directory.iterdir()) if path.stem.upper() in ("README", "LICENSE", "LICENCE")]
    # A link may lead out of the folder.
    regular = [path for path in beside if path.is_file() and not path.is_symlink()]
    return [path.name for path in regular if path.stat().st_size <= MAX_DESCRIPTOR_BYTES]


def table_resources(directory: Path, descriptor: Mapping[str, Any]) -> list[Any]:
    """The resources that a descriptor lists, and those of tables that it does not list, but the folder holds; none if
    the descriptor has no list."""
    listed = descriptor.get("resources")
    if not isinstance(listed, list):
        return []
    return listed + [{"name": name, "path": f"{name}.csv"} for name in unlisted_tables(directory, descriptor)]


def unlisted_tables(directory: Path, descriptor: Mapping[str, Any]) -> list[str]:
    """The tables of the format whose files are in the folder of a dataset, but not in its descriptor. A built dataset
    has none: its descriptor is written by the program."""
    listed = descriptor.get("resources")
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    known = {str(each.get(part)) for each in entries for part in ("name", "path")}
    return [
        table.name
        for table in TABLES
        if not {table.name, f"{table.name}.csv"} & known
        and "built" not in descriptor
        and (directory / f"{table.name}.csv").is_file()
    ]


def locate_resource(directory: Path, resource: object) -> tuple[str, str, list[Problem]]:
    """The name and the path of a resource; an empty path, with problems, if it has none that can be read."""
    if not isinstance(resource, dict):
        return (
            "",
            "",
            [
                Problem(
                    DESCRIPTOR_FILE,
                    f"resource {quote_for_message(resource)} is not an object",
                    ProblemKind.RESOURCE_FORM,
                )
            ],
        )
    name, path = resource.get("name"), resource.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(name, str) or not isinstance(path, str) or not path:
        message = f"resource {quote_for_message(name)} needs a 'name' and a 'path', both text"
        return "", "", [Problem(DESCRIPTOR_FILE, message, ProblemKind.RESOURCE_FORM)]
    problems = []
    if re.search(rf"{UNREADABLE_CHARACTER_PATTERN}|[\r\n]", name + path):
        message = f"path {quote_for_message(path)} of table {quote_for_message(name)} holds a control character"
        return name, "", [Problem(DESCRIPTOR_FILE, f"{message}: rename the file", ProblemKind.PATH_FORM)]
    try:
        inside = (directory / path).resolve().is_relative_to(directory.resolve())
    except (OSError, ValueError, RuntimeError):
        # A NUL, half a character, a link to itself: no file has such a path.
        message = f"path {quote_for_message(path)} of table {quote_for_message(name)} is none that a file can have"
        return name, "", [Problem(DESCRIPTOR_FILE, message, ProblemKind.PATH_FORM)]
    if Path(path).is_absolute() or ".." in Path(path).parts or not inside or "://" in path:
        problems.append(
            Problem(
                DESCRIPTOR_FILE, f"path {quote_for_message(path)} leaves the dataset's folder", ProblemKind.PATH_OUTSIDE
            )
        )
    encoding = str(resource.get("encoding", "utf-8")).lower().replace("_", "-")
    if encoding not in {"utf-8", "utf8"}:
        message = f"table '{name}' has encoding {quote_for_message(encoding)}: only utf-8 is read"
        problems.append(Problem(DESCRIPTOR_FILE, message, ProblemKind.ENCODING))
    dialect = resource.get("dialect")
    if isinstance(dialect, dict) and dialect.get("delimiter", ",") != ",":
        problems.append(Problem(DESCRIPTOR_FILE, f"table '{name}' is not separated by commas", ProblemKind.DELIMITER))
    return name, "" if problems else path, problems
