"""`python -m data new|import|add|check|describe|release|build|serve`: the commands of a curator."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pandas as pd

from .commands.add_row import add_add_parser, run_add
from .commands.import_source import add_import_parser, run_import
from .commands.new_dataset import add_new_parser, run_new
from .commands.serve import add_serve_parser, run_serve
from .loading import check
from .model import DataPackage
from .package import (
    DatabaseUrl,
    DatasetLocation,
    build_dataset,
    is_built,
    parse_dataset_location,
    read_descriptor,
    update_descriptor,
    verify_build,
)
from .publishing import write_release
from .statements.table import build_table
from .validation import DatasetError, Problem

# Notes of one kind that `check` prints.
NOTES_MOST = 20

# Commands that need a folder alone, and return the paths that they wrote.
FOLDER_COMMANDS: dict[str, Callable[[Path], list[Path]]] = {
    "describe": lambda directory: [update_descriptor(directory)],
    "release": lambda directory: [write_release(directory, dt.datetime.now(dt.UTC).date())],
}


# Commands with options of their own.
COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": run_new,
    "import": run_import,
    "add": run_add,
    "serve": run_serve,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status: 0, or 1 if the dataset has
    problems or the folder cannot be used."""
    options = _parser().parse_args(arguments)
    if options.command in COMMANDS:
        return _run(COMMANDS[options.command], options)
    directory: DatasetLocation = options.directory
    if options.command == "check":
        return _check(directory)
    try:
        if options.command == "build":
            print(_build(directory, options.target))
            return 0
        if isinstance(directory, DatabaseUrl):
            raise ValueError(f"'{options.command}' needs a folder; a database can be checked and built")
        for path in FOLDER_COMMANDS[options.command](directory):
            print(path)
    except (OSError, ValueError, DatasetError) as error:
        print(f"{directory}: {error}", file=sys.stderr)
        return 1
    return 0


def _run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    try:
        return command(options)
    except (OSError, ValueError, DatasetError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Check, begin, describe or build a dataset.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("check", "print every problem of a dataset, in a folder or a database, and exit 1, or a summary and exit 0"),
        ("release", "keep the dataset as it is now in its folder releases, so that links to it can be shown as it was"),
        ("describe", "write datapackage.json anew for the CSV files in a folder"),
        ("build", "write the dataset in the form that opens at once, whatever its size, into another folder"),
    ):
        commands.add_parser(name, help=text, description=text).add_argument(
            "directory", type=parse_dataset_location, metavar="DIR"
        )
    for add_parser in (add_new_parser, add_import_parser, add_add_parser, add_serve_parser):
        add_parser(commands)
    target = "a new folder, or one with an earlier build"
    commands.choices["build"].add_argument("target", type=Path, metavar="TARGET", help=target)
    return parser


def _build(directory: DatasetLocation, target: Path) -> Path:
    package, report = check(directory)
    if report:
        raise DatasetError(report)
    build_dataset(directory, package, build_table(package.frames), target)
    return target


def _check_built(directory: Path) -> int:
    problems = verify_build(directory)
    for problem in problems:
        print(problem)
    if not problems:
        about = read_descriptor(directory)[0]["built"]
        print(f"{directory}: as it was built, version {about['version']}, {about['statements']:,} statements")
    return 1 if problems else 0


def _check(directory: DatasetLocation) -> int:
    if isinstance(directory, Path) and is_built(directory):
        return _check_built(directory)
    package, report = check(directory, warn=True)
    for note in _notes(report.warnings):
        print(f"note: {note}", file=sys.stderr)
    if report:
        print(report)
        return 1
    print(summarize_dataset(directory, package))
    return 0


def _notes(warnings: Sequence[Problem]) -> Iterator[str]:
    """The lines of warnings, of each kind at most `NOTES_MOST`."""
    counts = Counter(warning.kind for warning in warnings)
    for kind, count in counts.items():
        yield from islice((str(warning) for warning in warnings if warning.kind == kind), NOTES_MOST)
        if count > NOTES_MOST:
            yield f"{kind}: {count - NOTES_MOST:,} more"


def summarize_dataset(directory: DatasetLocation, package: DataPackage) -> str:
    """A summary of a dataset without problems: rows by table, statements by issue and party, and the gaps."""
    lines = [f"{directory}: no problems, version {package.version}", ""]
    width = max(len(name) for name in package.frames)
    lines += [f"{name:<{width}}  {len(frame):>9,} rows" for name, frame in package.frames.items()]
    lines += ["", *_coverage(package)]
    return "\n".join(lines)


def _coverage(package: DataPackage) -> list[str]:
    statements = package.frames["statements"]
    if statements.empty:
        return ["no statement is on record yet"]
    parties, issues = package.frames["parties"]["id"], package.frames["issues"]["id"]
    table = pd.crosstab(statements["issue"], statements["party"]).reindex(issues, columns=parties, fill_value=0)
    lines = (
        ["statements by issue and party:", *table.to_string().splitlines()]
        if table.size <= 2_000
        else ["statements by party:", *table.sum().to_string().splitlines()]
    )
    silent = [f"{party} on {issue}" for issue, row in table.iterrows() for party, n in row.items() if n == 0]
    more = f" and {len(silent) - 40} more" if len(silent) > 40 else ""
    lines += ["", f"nothing on record: {', '.join(silent[:40]) + more if silent else 'no gap'}"]
    for column in ("date", "speaker", "quote", "locator", "checked"):
        empty = int((statements[column] == "").sum())
        if empty:
            lines.append(f"statements without {column}: {empty:,} of {len(statements):,}")
    unread = int((statements["checked"] == "excerpt").sum())
    if unread:
        lines.append(f"statements read as an excerpt only: {unread:,} of {len(statements):,}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
