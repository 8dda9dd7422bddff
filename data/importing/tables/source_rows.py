"""Makes the rows of the table of sources from the columns that a sheet of statements has about documents."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pandas as pd

from ..options import ImportOptions
from ..report import ImportReport, Sheet, list_words
from ..words.cells import replace_cells
from ..words.local_dates import normalize_dates
from .registers import KEY_SEPARATOR, Register, name_key
from .sheets import has_real_dates

URL_PATTERN = r"(?i:https?://\S+)"
# What people write where there is none.
NO_SOURCE_PATTERN = r"(?i)|-+|–|—|n\.?\s?/?\s?a\.?|none|no|nein|kein(?:e|er)?|k\.?\s?a\.?|/|\?|x|\.+"
SOURCE_COLUMNS = ("title", "url", "date", "publisher", "author", "language", "kind", "licence")


def add_sources(sources: Register, statements: Sheet, options: ImportOptions, report: ImportReport) -> None:
    """Adds a source for each combination of title, address, date and publisher, under the key of `source_keys`. Without
    a title it has its address in brackets as one. Nothing is added where a sheet lists the sources."""
    if sources.closed:
        return
    frame = pd.DataFrame({name: statements.column(f"source.{name}") for name in SOURCE_COLUMNS})
    if "source.date" in statements.frame:
        place = f"{statements.place}, column source.date"
        dates = normalize_dates(frame["date"], place, options.dates, has_real_dates(statements, "source.date"))
        report.assumptions += dates.assumptions
        frame["date"] = dates.values
    url = statements.column("source.url")
    if (bare := url.str.fullmatch(r"(?i)www\.\S+\.\S+")).any():
        report.assumptions.append(
            f"{statements.place}: {int(bare.sum()):,} addresses that begin with www. have https:// before them"
        )
    if (nothing := (url != "") & url.str.fullmatch(NO_SOURCE_PATTERN)).any():
        report.assumptions.append(
            f"{statements.place}: {list_words(url[nothing].unique())} in the column of addresses is none"
        )
    frame["kind"] = replace_cells(
        frame["kind"], {kind: name_key(kind).replace(" ", "-") for kind in frame["kind"].unique()}
    )
    frame["key"] = source_keys(statements, options)
    rows = frame[frame["key"] != ""].drop_duplicates("key")
    if rows.empty:
        return
    parts = [key.split(KEY_SEPARATOR) for key in rows["key"]]
    rows = rows.assign(
        title=[title or _describe_address(url) for title, url, *_ in parts], url=[each[1] for each in parts]
    )
    # A newspaper is often named without the article; then the date tells two of its articles apart.
    names = rows["title"].where(~rows["title"].duplicated(keep=False), rows["title"] + " " + rows["date"])
    sources.add_names(dict(zip(rows["key"], names, strict=True)), "title")
    for row in rows.to_dict("records"):
        sources.rows[sources.find(row.pop("key"))] |= {str(column): cell for column, cell in row.items() if cell}


def source_keys(statements: Sheet, options: ImportOptions) -> pd.Series:
    """The key of the source of each row: title, address, date and publisher; '' if a row has neither of the first two
    and the options name none. An address in the column of titles is an address; one that begins with `www.` has
    `https://` before it."""
    title, url = statements.column("source"), statements.column("source.url")
    bare = url.str.fullmatch(r"(?i)www\.\S+\.\S+")
    url = ("https://" + url).where(bare, url).where(~url.str.fullmatch(NO_SOURCE_PATTERN), "")
    is_address = title.str.fullmatch(URL_PATTERN)
    url, title = url.where((url != "") | ~is_address, title), title.where(~is_address, "")
    lacking = (title == "") & (url == "")
    is_link = re.fullmatch(URL_PATTERN, options.source) is not None
    title = title.where(~lacking, "" if is_link else options.source)
    url = url.where(~lacking, options.source_url or (options.source if is_link else ""))
    key = (
        title
        + KEY_SEPARATOR
        + url
        + KEY_SEPARATOR
        + statements.column("source.date")
        + KEY_SEPARATOR
        + statements.column("source.publisher")
    )
    return key.where((title != "") | (url != ""), "")


def _describe_address(url: str) -> str:
    """The address of a document without a title, in brackets, because it is no printed title."""
    parts = urlsplit(url)
    return f"[{(parts.netloc + parts.path).rstrip('/').removeprefix('www.')}]"
