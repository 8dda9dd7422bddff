"""The board in Dash: dropdowns, one callback, pandas."""

from __future__ import annotations

import argparse
from urllib.parse import parse_qs

import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from benchmarks.peers.frames import ORDERS, STANCES, TIMELINE_MOST, Choice, board, narrowed, read

DATA = read()
app = Dash(__name__, title="Positions")
app.layout = html.Div(
    [
        dcc.Location(id="url"),
        dcc.Dropdown(DATA.parties, list(DATA.parties)[:2], multi=True, id="party"),
        dcc.Dropdown(list(STANCES), [], multi=True, id="stance"),
        dcc.Dropdown([str(year) for year in range(1990, 2027)], None, id="since"),
        dcc.Input(id="text", debounce=True, value=""),
        dcc.Dropdown(list(ORDERS), "listed", id="order"),
        html.Div(id="content"),
    ]
)


def compare(choice: Choice, order: str) -> list[Component]:
    """Issues down, parties across."""
    found = narrowed(DATA, choice)
    made: list[Component] = [html.H1("Positions side by side"), html.P(f"{len(found):,} statements")]
    for issue, by_party in board(DATA, found, order):
        cells: list[Component] = []
        for party in choice.party:
            one = by_party.get(party)
            if one is None:
                cells.append(html.Div(html.Em("Nothing on record")))
                continue
            about = f"{DATA.speakers.get(one.speaker, '')}, {one.date}. {DATA.sources[one.source]}, {one.locator} · "
            cells.append(
                html.Div(
                    [
                        html.P([f"{DATA.parties[party]}: ", html.Strong(one.stance)]),
                        html.P(one.summary),
                        html.Small([about, dcc.Link("open", href=f"/statement?id={one.id}")]),
                    ],
                    style={"flex": "1"},
                )
            )
        made.append(
            html.Div([html.H3(DATA.issues[issue]), html.Div(cells, style={"display": "flex"})], className="row")
        )
    return made


def timeline(choice: Choice) -> list[Component]:
    """The newest statements in time."""
    found = narrowed(DATA, choice).tail(TIMELINE_MOST)
    drawn = found.assign(party=found["party"].map(DATA.parties), issue=found["issue"].map(DATA.issues))
    hover = ["issue", "summary", "date"]
    return [
        html.H1("In time"),
        dcc.Graph(figure=px.scatter(drawn, x="first", y="party", color="stance", hover_data=hover)),
    ]


def statement(identity: str) -> list[Component]:
    """One statement, and what its party said on the issue."""
    every = DATA.statements
    rows = every[every["id"] == identity]
    if rows.empty:
        return [html.P("There is no such statement.")]
    one = rows.iloc[0]
    same = every[(every["party"] == one["party"]) & (every["issue"] == one["issue"])].tail(60)
    listed = same[["date", "stance", "summary"]].itertuples(index=False)
    return [
        html.H1(DATA.issues[one["issue"]]),
        html.P([f"{DATA.parties[one['party']]}: ", html.Strong(one["stance"]), f", {one['date']}"]),
        html.P(one["summary"]),
        html.Small(f"{DATA.speakers.get(one['speaker'], '')}. {DATA.sources[one['source']]}, {one['locator']}"),
        html.Table([html.Tr([html.Td(cell) for cell in row]) for row in listed]),
    ]


@app.callback(
    Output("content", "children"),
    Input("url", "pathname"),
    Input("url", "search"),
    Input("party", "value"),
    Input("stance", "value"),
    Input("since", "value"),
    Input("text", "value"),
    Input("order", "value"),
)
def shown(  # noqa: D103
    path: str,
    search: str,
    party: list[str],
    stance: list[str],
    since: str | None,
    text: str | None,
    order: str,
) -> list[Component]:
    if path == "/statement":
        return statement(parse_qs(search.lstrip("?")).get("id", [""])[0])
    choice = Choice(tuple(party), tuple(stance or ()), since or "", text or "")
    return timeline(choice) if path == "/timeline" else compare(choice, order)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    app.run(host="127.0.0.1", port=parser.parse_args().port, debug=False)
