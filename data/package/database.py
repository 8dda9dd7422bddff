"""Reads a dataset from the tables of a PostgreSQL database.

All tables are read in one transaction that sees one state and may not write. The result equals that of a folder of
CSV files with the same content: the same frames, the same hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data.model.data_package import DataPackage
from data.model.errors import DatabaseUrlError, quote_for_message
from data.validation import TABLES, Problem, ProblemKind, Report, Table, table_schema

from .database_cells import cell_text_expression, column_type_message, sort_expression, type_name
from .descriptor import MAX_DESCRIPTOR_BYTES, value_problems
from .location import DatabaseUrl
from .reading import MAX_FILE_BYTES, header_problems
from .table_schemas import build_table_resources

DESCRIPTOR_TABLE = "datapackage"
ROW_ORDER_COLUMN = "row_order"
BATCH_ROWS = 5_000
MAX_ROWS = 20_000_000
STATEMENT_TIMEOUT_SECONDS = 60
MAX_REASON_LENGTH = 500
# Problems of the connection may go away without a change of the tables, unlike those of the content.
CONNECTION_PROBLEM_KINDS = {kind for kind in ProblemKind if kind.startswith("database-")}

# Set for the transaction only. A statement timeout of the role, the database or the URL stays in force.
SESSION_SETTINGS_SQL = sa.text(
    "SELECT set_config('DateStyle', 'ISO', true), set_config('statement_timeout', "
    "CASE setting WHEN '0' THEN :milliseconds ELSE setting END, true) "
    "FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'"
)

Types = Mapping[str, sa.types.TypeEngine[Any]]


def read_database(address: DatabaseUrl) -> tuple[DataPackage, list[Problem], list[Problem]]:
    """The package in the schema that `address` names, with its problems and warnings. Never raises for what
    the database does or holds, and no problem repeats a password."""
    try:
        with _transaction(address) as connection:
            return _package(connection, address)
    except DatabaseUrlError as error:
        problem = Problem(str(address), f"the address {error}", ProblemKind.LOCATION)
    except SQLAlchemyError as error:
        problem = _database_problem(address, str(address), error)
    return DataPackage({}, {}, {}, ""), [problem], []


@contextmanager
def _transaction(address: DatabaseUrl) -> Iterator[sa.Connection]:
    with address.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            connection.execute(SESSION_SETTINGS_SQL, {"milliseconds": str(STATEMENT_TIMEOUT_SECONDS * 1000)})
            yield connection


def _package(connection: sa.Connection, address: DatabaseUrl) -> tuple[DataPackage, list[Problem], list[Problem]]:
    found = _columns(connection, address.schema)
    files = {known.name: f"{address.schema}.{known.name}" for known in TABLES if known.name in found}
    written = {name: [column.name for column in table_schema(name).columns] for name in files}
    descriptor, problems = _descriptor(connection, address, found.get(DESCRIPTOR_TABLE))
    descriptor["resources"] = build_table_resources(written)
    digest = hashlib.sha256(descriptor_bytes(descriptor))
    warnings: list[Problem] = []
    frames: dict[str, pd.DataFrame] = {}
    for name, file in files.items():
        wrong, odd = header_problems(
            [each for each in found[name] if each != ROW_ORDER_COLUMN], table_schema(name), file
        )
        wrong += _unreadable(found[name], table_schema(name), file)
        problems += wrong
        warnings += odd
        if wrong:
            continue
        try:
            with connection.begin_nested():
                frames[name] = _frame(connection, address.schema, table_schema(name), found[name], digest)
        except _TooLargeError as error:
            problems.append(Problem(file, str(error), ProblemKind.FILE_SIZE))
        except UnicodeDecodeError:
            problems.append(Problem(file, "holds bytes that are not UTF-8", ProblemKind.NOT_UTF_8))
        except DBAPIError as error:
            if error.connection_invalidated or connection.closed:
                raise
            problems.append(_database_problem(address, file, error))
    problems += [
        Problem(
            address.schema,
            f"table '{known.name}' is missing: the schema needs a table or view of this name",
            ProblemKind.TABLE_MISSING,
        )
        for known in TABLES
        if known.required and known.name not in files
    ]
    return DataPackage(descriptor, frames, files, digest.hexdigest()[:12]), problems, warnings


def _columns(connection: sa.Connection, schema: str) -> dict[str, Types]:
    """The columns, with their types, of each table and view of the format in a schema."""
    names = [*(known.name for known in TABLES), DESCRIPTOR_TABLE]
    reflected = sa.inspect(connection).get_multi_columns(schema, names, ObjectKind.ANY, ObjectScope.ANY)
    return {name: {each["name"]: each["type"] for each in columns} for (_, name), columns in reflected.items()}


def _descriptor(
    connection: sa.Connection, address: DatabaseUrl, columns: Types | None
) -> tuple[dict[str, Any], list[Problem]]:
    """The descriptor, from the one row of the table `datapackage`, without resources."""
    where = f"{address.schema}.{DESCRIPTOR_TABLE}"
    if columns is None or "descriptor" not in columns:
        message = "needs a column 'descriptor' and one row: a JSON object with the title of the dataset"
        return {}, [Problem(where, message, ProblemKind.DESCRIPTOR_UNREADABLE)]
    stored = sa.func.substr(sa.cast(sa.column("descriptor"), sa.Text), 1, MAX_DESCRIPTOR_BYTES + 1)
    try:
        with connection.begin_nested():
            question = sa.select(stored).select_from(sa.table(DESCRIPTOR_TABLE, schema=address.schema)).limit(2)
            rows = connection.execute(question).all()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return {}, [_database_problem(address, where, error)]
    if len(rows) != 1:
        found = "no row" if not rows else "more than one row"
        return {}, [Problem(where, f"has {found}, but must have one", ProblemKind.DESCRIPTOR_UNREADABLE)]
    content = str(rows[0][0] or "")
    if len(content.encode()) > MAX_DESCRIPTOR_BYTES:
        return {}, [Problem(where, f"is larger than {MAX_DESCRIPTOR_BYTES:,} bytes", ProblemKind.DESCRIPTOR_SIZE)]
    try:
        descriptor = json.loads(content)
    except (ValueError, RecursionError) as error:
        return {}, [Problem(where, f"is not JSON: {error}", ProblemKind.DESCRIPTOR_JSON, column="descriptor")]
    if not isinstance(descriptor, dict):
        return {}, [Problem(where, "is not a JSON object", ProblemKind.DESCRIPTOR_JSON, column="descriptor")]
    descriptor.pop("resources", None)
    return descriptor, value_problems(descriptor, where)


def _unreadable(columns: Types, known: Table, file: str) -> Iterator[Problem]:
    for column in known.columns:
        stored = columns.get(column.name)
        if stored is not None and cell_text_expression(column, stored) is None:
            yield Problem(file, column_type_message(column, stored), ProblemKind.COLUMN_TYPE, column=column.name)
    order = columns.get(ROW_ORDER_COLUMN)
    if order is not None and not isinstance(order, sa.Integer | sa.Numeric | sa.Float):
        yield Problem(
            file,
            f"is of type {type_name(order)}, but must be a number",
            ProblemKind.COLUMN_TYPE,
            column=ROW_ORDER_COLUMN,
        )


class _TooLargeError(Exception):
    """Raised for a table that is larger than the limit."""


def _frame(connection: sa.Connection, schema: str, known: Table, columns: Types, digest: hashlib._Hash) -> pd.DataFrame:
    """The rows of a table in their order, read in batches, so that a large table
    never stands in memory as single Python strings. Adds them to the digest as CSV."""
    header = [column.name for column in known.columns]
    frames: list[pd.DataFrame] = []
    size, count = 0, 0
    lines = csv_lines([header])
    result = connection.execute(_select_rows(schema, known, columns), execution_options={"yield_per": BATCH_ROWS})
    for batch in result.partitions():
        rows = [tuple(row) for row in batch]
        lines += csv_lines(rows)
        digest.update(lines)
        size, count, lines = size + len(lines), count + len(rows), b""
        if size > MAX_FILE_BYTES or count > MAX_ROWS:
            result.close()
            raise _TooLargeError(f"is larger than {MAX_FILE_BYTES:,} bytes as CSV or {MAX_ROWS:,} rows")
        frames.append(pd.DataFrame(rows, columns=header, dtype="str"))
    digest.update(lines)
    return pd.concat(frames or [pd.DataFrame(columns=header, dtype="str")], ignore_index=True)


def _select_rows(schema: str, known: Table, columns: Types) -> sa.Select[*tuple[Any, ...]]:
    """All rows: by `row_order` if there is such a column, then by key, or by all columns where the table has no key."""
    cells = [
        sa.func.coalesce("").label(column.name)
        if column.name not in columns
        else cell_text_expression(column, columns[column.name])
        for column in known.columns
    ]
    key = known.key or tuple(column.name for column in known.columns if column.name in columns)
    order: sa.ColumnElement[Any] = sa.column(ROW_ORDER_COLUMN).nulls_last()
    return (
        sa.select(*(each for each in cells if each is not None))
        .select_from(sa.table(known.name, schema=schema))
        .order_by(*[order] * (ROW_ORDER_COLUMN in columns), *map(sort_expression, key))
    )


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Return the rows as lines of CSV (RFC 4180)."""
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode()


