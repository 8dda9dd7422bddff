"""`python -m data check DIR`: the problems of a dataset in groups, with likely causes, for people and for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from data.loading import check
from data.model import DataPackage
from data.package import DatabaseUrl, DatasetLocation, is_built, open_regular_file, read_descriptor, verify_build
from data.package.location import parse_dataset_location
from data.validation import TABLES, Problem, ProblemKind
from data.validation.likely_causes import likely_cause, nearest_id
from data.validation.problem_groups import ProblemGroup, group_problems

from .dataset_summary import summarize_dataset
from .progress_bar import progress_bar

SNIFFED_BYTES = 4096
# Notes of one kind that `check` prints.
MAX_NOTES = 20


@dataclass(frozen=True)
class Finding:
    """A group of problems or warnings with its likely cause and the nearest id, '' where there is none."""

    group: ProblemGroup
    cause: str
    nearest: str


def add_check_parser(commands: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    """Adds the command and its options."""
    text = "print the problems of a dataset, in a folder or a database, and exit 1, or a summary and exit 0"
    parser: argparse.ArgumentParser = commands.add_parser("check", help=text, description=text)
    parser.add_argument("directory", type=parse_dataset_location, metavar="DIR")
    parser.add_argument("--format", default="text", choices=["text", "json", "github"],
                        help="text for people, JSON for programs, or annotations of GitHub's checks")  # fmt: skip


def run_check(options: argparse.Namespace) -> int:
    """Runs the command: 0 if the dataset can be served, 1 if it has problems."""
    location: DatasetLocation = options.directory
    if isinstance(location, Path) and is_built(location):
        return _check_built(location)
    with progress_bar(location) as progress:
        package, report = check(location, warn=True, progress=progress)
    problems = find_causes(report.problems, location, package)
    warnings = find_causes(report.warnings, location, package)
    if options.format == "json":
        print(json.dumps(findings_as_json(location, package, problems, warnings), ensure_ascii=False, indent=2))
    elif options.format == "github":
        print("\n".join(github_lines(location, problems, warnings)))
    else:
        for note in _notes(report.warnings):
            print(f"note: {note}", file=sys.stderr)
        lines = problem_lines(location, problems) if problems else [summarize_dataset(location, package)]
        print("\n".join(lines))
    return 1 if problems else 0


def find_causes(problems: Sequence[Problem], location: DatasetLocation, package: DataPackage) -> list[Finding]:
    """The groups of problems, each with its likely cause and the nearest id."""
    findings = []
    for group in group_problems(problems):
        known = _known_values(group, package)
        start = _start_of_file(location, group.first.file)
        nearest = nearest_id(group, known) if group.first.kind in (ProblemKind.REFERENCE, ProblemKind.CHOICE) else ""
        findings.append(Finding(group, likely_cause(group, known, start), nearest))
    return findings


def problem_lines(location: DatasetLocation, findings: Sequence[Finding]) -> list[str]:
    """The lines for people: the number of problems, each group with its cause, and what to do next."""
    count = sum(finding.group.count for finding in findings)
    lines = [f"{location}: {count:,} problem{'' if count == 1 else 's'}"]
    for finding in findings:
        lines.append(str(finding.group))
        lines += [f"    likely cause: {finding.cause}"] if finding.cause else []
        lines += [f"    did you mean: {finding.nearest}"] if finding.nearest else []
    again = f"python -m data check {location}"
    return [*lines, "", f"Next: correct these cells in the files named (row 1 is the header), then run again: {again}"]


def findings_as_json(
    location: DatasetLocation, package: DataPackage, problems: Sequence[Finding], warnings: Sequence[Finding]
) -> dict[str, Any]:
    """The findings for programs."""
    return {
        "dataset": str(location),
        "version": package.version,
        "problems": [_as_json(finding) for finding in problems],
        "warnings": [_as_json(finding) for finding in warnings],
    }


def github_lines(location: DatasetLocation, problems: Sequence[Finding], warnings: Sequence[Finding]) -> Iterator[str]:
    """A workflow command of GitHub for each group, which shows it beside the row in a pull request."""
    for level, findings in (("error", problems), ("warning", warnings)):
        for finding in findings:
            first = finding.group.first
            path = first.file if isinstance(location, DatabaseUrl) else str(location / first.file)
            places = {"file": path, "line": str(first.row or 1), "title": first.kind}
            properties = ",".join(f"{name}={_escape(text, ':,')}" for name, text in places.items())
            hints = [finding.cause, f"did you mean: {finding.nearest}" if finding.nearest else ""]
            yield f"::{level} {properties}::{_escape('. '.join(filter(None, [str(finding.group), *hints])))}"


def _as_json(finding: Finding) -> dict[str, Any]:
    group, first = finding.group, finding.group.first
    return {
        "kind": str(first.kind),
        "file": first.file,
        "column": first.column,
        "count": group.count,
        "rows": list(group.rows),
        "message": first.message,
        "values": list(group.values),
        "cause": finding.cause,
        "nearest": finding.nearest,
    }


def _escape(text: str, more: str = "") -> str:
    """A text for a workflow command, in which some characters have a meaning."""
    for mark in ("%", "\r", "\n", *more):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def _known_values(group: ProblemGroup, package: DataPackage) -> list[str]:
    """The choices or ids that the column of a group may hold."""
    for known in TABLES:
        for column in known.columns:
            if package.files.get(known.name) == group.first.file and column.name == group.first.column:
                target = package.frames.get(column.references)
                return list(column.choices) or ([] if target is None else target["id"].tolist())
    return []


def _start_of_file(location: DatasetLocation, file: str) -> bytes:
    if isinstance(location, DatabaseUrl) or Path(file).is_absolute() or ".." in Path(file).parts:
        return b""
    try:
        with open_regular_file(location / file) as opened:
            return opened.read(SNIFFED_BYTES)
    except (OSError, ValueError):
        return b""


def _notes(warnings: Sequence[Problem]) -> Iterator[str]:
    """The lines of warnings, of each kind at most `MAX_NOTES`."""
    counts = Counter(warning.kind for warning in warnings)
    for kind, count in counts.items():
        yield from islice((str(warning) for warning in warnings if warning.kind == kind), MAX_NOTES)
        if count > MAX_NOTES:
            yield f"{kind}: {count - MAX_NOTES:,} more"


def _check_built(directory: Path) -> int:
    problems = verify_build(directory)
    for problem in problems:
        print(problem)
    if not problems:
        about = read_descriptor(directory)[0]["built"]
        print(f"{directory}: as it was built, version {about['version']}, {about['totals']['statements']:,} statements")
    return 1 if problems else 0
