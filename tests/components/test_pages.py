import re
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from components.application import Application, set_running_applications
from components.page import CHECKSUM_BYTES
from components.pages import PAGES, menu_entries
from components.parts.sidebar import filters_sentence
from components.streamlit_app.page import CANCEL_CHECK_SECONDS
from components.url.view import decode_view
from data import Dataset, Settings, load
from data.model import EngineUnavailableError
from tests.applications import application_of
from tests.conftest import write_hostile
from tests.engines import SlowEngine
from tests.pages import page_of
from tests.reading import statements_of
from tests.waiting import until

TRAPS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1)) **bold** {{ 7*7 }} {% raw %}",
    "\u202egnihtyna\u202c \u0645\u0631\u062d\u0628\u0627",
    '=HYPERLINK("http://example.org")',
    "W" * 10_000,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Dataset]:
    """The tiny dataset with a trap in every text cell; written once for each trap."""
    return cache(lambda trap: load(write_hostile(tmp_path_factory.mktemp("hostile") / "dataset", trap)))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("trap", TRAPS)
def test_whatever_a_dataset_holds_is_shown_as_text(hostile: Callable[[str], Dataset], name: str, trap: str) -> None:
    page = page_of(hostile(trap), name, id="east-2019-bases-paper", q="a")
    assert trap not in page.html or trap == escape(trap)
    lowered = page.html.lower()
    assert "<script" not in lowered
    assert "<img" not in lowered
    assert 'href="javascript' not in lowered
    assert "{{" not in page.html or "{{ 7*7 }}" in page.html
    # Links carry the version, twelve hexadecimal digits that may hold any number.
    html = page.html.replace(hostile(trap).version, "")
    assert "49" not in html.split("<main", 1)[1][:200]


def test_the_notice_names_what_was_dropped(tiny: Dataset) -> None:
    html = page_of(tiny, "compare", party="<b>", sort="recent", version="old").html
    assert "The link has “&lt;b&gt;” for party: not in this dataset." in html
    assert "made with version old" in html
    assert tiny.version in html


def test_missing_is_said_not_shown_as_neutral(tiny: Dataset) -> None:
    html = page_of(tiny, "compare", issue="tariffs").html
    assert html.count("Nothing on record.</button> That is no neutral position") == 2
    assert "badge-neutral" not in html


def test_every_shown_statement_has_its_source(shipped: Dataset) -> None:
    html = page_of(shipped, "compare").html
    assert html.count('class="badge ') == html.count('class="source"')


def test_where_coders_differ_the_card_says_so(tiny: Dataset) -> None:
    assert "Coders differ" in page_of(tiny, "statement", id="east-2018-bases").html
    assert "Coders differ" not in page_of(tiny, "statement", id="east-2014-bases").html
    assert "Coders differ" in page_of(tiny, "compare", to="2018").html


def test_statement_page_has_its_context(tiny: Dataset) -> None:
    html = page_of(tiny, "statement", id="east-2019-bases-agency").html
    main = html.split("<main", 1)[1]
    for heading, statement in (
        ("What answers it", "west-2019-bases"),
        ("From the same occasion", "east-2019-bases-paper"),
        ("Earlier: East on Bases", "east-2014-bases"),
    ):
        section = main.split(f"<h2>{heading}</h2>", 1)[1].split("</section>", 1)[0]
        assert f"id={statement}&amp;" in section
    answering = page_of(tiny, "statement", id="west-2019-bases").html
    assert "<h2>What it answers</h2>" in answering


def test_statement_page_has_the_term_of_the_office_in_which_it_was_made(tiny: Dataset) -> None:
    def term(statement: str) -> str:
        found = re.search(r"<dt>In office</dt><dd>(.*?)</dd>", page_of(tiny, "statement", id=statement).html)
        return found[1] if found else ""

    assert term("west-2019-bases") == "March 2015 to 2021"
    assert term("east-2014-bases") == "since 2013"
    # made in another role than the speaker's usual one, and by nobody named
    assert term("west-2017-drills") == term("west-2014-drills") == ""


@pytest.mark.parametrize("wanted", ["", "no-such-statement", "<i>"])
def test_an_unknown_statement_is_answered(tiny: Dataset, wanted: str) -> None:
    page = page_of(tiny, "statement", id=wanted)
    assert page.title.startswith("No such statement")
    assert "<i>" not in page.html


def test_sources_page_counts_statements_by_party_and_filters(tiny: Dataset) -> None:
    everything = page_of(tiny, "sources").html
    assert "<b>4</b> documents" in everything
    assert "Statements with a note on a doubt or for the reader: 1 of 12" in everything
    assert "<b>1</b> document with " in page_of(tiny, "sources", kind="transcript").html


def test_about_page_tells_the_agreement(shipped: Dataset, make_dataset: Callable[..., Path]) -> None:
    assert "Krippendorff's alpha is <b>0.9" in page_of(shipped, "about").html.replace("&#39;", "'")
    assert "no outside expert has coded" in page_of(shipped, "about").html
    told = load(make_dataset(descriptor=lambda content: content.update(coders="Two students <coded>.")))
    assert "Two students &lt;coded&gt;." in page_of(told, "about").html
    assert "no outside expert" not in page_of(told, "about").html
    assert "+0.50" in page_of(told, "about").html
    assert "No second coding is recorded" in page_of(load(make_dataset(codings=None)), "about").html


def test_the_sentence_names_every_filter(tiny: Dataset) -> None:
    parameters = {"theme": ["security"], "from": ["2014"], "to": ["2019-04"], "q": ["bases"], "kind": ["news"]}
    assert filters_sentence(tiny, decode_view(parameters, tiny).view.filters) == (
        "Statements by East and West on “Security” in sources of the kind “News”, "
        "2014 to April 2019, that mention “bases”"
    )


