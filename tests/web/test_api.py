"""The API: what it answers, how it refuses, and that no request breaks it."""

from concurrent.futures import ThreadPoolExecutor
from html import escape

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from components.application import Application
from components.parts.figures.answer_sentence import answer_sentence
from data import Dataset, Settings
from tests.reading import statements_of
from web import ClientLimits
from web.api import create_api
from web.routes import _LazyApi

# As it is served: mounted, behind the limits of clients.
SERVED = Starlette(
    routes=[Mount("/api/v1", create_api(Application(Settings())))], middleware=[Middleware(ClientLimits, sockets=2)]
)
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", SERVED)
schema.config.update(base_url="http://testserver/api/v1")
# Which ids there are depends on the dataset, and no schema can say it: an unknown one is a problem with its name (400).
schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "400", "404"]


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_answers_pass_every_check_of_schemathesis(case: schemathesis.Case) -> None:
    case.call_and_validate()


def test_statements_newest_first_page_by_page(client: TestClient, shipped: Dataset) -> None:
    found = [client.get(f"/api/v1/statements?per_page=150&page={page}").json() for page in (1, 2, 3, 4, 900)]
    seen = [item for part in found for item in part["items"]]
    assert [part["pages"] for part in found] == [4] * 5
    assert {part["total"] for part in found} == {len(seen)}
    assert sorted(item["id"] for item in seen) == sorted(statements_of(shipped)["id"])
    assert seen[0]["date"] > seen[-1]["date"]
    assert found[-1]["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("statements?issue=nowhere", 400, "issue"),
        ("statements?from=yesterday", 400, "from"),
        ("statements?per_page=9999", 422, "per_page"),
        ("statements/nobody", 404, ""),
        ("ratios", 400, ""),
        ("nothing", 404, ""),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: TestClient, path: str, status: int, named: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert not named or named in [each["name"] for each in answer.json()["invalid"]]


def test_answer_is_the_sentence_of_the_page_and_its_numbers(client: TestClient, shipped: Dataset) -> None:
    found = client.get("/api/v1/answer?figure=ratio-grushko-2019").json()
    figure = shipped.figure_records.figures["ratio-grushko-2019"]
    assert found["answer"] == answer_sentence(shipped, figure, 5)
    assert (
        f'<meta name="description" content="{escape(found["answer"])}">'
        in client.get(f"/figures?figure={figure.id}").text
    )
    published = found["like_for_like"][0]
    assert (published["publishers"], published["years"], published["unit"]) == (["SIPRI"], [2018], "")
    assert (round(published["low"]), round(published["high"])) == (16, 18)
    assert (found["reaching"], found["reaching_alike"], found["years_reached"]) == (30, 0, [])
    counted = client.get("/api/v1/answer?figure=bg-2017").json()
    assert (counted["form"], counted["definitions"]) == ("", 0)
    assert counted["answer"].startswith("NATO battlegroups in the east, NATO: NATO stated 4 battlegroups for 2017")
    assert client.get("/api/v1/answer").status_code == 400


def test_ratios_of_the_first_figure(client: TestClient) -> None:
    found = client.get("/api/v1/ratios?figure=ratio-grushko-2019&year=2018&per_page=200").json()
    near = [item for item in found["items"] if item["reaches"]]
    assert near
    assert all(item["year"] == 2018 and abs(item["off_percent"]) <= 5 for item in near)


def test_headers_name_neighbours_and_content_and_let_any_page_read(client: TestClient) -> None:
    links = client.get("/api/v1/issues?per_page=5&page=2").headers["link"]
    assert 'rel="prev"' in links
    assert "page=3" in links
    answer = client.get("/api/v1/parties", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_docs_describe_every_path_without_a_script(client: TestClient, application: Application) -> None:
    html = client.get("/api/v1/docs").text
    assert all(f"/api/v1{path}" in html for path in create_api(application).openapi()["paths"])
    assert "<script" not in html


def test_it_is_built_once_for_all_who_ask_first(application: Application) -> None:
    lazy = _LazyApi(application)
    with ThreadPoolExecutor(8) as pool:
        built = list(pool.map(lambda _: lazy._build(), range(8)))
    assert all(app is built[0] for app in built)


def test_a_search_finds_by_number_and_says_what_matched(client: TestClient, shipped: Dataset) -> None:
    answer = client.get("/api/v1/search", params={"q": "twenty-two times"}).json()
    assert answer["version"] == shipped.version
    assert [group["kind"] for group in answer["groups"]] == ["figure"]
    hit = answer["groups"][0]["items"][0]
    assert hit["id"] == "ratio-grushko-2019"
    assert hit["matches"] == ["22"]
    assert client.get(hit["url"]).status_code == 200


def test_a_search_keeps_close_spellings_apart(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "Stoltenburg", "limit": 1}).json()
    assert answer["groups"] == []
    assert answer["corrections"] == {"stoltenburg": ["stoltenberg"]}
    assert "jens-stoltenberg" in [item["id"] for group in answer["close"] for item in group["items"]]


@pytest.mark.parametrize(
    ("query", "status"), [("q=" + "a" * 1_001, 422), ("", 422), ("q=a&limit=51", 422), ("q=%20", 200)]
)
def test_a_search_has_bounds(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == status
    assert status == 422 or answer.json()["groups"] == []


def test_a_long_text_is_searched_whole(client: TestClient) -> None:
    text = f"{'of ' * 320}penguin Stoltenberg"
    assert client.get("/api/v1/search", params={"q": text}).status_code == 200
