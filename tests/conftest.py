from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest

from data import Dataset, load
from data.dataset import SHIPPED
from data.package import DESCRIPTOR, headers, resources
from data.statements.duckdb_engine import DuckDBEngine, write_table
from data.statements.engine import DEFAULT_LIMITS
from data.statements.spark_engine import SparkEngine
from tests.reading import table_of
from tests.spark_cluster import SHORT_LIVED, Cluster, missing_parts, running

Row = dict[str, str]
Change = Callable[[list[Row]], "list[Row] | None"]

# Bases: East turns from disagree to agree, and two documents report its speech of 15 April 2019 differently; West
# agrees, then takes no stand. Drills: West turns from agree to disagree. Tariffs: nothing but a statement of South
# that takes no stand.
#
# Arms in million dollars: East 400 crowns at 4 for a dollar, 100, in 2019; 540 (bill) or 600 (law) at 5, 108 or 120, in
# 2020. The League is West, 900 and then 1000, and from March 2020 Isle, 50 and then 80. So it spends 9 times as much as
# East in 2019, 9 to 10 times in 2020; by its members of today 9.5 times in 2019.
TINY: dict[str, str] = {
    "parties": """\
id,name,short_name,colour,description
east,Eastern Union,East,#2f5d9b,The union of the eastern states.
west,Western League,West,#b4512d,
south,Southern Pact,,,
""",
    "speakers": """\
id,name,party,role,from,to
anna-berg,Anna Berg,east,foreign minister,2013,
stefan-turcanu,Ștefan Țurcanu,west,spokesman,2015-03,2021
""",
    "themes": """\
id,name,description
security,Security,Troops and drills.
trade,Trade,
""",
    "issues": """\
id,name,theme,proposition,note
bases,Bases,security,Bases near the border are a threat.,
drills,Drills,security,Drills near the border should be announced.,A word on the wording.
tariffs,Tariffs,trade,Tariffs harm both sides.,
""",
    "sources": """\
id,title,publisher,author,date,url,language,kind,licence
record,Record of the assembly,Assembly,,2014,https://example.org/record?part=1,en,transcript,CC BY 4.0
agency,Report of the agency,Agency,A. Writer,2019-04-15,https://example.org/agency,en,news,
paper,Статья о базах,Газета,,2019-04-16,http://example.org/paper,ru,news,
yearbook,Yearbook of arms,Institute,,2020,,en,report,
""",
    "statements": """\
id,date,party,speaker,role,issue,stance,summary,quote,responds_to,occasion,source,locator,checked,note
east-2014-bases,2014,east,anna-berg,,bases,disagree,Berg sees no threat.,no threat at all,,,record,page 1,page,
west-2014-03-bases,2014-03,west,,,bases,agree,The League fears 100% of them.,,east-2014-bases,,record,page 2,page,
west-2014-drills,2014-09-05,west,,,drills,agree,The League wants to know.,,,,record,page 9,page,
south-2016-bases,2016,south,,,bases,partly-agree,The Pact has doubts.,,,,record,page 3,excerpt,
west-2017-drills,2017-01-02,west,stefan-turcanu,chairman,drills,disagree,It helps nobody.,,,,record,page 9,page,
south-2017-tariffs,2017-06-30,south,,,tariffs,no-stand,Nothing yet.,,,,record,,,A guessed date.
east-2018-bases,2018-12/2019-02,east,anna-berg,,bases,partly-disagree,Berg wavers.,,,,record,page 4,excerpt,
east-2019-bases-agency,2019-04-15,east,anna-berg,,bases,agree,Berg fears them.,a threat,,berg-2019,agency,line 3,page,
east-2019-bases-paper,2019-04-15,east,anna-berg,,bases,partly-agree,Not quite.,почти угроза,,berg-2019,paper,,page,
west-2019-bases,2019-04-16,west,stefan-turcanu,,bases,agree,Agreed: a_threat.,it is,east-2019-bases-agency,,paper,,page,
west-2020-bases,2020-05,west,,,bases,no-stand,The League speaks of bases again.,,,,yearbook,,excerpt,
east-2021-drills,2021-07,east,,,drills,neutral,The Union leaves it open.,,west-2017-drills,,yearbook,,excerpt,
""",
    "codings": """\
statement,coder,stance
east-2014-bases,second,disagree
west-2014-03-bases,second,agree
east-2018-bases,second,neutral
""",
    "events": """\
id,date,title,issue,source
treaty,2015-06,A treaty is signed,bases,record
quake,2016-02-29,An earthquake,,yearbook
""",
    "topics": """\
id,name,description,issues
arms,Arms,What is spent and what is built.,bases drills
""",
    "indicators": """\
id,name,unit,description,better_known_as,topic,form,numerator,denominator
base-count,Number of bases,bases,Bases within 300 km of the border.,,,,,
arms-budget,Arms budget,usd-million,What is spent on arms in a year.,,arms,,,
arms-ratio,Ratio of arms budgets,times,,ten times,arms,ratio,arms-budget,arms-budget
""",
    "figures": """\
id,indicator,item,subject,stated_by,value,low,high,unit,date,year,definition,source,locator,checked
bases-west,base-count,,east,west,12,,,bases,2014,,,record,page 2,page
bases-institute,base-count,,east,Institute,,7,9.5,bases,2020,2020,Bases in use.,yearbook,table 3,excerpt
ratio-east,arms-ratio,,league:EAST,east,10,,,times,2021-02,2020,Neither budget nor rate is named.,agency,line 9,page
""",
    "series": """\
series,entity,year,value,unit,source,checked
yearbook-arms,EAST,2019,1234.5,million USD,yearbook,page
yearbook-arms,EAST,2020,1.3e3,million USD,yearbook,page
arms-usd,WEST,2019,900,usd-million,yearbook,page
arms-usd,WEST,2020,1000,usd-million,yearbook,page
arms-usd,ISLE,2019,50,usd-million,yearbook,page
arms-usd,ISLE,2020,0.08,usd-billion,yearbook,page
arms-crown,EAST,2019,400,crown-million,record,page
arms-crown,EAST,2020,540,crown-million,record,page
arms-crown,EAST,2020,600,crown-million,record,page
crown-per-usd,EAST,2019,4,crown-per-usd,yearbook,page
crown-per-usd,EAST,2020,5,crown-per-usd,yearbook,page
""",
    "memberships": """\
group,entity,from,to,source,checked
league,WEST,1999-03-12,,yearbook,page
league,FORMER,1999-03-12,2004,yearbook,page
league,ISLE,2020-03,,yearbook,page
""",
    "groups": """\
id,name,short_name,members,counted,without
league,members at the end of the year,,league,year-end,
league-now,the members of today,today,league,latest,
""",
    "measures": """\
id,indicator,name,short_name,series,figures,rate,unit,without,scope,note
usd,arms-budget,Arms in dollars,dollars,arms-usd,,,usd-million,,,
crown,arms-budget,Arms in crowns at the rate of the year,crowns,arms-crown,,crown-per-usd,usd-million,,,
""",
    "catalogue": """\
id,name,note
arms-usd,Arms in dollars as the yearbook gives them,
arms-crown,Arms of the Union in crowns,Bill and law.
crown-per-usd,Crowns for a dollar,
""",
    "entities": """\
id,name,currency
EAST,Eastern Union,crown
WEST,Westland,
ISLE,Isle,
league,the League,
""",
    "units": """\
id,name
usd,US dollars
crown,crowns
times,times
""",
}

