"""Statements in time, one lane a party; and the course of stances as steps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from components.parts.cards import Card
from components.parts.stance_history import DistancePoint as Gap
from components.parts.stance_history import StanceHistory as Course
from components.parts.stance_history import StancePoint as Step
from data import DISTANCES, STANCES, Event, Party, Stance, date_span

from .frame import INK, RULE, SOFT, STANCE_COLOURS, Chart, ChartRow, Described, note, plain, plot, scatter

__all__ = ["course_chart", "last_day", "timeline"]

SYMBOLS = {
    "agree": "triangle-up",
    "partly-agree": "triangle-up-open",
    "neutral": "circle",
    "partly-disagree": "triangle-down-open",
    "disagree": "triangle-down",
    "no-stand": "x-thin-open",
}
# A lane holds the five steps of the scale, one line for statements that take no
# stand, and room to the next.
LANE = 8
NO_STAND = -3.4
LANE_HEIGHT = 150
# From here on statements of one stance stand on three lines.
CROWD = 80
# Labels of events need this part of the width each; on a narrow screen `charts.js` leaves more of them out.
LABEL_ROOM = 0.03
LABEL_LENGTH = 34
# Up to sixty letters to a blank or the end, or sixty of a longer word. `textwrap` takes ten times as long, which for a
# thousand statements is a third of the chart.
HOVER_LINE = re.compile(r"\S.{0,59}(?: |$)|\S{60}")
# By so many degrees they rise.
LABEL_LEAN = 40


def timeline(
    cards: Sequence[Card],
    parties: Sequence[Party],
    events: Sequence[Event],
    *,
    link: Callable[[str], str],
    issue_name: Callable[[str], str],
    title: str,
    credit: str,
) -> Chart:
    """The statements as marks: height and shape and colour say the stance, a bar
    the days that an imprecise date covers. Events are rules across all lanes."""
    days = [day for card in cards for day in (date_span(card.date).first, date_span(card.date).last)]
    shown = [event for event in events if days and min(days) <= date_span(event.date).first <= max(days)]
    made = plot(height=120 + LANE_HEIGHT * len(parties) + (106 if shown else 0))
    base = {party.id: -LANE * number for number, party in enumerate(parties)}
    heights = {card.id: _height(card, base, len(cards) > CROWD) for card in cards}
    traces = [_spans(cards, heights), *(_marks(step, cards, heights, link, issue_name) for step in STANCES)]
    made.traces.extend(trace for trace in traces if trace["x"])
    made.layout.update(
        shapes=[*_lanes(base), *_rules(shown)],
        annotations=_labels(shown, days),
        margin={"l": 8, "r": 16, "t": 130 if shown else 24, "b": 36},
    )
    if days:
        first, last = min(days).toordinal(), max(days).toordinal()
        room = (last - first) // 40 + 20
        ends = max(1, first - room), min(dt.date.max.toordinal(), last + room)
        made.set_axis("xaxis", range=[dt.date.fromordinal(end).isoformat() for end in ends])
    made.set_axis(
        "yaxis",
        tickvals=[base[party.id] + value for party in parties for value in (2, 0, -2)],
        ticktext=[text for party in parties for text in ("agrees", f"<b>{plain(party.short_name)}</b>", "disagrees")],
        range=[-LANE * (len(parties) - 1) - 4.6, 3.4],
        showgrid=False,
    )
    return Chart(
        plot=made,
        id="timeline",
        title=title,
        alt=_words(cards, parties, shown),
        columns=("Date", "Party", "Speaker", "Issue", "Stance", "Summary"),
        rows=[_table_row(card, link, issue_name) for card in reversed(cards)],
        credit=credit,
        note="Height within a lane is the stance, not a quantity. A cross below a lane takes no stand.",
        parties=parties,
    )


def _middle(date: str) -> str:
    span = date_span(date)
    return (span.first + (span.last - span.first) / 2).isoformat()


def _height(card: Card, base: dict[str, int], crowded: bool) -> float:
    """Where a statement stands in its lane; in a crowd, neighbours stand a little
    above and below each other."""
    spread = (card.position % 3 - 1) * 0.24 if crowded else 0
    return base[card.party.id] + (NO_STAND if card.stance.value is None else card.stance.value) + spread


def _spans(cards: Sequence[Card], heights: Mapping[str, float]) -> Described:
    """The days that an imprecise date covers, as bars behind the marks."""
    spans = [(date_span(card.date), heights[card.id]) for card in cards]
    wide = [(span, height) for span, height in spans if span.first != span.last]
    x = [day and day.isoformat() for span, _ in wide for day in (span.first, span.last, None)]
    y = [place for _, height in wide for place in (height, height, None)]
    return scatter(x, y, "lines", name="spans", line={"color": SOFT, "width": 5}, opacity=0.35)


def _marks(
    step: Stance,
    cards: Sequence[Card],
    heights: Mapping[str, float],
    link: Callable[[str], str],
    issue_name: Callable[[str], str],
) -> Described:
    """The statements of one stance."""
    colour, own = STANCE_COLOURS[step.id], [card for card in cards if card.stance.id == step.id]
    return scatter(
        [_middle(card.date) for card in own],
        [heights[card.id] for card in own],
        "markers",
        name=step.id,
        marker={"symbol": SYMBOLS[step.id], "size": 12, "color": colour, "line": {"color": colour, "width": 2}},
        customdata=[[link(card.id), _told(card, issue_name)] for card in own],
        hovertext=[_hover(card, issue_name) for card in own],
    )


def _table_row(card: Card, link: Callable[[str], str], issue_name: Callable[[str], str]) -> ChartRow:
    issue, stance = issue_name(card.issue), card.stance.label
    return ChartRow((card.date_label, card.party.short_name, card.said_by, issue, stance, card.summary), link(card.id))


def _told(card: Card, issue_name: Callable[[str], str]) -> str:
    return (
        f"{card.date_label}, {card.party.short_name}, {card.said_by} on {issue_name(card.issue)}: "
        f"{card.stance.label}. {card.summary}"
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in HOVER_LINE.findall(" ".join(text.split()))]


def _hover(card: Card, issue_name: Callable[[str], str]) -> str:
    """The card in short: who, when, stance, what, quote, source."""
    lines = [
        f"<b>{plain(card.said_by[:80])}</b>, {plain(card.date_label)}",
        f"{plain(issue_name(card.issue)[:80])}: <b>{plain(card.stance.label)}</b>",
        *(plain(line) for line in _lines(card.summary[:300])),
    ]
    if card.quote:
        lines += [f"<i>{plain(line)}</i>" for line in _lines(f"“{card.quote[:200]}”")]
    return "<br>".join([*lines, plain((card.source.publisher or card.source.title)[:80])])


def _lanes(base: dict[str, int]) -> list[Described]:
    """Thin lines for both ends and the middle of the scale in each lane."""
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    return [
        {**rule, "y0": place + value, "y1": place + value, "line": {"color": RULE, "width": 2 if value == 0 else 1}}
        for place in base.values()
        for value in (2, 1, 0, -1, -2)
    ]


def _rules(events: Sequence[Event]) -> list[Described]:
    line = {"color": SOFT, "width": 1, "dash": "dot"}
    rule = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": line, "layer": "below"}
    return [{**rule, "x0": day, "x1": day} for day in (_middle(event.date) for event in events)]


def _labels(events: Sequence[Event], days: Sequence[dt.date]) -> list[Described]:
    """The events' names on top of their rules, as far as there is room; all of
    them stand in the list below the chart."""
    if not days:
        return []
    whole = max((max(days) - min(days)).days, 1)
    labels: list[Described] = []
    last: dt.date | None = None
    for event in sorted(events, key=lambda event: date_span(event.date).first):
        day = date_span(event.date).first
        if last and (day - last).days < LABEL_ROOM * whole:
            continue
        last = day
        text = event.title if len(event.title) <= LABEL_LENGTH else f"{event.title[: LABEL_LENGTH - 1]}…"
        place = {"x": _middle(event.date), "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
        labels.append(note(plain(text), SOFT, 11, name="event", textangle=-LABEL_LEAN, **place))
    return labels


def _words(cards: Sequence[Card], parties: Sequence[Party], events: Sequence[Event]) -> str:
    if not cards:
        return "No statement to draw."
    counts = ", ".join(f"{party.short_name} {sum(card.party == party for card in cards)}" for party in parties)
    first, last = cards[0].date_label, cards[-1].date_label
    ruled = f" Dotted rules mark {len(events)} event{'' if len(events) == 1 else 's'}." if events else ""
    return (
        f"{len(cards)} statements from {first} to {last}, one lane a party: {counts}. Marks stand higher the more a "
        f"statement agrees with the proposition.{ruled}"
    )


def course_chart(course: Course, *, link: Callable[[str], str], until: dt.date, credit: str) -> Chart:
    """One issue: each party's stance as steps, and below it how far apart they were."""
    made = plot(height=330)
    end = until.isoformat()
    made.traces.extend(_steps(party, steps, end, link) for party, steps in course.lanes)
    if course.gaps:
        made.traces.append(_distances(course.gaps, end))
    made.set_axis(
        "yaxis",
        tickvals=[step.value for step in STANCES if step.value is not None],
        ticktext=[step.label for step in STANCES if step.value is not None],
        range=[-2.4, 2.4],
        domain=[0.34, 1],
    )
    made.layout.update(
        annotations=[
            _at_end(party, steps[-1], end, above=not number) for number, (party, steps) in enumerate(course.lanes)
        ],
        margin={"l": 8, "r": 90, "t": 12, "b": 36},
        yaxis2={
            "domain": [0, 0.22],
            "range": [0, 4.2],
            "tickvals": [0, 2, 4],
            "ticktext": [DISTANCES[value].label for value in (0, 2, 4)],
            "tickfont": {"color": SOFT, "size": 12},
            "gridcolor": RULE,
            "fixedrange": True,
            "automargin": True,
        },
    )
    return Chart(
        plot=made,
        id=f"course-{course.issue.id}",
        title=course.issue.name,
        alt=_course_words(course),
        columns=("From", "Party", "Stance", "Distance from then on"),
        rows=_course_rows(course, link),
        credit=credit,
        note="Above: each party's stance from its first statement on. Below: how far apart they are, from 0, the same.",
        parties=[party for party, _ in course.lanes],
    )