APP = Path(__file__).parents[2] / "components" / "streamlit_app" / "app.py"


def content_of(app: AppTest) -> str:
    """The page that an app shows after its first run, which sends the checksum of the page alone."""
    (element,) = app.get("bidi_component")
    checksum = element.proto.bytes
    assert len(checksum) == CHECKSUM_BYTES
    (element,) = app.run().get("bidi_component")
    assert element.proto.bytes.endswith(checksum)
    return zlib.decompress(element.proto.bytes).decode()


@pytest.fixture
def running(shipped: Dataset) -> None:
    """The application that Streamlit's script finds."""
    set_running_applications({"": application_of(shipped)})


@pytest.mark.usefixtures("running")
def test_the_app_runs_and_shows_the_view_of_its_address() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["issue"] = "bases"
    app.run()
    assert not app.exception
    html = content_of(app)
    assert 'id="issue-bases"' in html
    assert 'id="issue-crimea"' not in html


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_in_the_app(name: str) -> None:
    def script(name: str) -> None:
        from components.streamlit_app.page import streamlit_page

        streamlit_page(name)()

    app = AppTest.from_function(script, default_timeout=60, kwargs={"name": name}).run()
    assert not app.exception
    assert f'data-page="{name}"' in content_of(app)


def test_a_page_of_an_engine_that_cannot_answer_says_why(tiny: Dataset) -> None:
    engine = SlowEngine(tiny.engine)
    engine.error = EngineUnavailableError(3)
    set_running_applications({"": application_of(replace(tiny, engine=engine))})
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "The cluster that holds the statements cannot be reached." in content_of(app)


def test_the_app_waits_for_a_page_that_takes_long(tiny: Dataset) -> None:
    engine = SlowEngine(tiny.engine)
    engine.go.clear()
    set_running_applications({"": application_of(replace(tiny, engine=engine))})
    app = AppTest.from_file(str(APP), default_timeout=60)
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(app.run)
        until(lambda: engine.begun > 0)
        time.sleep(2 * CANCEL_CHECK_SECONDS)
        engine.go.set()
        run.result(60)
    assert not app.exception
    assert "Bases near the border" in content_of(app)


def test_bad_dataset_is_not_served(make_dataset: Callable[..., Path], caplog: pytest.LogCaptureFixture) -> None:
    broken = make_dataset(cells={("statements", 3, "stance"): "agre", ("sources", 2, "url"): "ftp://example.org"})
    set_running_applications({"": Application(Settings(dataset=str(broken)))})
    html = content_of(AppTest.from_file(str(APP), default_timeout=60).run())
    assert "This dataset is not served" in html
    assert "statements.csv row 3, column stance: &#39;agre&#39; is not one of agree, partly-agree" in html
    assert "sources.csv row 2, column url" in html
    assert "statements.csv row 3, column stance: 'agre'" in caplog.text


def test_sources_keep_the_chosen_parties_though_they_do_not_apply(tiny: Dataset) -> None:
    page = page_of(tiny, "sources", party="west", kind="news")
    assert "Party:" not in page.html
    chips = page.html.split('class="chips"', 1)[1].split("</ul>", 1)[0]
    assert "sources?party=west&amp;sort=listed&amp;version=" in chips


@pytest.mark.parametrize("name", ["compare", "sources"])
def test_page_after_the_last_is_the_last_and_says_so(tiny: Dataset, name: str) -> None:
    assert "there is no page 7. This is the last one." in page_of(tiny, name, page="7").html


def test_menu_takes_the_choice_along_but_not_the_place_in_it(tiny: Dataset) -> None:
    menu = page_of(tiny, "sources", page="2", sort="recent").html.split("<nav", 1)[1].split("</nav>", 1)[0]
    assert "compare?party=" in menu
    assert "sort=recent" in menu
    assert "page=" not in menu


def test_notes_and_periods_are_called_so(make_dataset: Callable[..., Path]) -> None:
    cells = {("statements", 2, "note"): "What a reader should know.", ("statements", 2, "date"): "2013/2014"}
    dataset = load(make_dataset(cells=cells))
    html = page_of(dataset, "statement", id=statements_of(dataset)["id"].iloc[0]).html
    assert "<dt>Note</dt>" in html
    assert "2013 to 2014 (a period: the source gives no single day)" in html


@pytest.mark.parametrize("name", [name for name, entry in PAGES.items() if entry.filters])
def test_the_order_is_offered_where_it_does_something(shipped: Dataset, name: str) -> None:
    def bodies(sort: str) -> str:
        main = page_of(shipped, name, sort=sort).html.partition("<main")[2].partition("</main>")[0]
        return main.replace(f"sort={sort}", "").replace(f'name="sort" value="{sort}"', "")

    offered = 'id="f-sort"' in page_of(shipped, name).html
    assert offered == (bodies("statements") != bodies("listed"))
    sidebar = page_of(shipped, name, sort="recent").html.partition("<main")[0]
    assert sidebar.count('name="sort"') == 1


def test_pages_leave_the_menu_of_a_dataset_that_has_nothing_for_them(make_dataset: Callable[..., Path]) -> None:
    def one_date_without_replies(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {"date": "2021", "responds_to": "", "occasion": ""} for row in rows]

    dataset = load(make_dataset(statements=one_date_without_replies))
    names = [entry.name for entry in menu_entries(dataset)]
    assert not {"timeline", "exchanges"} & set(names)
    assert "compare" in names
    # A link still leads there.
    assert 'data-page="exchanges"' in page_of(dataset, "exchanges").html
