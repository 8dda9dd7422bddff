"""The settings of a server: the variables `COUNTERPOINT_*`, checked at the start."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from data.statements.engines.engine import QueryLimits

from .model.errors import CounterpointError
from .package.location import DatasetLocation, parse_dataset_location

SHIPPED_DATASET = Path(__file__).parent / "datasets" / "russia-nato"
ENVIRONMENT_PREFIX = "COUNTERPOINT_"
# The allowed names of dataset folders if a server has several, and the names that the server uses itself.
DATASET_NAME_PATTERN = r"[a-z0-9][a-z0-9-]{0,63}"
RESERVED_DATASET_NAMES = {"app", "assets", "component", "healthz", "media", "metrics", "static"}


class SettingsError(CounterpointError):
    """Some variables hold values that cannot be used. The message has a line for each."""


def setting_field(
    default: str | float,
    text: str,
    *,
    least: float = -math.inf,
    most: float = math.inf,
    pattern: str = "",
    example: str = "",
    secret: bool = False,
) -> Any:  # noqa: ANN401 - what dataclasses.field returns
    """A field with its help text. `least` and `most` bound a number, `pattern` is what a text has to match. A value
    that may be `secret`, as a URL with a password, is not in the settings' `repr`."""
    limits = {"least": least, "most": most, "pattern": pattern, "example": example}
    return field(default=default, repr=not secret, metadata={"help": text, **limits})