def _steps(party: Party, steps: Sequence[Step], end: str, link: Callable[[str], str]) -> Described:
    """A party's stance from its first statement on."""
    told = [f"{party.short_name}, {step.date_label}: {step.stance.label}" for step in steps]
    return scatter(
        [*(step.day.isoformat() for step in steps), end],
        [*(step.value for step in steps), steps[-1].value],
        "lines+markers",
        name=party.id,
        line={"shape": "hv", "color": party.colour, "width": 2.5},
        marker={"size": [8] * len(steps) + [0], "color": party.colour},
        customdata=[[link(step.statement), text] for step, text in zip(steps, told, strict=True)],
        hovertext=[plain(text) for text in told],
    )


def _at_end(party: Party, step: Step, end: str, above: bool) -> Described:
    """The party's name beside its last stance, a little above or below its line."""
    place = {"x": end, "xanchor": "left", "xshift": 6, "y": step.value, "yshift": 8 if above else -8}
    return note(f"<b>{plain(party.short_name)}</b>", party.colour, 12, name="end", **place)


def _distances(gaps: Sequence[Gap], end: str) -> Described:
    """How far apart they are, as steps below."""
    return scatter(
        [*(gap.day.isoformat() for gap in gaps), end],
        [*(gap.value for gap in gaps), gaps[-1].value],
        "lines",
        name="distance",
        yaxis="y2",
        line={"shape": "hv", "color": INK, "width": 1.5},
        fill="tozeroy",
        fillcolor="rgba(127,127,127,0.25)",
    )


def _course_rows(course: Course, link: Callable[[str], str]) -> list[ChartRow]:
    steps = sorted(((step, party) for party, own in course.lanes for step in own), key=lambda pair: pair[0].day)
    rows = []
    for step, party in steps:
        gaps = [gap for gap in course.gaps if gap.day <= step.day]
        apart = DISTANCES[gaps[-1].value].label if gaps else "only one has taken a stand"
        rows.append(ChartRow((step.date_label, party.short_name, step.stance.label, apart), link(step.statement)))
    return rows


def _course_words(course: Course) -> str:
    parts = [
        f"{party.short_name}: {steps[0].stance.label.lower()} ({steps[0].date_label})"
        + (f", lastly {steps[-1].stance.label.lower()} ({steps[-1].date_label})" if len(steps) > 1 else "")
        for party, steps in course.lanes
    ]
    apart = f" At the end: {DISTANCES[course.gaps[-1].value].label.lower()}." if course.gaps else ""
    return f"{course.issue.proposition} {'; '.join(parts)}.{apart}"


def last_day(cards: Sequence[Card]) -> dt.date:
    """The last day that any of the statements covers; the first of 2000 without any."""
    return max((date_span(card.date).last for card in cards), default=dt.date(2000, 1, 1))