def descriptor_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """Return the bytes of a descriptor as a file would hold them."""
    return (json.dumps(dict(descriptor), ensure_ascii=False, indent=2) + "\n").encode(errors="backslashreplace")


# Problems


def _database_problem(address: DatabaseUrl, where: str, error: SQLAlchemyError) -> Problem:
    """The answer of a database as a problem, without the query and without secrets."""
    origin = getattr(error, "orig", None) or error
    said = getattr(getattr(origin, "diag", None), "message_primary", None)
    reason = address.mask_secrets(" ".join(str(said or origin).split()))[:MAX_REASON_LENGTH]
    match getattr(origin, "sqlstate", None):
        case "57014":
            message = f"was not read: {reason}. A statement may take as long as statement_timeout allows, "
            message += f"or {STATEMENT_TIMEOUT_SECONDS} s where none is set"
            return Problem(where, message, ProblemKind.DATABASE_TIMEOUT)
        case "42501":
            message = f"may not be read: {reason}. Grant the role USAGE on the schema and SELECT on the table"
            return Problem(where, message, ProblemKind.DATABASE_PRIVILEGE)
        case state if isinstance(error, DBAPIError) and state and where != str(address):
            return Problem(where, f"was not read: {reason} ({quote_for_message(state)})", ProblemKind.DATABASE_ERROR)
        case _:
            return Problem(where, f"the database cannot be read: {reason}", ProblemKind.DATABASE_UNREACHABLE)


