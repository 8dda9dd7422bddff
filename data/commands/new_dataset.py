"""`python -m data new DIR`: begins a dataset, as a folder or as a workbook to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from data.importing.template_workbook import template_workbook
from data.importing.words.ids import ids_for_names
from data.package import NewDataset, create_dataset
from data.package.new_dataset import DEFAULT_PARTIES, LICENCE_PATHS


def add_new_parser(commands: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    """Adds the command and its options."""
    text = "begin a dataset: four small tables with two example rows, which can be served at once"
    parser: argparse.ArgumentParser = commands.add_parser("new", help=text, description=text)
    parser.add_argument("directory", type=Path, metavar="DIR", help="a new folder")
    parser.add_argument("--title", help="the title of the dataset; asked for in a terminal")
    parser.add_argument("--party", action="append", metavar="NAME", help="the name of a party; may be repeated")
    parser.add_argument("--licence", help=f"the licence, such as {', '.join(LICENCE_PATHS)}; without it none is named")
    parser.add_argument("--workbook", action="store_true", help="write DIR.xlsx to fill in, and no folder")


def run_new(options: argparse.Namespace) -> int:
    """Runs the command. FileExistsError if the folder or the workbook is there already; OSError as of writing."""
    directory: Path = options.directory.expanduser()
    workbook = directory.with_name(f"{directory.name.removesuffix('.xlsx')}.xlsx")
    if options.workbook and workbook.exists():
        raise FileExistsError(f"{workbook} exists already: name another")
    dataset = _prompt_for_facts(options, directory)
    if options.workbook:
        workbook.parent.mkdir(parents=True, exist_ok=True)
        workbook.write_bytes(template_workbook(dataset.parties))
        print(workbook)
        print(f"Fill it in, then: python -m data import {workbook} {workbook.with_suffix('')}", file=sys.stderr)
        return 0
    for path in create_dataset(directory, dataset):
        print(path)
    hint = f"To look at it: python -m data serve {directory}. Replace the example rows, then: python -m data check"
    print(f"{hint} {directory}", file=sys.stderr)
    return 0


def _prompt_for_facts(options: argparse.Namespace, directory: Path) -> NewDataset:
    """Return the facts from the options. At a terminal, prompt for the missing ones."""
    asks = sys.stdin is not None and sys.stdin.isatty()
    title, parties, licence = options.title, options.party, options.licence
    if title is None and asks:
        title = input(f"Title of the dataset [{directory.name}]: ").strip()
    if parties is None and asks:
        answer = input(f"Parties, separated by commas [{', '.join(DEFAULT_PARTIES)}]: ")
        parties = [name.strip() for name in answer.split(",") if name.strip()]
    if licence is None and asks and not options.workbook:
        licence = input(f"Licence of your work, such as {', '.join(LICENCE_PATHS)} [none]: ").strip()
    names = list(dict.fromkeys(parties or DEFAULT_PARTIES))
    ids = ids_for_names({name: name for name in names}, "party")
    return NewDataset(title or "", names, [ids[name] for name in names], licence or "")
