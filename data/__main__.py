"""`python -m data new|import|add|check|describe|release|build|serve|agreement`: the commands of a curator."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .commands.add_row import add_add_parser, run_add
from .commands.check_dataset import add_check_parser, run_check
from .commands.compare_codings import add_agreement_parser, run_agreement
from .commands.import_source import add_import_parser, run_import
from .commands.new_dataset import add_new_parser, run_new
from .commands.serve import add_serve_parser, run_serve
from .loading import check
from .package import (
    DatabaseUrl,
    DatasetLocation,
    build_dataset,
    parse_dataset_location,
    update_descriptor,
)
from .publishing import write_release
from .statements.table import build_table
from .validation import DatasetError

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
    "check": run_check,
    "serve": run_serve,
    "agreement": run_agreement,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status: 0, or 1 if the dataset has
    problems or the folder cannot be used."""
    options = _parser().parse_args(arguments)
    if options.command in COMMANDS:
        return _run(COMMANDS[options.command], options)
    directory: DatasetLocation = options.directory
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
        ("release", "keep the dataset as it is now in its folder releases, so that links to it can be shown as it was"),
        ("describe", "write datapackage.json anew for the CSV files in a folder"),
        ("build", "write the dataset in the form that opens at once, whatever its size, into another folder"),
    ):
        commands.add_parser(name, help=text, description=text).add_argument(
            "directory", type=parse_dataset_location, metavar="DIR"
        )
    parsers = (
        add_new_parser,
        add_import_parser,
        add_add_parser,
        add_check_parser,
        add_serve_parser,
        add_agreement_parser,
    )
    for add_parser in parsers:
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


if __name__ == "__main__":
    sys.exit(main())
