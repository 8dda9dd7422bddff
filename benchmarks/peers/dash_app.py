"""The comparison in Dash: dropdowns, one callback, pandas."""

import sys

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from benchmarks.peers.frames import STANCES, YEARS, compare, filter_statements, read

STATEMENTS, NAMES = read()
app = Dash(__name__, title="Positions")
app.layout = html.Div(
    [
        dcc.Dropdown(NAMES, list(NAMES)[:2], multi=True, id="party"),
        dcc.Dropdown(list(STANCES), [], multi=True, id="stance"),
        dcc.Dropdown(YEARS, "", id="from"),
        dcc.Input(id="q", debounce=True, value=""),
        html.Div(id="content"),
    ]
)


@app.callback(Output("content", "children"), *(Input(name, "value") for name in ("party", "stance", "from", "q")))
def comparison(party: list[str], stance: list[str], since: str, text: str) -> list[Component]:
    """Return the comparison as a table of issues by parties."""
    rows = filter_statements(STATEMENTS, party, stance, since, text)
    parts: list[Component] = [html.H1("Positions side by side"), html.P(f"{len(rows):,} statements")]
    for issue, by_party in compare(rows):
        cells: list[Component] = []
        for id_ in party:
            cell: list[Component] = [html.Em("Nothing on record")]
            if one := by_party.get(id_):
                cell = [html.P([f"{NAMES[id_]}: ", html.Strong(one.stance)]), html.P(one.summary)]
                cell.append(html.Small(f"{one.date}. {one.source}, {one.locator}"))
            cells.append(html.Div(cell, style={"flex": "1"}))
        parts.append(html.Div([html.H3(issue), html.Div(cells, style={"display": "flex"})]))
    return parts


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
