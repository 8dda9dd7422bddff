"""Statements in time: a row for each issue and party, a mark for each statement."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.parts.cards import Card
from components.theme.tokens import CHART_FONT_SIZES, LIGHT_COLOURS, STANCE_COLOURS
from data import STANCES, Event, Issue, Party, date_span
from data.translation import gettext, ngettext

from .chart import Chart, escape_for_plotly, store_narrow_layout, time_axis_range
from .event_axis import add_events, events_within
from .timeline_texts import alternative_text, hover_text, screen_reader_text, timeline_table_row

STANCE_SYMBOLS = {
    "agree": "triangle-up",
    "partly-agree": "triangle-up-open",
    "neutral": "circle",
    "partly-disagree": "triangle-down-open",
    "disagree": "triangle-down",
    "no-stand": "x-thin-open",
}
# The most issues of one chart: those with most statements.
MAX_ISSUES = 40
# Heights in pixels, which are the units of the vertical axis: of a party's row, and of an issue's name with the room
# around it.
ROW_HEIGHT, NAME_HEIGHT = 15, 26
# Above the rows: the key, which takes more lines on a narrow screen, and the numbers of events.
TOP_MARGIN, NARROW_TOP_MARGIN, BOTTOM_MARGIN = 64, 112, 44
# A line fades in steps within so many years after the last statement.
YEARS_UNTIL_FADED = 3
LINE_OPACITY, FADE_OPACITIES = 0.8, (0.4, 0.22, 0.1)


def timeline_chart(
    cards: Sequence[Card],
    parties: Sequence[Party],
    events: Sequence[Event],
    *,
    issues: Sequence[Issue],
    link: Callable[[str], str],
    title: str,
    credit: str,
) -> Chart:
    """A chart of statements and the events of the same time, in the order of `issues`. An event has its number in
    `events` as its label. `link` gives the address of a statement by its id."""
    counts = Counter(card.issue for card in cards)
    drawn = {issue for issue, _ in counts.most_common(MAX_ISSUES)}
    rows = [issue for issue in issues if issue.id in drawn]
    own = [card for card in cards if card.issue in drawn]
    names = {issue.id: issue.name for issue in rows}
    frame = timeline_frame(own, rows, parties, link)
    shown = events_within(frame, events)
    return Chart(
        figure=timeline_figure(frame, rows, parties, shown),
        id="timeline",
        title=title,
        alt=alternative_text(own, parties, shown),
        columns=(
            gettext("Date"),
            gettext("Party"),
            gettext("Speaker"),
            gettext("Issue"),
            gettext("Stance"),
            gettext("Summary"),
        ),
        rows=[timeline_table_row(card, link, names.__getitem__) for card in reversed(own)],
        credit=credit,
        note=_note(len(counts) - len(drawn)),
        parties=parties,
    )


def _note(left_out: int) -> str:
    text = gettext(
        "Each mark is a statement; its shape and colour are the answer to the proposition. A line fades within "
        "{years} years after the last statement. Numbers stand for the events below.",
        years=YEARS_UNTIL_FADED,
    )
    if not left_out:
        return text
    more = ngettext(
        "{num} issue with fewer statements is left out.",
        "{num} issues with fewer statements are left out.",
        left_out,
    )
    return f"{text} {more}"


def timeline_frame(
    cards: Sequence[Card], issues: Sequence[Issue], parties: Sequence[Party], link: Callable[[str], str]
) -> pd.DataFrame:
    """One record for each statement.

    Columns: `first` and `last` (the days that the date covers), `middle` (between them), `issue`, `party` and `stance`
    (ids), `height` (of its row), `word` (the answer), `href` (where the statement is shown), `text` (read aloud),
    `hover` (shown over the mark, as markup).
    """
    spans = [date_span(card.date) for card in cards]
    by_id, heights = {issue.id: issue for issue in issues}, _row_heights(issues, parties)
    return pd.DataFrame(
        {
            "first": pd.Series([span.first for span in spans], dtype=object),
            "last": pd.Series([span.last for span in spans], dtype=object),
            "middle": pd.Series([span.first + (span.last - span.first) / 2 for span in spans], dtype=object),
            "issue": [card.issue for card in cards],
            "party": [card.party.id for card in cards],
            "stance": [card.stance.id for card in cards],
            "height": [heights[card.issue, card.party.id] for card in cards],
            "word": [card.stance.word for card in cards],
            "href": [link(card.id) for card in cards],
            "text": [screen_reader_text(card, by_id[card.issue]) for card in cards],
            "hover": [hover_text(card, by_id[card.issue]) for card in cards],
        }
    )


def _row_heights(issues: Sequence[Issue], parties: Sequence[Party]) -> dict[tuple[str, str], int]:
    """The height of the row of each issue and party, downwards from 0."""
    band = NAME_HEIGHT + ROW_HEIGHT * len(parties)
    return {
        (issue.id, party.id): -(number * band + NAME_HEIGHT + place * ROW_HEIGHT)
        for number, issue in enumerate(issues)
        for place, party in enumerate(parties)
    }


def timeline_figure(
    frame: pd.DataFrame, issues: Sequence[Issue], parties: Sequence[Party], events: Sequence[tuple[int, Event]]
) -> go.Figure:
    """The figure for the columns of `timeline_frame`: shape and colour of a mark say the stance, a bar the days that an
    imprecise date covers. Events, each with its number, are dotted lines across all rows."""
    heights = _row_heights(issues, parties)
    until = frame["last"].max() if len(frame) else dt.date(2000, 1, 1)
    by_stance = dict(iter(frame.groupby("stance")))
    marks = [_mark_trace(stance.id, by_stance[stance.id]) for stance in STANCES if stance.id in by_stance]
    imprecise = frame[frame["first"] != frame["last"]]
    lines = [line for party in parties for line in _party_lines(party, frame[frame["party"] == party.id], until)]
    rows = (NAME_HEIGHT + ROW_HEIGHT * len(parties)) * len(issues)
    layout = {
        "height": rows + TOP_MARGIN + BOTTOM_MARGIN,
        "showlegend": True,
        "legend": {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "xanchor": "left"},
        "margin": {"t": TOP_MARGIN, "b": BOTTOM_MARGIN},
        "annotations": _issue_names(issues, heights, parties, with_proposition=True),
        "yaxis": {
            "tickvals": list(heights.values()),
            "ticktext": [escape_for_plotly(party.short_name) for _ in issues for party in parties],
            "tickfont": {"size": CHART_FONT_SIZES["event"]},
            "range": [-rows, 0],
            "showgrid": False,
        },
    }
    figure = go.Figure([*lines, *([_span_trace(imprecise)] if len(imprecise) else []), *marks], layout)
    narrow: dict[str, object] = {
        "height": rows + NARROW_TOP_MARGIN + BOTTOM_MARGIN,
        "margin": {"t": NARROW_TOP_MARGIN},
        "annotations": _issue_names(issues, heights, parties, with_proposition=False),
    }
    if len(frame):
        figure.update_xaxes(range=time_axis_range(frame["first"].min(), frame["last"].max()))
    if events:
        add_events(figure, events, narrow)
    store_narrow_layout(figure, **narrow)
    return figure


def _issue_names(
    issues: Sequence[Issue], heights: dict[tuple[str, str], int], parties: Sequence[Party], *, with_proposition: bool
) -> list[dict[str, object]]:
    """The name of each issue above its rows, with its proposition where there is room."""
    place = {"x": 0, "xref": "x domain", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "borderpad": 0}
    style = {"font": {"size": CHART_FONT_SIZES["name"]}, "bgcolor": LIGHT_COLOURS["paper"]}
    return [
        {
            "text": f"<b>{escape_for_plotly(issue.name[:60])}</b>"
            + (f"  {escape_for_plotly(issue.proposition[:110])}" if with_proposition else ""),
            "y": heights[issue.id, parties[0].id] + ROW_HEIGHT // 2,
            **place,
            **style,
        }
        for issue in issues
    ]


def last_day(cards: Sequence[Card]) -> dt.date:
    """The last day that any of the statements covers; the first of 2000 without any."""
    return max((date_span(card.date).last for card in cards), default=dt.date(2000, 1, 1))


def _party_lines(party: Party, frame: pd.DataFrame, until: dt.date) -> Iterator[dict[str, object]]:
    """The traces of a party's lines: in each row from its first statement to its last, and fading from there on."""
    rows = frame.groupby("height", as_index=False)["middle"].agg(["min", "max"])
    ends: list[tuple[int, dt.date, dt.date]] = list(rows.itertuples(index=False, name=None))
    if ends:
        yield _segment_trace(party, ends, LINE_OPACITY)
    for number, opacity in enumerate(FADE_OPACITIES):
        begin, end = (365 * YEARS_UNTIL_FADED * step // len(FADE_OPACITIES) for step in (number, number + 1))
        fading = [
            (height, _days_after(last, begin, until), _days_after(last, end, until))
            for height, _, last in ends
            if _days_after(last, begin, until) < until
        ]
        if fading:
            yield _segment_trace(party, fading, opacity)


def _days_after(day: dt.date, days: int, until: dt.date) -> dt.date:
    """The day so many days later, `until` at the latest."""
    return dt.date.fromordinal(min(day.toordinal() + days, until.toordinal()))


def _segment_trace(party: Party, ends: Sequence[tuple[int, dt.date, dt.date]], opacity: float) -> dict[str, object]:
    """A trace of horizontal lines, each by its height and its two ends."""
    return {
        "name": party.short_name,
        "x": [day for _, first, last in ends for day in (first, last, None)],
        "y": [place for height, _, _ in ends for place in (height, height, None)],
        "mode": "lines",
        "line": {"color": party.colour, "width": 3},
        "opacity": opacity,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _span_trace(frame: pd.DataFrame) -> dict[str, object]:
    """The trace of the days that imprecise dates cover, as bars behind the marks."""
    return {
        "name": "spans",
        "x": [day for first, last in zip(frame["first"], frame["last"], strict=True) for day in (first, last, None)],
        "y": [place for height in frame["height"] for place in (height, height, None)],
        "mode": "lines",
        "line": {"color": LIGHT_COLOURS["soft"], "width": 5},
        "opacity": 0.35,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _mark_trace(stance: str, frame: pd.DataFrame) -> dict[str, object]:
    """The trace of the statements of one stance."""
    colour = STANCE_COLOURS[stance]
    return {
        "name": frame["word"].iloc[0],
        "meta": stance,
        "x": frame["middle"].tolist(),
        "y": frame["height"].tolist(),
        "mode": "markers",
        "marker": {
            "symbol": STANCE_SYMBOLS[stance],
            "size": 10,
            "color": colour,
            "line": {"color": colour, "width": 2},
        },
        "hoverinfo": "text",
        "hovertext": frame["hover"].tolist(),
        "customdata": frame[["href", "text"]].to_numpy().tolist(),
    }
