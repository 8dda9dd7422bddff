import random
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.url.display import MATRIX_ORDERS, PAIR_ORDERS, ListPlace
from components.url.view import (
    ISSUE_ORDERS,
    MAX_PARTY_COLUMNS,
    MAX_YEARS,
    TOLERANCES_PERCENT,
    FigureSelection,
    View,
    decode_view,
    default_view,
    query_string,
    view_parameters,
)
from data import Dataset, Filters, date_span, load
from data.statements import FACETS, facet_names
from tests.pages import page_of, text_of

DATES = st.one_of(
    st.integers(1900, 2100).map(lambda year: f"{year:04}"),
    st.dates().map(lambda day: f"{day:%Y-%m}".zfill(7)),
    st.dates().map(lambda day: day.isoformat()),
)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), max_size=40)


def chosen(known: list[str], most: int | None = None, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the known values, in their order."""
    picked = st.sets(st.sampled_from(known), min_size=least, max_size=most)
    return picked.map(lambda found: tuple(value for value in known if value in found))


@st.composite
def views(draw: st.DrawFn, dataset: Dataset) -> View:
    since, until = draw(st.one_of(st.just(""), DATES)), draw(st.one_of(st.just(""), DATES))
    if since and until and date_span(since).first > date_span(until).last:
        since, until = until, since
    choices = {facet.name: draw(chosen(list(facet.offered_options(dataset)), 6)) for facet in FACETS}
    choices["party"] = draw(chosen(list(dataset.parties), MAX_PARTY_COLUMNS, least=1))
    filters = Filters(choices, since=since, until=until, text=draw(WORDS))
    known = dataset.figure_records
    quantity = FigureSelection(
        draw(st.sampled_from(["", *known.topics])),
        draw(st.sampled_from(["", *known.indicators])),
        draw(st.sampled_from(["", *known.figures])),
        draw(st.sampled_from(["", *known.measures])),
        draw(st.sampled_from(["", *known.measures])),
        draw(st.sampled_from(["", *known.groups])),
        tuple(sorted(draw(st.sets(st.integers(1000, 9999), max_size=MAX_YEARS)))),
    )
    if quantity.figure:
        quantity = replace(quantity, within=draw(st.sampled_from(TOLERANCES_PERCENT)))
    lists = tuple(
        ListPlace(facet, draw(WORDS), draw(st.integers(1, 9)))
        for facet in draw(st.lists(st.sampled_from(facet_names()), unique=True, max_size=3))
    )
    return View(
        filters,
        draw(st.sampled_from(list(ISSUE_ORDERS))),
        draw(st.integers(1, 500)),
        draw(WORDS),
        quantity,
        matrix_order=draw(st.sampled_from(list(MATRIX_ORDERS))),
        matrix_page=draw(st.integers(1, 9)),
        pair_order=draw(st.sampled_from(list(PAIR_ORDERS))),
        lists=tuple(
            place for name in facet_names() for place in lists if place.facet == name and place != ListPlace(name)
        ),
    )


@settings(deadline=None)
@given(data=st.data())
def test_every_view_is_restored_from_its_address(shipped: Dataset, data: st.DataObject) -> None:
    view = data.draw(views(shipped))
    decoded = decode_view(parse_qs(query_string(view, "v1")), shipped)
    assert decoded.view == view
    assert decoded.dropped == ()
    assert decoded.version == "v1"


@settings(deadline=None)
@given(data=st.data())
def test_the_order_of_an_address_never_matters(shipped: Dataset, data: st.DataObject) -> None:
    view = data.draw(views(shipped))
    parameters = [(name, values) for name, values in view_parameters(view, "v1").items()]
    random.Random(1).shuffle(parameters)
    shuffled = {name: list(reversed(values)) for name, values in parameters}
    assert decode_view(shuffled, shipped).view == view


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=300), max_size=5), max_size=8), st.data())
def test_no_address_raises(shipped: Dataset, parameters: dict[str, list[str]], data: st.DataObject) -> None:
    for name in (*facet_names(), "from", "to", "q", "sort", "page", "id", "version"):
        parameters[name] = data.draw(st.lists(st.text(max_size=60), max_size=3))
    decoded = decode_view(parameters, shipped)
    again = decode_view(view_parameters(decoded.view, ""), shipped)
    assert again.view == decoded.view
    assert again.dropped == ()


def test_a_bare_address_is_the_default_view(shipped: Dataset) -> None:
    decoded = decode_view({}, shipped)
    assert decoded.view == default_view(shipped)
    assert decoded.view.filters.party == tuple(shipped.parties)[:2]
    assert decoded.dropped == ()


def test_a_shared_link_spells_its_defaults_out(shipped: Dataset) -> None:
    expected = {"party": ["russia", "nato"], "sort": ["listed"], "version": [shipped.version]}
    assert view_parameters(default_view(shipped), shipped.version) == expected


# Addresses, by what is said of each of their values.
BAD = {
    "not in this dataset": "party=Russia&issue=<script>&theme=none&speaker=nobody&stance=agre&kind=rumour&figure=22"
    "&numerator=sipri&members=all",
    "not a day of the calendar": "from=2019-02-30",
    "not a date": "from=2018/2019&to=yesterday",
    "not one of listed, divergence, recent, statements": "sort=best",
    "not a page number": "page=0&page=-1&page=²&page=99999999999999999999",
    "not a year": "year=18&year=２０１８",
    "not one of 2, 5, 10": "within=50",
    "longer than 200 characters": f"q={'x' * 201}",
}


@pytest.mark.parametrize(
    ("name", "value", "reason"), [(*pair, why) for why, address in BAD.items() for pair in parse_qsl(address)]
)
def test_a_bad_value_is_dropped_and_named_and_the_rest_holds(shipped: Dataset, name: str, value: str, reason: str):
    decoded = decode_view({"issue": ["bases"]} | {name: [value, *(["bases"] if name == "issue" else [])]}, shipped)
    assert decoded.view.filters.issue == ("bases",)
    (dropped,) = decoded.dropped
    assert (dropped.parameter, dropped.value) == (name, value[:200])
    assert reason in dropped.reason


def test_a_period_that_ends_before_it_begins_loses_its_end(shipped: Dataset) -> None:
    decoded = decode_view({"from": ["2019"], "to": ["2014"]}, shipped)
    assert (decoded.view.filters.since, decoded.view.filters.until) == ("2019", "")
    assert [drop.parameter for drop in decoded.dropped] == ["to"]


def test_a_value_given_twice_where_one_is_meant_is_named(shipped: Dataset) -> None:
    decoded = decode_view({"sort": ["recent", "listed"]}, shipped)
    assert decoded.view.sort == "recent"
    assert "more than once" in decoded.dropped[0].reason


def test_more_parties_than_fit_side_by_side_are_named(make_dataset) -> None:
    def many(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return rows + [dict.fromkeys(rows[0], "") | {"id": f"p{n}", "name": f"Party {n}"} for n in range(5)]

    dataset = load(make_dataset(parties=many))
    decoded = decode_view({"party": list(dataset.parties)}, dataset)
    assert decoded.view.filters.party == tuple(dataset.parties)[:MAX_PARTY_COLUMNS]
    assert [drop.value for drop in decoded.dropped] == list(dataset.parties)[MAX_PARTY_COLUMNS:]
    assert "Party 1: at most 4 parties are shown side by side." in text_of(
        page_of(dataset, "compare", party=list(dataset.parties))
    )


def test_a_filter_can_be_taken_out_of_a_view(shipped: Dataset) -> None:
    view = decode_view({"issue": ["bases", "crimea"], "from": ["2014"], "page": ["3"]}, shipped).view
    assert view.without("issue", "bases").filters.issue == ("crimea",)
    assert view.without("since").filters.since == ""
    assert view.without("since").page == 1
