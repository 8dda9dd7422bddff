"""A reader of statements on a Spark cluster sees the server go down and come back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import Dataset
from data.statements.engines.spark_engine import SparkEngine
from tests.conftest import on_spark
from tests.spark_cluster import Cluster

# A cluster that has just started loads and compiles while it answers its first page, beside another test.
FIRST_ANSWER = 90_000


@pytest.fixture(scope="module")
def address(spark: Cluster, tiny: Dataset, tmp_path_factory, serve: Callable[..., str]) -> str:
    engine = on_spark(tiny, spark, tmp_path_factory.mktemp("statements")).engine
    assert isinstance(engine, SparkEngine)
    return serve(Path(tiny.directory), COUNTERPOINT_ENGINE=spark.url, COUNTERPOINT_STATEMENTS=engine.location)


def test_page_says_that_the_server_is_gone_and_shows_itself_again(page: Page, address: str, spark: Cluster) -> None:
    # The pages with the fewest queries: a cluster without any compiled code takes seconds for each.
    page.goto(f"{address}/statement?id=east-2019-bases-paper")
    expect(page.locator(".stVerticalBlock .cp[data-page=statement]")).to_be_visible(timeout=FIRST_ANSWER)
    spark.kill("connect")
    page.get_by_role("link", name="Exchanges", exact=True).click()
    expect(page.get_by_text("cannot be reached")).to_be_visible(timeout=30_000)
    page.go_back()
    expect(page.locator(".cp[data-page=statement]")).to_be_visible(timeout=15_000)
    page.go_forward()
    expect(page.get_by_text("cannot be reached")).to_be_visible(timeout=15_000)
    spark.start_connect()
    expect(page.locator(".cp[data-page=exchanges]")).to_be_visible(timeout=90_000)
