import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data import DateError, Filters, load
from data import statements as query
from data.statements.search import fold_text, search_terms
from tests import recomputation as plain
from tests.conftest import in_a_file

EVERYTHING = Filters()


@pytest.fixture(scope="module", params=["memory", "file"])
def on_engine(request, tmp_path_factory):
    """Replace the engine of a dataset by the one of the parameter, so that every test of this file runs on each
    engine.
    """
    if request.param == "memory":
        return lambda dataset: dataset
    directory = tmp_path_factory.mktemp("statements")
    return lambda dataset: in_a_file(dataset, directory)


@pytest.fixture(scope="module")
def shipped(shipped, on_engine):
    return on_engine(shipped)


@pytest.fixture(scope="module")
def tiny(tiny, on_engine):
    return on_engine(tiny)


@pytest.fixture(scope="module")
def tiny_with_asides(tiny_with_asides, on_engine):
    return on_engine(tiny_with_asides)


SHIPPED_FILTERS = [
    EVERYTHING,
    Filters(theme=("ukraine", "history"), party=("russia", "nato")),
    Filters(issue=("cooperation", "arms-race"), since="2014", until="2019-04-30"),
    Filters(since="2019-04-15", until="2019-04-15"),
    Filters(until="2008-08"),
    Filters(stance=("no-stand", "neutral")),
    Filters(kind=("speech",), stance=("agree",), text="missile"),
    Filters(language=("ar", "ru"), theme=("arms",)),
    Filters(text="geoana"),
    Filters(text="NATO's drills"),
    Filters(party=("atlantis",)),
    Filters(since="2020", until="2019"),
]


@pytest.mark.parametrize("filters", SHIPPED_FILTERS, ids=str)
def test_queries_are_those_of_a_plain_computation(shipped, filters):
    for assertion in plain.ASSERTIONS:
        assertion(shipped, filters)


@pytest.mark.parametrize("filters", [EVERYTHING, Filters(party=("east", "west"), since="2016")], ids=str)
def test_statements_in_order_of_time_are_those_of_a_plain_computation(tiny, filters):
    plain.assert_lists(tiny, filters)
    line = [row for cell in plain.by_cell(plain.chosen(tiny, filters)).values() for row in plain.line_of(cell)]
    line.sort(key=lambda row: row["position"])
    for limit in (3, 100):
        found = query.stance_history(tiny, filters, limit).assign(first=lambda found: found["first"].astype(str))
        names = ("issue", "party", "id", "date", "first", "stance", "value", "position")
        assert plain.records(found, *names) == [tuple(row[name] for name in names) for row in line[-limit:]]


def test_what_is_asked_of_all_statements_is_that_of_a_plain_computation(tiny, shipped):
    plain.assert_totals(tiny)
    plain.assert_totals(shipped)
    plain.assert_lists(shipped, Filters(party=("nato",), text="treaty"))


def some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


