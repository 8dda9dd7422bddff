"""`python -m data import SOURCE DIR`: converts spreadsheets and other files to a dataset."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from data.importing import (
    SOURCE_FORMATS,
    ImportChoiceError,
    ImportOptions,
    ImportReport,
    ImportSourceError,
    SourceFile,
    import_source,
    read_source_path,
    write_dataset,
)
from data.importing.folder import known_ids_of_folder
from data.importing.formats.mapping import MAPPING_FILE, draft_mapping
from data.importing.tables.statement_rows import nearest_stance
from data.model.errors import quote_for_message
from data.model.stance import STANCES

STANCE_IDS = tuple(stance.id for stance in STANCES)
MAX_STANCE_HINTS = 8
# By choice of an import, the option that makes it.
OPEN_CHOICE_OPTIONS = {
    "dates": "--dates dmy (day first) or --dates mdy (month first)",
    "date": "--date 2024-05-31 dates the rows that have none",
    "source": "--source TITLE is the source of the rows that name none",
}


def add_import_parser(commands: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    """Adds the command and its options."""
    text = "make a dataset of a spreadsheet (XLSX, ODS, CSV) or of a format of others"
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help=text,
        description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="formats:\n" + "\n".join(f"  {each.name:<18} {each.description}" for each in SOURCE_FORMATS),
    )
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="a file, a zip, or a folder of files")
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder of the new dataset")
    parser.add_argument(
        "--format",
        default="",
        choices=["", *(each.name for each in SOURCE_FORMATS)],
        metavar="NAME",
        help="the format of the source; otherwise it is recognised",
    )
    parser.add_argument("--title", default="", help="the title of the dataset")
    parser.add_argument("--dates", default="", choices=["dmy", "mdy"], help="the order of day and month")
    parser.add_argument("--encoding", default="", help="the encoding of CSV files, such as cp1250")
    parser.add_argument(
        "--stance",
        action="append",
        default=[],
        type=_stance,
        metavar="WORD=STANCE",
        help="the stance that a word of the source means; may be repeated",
    )
    parser.add_argument(
        "--abstention",
        default="neutral",
        choices=["neutral", "no-stand"],
        help="the stance that an abstention from a vote is",
    )
    parser.add_argument(
        "--source", default="", metavar="TITLE", help="the document of rows that name none: its title or its address"
    )
    parser.add_argument("--source-url", default="", metavar="URL", help="the address of that document")
    parser.add_argument("--date", default="", help="the date of rows that have none")
    parser.add_argument("--language", default="", metavar="CODE", help="the language to take of texts in several")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="a mapping file, as --dry-run writes it")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=f"write no dataset, only the report and {MAPPING_FILE}, which says how columns are read",
    )
    parser.add_argument("--replace", action="store_true", help="import again into the folder of an earlier import")


def run_import(options: argparse.Namespace) -> int:
    """Runs the command: 0 if the dataset is written and can be served, 1 if problems are left. Errors as of
    `import_source` and `write_dataset`."""
    files = [file for path in options.sources for file in read_source_path(path)]
    choices = import_options(options)
    if options.dry_run:
        return _draft(files, choices, options.directory)
    try:
        result = import_source(files, choices)
    except ImportChoiceError as error:
        raise ImportSourceError(f"{error}. Option: {OPEN_CHOICE_OPTIONS[error.choice]}") from error
    if not result.report.taken.get("statements"):
        print("\n".join([*result.report.lines(), *_option_hints(result.report)]))
        print("No row could be taken, so nothing is written. The reasons stand above.", file=sys.stderr)
        return 1
    paths = write_dataset(result, options.directory, options.replace)
    print("\n".join([*result.report.lines(), *_option_hints(result.report)]))
    print("written:", ", ".join(str(path) for path in paths))
    for problem in result.problems[:20]:
        print(problem)
    if result.problems:
        print(f"Correct the tables in {options.directory}, then run: python -m data check {options.directory}")
    else:
        print(f"To look at it: python -m data serve {options.directory}")
    return 1 if result.problems else 0


def import_options(options: argparse.Namespace) -> ImportOptions:
    """The choices of an import as the command line has them."""
    return ImportOptions(
        format="mapping" if options.mapping and not options.format else options.format,
        dates=options.dates,
        encoding=options.encoding,
        title=options.title,
        source=options.source,
        source_url=options.source_url,
        date=options.date,
        language=options.language,
        stances=dict(options.stance),
        abstention=options.abstention,
        mapping=json.loads(options.mapping.read_text("utf-8")) if options.mapping else None,
        known_ids=known_ids_of_folder(options.directory) if options.replace else {},
    )


def _option_hints(report: ImportReport) -> list[str]:
    """Return the options with which the import would have accepted refused rows."""
    hints = [OPEN_CHOICE_OPTIONS[choice] for choice in report.open_choices if choice != "stances"]
    for word in report.open_choices.get("stances", [])[:MAX_STANCE_HINTS]:
        stance = nearest_stance(word) or "STANCE"
        hints.append(f"--stance {quote_for_message(f'{word}={stance}')}")
    return ["options that would take refused rows:", *(f"  {hint}" for hint in hints)] if hints else []


def _draft(files: list[SourceFile], choices: ImportOptions, directory: Path) -> int:
    mapping = draft_mapping(files, choices)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / MAPPING_FILE
    path.write_text(json.dumps(mapping, ensure_ascii=False, indent=2) + "\n", "utf-8")
    try:
        print("\n".join(import_source(files, choices).report.lines()))
    except ValueError as error:
        print(error, file=sys.stderr)
    print(f"written: {path}. Change it, then run the command with --mapping {path} and without --dry-run")
    return 0


def _stance(text: str) -> tuple[str, str]:
    word, equals, stance = text.rpartition("=")
    if not equals or stance not in STANCE_IDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not WORD=STANCE with a stance of {', '.join(STANCE_IDS)}")
    return word, stance