DESCRIBED: dict[str, Any] = {
    "profile": "tabular-data-package",
    "name": "tiny",
    "title": "A tiny dataset",
    "description": "What three parties said.",
    "version": "0.1.0",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
}


SPARK = "pip install pyspark[connect]; on Debian openjdk-17-jre-headless"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each file is a group that one process runs. All tests with Spark are one group: one cluster serves them."""
    for item in items:
        group = "spark" if item.get_closest_marker("spark") else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The dataset that the program ships."""
    return load(SHIPPED)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The tiny dataset of this file, as it stands, loaded."""
    return load(_written(tmp_path_factory.mktemp("tiny") / "tiny"))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Spark cluster on this machine, one for all tests; a test that stops a part of it starts it again. Tests are
    skipped where there can be none."""
    missing = missing_parts()
    if missing and os.environ.get("COUNTERPOINT_SPARK_TESTS") != "required":
        pytest.skip(f"no Spark here: it takes {missing} ({SPARK})")
    assert not missing, f"no Spark here: it takes {missing} ({SPARK})"
    with running(tmp_path_factory.mktemp("spark"), SHORT_LIVED) as cluster:
        yield cluster


def on_spark(dataset: Dataset, cluster: Cluster, directory: Path, seconds: float = 60) -> Dataset:
    """The dataset with its statements on a cluster, as Parquet in the folder."""
    place = directory / f"{dataset.version}.parquet"
    pyarrow.parquet.write_table(table_of(dataset), place)
    return replace(dataset, engine=SparkEngine(cluster.url, str(place), seconds))


