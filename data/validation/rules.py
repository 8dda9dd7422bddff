"""The rules of the format, each a small function.

`check_tables` runs them all and returns every problem at once. A rule for single cells is a `CellRule`, applied to
whole columns. Rules that join rows or tables (keys, references, speakers and their parties, replies) are functions over
frames.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.data_package import DataPackage
from data.model.dates import date_span
from data.model.errors import DateError, quote_for_message
from data.translation import without_isolation

from .columns import (
    COLOUR_PATTERN,
    ID_PATTERN,
    MAX_ID_LENGTH,
    MAX_TEXT_LENGTH,
    MAX_URL_LENGTH,
    URL_PATTERN,
    Column,
    Table,
)
from .measure_rules import figures_without_number, measure_problems
from .problem_bounds import bound_problems, cell_problems
from .problem_kinds import ProblemKind
from .report import Problem
from .schema import TABLES

# Control characters other than tab and line breaks: none is ever meant, and some break CSV, XML or a terminal.
CONTROL_CHARACTER_PATTERN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
YEAR_PATTERN = r"[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9]"
MANY_DIGITS_PATTERN = r"[0-9.]{16}"
NUMBER_PATTERN = r"[+-]?([0-9]{1,40}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"


@dataclass(frozen=True)
class CellRule:
    """A rule for single cells. `holds` takes a column of texts and says for each cell
    whether it passes; `message` says what is wrong with one that does not."""

    kind: ProblemKind
    holds: Callable[[pa.Array], pa.Array]
    message: Callable[[str], str]


def check_tables(
    package: DataPackage, progress: Callable[[str, float], None] = lambda step, share: None
) -> list[Problem]:
    """Every problem within and between the tables of a package. `progress` is told the step, and the share that is
    done."""
    problems: list[Problem] = []
    for number, known in enumerate(TABLES):
        if known.name in package.frames:
            frame, file = package.frames[known.name], package.files[known.name]
            problems += _check_cells(frame, known, file)
            problems += bound_problems(_check_key(frame, known, file))
        progress(f"check {known.name}", (number + 1) / len(TABLES))
    problems += _check_references(package)
    for rule in (_speakers_of_other_parties, _replies_before_statements, figures_without_number, _reversed_periods):
        problems += bound_problems(rule(package))
    return problems + measure_problems(package)


# Rules for one cell


def _pattern_rule(kind: ProblemKind, pattern: str, wanted: str) -> CellRule:
    # In Arrow's expressions \s matches ASCII blanks; in Python's, and in the schemas, blanks of any script.
    whole = rf"^({pattern})$".replace(r"\s", r"\s\p{Z}\x{85}")
    return CellRule(
        kind,
        lambda cells: pc.match_substring_regex(cells, whole),
        lambda cell: f"{quote_for_message(cell)} is not {wanted}",
    )


def _is_in(cells: pa.Array, values: Iterable[str]) -> pa.Array:
    return pc.is_in(cells, value_set=pa.array(values, cells.type))


def _is_date(cells: pa.Array) -> pa.Array:
    return _is_in(cells, [cell for cell in pc.unique(cells).to_pylist() if not _date_fault(cell)])


def _date_fault(cell: str) -> str:
    try:
        date_span(cell)
    except DateError as error:
        return without_isolation(str(error))
    return ""


def _is_exact(cells: pa.Array) -> pa.Array:
    # Every number of up to fifteen digits is exact. Only the few longer ones need the slow test.
    many = pc.match_substring_regex(cells, MANY_DIGITS_PATTERN)
    inexact = [cell for cell in pc.unique(cells.filter(many)).to_pylist() if not _holds_exactly(cell)]
    return pc.invert(_is_in(cells, inexact))


def _holds_exactly(cell: str) -> bool:
    """True if a double-precision number, as pages and files have, keeps all digits of a cell.

    A workbook has sixteen digits. True for a cell that is not a number, which another rule reports."""
    if not re.fullmatch(NUMBER_PATTERN, cell):
        return True
    number = Decimal(repr(float(cell)))
    return number == Decimal(cell) and len(number.normalize().as_tuple().digits) <= 16


def _length_rule(limit: int) -> CellRule:
    return CellRule(
        ProblemKind.TOO_LONG,
        lambda cells: pc.less_equal(pc.utf8_length(cells), limit),
        lambda cell: f"{quote_for_message(cell)} has {len(cell):,} characters, more than {limit:,}",
    )


REQUIRED_RULE = CellRule(
    ProblemKind.REQUIRED,
    lambda cells: pc.not_equal(pc.utf8_trim_whitespace(cells), ""),
    lambda _: "is empty, but must be filled",
)
CONTROL_CHARACTER_RULE = CellRule(
    ProblemKind.CONTROL_CHARACTER,
    lambda cells: pc.invert(pc.match_substring_regex(cells, CONTROL_CHARACTER_PATTERN)),
    lambda cell: (
        f"{quote_for_message(re.sub(CONTROL_CHARACTER_PATTERN, '�', cell))} holds a control character: remove it"
    ),
)
ID_RULE = _pattern_rule(
    ProblemKind.ID_FORM,
    ID_PATTERN,
    f"an id: up to {MAX_ID_LENGTH} letters a-z A-Z, digits, '-', '_', '.', ':', beginning with a letter or digit",
)
RULES_BY_KIND: dict[str, tuple[CellRule, ...]] = {
    "id": (ID_RULE,),
    "reference": (ID_RULE,),
    "list": (
        _pattern_rule(
            ProblemKind.LIST_FORM, f"{ID_PATTERN}( {ID_PATTERN})*", "a list of ids with one blank between two of them"
        ),
    ),
    "choice": (),
    "text": (_length_rule(MAX_TEXT_LENGTH), CONTROL_CHARACTER_RULE),
    "date": (CellRule(ProblemKind.DATE_FORM, _is_date, _date_fault),),
    "year": (_pattern_rule(ProblemKind.YEAR_FORM, YEAR_PATTERN, "a year like 2019, from 0001 to 9999"),),
    "number": (
        _pattern_rule(
            ProblemKind.NUMBER_FORM,
            NUMBER_PATTERN,
            "a number like 1234.5 (no thousands separators, a point before decimals)",
        ),
        CellRule(
            ProblemKind.NUMBER_DIGITS,
            _is_exact,
            lambda cell: (
                f"{quote_for_message(cell)} has more digits than pages and files hold exactly (any 15; "
                f"{float(cell)!r} is nearest): round it, or use a larger unit"
            ),
        ),
    ),
    "url": (
        _length_rule(MAX_URL_LENGTH),
        _pattern_rule(
            ProblemKind.URL_FORM, URL_PATTERN, "an address that begins with http:// or https:// and has no blanks"
        ),
    ),
    "colour": (_pattern_rule(ProblemKind.COLOUR_FORM, COLOUR_PATTERN, "a colour like #2f5d9b"),),
}


def _rules_of_column(column: Column) -> Iterator[CellRule]:
    yield from RULES_BY_KIND[column.kind]
    if column.choices:
        yield CellRule(
            ProblemKind.CHOICE,
            lambda cells: _is_in(cells, column.choices),
            lambda cell: f"{quote_for_message(cell)} is not one of {', '.join(column.choices)}",
        )
    if column.required:
        yield REQUIRED_RULE


def _check_cells(frame: pd.DataFrame, known: Table, file: str) -> list[Problem]:
    problems: list[Problem] = []
    for column in known.columns:
        cells = pa.array(frame[column.name])
        for rule in _rules_of_column(column):
            holds = rule.holds(cells)
            if rule is not REQUIRED_RULE and not pc.all(holds).as_py():
                # An empty cell breaks only the rule that it must be filled.
                holds = pc.or_(holds, pc.equal(cells, ""))
            places = pc.indices_nonzero(pc.invert(holds))
            if len(places):
                rows = frame.index.to_numpy()[places.to_numpy()] + 2
                problems += cell_problems(
                    cells.take(places), rows, rule.message, Problem(file, "", rule.kind, None, column.name)
                )
    return sorted(problems, key=lambda problem: (problem.row, problem.column))


# Rules that join rows or tables


def _check_key(frame: pd.DataFrame, known: Table, file: str) -> Iterator[Problem]:
    key = list(known.key)
    if not key or not frame.duplicated(key).any():
        return
    filled = frame[(frame[key] != "").all(axis=1)]
    repeated = filled[filled.duplicated(key, keep=False)]
    first: dict[tuple[str, ...], int] = {}
    for index, *values in repeated[key].itertuples():
        place = first.setdefault(tuple(values), int(index))
        if place != index:
            message = f"{quote_for_message(' / '.join(values))} occurs twice: first in row {place + 2}"
            yield Problem(file, message, ProblemKind.NOT_UNIQUE, int(index) + 2, key[0])


def _check_references(package: DataPackage) -> Iterator[Problem]:
    references = ((known, column) for known in TABLES for column in known.columns if column.references)
    for known, column in references:
        frame, target = package.frames.get(known.name), package.frames.get(column.references)
        if frame is None:
            continue
        file, cells = package.files[known.name], frame.loc[frame[column.name] != "", column.name]
        if column.kind == "list":
            # An entry keeps the index of its row.
            cells = cells.str.split(" ").explode().astype("str")
            cells = cells[cells != ""]
        if target is not None:
            # By Arrow: pandas takes ten times as long for a million ids.
            known_ids = _is_in(pa.array(cells), target["id"].tolist())
            places = pc.indices_nonzero(pc.invert(known_ids)).to_numpy()
            if len(places):
                described = f"is no id in {package.files[column.references]}"
                yield from cell_problems(
                    pa.array(cells.iloc[places]),
                    cells.index.to_numpy()[places] + 2,
                    lambda cell, described=described: f"{quote_for_message(cell)} {described}",  # type: ignore[misc]
                    Problem(file, "", ProblemKind.REFERENCE, None, column.name),
                )
        elif len(cells) and column.references not in package.files:
            cell = quote_for_message(cells.iloc[0])
            message = f"{cell} names a row of table '{column.references}', which the dataset lacks"
            yield Problem(file, message, ProblemKind.TABLE_MISSING, int(cells.index[0]) + 2, column.name)


def _speakers_of_other_parties(package: DataPackage) -> Iterator[Problem]:
    """Report statements whose speaker belongs to another party. A speaker speaks for one party only."""
    statements, speakers = package.frames.get("statements"), package.frames.get("speakers")
    if statements is None or speakers is None:
        return
    party_of = speakers.drop_duplicates("id").set_index("id")["party"]
    party = statements["speaker"].map(party_of)
    for index in statements.index[party.notna() & (party != statements["party"])]:
        speaker, stated = statements.loc[index, ["speaker", "party"]]
        names = [quote_for_message(name) for name in (speaker, party[index], stated)]
        message = "{} speaks for {}, but the statement is of {}".format(*names)
        yield Problem(package.files["statements"], message, ProblemKind.SPEAKER_PARTY, int(index) + 2, "speaker")


def _replies_before_statements(package: DataPackage) -> Iterator[Problem]:
    """Report statements that reply to themselves or to a later statement."""
    statements = package.frames.get("statements")
    if statements is None:
        return
    date_of = statements.drop_duplicates("id").set_index("id")["date"]
    replies = statements.loc[statements["responds_to"] != "", ["id", "date", "responds_to"]]
    replies["answered_date"] = replies["responds_to"].map(date_of)
    for index, own, date, answered, answered_date in replies.dropna().itertuples():
        if answered == own:
            message = "the statement answers itself"
        elif _is_before(date, answered_date):
            message = f"answers {quote_for_message(answered)} of {answered_date}, which is later than {date}"
        else:
            continue
        yield Problem(package.files["statements"], message, ProblemKind.ANSWER_BEFORE, int(index) + 2, "responds_to")


def _is_before(first: str, second: str) -> bool:
    try:
        return date_span(first).last < date_span(second).first
    except DateError:
        return False


def _reversed_periods(package: DataPackage) -> Iterator[Problem]:
    """Report rows whose time ends, in `to`, before it begins, in `from`."""
    for known in TABLES:
        frame = package.frames.get(known.name)
        if frame is None or not {"from", "to"} <= {column.name for column in known.columns}:
            continue
        for index, begins, ends in frame.loc[(frame["from"] != "") & (frame["to"] != ""), ["from", "to"]].itertuples():
            if _is_before(ends, begins):
                message = f"{quote_for_message(ends)} is before {quote_for_message(begins)} in column from"
                yield Problem(package.files[known.name], message, ProblemKind.TO_BEFORE_FROM, int(index) + 2, "to")
