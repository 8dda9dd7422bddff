"""Every question of `data.statements` answered by plain loops over the tables as read, to compare an engine with."""

import unicodedata
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise

import pandas as pd

from data import Filters
from data import statements as query
from data.statements import FACETS, facet_names
from tests.reading import tables_of

VALUES = {"agree": 2, "partly-agree": 1, "neutral": 0, "partly-disagree": -1, "disagree": -2}


def first_day(date: str) -> str:
    return (date.split("/")[0] + "-01-01")[:10]


def last_day(date: str) -> str:
    # No month ends after the 31st, so that texts compare as days do.
    end = date.split("/")[-1]
    return end + {4: "-12-31", 7: "-31", 10: ""}[len(end)]


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    letters = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").casefold()
    spaced = "".join(
        " " if unicodedata.category(letter)[0] in "PZ" and letter not in "'.," else letter for letter in letters
    )
    return " ".join(word.strip("'.,") for word in spaced.split())


@cache
def statements_of(dataset) -> list[dict]:
    read = tables_of(dataset)
    tables = {
        name: {row["id"]: row for row in read[table].to_dict("records")}
        for name, table in (("party", "parties"), ("issue", "issues"), ("source", "sources"), ("speaker", "speakers"))
    }
    codings = defaultdict(list)
    for coding in read["codings"].to_dict("records") if "codings" in read else []:
        codings[coding["statement"]].append(coding["stance"])
    rows = []
    for row in read["statements"].to_dict("records"):
        others = codings[row["id"]]
        row["coders"] = ("agree" if set(others) == {row["stance"]} else "differ") if others else ""
        row["sure"] = "yes" if (row["coders"], row["checked"]) == ("agree", "page") else "no"
        speaker = tables["speaker"][row["speaker"]]["name"] if row["speaker"] else ""
        fields = (
            row["summary"],
            row["text"],
            row["quote"],
            row["translation"],
            speaker,
            tables["source"][row["source"]]["title"],
        )
        wide = {facet.name: value_of(row, facet.column, tables) for facet in FACETS} | {
            "first": first_day(row["date"]),
            "last": last_day(row["date"]),
            "value": None if row["weight"] else VALUES.get(row["stance"]),
            "found_in": "\n".join(plain(field) for field in fields),
        }
        rows.append(row | wide)
    rows.sort(key=lambda row: (row["first"], row["last"]))
    return [row | {"position": position} for position, row in enumerate(rows)]


def value_of(row: dict, column: str, tables: dict[str, dict[str, dict]]) -> str:
    """The value of a statement in a facet whose entry names this column."""
    reference, _, name = column.partition(".")
    if not name:
        return row[column]
    return tables[reference][row[reference]][name] if row[reference] else ""


def facet_values(row: dict, name: str) -> list[str]:
    """The values of a facet for which a statement counts."""
    if name in ("theme", "group"):
        return row[name].split() or [""]
    return [row[name] or "coded"] if name == "basis" else [row[name]]


def chosen(dataset, filters: Filters) -> list[dict]:
    found = []
    for row in statements_of(dataset):
        facets = all(set(facet_values(row, name)) & set(filters[name]) for name in facet_names() if filters[name])
        since = not filters.since or row["last"] >= first_day(filters.since)
        until = not filters.until or row["first"] <= last_day(filters.until)
        text = all(word in row["found_in"] for word in plain(filters.text).split())
        if facets and since and until and text:
            found.append(row)
    return found


def by_cell(rows: list[dict]) -> dict[tuple[str, str], list[dict]]:
    groups = defaultdict(list)
    for row in rows:
        groups[row["issue"], row["party"]].append(row)
    return groups