def in_a_file(dataset: Dataset, directory: Path) -> Dataset:
    """The dataset with its statements in a DuckDB file, as built datasets have them."""
    path = directory / f"{dataset.version}.duckdb"
    with duckdb.connect() as connection:
        connection.register("arriving", table_of(dataset))
        write_table(connection, str(path), "arriving")
    return replace(dataset, engine=DuckDBEngine.open(path, DEFAULT_LIMITS))


@pytest.fixture(scope="session")
def write_dataset() -> Callable[..., Path]:
    """Writes the tiny dataset into the folder that is its first argument; for fixtures that live longer than a test.
    Further arguments as in `make_dataset`."""
    return _written


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[..., Path]:
    """Writes the tiny dataset of this file, changed as a test wants it, into a
    new folder and returns the folder.

        make_dataset(cells={("statements", 2, "stance"): "agre"})       row 2 is the first below the header
        make_dataset(statements=lambda rows: rows[:3])                  or changes the rows in place
        make_dataset(events=None)                                       leaves the table out
        make_dataset(descriptor=lambda descriptor: descriptor.pop("title"))
        make_dataset(files={"parties.csv": b"...", "sources.csv": None})    the bytes of a file; None deletes it
    """
    numbers: Iterator[int] = iter(range(1, 1_000_000))

    def make(**changes: Any) -> Path:
        return _written(tmp_path / f"tiny-{next(numbers)}", **changes)

    return make


def _written(
    directory: Path,
    *,
    cells: dict[tuple[str, int, str], str] | None = None,
    descriptor: Callable[[dict[str, Any]], object] | None = None,
    files: dict[str, bytes | None] | None = None,
    **tables: Change | None,
) -> Path:
    unknown = set(tables) - set(TINY)
    assert not unknown, f"the tiny dataset has no table {unknown}"
    directory.mkdir()
    for name, text in TINY.items():
        if name in tables and tables[name] is None:
            continue
        rows = list(csv.DictReader(io.StringIO(text)))
        header = list(rows[0])
        for (table, row, column), value in (cells or {}).items():
            if table == name:
                assert column in header, f"table {table} has no column {column}"
                rows[row - 2][column] = value
        change = tables.get(name)
        if change:
            rows = change(rows) or rows
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    content = DESCRIBED | {"resources": resources(headers(directory))}
    if descriptor:
        descriptor(content)
    (directory / DESCRIPTOR).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    for name, content_bytes in (files or {}).items():
        assert name == DESCRIPTOR or name.endswith(".csv"), name
        if content_bytes is None:
            (directory / name).unlink()
        else:
            (directory / name).write_bytes(content_bytes)
    return directory
