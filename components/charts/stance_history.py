"""One issue over time: each party's stance as steps, and below it the distance between the parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.parts.stance_history import StanceHistory
from components.theme.tokens import CHART_FONT_SIZES, CHART_SHADE, LIGHT_COLOURS
from data import DISTANCES, Stance
from data.translation import gettext

from .chart import Chart, ChartTableRow, escape_for_plotly, store_narrow_layout, time_axis_range

# In steps of the scale: about eight pixels between two parties, and all within one step.
LANE_HEIGHT, MAX_LANES_HEIGHT = 0.2, 0.7


def stance_history_chart(history: StanceHistory, *, link: Callable[[str], str], until: dt.date, credit: str) -> Chart:
    """A chart of the stances and distances on one issue; `link` says where a statement is shown."""
    steps = stance_history_frame(history, link)
    distances = pd.DataFrame([(gap.day, gap.value) for gap in history.gaps], columns=["day", "value"])
    return Chart(
        figure=stance_history_figure(steps, distances, history.scale, until=until),
        id=f"course-{history.issue.id}",
        title=history.issue.name,
        alt=_alternative_text(history),
        columns=(gettext("From"), gettext("Party"), gettext("Stance"), gettext("Distance from then on")),
        rows=_table_rows(history, link),
        credit=credit,
        note=gettext(
            "Above: each party's stance from its first statement on, dotted after the last. "
            "Below: how far apart they are, from 0, the same."
        ),
        parties=[party for party, _ in history.lanes],
    )


def stance_history_frame(history: StanceHistory, link: Callable[[str], str]) -> pd.DataFrame:
    """One record for each step of a party, in order of parties and time.

    Columns: `day` (from then on), `party` (id), `name`, `colour`, `value` (of the stance), `href` (where the statement
    is shown), `text` (read aloud).
    """
    records = [
        {
            "day": step.day,
            "party": party.id,
            "name": party.short_name,
            "colour": party.colour,
            "value": step.value,
            "href": link(step.statement),
            "text": f"{party.short_name}, {step.date_label}: {step.stance.word}",
        }
        for party, steps in history.lanes
        for step in steps
    ]
    return pd.DataFrame(records)


def stance_history_figure(
    steps: pd.DataFrame, distances: pd.DataFrame, scale: Sequence[Stance], *, until: dt.date
) -> go.Figure:
    """The figure for the columns of `stance_history_frame` and, below it, of distances by `day` and `value`, all up to
    the day `until`. `scale` words the vertical axis."""
    # Side by side: of two lines at the same height one would hide the other.
    lanes = list(dict.fromkeys(steps["party"]))
    height = min(LANE_HEIGHT, MAX_LANES_HEIGHT / len(lanes))
    offsets = {party: ((len(lanes) - 1) / 2 - number) * height for number, party in enumerate(lanes)}
    steps = steps.assign(value=steps["value"] + steps["party"].map(offsets).astype(float))
    parties = list(steps.groupby("party", sort=False))
    traces = [_stances(str(party), own) for party, own in parties]
    traces += [_since_last(own, until) for _, own in parties]
    if len(distances):
        traces.append(_distances(distances, until))
    layout = {
        "height": 330,
        "annotations": [_party_name(own.iloc[-1], until, above=number == 0) for number, (_, own) in enumerate(parties)],
        "margin": {"l": 8, "r": 90, "t": 12, "b": 36},
        "yaxis": {
            "tickvals": [stance.value for stance in scale],
            "ticktext": [stance.word for stance in scale],
            "range": [-2.4, 2.4],
            "domain": [0.34, 1],
        },
        "yaxis2": {
            "domain": [0, 0.22],
            "showline": False,
            "range": [0, 4.2],
            "tickvals": [0, 2, 4],
            "ticktext": [DISTANCES[value].label for value in (0, 2, 4)],
            "tickfont": {"size": CHART_FONT_SIZES["name"]},
        },
    }
    figure = go.Figure(traces, layout)
    # Plotly's own range may end after the year 9999, the last that it draws.
    figure.update_xaxes(range=time_axis_range(steps["day"].min(), until))
    # There is no room for names at the right end; the table has them.
    store_narrow_layout(figure, annotations=[], margin={"r": 12})
    return figure


def _stances(party: str, frame: pd.DataFrame) -> dict[str, object]:
    """The trace of a party's stance from its first statement to its last."""
    colour = frame["colour"].iloc[0]
    return {
        "name": party,
        "x": frame["day"].tolist(),
        "y": frame["value"].tolist(),
        "mode": "lines+markers",
        "line": {"shape": "hv", "color": colour, "width": 2.5},
        "marker": {"size": 8, "color": colour},
        "hoverinfo": "text",
        "hovertext": frame["text"].map(escape_for_plotly).tolist(),
        "customdata": frame[["href", "text"]].to_numpy().tolist(),
    }


def _since_last(frame: pd.DataFrame, until: dt.date) -> dict[str, object]:
    """Return the faint trace after a party's last statement, where nothing newer is on record."""
    last = frame.iloc[-1]
    return {
        "x": [last["day"], until],
        "y": [float(last["value"])] * 2,
        "mode": "lines",
        "line": {"color": last["colour"], "width": 2, "dash": "dot"},
        "opacity": 0.4,
        "hoverinfo": "skip",
    }


def _party_name(step: pd.Series, until: dt.date, above: bool) -> dict[str, object]:
    """The party's name beside its last stance, a little above or below its line."""
    place = {"x": until, "xanchor": "left", "xshift": 6, "y": float(step["value"]), "yshift": 8 if above else -8}
    return {"text": f"<b>{escape_for_plotly(step['name'])}</b>", "font": {"color": step["colour"]}, **place}


def _distances(frame: pd.DataFrame, until: dt.date) -> dict[str, object]:
    """The trace of the distance, as steps below."""
    return {
        "name": gettext("distance"),
        "x": [*frame["day"], until],
        "y": [*frame["value"].tolist(), int(frame["value"].iloc[-1])],
        "yaxis": "y2",
        "mode": "lines",
        "line": {"shape": "hv", "color": LIGHT_COLOURS["ink"], "width": 1.5},
        "fill": "tozeroy",
        "fillcolor": CHART_SHADE,
        "hoverinfo": "skip",
    }


def _table_rows(history: StanceHistory, link: Callable[[str], str]) -> list[ChartTableRow]:
    steps = sorted(((step, party) for party, own in history.lanes for step in own), key=lambda pair: pair[0].day)
    rows = []
    for step, party in steps:
        gaps = [gap for gap in history.gaps if gap.day <= step.day]
        apart = DISTANCES[gaps[-1].value].label if gaps else gettext("only one has taken a stand")
        rows.append(ChartTableRow((step.date_label, party.short_name, step.stance.word, apart), link(step.statement)))
    return rows


def _alternative_text(history: StanceHistory) -> str:
    parts = [
        f"{party.short_name}: {steps[0].stance.word} ({steps[0].date_label})"
        + (
            gettext(", most recently {stance} ({date})", stance=steps[-1].stance.word, date=steps[-1].date_label)
            if len(steps) > 1
            else ""
        )
        for party, steps in history.lanes
    ]
    text = f"{history.issue.proposition} {'; '.join(parts)}."
    if not history.gaps:
        return text
    distance = DISTANCES[history.gaps[-1].value].label.lower()
    return f"{text} {gettext('Now: {distance}.', distance=distance)}"