ANY_DATE = st.sampled_from(
    ["", "2014", "2014-03", "2016", "2018-12/2019-02", "2019-01", "2019-04-15", "2020-05", "2022"]
)
ANY_FILTERS = st.builds(
    Filters,
    party=some(["east", "west", "south", "north"]),
    theme=some(["security", "trade", "weather"]),
    issue=some(["bases", "drills", "tariffs", "fish"]),
    speaker=some(["", "anna-berg", "stefan-turcanu", "nobody"]),
    since=ANY_DATE,
    until=ANY_DATE,
    stance=some([*plain.VALUES, "no-stand", "maybe"]),
    kind=some(["", "news", "transcript", "report"]),
    text=st.sampled_from(["", "", "berg", "the", "A_THREAT", "100%", "угроза", "базах стать", "assembly league", "x"]),
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@example(filters=EVERYTHING)
@example(filters=Filters(stance=("no-stand",)))
@example(filters=Filters(speaker=("",)))
@example(filters=Filters(since="2019-02-28", until="2019-02-28"))
@example(filters=Filters(since="2018-12-01", until="2018-12-01"))
@example(filters=Filters(until="2018-11-30"))
@given(filters=ANY_FILTERS)
def test_queries_for_any_filters_are_those_of_a_plain_computation(tiny, filters):
    for assertion in plain.ASSERTIONS:
        assertion(tiny, filters)


def found_ids(dataset, **choice) -> set[str]:
    return query.statement_ids(dataset, Filters(**choice))


# Search


THREAT, DRILLS, PAPER = "west-2019-bases", "west-2017-drills", "east-2019-bases-paper"
FINDS = [
    ({PAPER}, ["not quite", "quite почти статья berg", "УГРОЗА"]),
    ({PAPER, THREAT}, ["статья"]),
    ({DRILLS, THREAT}, ["turcanu", "  \t\u3000 turcanu \n"]),
    ({THREAT, "east-2019-bases-agency"}, ['"a_threat"', "“a threat”"]),
    ({"west-2014-03-bases"}, ["100%", "100", "1%0"]),
    (set(), ["nearly quite", "quite почти ньютон", "[a-z]", "\0", "') OR 1=1 --", '"; DROP TABLE statements;']),
]


@pytest.mark.parametrize(("text", "expected"), [(text, found) for found, texts in FINDS for text in texts])
def test_words_of_a_search_are_literal_and_all_must_be_found(tiny, text, expected):
    assert found_ids(tiny, text=text) == expected


@pytest.mark.parametrize("text", ["%", "_", ".*", "(", "\\", "'", '""', "\u200b", "–"])
def test_punctuation_alone_searches_for_nothing(tiny, text):
    assert len(found_ids(tiny, text=text)) == 12


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    text=st.text(st.sampled_from("aetß%_'\"\\;.*[](){}|^$?+-\0\x1bЖй№İ\u0306\u202e🟥 "), max_size=8)
    | st.text(max_size=12)
)
def test_no_search_breaks_the_query(tiny, text):
    searched = {
        row["id"]: [fold_text(row["summary"]), fold_text(row["quote"]), *map(fold_text, row["found_in"].splitlines())]
        for row in plain.statements_of(tiny)
    }
    words = search_terms(text)
    expected = {
        name for name, fields in searched.items() if all(any(word in field for field in fields) for word in words)
    }
    assert found_ids(tiny, text=text) == expected


@pytest.mark.parametrize("name", query.facet_names())
@pytest.mark.parametrize("value", ["'", "') OR 1=1 --", "%", "\0", "\\", "агент", "x" * 10_000])
def test_choices_that_no_dataset_has_find_nothing(tiny, name, value):
    assert found_ids(tiny, **{name: (value,)}) == set()


SAME = {"Geoană": "GEOANA", "Łódź": "lodz", "Straße": "STRASSE", "Ёлка": "елка", "Đorđević": "dordevic", "Ærø": "aero"}
SAME |= {"İstanbul": "istanbul", "Işık": "isik", "Ελλάς": "ΕΛΛΑΣ", "e\u0301te\u0301": "été", "ﬁn": "FIN"}
SAME |= {"№ 5": "no 5", "Brand™": "brandtm", "ℌ": "h"}
SAME |= {"NATO’s": "NATO's", "‘allies’": "'allies'", "«missile»": '"missile"', "missile‑defence": "missile - defence"}
SAME |= {"−5": "–5", "so\u00adft\u200b": "soft", "e\u034f": "e", "22.5 %": "22.5", "1,000 men, all": "1,000 men all"}
SAME |= {"a,b": "a, b", "end.": "end", "５０％": "50%", "tab\tand\u00a0blank": "tab and blank", "¿qué?": "que"}