@dataclass(frozen=True)
class Settings:
    """The settings of one server. The variable of a field is its name in capitals after `COUNTERPOINT_`.

    A variable that is not set, or is empty, leaves the default.
    """

    dataset: str = setting_field(
        "",
        "The dataset: a folder, or the URL of a PostgreSQL database. Empty: the shipped dataset. "
        "A relative path counts from the folder in which the server starts.",
        secret=True,
    )
    datasets: str = setting_field(
        "",
        "A folder of dataset folders, all of which one server shows: a front page lists them, and the pages of each "
        "stand below its name. In place of `COUNTERPOINT_DATASET`.",
    )
    url: str = setting_field(
        "",
        "The public URL with its base path, such as `https://positions.example.org`, for canonical links, feeds, "
        "previews, citations and the API. Empty: the host that a request names.",
        pattern=r"https?://[^\s/?#@]+(/[^\s?#]*)?",
        example="a URL such as https://positions.example.org",
    )
    workbench: str = setting_field(
        "off",
        "`on` offers the Workbench, where anybody can bring a spreadsheet of up to 20 MB and make a dataset of it. It "
        "stays in memory and is gone with the session. A file over 1 MB passes through the temporary folder while it "
        "arrives: let `TMPDIR` name one in memory, such as `/dev/shm`.",
        pattern=r"on|off",
        example="on or off",
    )
    pages: str = setting_field(
        "", "A folder of Streamlit scripts, each of which becomes a page ([pages of your own](streamlit-pages.md))."
    )
    engine: str = setting_field(
        "duckdb",
        "DuckDB in this process, or a Spark cluster by the URL of its Connect server.",
        pattern=r"duckdb|sc://.+",
        example="duckdb or a URL such as sc://host:15002",
        secret=True,
    )
    statements: str = setting_field(
        "",
        "The statements of a Spark cluster: a path of Parquet files or a table. "
        "Empty: `statements.parquet` of the dataset.",
    )
    query_seconds: float = setting_field(
        20.0, "The time limit of a query in seconds.", least=0.1, most=3600, example="a number of seconds such as 20"
    )
    memory_limit: str = setting_field(
        "384MB",
        "The memory of DuckDB before it writes to disk.",
        pattern=r"[0-9]+(\.[0-9]+)? ?([KMGT]i?B)",
        example="a size such as 384MB or 2GB",
    )
    # DuckDB would take every core for one query. Two let one long query use a second core, and leave the others to
    # readers; short queries take one whatever the number.
    threads: int = setting_field(2, "DuckDB's threads for one query.", least=1, most=256)
    concurrent_pages: int = setting_field(
        0,
        "Pages rendered at once. 0: one for each core, at least 2; 32 with a Spark cluster.",
        least=0,
        most=1000,
    )
    sockets_per_client: int = setting_field(
        256,
        "Open sockets of one IP address, one for each open page.",
        least=1,
        most=1_000_000,
    )
    page_cache_megabytes: int = setting_field(64, "Memory for rendered pages in MB.", least=0, most=1_000_000)
    document_cache_megabytes: int = setting_field(32, "Memory for HTML documents in MB.", least=0, most=1_000_000)
    picture_cache_megabytes: int = setting_field(16, "Memory for preview pictures in MB.", least=0, most=1_000_000)
    watch_seconds: float = setting_field(
        5.0,
        "Seconds between two looks at the dataset for changes.",
        least=0.1,
        most=86_400,
        example="a number of seconds such as 5",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that the variables of `environment` give. SettingsError if one of them cannot be used."""
        values, problems = {}, []
        for each in fields(cls):
            variable = ENVIRONMENT_PREFIX + each.name.upper()
            if text := environment.get(variable, "").strip():
                try:
                    values[each.name] = _value(text, type(each.default), each.metadata)
                except ValueError:
                    # The parameters of a URL stay out of the log: one may be a token.
                    value = text.partition(";")[0]
                    problems.append(f"{variable} is {value}, but has to be {_allowed_values(each)}.")
        if problems:
            raise SettingsError("\n".join(problems))
        return cls(**values)

    def by_dataset(self) -> dict[str, Settings]:
        """The settings for each dataset by the name below which its pages stand, in the order of the names: the one
        dataset under the name ''. SettingsError if the folder of datasets has none, or one of a name that no address
        can have."""
        if not self.datasets:
            return {"": self}
        if self.dataset:
            raise SettingsError(
                f"{ENVIRONMENT_PREFIX}DATASET and {ENVIRONMENT_PREFIX}DATASETS are both set; leave one of them out."
            )
        folder = Path(self.datasets)
        names = sorted(path.name for path in folder.glob("*/") if path.is_dir() and not path.name.startswith("."))
        problems = [
            f"{ENVIRONMENT_PREFIX}DATASETS: the folder {name!r} needs another name: lower-case letters, digits and "
            f"hyphens, and none of {', '.join(sorted(RESERVED_DATASET_NAMES))}."
            for name in names
            if not re.fullmatch(DATASET_NAME_PATTERN, name) or name in RESERVED_DATASET_NAMES
        ]
        if not names:
            problems = [
                f"{ENVIRONMENT_PREFIX}DATASETS is {self.datasets}, but has to be a folder with a folder for each "
                "dataset."
            ]
        if problems:
            raise SettingsError("\n".join(problems))
        url = self.url.rstrip("/")
        return {
            name: replace(self, dataset=str(folder / name), datasets="", url=f"{url}/{name}" if url else "")
            for name in names
        }

    @property
    def query_limits(self) -> QueryLimits:
        """The limits of a query."""
        return QueryLimits(self.query_seconds, self.memory_limit, self.threads)

    @property
    def dataset_location(self) -> DatasetLocation:
        """The location of the dataset: a folder or a database."""
        return parse_dataset_location(self.dataset or str(SHIPPED_DATASET))


# In this process, within the limits that a server has.
DEFAULT_SETTINGS = Settings()


def _value(text: str, kind: Any, limits: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of the field's type
    value = kind(text)
    if isinstance(value, str):
        matches = not limits["pattern"] or re.fullmatch(limits["pattern"], value)
    else:
        matches = limits["least"] <= value <= limits["most"]
    if not matches:
        raise ValueError(text)
    return value


def _allowed_values(of: Any) -> str:  # noqa: ANN401 - a field of a dataclass
    limits = of.metadata
    if isinstance(of.default, str):
        return str(limits["example"])
    what = limits["example"] or "a whole number"
    return f"{what}, from {limits['least']:g} to {limits['most']:g}"
