"""Questions about cells: what one party has on record on one issue.

Each question is one SQL text, which DuckDB and Spark both run. A text names its parameters as `$name`; `{cells}`,
`{rows}` and `{where}` are the conditions that the filters become. Spark calls `explode` what DuckDB calls `unnest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from data.model.stance import IN_PASSING
from data.statements.engines.engine import query_filtered_rows

from .filters import Filters
from .lists import CARD_COLUMNS_SQL

if TYPE_CHECKING:
    from data.model.dataset import Dataset

# Of the statements `passing` those whose stances make up the history of a cell: they have a `value`, so that they take
# a stand and are no asides, and of the reports of one occasion only the last one counts. Few share an occasion, so only
# these are compared with one another.
HISTORY_SQL = """
history as (
    select issue, party, position, value from passing where value is not null and not shared
    union all
    select issue, party, position, value from (
        select issue, party, position, value,
            max(position) over (partition by issue, party, occasion) as last_report
        from passing where value is not null and shared) as reports
    where position = last_report)"""

# Each of them with the one before it.
STANCE_STEPS_SQL = f"""{HISTORY_SQL},
steps as (
    select issue, party, position, value,
        lag(value) over cell as from_value, lag(position) over cell as from_position
    from history window cell as (partition by issue, party order by position))"""


# A cell has the stance of the latest statement that takes one and is no aside, else of the latest that is no aside.
def _of_latest(column: str, rows: str = "true", if_aside: str = "") -> str:
    """The SQL of a column of the statement whose stance a cell has, of those that meet the condition `rows`; `if_aside`
    stands in its place where all are asides."""
    taken = f"max_by({column}, position) filter (where {rows} and value is not null)"
    considered = f"max_by({column}, position) filter (where {rows} and weight = '')"
    return f"coalesce({taken}, {considered}, {if_aside or f'max_by({column}, position) filter (where {rows})'})"


CELL_COLUMNS_SQL = f"""
issue, party, count(*) as n, max(position) as newest, {_of_latest("stance", if_aside=f"'{IN_PASSING.id}'")} as stance,
    max_by(value, position) filter (where value is not null) as value, {_of_latest("position")} as position,
    {_of_latest("year")} as year, (select max(year) from statements) - {_of_latest("year")} as age,
    {_of_latest("coders")} as coders, {_of_latest("checked")} as checked"""

LATEST_STANCES_SQL = f"select {CELL_COLUMNS_SQL} from statements where {{where}} group by issue, party"

# A window finds the last row of each cell of a sorted table in half the time of `max_by`.
LATEST_VALUES_SQL = """
select issue, party, value, year from (
    select issue, party, value, year, lead(position) over (partition by issue, party order by position) as later
    from statements where {where} and value is not null) as taken
where later is null"""

# The stances, and those that are left where the statements of some sources are left out.
STANCES_WITHOUT_SOURCES_SQL = f"""
with marked as (
    select issue, party, position, stance, value, weight, source not in (select unnest($without)) as stays
    from statements where {{where}})
select issue, party, {_of_latest("stance", if_aside=f"'{IN_PASSING.id}'")} as stance,
    {_of_latest("position")} as position,
    case when count(*) filter (where stays) = 0 then ''
        else {_of_latest("stance", "stays", f"'{IN_PASSING.id}'")} end as stance_left,
    coalesce({_of_latest("position", "stays")}, -1) as position_left
from marked group by issue, party"""

# The last change of a cell is the first statement after the last one with another value than the latest has. Windows
# would find every change, in half as long again.
COMPARISON_SQL = f"""
with everything as (
    select issue, party, position, stance, weight, value, shared, occasion, year, coders, checked, {{rows}} as passes
    from statements where {{cells}}),
passing as (select * from everything where passes),{HISTORY_SQL},
latest as (select issue, party, max_by(value, position) as latest_value from history group by issue, party),
earlier as (
    select issue, party, max(position) as changed_from,
        max(cast(latest_value as int)) - max_by(cast(value as int), position) as step
    from history join latest using (issue, party) where value <> latest_value group by issue, party),
changes as (
    select issue, party, min(position) as changed, max(changed_from) as changed_from, max(step) as step
    from history join earlier using (issue, party) where position > changed_from group by issue, party),