@pytest.mark.parametrize(("one", "other"), SAME.items())
def test_texts_that_search_holds_for_the_same(one, other):
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('"missile defence" talks', ("missile defence", "talks")),
        ("„Missile-Defence“", ("missile defence",)),
        ("missile-defence", ("missile", "defence")),
        ('"open end', ("open", "end")),
        ("NATO’s 1,000 'men'", ("nato's", "1,000", "men")),
        ("talks TALKS", ("talks",)),
        ('"" . ,', ()),
    ],
)
def test_quotation_marks_make_a_phrase_and_punctuation_separates_words(text, terms):
    assert search_terms(text) == terms


@pytest.mark.parametrize(("one", "other"), [("NATO's", "NATO’s"), ('"missile defence"', "«missile–defence»")])
def test_typographic_characters_find_the_same(shipped, one, other):
    assert found_ids(shipped, text=one) == found_ids(shipped, text=other) != set()


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=20) | st.text(st.sampled_from("aB1.,'\" -\u2013\u2019\u0301\u00e9\u00ab"), max_size=8))
def test_folding_twice_changes_nothing(text):
    assert fold_text(fold_text(text)) == fold_text(text)


# Periods


@pytest.mark.parametrize("choice", [{"since": "lately"}, {"until": "2019-02-30"}])
def test_period_that_is_none_is_an_error(tiny, choice):
    with pytest.raises(DateError):
        query.latest_stances(tiny, Filters(**choice))


# Positions and changes


@pytest.mark.parametrize(
    "filters", [EVERYTHING, Filters(since="2017"), Filters(party=("west",), until="2019")], ids=str
)
def test_queries_over_asides_are_those_of_a_plain_computation(tiny_with_asides, filters):
    for assertion in plain.ASSERTIONS:
        assertion(tiny_with_asides, filters)


def test_aside_decides_no_stance(tiny_with_asides):
    frame = query.latest_stances(tiny_with_asides, EVERYTHING).set_index(["party", "issue"])
    position = {row["id"]: row["position"] for row in plain.statements_of(tiny_with_asides)}
    assert frame.loc[("west", "drills"), "stance"] == "agree"
    assert frame.loc[("west", "drills"), "newest"] == position["west-2017-drills"]
    assert frame.loc[("south", "tariffs"), ["stance", "position"]].tolist() == [
        "no-stand",
        position["south-2017-tariffs"],
    ]
    assert frame.loc[("east", "drills"), ["stance", "position"]].tolist() == [
        "in-passing",
        position["east-2021-drills"],
    ]
    assert frame.loc[("east", "bases"), "position"] == position["east-2019-bases-agency"]
    _, changed = query.stance_changes(tiny_with_asides, EVERYTHING, 10)
    assert "west-2017-drills" not in plain.ids(changed)


def test_translation_of_a_quote_is_searched(tiny):
    assert found_ids(tiny, text="almost") == {"east-2019-bases-paper"}


def test_report_without_a_stand_hides_none_and_a_stance_held_again_is_a_change_back(make_dataset, on_engine):
    def back(rows):
        return [*rows, rows[2] | {"id": "west-2022-drills", "date": "2022"}]

    dataset = on_engine(load(make_dataset(cells={("statements", 10, "stance"): "no-stand"}, statements=back)))
    plain.assert_changes(dataset, EVERYTHING)
    _, changed = query.stance_changes(dataset, EVERYTHING, 10)
    assert {"east-2018-bases", "east-2019-bases-agency", "west-2017-drills", "west-2022-drills"} <= {
        *plain.ids(changed)
    }


def test_order_of_time_is_first_day_then_last_day_then_row(make_dataset, on_engine):
    dates = ["2019/2020", "2019-01-01", "2019", "2019-01", "2018-12-31", "2019", "2019-06"]

    def dated(rows):
        return [rows[0] | {"id": f"row-{number}", "date": date} for number, date in enumerate(dates)]

    dataset = on_engine(load(make_dataset(statements=dated, codings=None)))
    found = query.newest_statements_of_cells(dataset, EVERYTHING, 100)
    assert plain.ids(found)[::-1] == ["row-4", "row-1", "row-3", "row-2", "row-5", "row-0", "row-6"]


