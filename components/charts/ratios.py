"""Every definition's ratio, year by year, with the stated number as a rule across."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from components.parts.figures.definitions import results_text
from components.parts.figures.figure_view import FigureView as StatedFigure
from components.parts.figures.figure_view import numeral
from components.parts.figures.ratio_analysis import DefinitionResults as Line
from data import Dataset
from data.figures import Outcome, get_calculator

from .frame import FAINT, INK, SOFT, STRONG, Chart, ChartRow, Described, note, plain, plot, scatter

__all__ = ["ratios"]

LABELS_MOST = 7
# A label needs this much of the height to be read beside another.
LABEL_ROOM = 0.055


def ratios(
    dataset: Dataset,
    stated: StatedFigure,
    lines: Sequence[Line],
    years: Sequence[int],
    *,
    credit: str,
    link: Callable[[Line], str],
) -> Chart:
    """One line for each definition over all `years`; those that reach the figure
    are strong, the others faint, and a few bear their name. `link` says where a
    definition is worked out."""
    calculate = get_calculator(dataset)
    courses = {
        line: [outcome for year in years if (outcome := calculate.outcome(line.definition, year)).variants]
        for line in lines
    }
    courses = {line: outcomes for line, outcomes in courses.items() if outcomes}
    top = 2 * stated.figure.high
    made = plot(height=460)
    made.traces.append(_faint([outcomes for line, outcomes in courses.items() if not line.reaches]))
    for line, outcomes in courses.items():
        if line.reaches:
            made.traces.extend(_strong(line, outcomes, link))
    made.layout.update(
        shapes=[_rule(stated)],
        annotations=[_rule_name(stated), *_labels(dataset, courses, years, top)],
        margin={"l": 8, "r": 190, "t": 24, "b": 36},
    )
    ends = min(years, default=2000) - 0.5, max(years, default=2001) + 0.5
    made.set_axis("xaxis", range=ends, dtick=5, tickformat="d")
    made.set_axis("yaxis", title=stated.unit, range=[0, top], rangemode="tozero")
    return Chart(
        plot=made,
        id="ratios",
        title=f"{stated.indicator.name}: every definition by year, and the {stated.label} stated",
        alt=_words(stated, courses, top),
        columns=("Definition", *map(str, years)),
        rows=[ChartRow((line.formula, *_cells(outcomes, years)), link(line)) for line, outcomes in courses.items()],
        credit=credit,
        note=f"The axis goes from zero to {numeral(top)}, twice the stated number; the table holds what lies above.",
    )


def _faint(courses: Sequence[Sequence[Outcome]]) -> Described:
    """The definitions that do not reach the figure, as one trace with gaps: one
    path for a hundred lines."""
    x: list[int | None] = []
    y: list[float | None] = []
    for outcomes in courses:
        for before, outcome in zip([None, *outcomes], outcomes, strict=False):
            if before is not None and outcome.year - before.year > 1:
                x.append(None)
                y.append(None)
            ends = [outcome.low] if outcome.low == outcome.high else [outcome.low, outcome.high]
            x += [outcome.year] * len(ends)
            y += ends
        x.append(None)
        y.append(None)
    line, marker = {"color": FAINT, "width": 1}, {"color": FAINT, "size": 4}
    return scatter(x, y, "lines+markers", line=line, marker=marker)


def _strong(line: Line, outcomes: Sequence[Outcome], link: Callable[[Line], str]) -> tuple[Described, Described]:
    """A definition that reaches it: a bar where the year is a range, a dot for each end of it."""
    bars = [(outcome.year, end) for outcome in outcomes for end in (outcome.low, outcome.high, None)]
    ends = [(outcome, end) for outcome in outcomes for end in (outcome.low, outcome.high)]
    years, values = [None if end is None else year for year, end in bars], [end for _, end in bars]
    bar = scatter(years, values, "lines", line={"color": STRONG, "width": 5}, opacity=0.25)
    where = link(line)
    dot = scatter(
        [outcome.year for outcome, _ in ends],
        [end for _, end in ends],
        "markers",
        marker={"color": STRONG, "size": 6, "symbol": "circle"},
        customdata=[[where, f"{outcome.year}, {line.formula}: {results_text(outcome)}"] for outcome, _ in ends],
        text=[f"{outcome.year}: {results_text(outcome)}<br>{plain(line.label)}" for outcome, _ in ends],
    )
    return bar, dot


def _rule(stated: StatedFigure) -> Described:
    """The stated number across the whole width, a band if it is a range."""
    low, high = stated.figure.low, stated.figure.high
    across = {"xref": "x domain", "x0": 0, "x1": 1, "y0": low, "y1": high}
    if low == high:
        return {"type": "line", **across, "line": {"color": INK, "width": 2}}
    return {"type": "rect", **across, "line": {"width": 0}, "fillcolor": INK, "opacity": 0.12}


def _rule_name(stated: StatedFigure) -> Described:
    markup = f"<b>stated: {plain(stated.label)}</b> ({plain(stated.by)}, {stated.date_label})"
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": stated.figure.high, "yref": "y", "yshift": 9}
    return note(markup, INK, 13, **place)


def _labels(
    dataset: Dataset, courses: Mapping[Line, Sequence[Outcome]], years: Sequence[int], top: float
) -> list[Described]:
    """Names where there is room: what those that reach the figure divide by, above
    their last dot of the chosen years; and, at the right end, those with one
    yardstick on both sides."""
    labels = []
    reached = [(result.year, line) for line in courses for result in line.results if result.reaches]
    if reached:
        last = max(year for year, _ in reached)
        there = [line for year, line in reached if year == last]
        measures = dataset.figure_records.measures
        below = dict.fromkeys(measures[line.definition.denominator or line.definition.numerator] for line in there)
        highest = max(outcome.high for line in there for outcome in courses[line] if outcome.year == last)
        text = f"over {' or '.join([measure.short_name or measure.name for measure in below][:2])}"
        # To the side with more room: on a narrow screen it has half of the width there at least.
        side = "right" if 2 * last > min(years) + max(years) else "left"
        place = {"x": last, "y": min(highest, top * 0.95), "yshift": 12, "xanchor": side}
        labels.append(note(plain(text), STRONG, 12, **place))
    same = [line for line in courses if not line.reaches and line.definition.numerator == line.definition.denominator]
    end = max((outcomes[-1].year for outcomes in courses.values()), default=0)
    placed: list[float] = []
    for line in sorted(same, key=lambda line: -len(courses[line])):
        final = courses[line][-1]
        if final.year != end or final.high > top or len(placed) == LABELS_MOST:
            continue
        if any(abs(final.high - other) < LABEL_ROOM * top for other in placed):
            continue
        placed.append(final.high)
        place = {"name": "end", "x": final.year, "y": final.high, "xanchor": "left", "xshift": 6}
        labels.append(note(plain(line.label), SOFT, 12, **place))
    return labels


def _cells(outcomes: Sequence[Outcome], years: Sequence[int]) -> list[str]:
    texts = {outcome.year: results_text(outcome) for outcome in outcomes}
    return [texts.get(year, "") for year in years]


def _words(stated: StatedFigure, courses: dict[Line, list[Outcome]], top: float) -> str:
    reaching = sum(line.reaches for line in courses)
    near = "1 definition in strong colour comes" if reaching == 1 else f"{reaching} definitions in strong colour come"
    results = [outcome for outcomes in courses.values() for outcome in outcomes]
    if not results:
        return "No definition has a result: the data are missing."
    low, high = min(outcome.low for outcome in results), max(outcome.high for outcome in results)
    years = f"{min(outcome.year for outcome in results)} to {max(outcome.year for outcome in results)}"
    return (
        f"{len(courses)} definitions from {years} give between {numeral(round(low, 1))} and {numeral(round(high, 1))} "
        f"{stated.unit}. The stated {stated.label} is a rule across; {near} near it in the chosen years. "
        "A bar is a year for which several values are known."
    )