cells as (
    select issue, party, count(*) as total, max(position) as newest_of_all, count(*) filter (where passes) as n,
        max(position) filter (where passes) as newest,
        max(position) filter (where passes and weight = '') as considered,
        max_by(stance, position) filter (where passes and weight = '') as considered_stance,
        max(position) filter (where passes and value is not null) as taken,
        max_by(stance, position) filter (where passes and value is not null) as stance,
        max_by(value, position) filter (where passes and value is not null) as value,
        {_of_latest("year", "passes")} as year, {_of_latest("coders", "passes")} as coders,
        {_of_latest("checked", "passes")} as checked
    from everything group by issue, party)
select cells.issue, cells.party, total, newest_of_all, n, coalesce(newest, -1) as newest,
    coalesce(stance, considered_stance, case when n > 0 then '{IN_PASSING.id}' else '' end) as stance, value,
    coalesce(taken, considered, newest, -1) as position,
    coalesce(year, 0) as year, coalesce((select max(year) from statements) - year, 0) as age,
    coalesce(coders, '') as coders, coalesce(checked, '') as checked,
    coalesce(changed, -1) as changed, coalesce(changed_from, -1) as changed_from, coalesce(step, 0) as step
from cells left join changes on changes.issue = cells.issue and changes.party = cells.party"""

NEWEST_POSITIONS_SQL = """
select position, place from (
    select position, row_number() over (partition by issue, party order by position desc) as place
    from statements where {where}) as numbered
where place <= $per_cell"""

CELL_STATEMENTS_SQL = f"""
with newest as ({NEWEST_POSITIONS_SQL}),
wanted as (
    select position from newest
    union
    select unnest($positions) as position
    union
    select position from statements where {{cells}} and shared and occasion in (
        select occasion from statements where {{cells}} and shared and position in (select unnest($leading))))
select {CARD_COLUMNS_SQL}, coalesce(place, 0) as place
from statements left join newest using (position)
where {{cells}} and position in (select position from wanted) order by position"""

STANCE_CHANGES_SQL = f"""
with passing as (
    select issue, party, position, value, shared, occasion from statements where {{where}}),{STANCE_STEPS_SQL},
changes as (
    select position, from_position, count(*) over () as total from steps where value <> from_value
    order by position desc limit $limit),
ends as (
    select issue, party, position, id, date, stance, value from statements
    where {{cells}} and position in (select position from changes union select from_position from changes))
select total, after.issue, after.party, after.position, after.id, after.date, after.stance, after.value,
    before.id as from_id, before.date as from_date, before.stance as from_stance, before.value as from_value
from changes
    join ends as after on after.position = changes.position
    join ends as before on before.position = changes.from_position
order by after.position"""

STANCE_CHANGE_COUNTS_SQL = f"""
with passing as (
    select issue, party, position, value, shared, occasion from statements where {{where}}),{STANCE_STEPS_SQL}
select issue, party, count(*) as changes, count(*) filter (where value * from_value < 0) as reversals
from steps where value <> from_value group by issue, party"""

STANCE_HISTORY_SQL = f"""
with passing as (select issue, party, position, value, shared, occasion from statements where {{where}}),{HISTORY_SQL},
newest as (select position from history order by position desc limit $limit)
select issue, party, id, date, first, stance, value, position
from statements where position in (select position from newest) order by position"""

UNANSWERED_ISSUES_SQL = """
select issue, party, count(*) as n, count(*) filter (where not answered) as open,
    coalesce(max_by(id, position) filter (where not answered), '') as newest
from statements where {where} group by issue, party"""


def comparison_cells(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Each party on each issue that the filters choose, with any statement, also one that does not pass: `issue`,
    `party`; `total` and `newest_of_all`, how many statements there are and the position of the newest; `n`, `newest`,
    `stance`, `value`, `position`, `year`, `age`, `coders`, `checked` of those that pass, as in `latest_stances` (0, -1,
    '', missing, -1, 0, 0, '', '' if none does); `changed` and `changed_from`, the positions of the last change of
    stance and of the statement before it (-1 if there is none), and `step`, by how much the value changed."""
    return query_filtered_rows(dataset, COMPARISON_SQL, filters)