# The rest


@pytest.mark.parametrize("limit", [1, 3, 5, 1_000])
def test_of_two_statements_equally_near_in_time_the_older_is_taken(shipped, limit):
    ties = 0
    for (issue, party), rows in list(plain.by_cell(plain.statements_of(shipped)).items())[::6]:
        places = [row["position"] for row in rows]
        between = [(one + other) // 2 for one, other in pairwise(places) if (one + other) % 2 == 0]
        ties += len(between)
        for centre in (places[len(places) // 2], *between[:3]):
            nearest = sorted(rows, key=lambda row: (abs(row["position"] - centre), row["position"]))[:limit]
            nearest.sort(key=lambda row: row["position"])
            plain.assert_cards(query.nearest_statements(shipped, party, issue, centre, limit), nearest)
    assert ties > 10


def test_rows_are_mappings_of_plain_values(tiny):
    frame = query.latest_stances(tiny, EVERYTHING)
    assert list(query.row_mappings(frame)) == frame.to_dict("records")
    assert {type(row["n"]) for row in query.row_mappings(frame)} == {int}
    assert list(query.row_mappings(frame.iloc[:0])) == []


def test_filters_know_whether_they_leave_statements_out():
    assert not Filters(party=("a",), theme=("b",), issue=("c",)).narrows_statements
    within = {facet.name: ("a",) for facet in query.FACETS if facet.name not in ("party", "theme", "issue")}
    choices = {"since": "2019", "until": "2019", "text": "a", **within}
    for name, value in choices.items():
        filters = Filters(party=("a",), **{name: value})
        assert filters.narrows_statements
        assert filters.only_cells() == Filters(party=("a",))


def test_filters_are_equal_by_value_whatever_the_order_and_know_their_names():
    filters = Filters(issue=("b",), party=("a",), kind=(), since="2014")
    assert filters == Filters({"party": ("a",)}, issue=("b",), since="2014")
    assert hash(filters) == hash(Filters(party=("a",), issue=("b",), since="2014"))
    assert filters.party == filters["party"] == ("a",)
    assert filters.kind == filters["kind"] == ()
    assert filters.replace(party=(), since="") == Filters(issue=("b",))
    assert pickle.loads(pickle.dumps(filters)) == copy.deepcopy(filters) == filters
    with pytest.raises(TypeError, match="there is no filter 'colour'; there are party, theme, issue"):
        Filters(colour=("red",))
    with pytest.raises(AttributeError, match="there is no filter 'colour'"):
        _ = filters.colour
    with pytest.raises(FrozenInstanceError):
        filters.since = "2015"


def test_queries_of_many_threads_do_not_mix(shipped):
    texts = ["missile", "ukraine", "drills", "budget", "treaty", "geoana"]
    alone = {text: found_ids(shipped, text=text) for text in texts}
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda text: (text, found_ids(shipped, text=text)), texts * 10))
    assert all(found == alone[text] for text, found in together)


def test_no_ids_give_no_statement_with_the_same_types(tiny):
    none, some = (
        query.statement_rows_by_ids(tiny, []),
        query.statement_rows_by_ids(tiny, ["west-2019-bases", "east-2018-bases"]),
    )
    assert plain.ids(some) == ["east-2018-bases", "west-2019-bases"]
    assert none.empty
    assert none.dtypes.to_dict() == some.dtypes.to_dict()


def test_values_that_no_statement_has_leave_nothing(tiny):
    for found in (
        query.newest_statements_of_cells(tiny, EVERYTHING, 0),
        query.statement_row_by_id(tiny, "' OR ''='"),
        query.statement_rows_by_ids(tiny, ["nobody-has-this"]),
        query.replies_to(tiny, "nobody-has-this", 5),
        query.statements_of_occasion(tiny, "no occasion", 10),
    ):
        assert found.empty