def records(frame: pd.DataFrame, *names: str) -> list[tuple]:
    """The rows of some columns, missing values as None."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names]
    return list(zip(*columns, strict=True))


def ids(frame: pd.DataFrame) -> list[str]:
    return frame["id"].tolist()


def latest_of(rows: list[dict], dataset) -> tuple:
    """The newest statement that takes a stand and is no aside, else the newest that is no aside, or the newest of all
    without its stance; and how many statements there are."""
    if not rows:
        return 0, -1, "", None, -1, 0, 0, "", ""
    considered = [row for row in rows if not row["weight"]]
    lead = ([row for row in considered if row["value"] is not None] or considered or rows)[-1]
    stance = lead["stance"] if considered else "in-passing"
    year = int(lead["first"][:4])
    age = max(int(row["first"][:4]) for row in statements_of(dataset)) - year
    place = (len(rows), rows[-1]["position"], stance, lead["value"], lead["position"])
    return *place, year, age, lead["coders"], lead["checked"]


def assert_comparison(dataset, filters):
    passing, expected = by_cell(chosen(dataset, filters)), []
    for cell, everything in by_cell(chosen(dataset, filters.only_cells())).items():
        rows = passing.get(cell, [])
        changes = [(a, b) for a, b in pairwise(line_of(rows)) if a["value"] != b["value"]]
        before, after = changes[-1] if changes else ({"position": -1, "value": 0}, {"position": -1, "value": 0})
        change = (after["position"], before["position"], after["value"] - before["value"])
        expected.append((*cell, len(everything), everything[-1]["position"], *latest_of(rows, dataset), *change))
    latest = ("n", "newest", "stance", "value", "position", "year", "age", "coders", "checked")
    names = ("issue", "party", "total", "newest_of_all", *latest, "changed", "changed_from", "step")
    assert_same(query.comparison_cells(dataset, filters), names, expected)
    expected = [(*cell, *latest_of(rows, dataset)) for cell, rows in passing.items()]
    assert_same(query.latest_stances(dataset, filters), ("issue", "party", *latest), expected)
    value, year = (2 + latest.index(name) for name in ("value", "year"))
    expected = [(*cell[:2], cell[value], cell[year]) for cell in expected if cell[value] is not None]
    assert_same(query.latest_values(dataset, filters), ("issue", "party", "value", "year"), expected)


def assert_stances_without(dataset, filters):
    """The stances that are left without some sources, and the statements on which they rest."""
    rows = chosen(dataset, filters)
    some = sorted(dataset.sources)[::2]
    for without in ([], some, list(dataset.sources)):
        left = by_cell([row for row in rows if row["source"] not in without])
        expected = []
        for cell, own in by_cell(rows).items():
            (*_, stance, _, position), (*_, stance_left, _, position_left) = (
                latest_of(each, dataset)[:5] for each in (own, left.get(cell, []))
            )
            expected.append((*cell, stance, position, stance_left, position_left))
        names = ("issue", "party", "stance", "position", "stance_left", "position_left")
        assert_same(query.stances_without(dataset, filters, without), names, expected)


def assert_same(found: pd.DataFrame, names: tuple[str, ...], expected: list[tuple]) -> None:
    """Assert that a frame has these rows in any order."""
    assert Counter(records(found, *names)) == Counter(expected)


def line_of(rows: list[dict]) -> list[dict]:
    """Return the statements of a cell that take a stand, in order of time. Of one occasion only the last counts."""
    leading = {row["occasion"] or row["id"]: row for row in rows if row["value"] is not None}
    return sorted(leading.values(), key=lambda row: row["position"])


def assert_changes(dataset, filters):
    expected = []
    for cell, rows in by_cell(chosen(dataset, filters)).items():
        for before, after in pairwise(line_of(rows)):
            if before["value"] != after["value"]:
                said = [row[name] for row in (after, before) for name in ("id", "date", "stance", "value")]
                expected.append((after["position"], *cell, *said))
    names = [f"{prefix}{name}" for prefix in ("", "from_") for name in ("id", "date", "stance", "value")]
    count, found = query.stance_changes(dataset, filters, 10_000)
    assert count == len(expected)
    assert records(found, "position", "issue", "party", *names) == sorted(expected)
    assert ids(query.stance_changes(dataset, filters, 2)[1]) == ids(found)[-2:]
    cells = defaultdict(lambda: [0, 0])
    for _, issue, party, *said in expected:
        cells[issue, party][0] += 1
        cells[issue, party][1] += {said[3], said[7]} in ({2, -2}, {2, -1}, {1, -2}, {1, -1})
    counts = query.stance_change_counts(dataset, filters)
    names = ("issue", "party", "changes", "reversals")
    assert_same(counts, names, [(*cell, *numbers) for cell, numbers in cells.items()])


def assert_cells(dataset, filters):
    expected = [row for rows in by_cell(chosen(dataset, filters)).values() for row in rows[-3:]]
    expected.sort(key=lambda row: -row["position"])
    assert_cards(query.newest_statements_of_cells(dataset, filters, 3), expected)


def id_at(dataset, position: int) -> str:
    return statements_of(dataset)[position]["id"]


def assert_cell_statements(dataset, filters):
    """The newest that pass of each cell, and others by their positions, with reports of their occasions."""
    cells = by_cell(chosen(dataset, filters))
    every = chosen(dataset, filters.only_cells())
    places = {row["id"]: place for rows in cells.values() for place, row in enumerate(rows[::-1][:2], start=1)}
    leading = [rows[-1]["position"] for rows in cells.values()]
    others = [row["position"] for row in every[::5]]
    occasions = {row["occasion"] for row in every if row["position"] in leading and is_shared(row, every)} - {""}
    expected = [
        row
        for row in every
        if row["id"] in places or row["position"] in others or (row["occasion"] in occasions and is_shared(row, every))
    ]
    found = query.cell_statements(dataset, filters, 2, leading, others)
    assert_cards(found, expected)
    assert found["place"].tolist() == [places.get(row["id"], 0) for row in expected]


def is_shared(row: dict, rows: list[dict]) -> bool:
    """True if another statement of the same cell reports the same occasion."""
    same = [other for other in rows if all(other[name] == row[name] for name in ("occasion", "issue", "party"))]
    return bool(row["occasion"]) and len(same) > 1


def assert_facets(dataset, filters):
    expected = [
        (name, value, n)
        for name in facet_names()
        for value, n in Counter(
            value for row in chosen(dataset, filters.replace(**{name: ()})) for value in facet_values(row, name)
        ).items()
    ]
    assert_same(query.facet_counts(dataset, filters), ("facet", "value", "n"), expected)


def assert_by_source(dataset, filters):
    rows = chosen(dataset, filters)
    assert query.source_totals(dataset, filters) == Counter(row["source"] for row in rows)
    some = sorted(dataset.sources)[::2]
    expected = Counter((row["source"], row["party"]) for row in rows if row["source"] in some)
    found = query.counts_by_source_and_party(dataset, filters, some)
    assert_same(found, ("source", "party", "n"), [(*key, n) for key, n in expected.items()])


def assert_portions(dataset, filters):
    rows = chosen(dataset, filters)[::-1]
    for start in (0, len(rows) // 3, len(rows) - 1, len(rows), len(rows) + 9):
        total, found = query.page_of_statements(dataset, filters, max(start, 0), 5)
        assert total == len(rows)
        assert ids(found) == [row["id"] for row in rows[max(start, 0) :][:5]]


def assert_answers(dataset, filters):
    everything, rows = statements_of(dataset), chosen(dataset, filters)
    replies = [row for row in everything if row["responds_to"]]
    answered = {row["responds_to"] for row in replies}
    expected = []
    for cell, found in by_cell(rows).items():
        left = [row["id"] for row in found if row["id"] not in answered]
        expected.append((*cell, len(found), len(left), left[-1] if left else ""))
    assert_same(query.unanswered_counts_of_cells(dataset, filters), ("issue", "party", "n", "open", "newest"), expected)
    passing = {row["id"] for row in rows}
    ends = [
        (row["id"], row["responds_to"], row["position"], bool(passing & {row["id"], row["responds_to"]}))
        for row in replies
    ]
    found = query.newest_replies(dataset, filters, 3)
    assert records(found, "id", "responds_to", "position", "passes") == ends[-3:]


def assert_lists(dataset, filters):
    """Lists: the newest, those after a position, by their ids, near one, replies, of an occasion."""
    rows, passing = statements_of(dataset), chosen(dataset, filters)
    assert query.statement_ids(dataset, filters) == {row["id"] for row in passing}
    assert query.newest_ids(dataset, 3) == [row["id"] for row in rows[-3:]]
    for limit in (3, 100):
        after = [row for row in passing if row["position"] > 5]
        assert_cards(query.newest_statements(dataset, filters, limit), passing[-limit:])
        assert_cards(query.statements_after(dataset, filters, 5, limit), after[:limit])
    for row in rows[::40]:
        assert_cards(query.statement_row_by_id(dataset, row["id"]), [row])
    some = [row for row in rows if row["responds_to"] or row["occasion"]][::7]
    assert_cards(query.statement_rows_by_ids(dataset, [row["id"] for row in some[::-1]]), some)
    for row in some:
        cell = by_cell(rows)[row["issue"], row["party"]]
        replies = [other for other in rows if other["responds_to"] == row["responds_to"]]
        reports = [other for other in rows if other["occasion"] == row["occasion"]]
        assert_cards(query.nearest_statements(dataset, row["party"], row["issue"], row["position"], 1), [row])
        assert_cards(query.nearest_statements(dataset, row["party"], row["issue"], 0, len(cell)), cell)
        for limit in (1, 100):
            if row["responds_to"]:
                assert_cards(query.replies_to(dataset, row["responds_to"], limit), replies[:limit])
            if row["occasion"]:
                assert_cards(query.statements_of_occasion(dataset, row["occasion"], limit), reports[:limit])


def assert_totals(dataset):
    """Compare the totals of all statements."""
    by_source = Counter((row["source"], row["party"]) for row in statements_of(dataset))
    by_issue = Counter((row["issue"], row["party"]) for row in statements_of(dataset))
    assert_same(
        query.statement_counts_by_issue(dataset), ("issue", "party", "n"), [(*k, n) for k, n in by_issue.items()]
    )
    assert_same(
        query.statement_counts_by_source(dataset), ("source", "party", "n"), [(*k, n) for k, n in by_source.items()]
    )
    rows = [row | {"year": row["first"][:4]} for row in statements_of(dataset)]
    filled = {name: sum(row[name] != "" for row in rows) for name in ("summary", "text", "quote", "locator", "note")}
    filled["own_words"] = sum(row["quote"] != "" or row["text"] != "" for row in rows)
    filled |= {basis: sum(row["basis"] == basis for row in rows) for basis in ("declared", "vote")}
    filled |= {
        name: sum(row["checked"] == depth for row in rows) for name, depth in (("excerpts", "excerpt"), ("unread", ""))
    }
    filled["no_stand"] = sum(row["stance"] == "no-stand" for row in rows)
    assert query.count_statements_with_fields(dataset) == {"n": len(rows)} | filled
    names = ("year", "kind", "checked")
    expected = Counter((name, row[name], row["party"]) for name in names for row in rows)
    found = query.property_counts(dataset)
    assert_same(found, ("property", "value", "party", "n"), [(*key, n) for key, n in expected.items()])
    pd.testing.assert_frame_equal(query.all_statements(dataset), tables_of(dataset)["statements"])


def assert_cards(found: pd.DataFrame, expected: list[dict]) -> None:
    assert records(found, *query.CARD_COLUMNS) == [tuple(row[name] for name in query.CARD_COLUMNS) for row in expected]


ASSERTIONS = [assert_comparison, assert_cell_statements, assert_changes, assert_cells, assert_facets, assert_by_source]
ASSERTIONS += [assert_portions, assert_answers, assert_stances_without]