def latest_stances(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The stance of each party on each issue: `issue`, `party`; of its statement `stance`, `value`, `position`, `year`,
    `age` (years before the newest statement of the dataset), `coders` and `checked`; and of all statements that pass
    `n`, how many there are, and `newest`, the position of the newest.

    The stance is that of the latest statement that takes one and is no aside. Only where there is none it is that of
    the latest statement that is no aside, with a missing `value`. Where all are asides it is `IN_PASSING`, and
    `position` is that of the newest.
    """
    return query_filtered_rows(dataset, LATEST_STANCES_SQL, filters)


def latest_values(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """The stance of each party on each issue on which it takes one: `issue`, `party`, and of the latest statement that
    takes a stance `value` and `year`. The same values as in `latest_stances`, where a million cells are read."""
    return query_filtered_rows(dataset, LATEST_VALUES_SQL, filters)


def stances_without(dataset: Dataset, filters: Filters, without: Sequence[str]) -> pd.DataFrame:
    """The stances of `latest_stances` and those without the statements of some sources, named by their ids: `issue`,
    `party`, `stance`, `position`, and of what is left `stance_left` and `position_left`, '' and -1 where nothing is."""
    return query_filtered_rows(dataset, STANCES_WITHOUT_SOURCES_SQL, filters, without=list(without))


def cell_statements(
    dataset: Dataset, filters: Filters, per_cell: int, leading: Sequence[int], positions: Sequence[int]
) -> pd.DataFrame:
    """The statements that a page shows of some cells, oldest first, columns `CARD_COLUMNS` and `place`: the newest
    `per_cell` of each cell that pass, whose `place` counts from 1, the newest; and, with `place` 0, those at the
    positions `leading` and `positions`, and all reports of the occasions of `leading`, that are not among these."""
    parameters = {"per_cell": per_cell, "leading": list(leading), "positions": [*leading, *positions]}
    return query_filtered_rows(dataset, CELL_STATEMENTS_SQL, filters, **parameters)


def newest_statements_of_cells(dataset: Dataset, filters: Filters, per_cell: int) -> pd.DataFrame:
    """The newest `per_cell` statements of each party on each issue, newest first: columns `CARD_COLUMNS`."""
    newest = f"select position from ({NEWEST_POSITIONS_SQL}) as newest"
    text = (
        f"select {CARD_COLUMNS_SQL} from statements where {{where}} and position in ({newest}) order by position desc"
    )
    return query_filtered_rows(dataset, text, filters, per_cell=per_cell)


def stance_changes(dataset: Dataset, filters: Filters, limit: int) -> tuple[int, pd.DataFrame]:
    """The number of changes of a party's stance on an issue, and the newest `limit` of them in order of time:
    `issue`, `party`, `position`, `id`, `date`, `stance`, `value`, and the same four of the statement before as
    `from_id`, `from_date`, `from_stance`, `from_value`.

    Of the reports of one occasion only the one that stands last in the dataset counts: that two sources report one
    utterance differently is no change.
    """
    rows = query_filtered_rows(dataset, STANCE_CHANGES_SQL, filters, limit=limit)
    return int(rows["total"].iloc[0]) if len(rows) else 0, rows.drop(columns="total")


def stance_change_counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Each party on each issue on which its stance changed: `issue`, `party`, `changes`, how often, and `reversals`,
    how many of these cross neutral, as `data.model.stance.is_reversal` says."""
    return query_filtered_rows(dataset, STANCE_CHANGE_COUNTS_SQL, filters)


def stance_history(dataset: Dataset, filters: Filters, limit: int) -> pd.DataFrame:
    """The stances of each party on each issue in order of time, the newest `limit`: `issue`, `party`, `id`, `date`,
    `first`, `stance`, `value`, `position`. The statements are those that count in `stance_changes`."""
    return query_filtered_rows(dataset, STANCE_HISTORY_SQL, filters, limit=limit)


def unanswered_counts_of_cells(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Each party on each issue: `n`, how many statements pass, `open`, how many of them no statement answers, and
    `newest`, the id of the newest of these, '' if there is none."""
    return query_filtered_rows(dataset, UNANSWERED_ISSUES_SQL, filters)