def is_temporary(report: Report | None) -> bool:
    """True if a problem may go away without a change of the tables: the database is down or slow, or denies this role
    access."""
    return report is not None and any(problem.kind in CONNECTION_PROBLEM_KINDS for problem in report.problems)


def add_keys_to_problems(package: DataPackage, report: Report) -> None:
    """Adds the key of its row to each problem and warning, since rows of a table have no numbers."""
    tables = {file: name for name, file in package.files.items()}

    def with_key(problem: Problem) -> Problem:
        if problem.row is None or problem.file not in tables:
            return problem
        return replace(problem, key=_key(package, tables[problem.file], problem.row - 2))

    report.problems = [with_key(problem) for problem in report.problems]
    report.warnings = [with_key(warning) for warning in report.warnings]


def _key(package: DataPackage, name: str, row: int) -> str:
    names = table_schema(name).key
    cells = package.frames[name].iloc[row]
    return (
        ", ".join(f"{key} {quote_for_message(cells[key])}" for key in names) if all(cells[key] for key in names) else ""
    )


# Changes


def tables_fingerprint(address: DatabaseUrl) -> tuple[tuple[object, ...], ...] | None:
    """A fingerprint of the tables: their columns, and counts and sums of hashes that the server computes. None if the
    database does not answer."""
    try:
        with _transaction(address) as connection:
            found = _columns(connection, address.schema)
            return tuple(_table_fingerprint(connection, address, name, found[name]) for name in sorted(found))
    except (DatabaseUrlError, SQLAlchemyError):
        return None


def _table_fingerprint(
    connection: sa.Connection, address: DatabaseUrl, name: str, columns: Types
) -> tuple[object, ...]:
    wanted = {DESCRIPTOR_TABLE: ["descriptor"]}.get(name) or [
        *(each.name for each in table_schema(name).columns),
        ROW_ORDER_COLUMN,
    ]
    read = [sa.cast(sa.column(each), sa.Text) for each in wanted if each in columns]
    whole = sa.func.sum(sa.func.hashtextextended(sa.cast(sa.func.row(*read), sa.Text), 0))
    question = sa.select(sa.func.count(), whole).select_from(sa.table(name, schema=address.schema))
    hashed = connection.execute(question).one()
    return (name, *columns, *map(type_name, columns.values()), *hashed)
