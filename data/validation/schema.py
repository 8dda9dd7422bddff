"""The tables of a dataset: their columns, keys and rules.

One place defines the format. The rules (`data.validation.rules`), the Table Schemas in `datapackage.json`
(`data.package`), the empty tables of a new dataset and the reference in `docs/dataset.md` are all held to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.stance import STANCES

__all__ = [
    "COLOUR_PATTERN",
    "DATE_PATTERN",
    "ID_LENGTH",
    "ID_PATTERN",
    "TABLES",
    "TEXT_LENGTH",
    "URL_LENGTH",
    "URL_PATTERN",
    "Column",
    "Table",
    "table",
]

Kind = Literal["id", "list", "reference", "choice", "text", "date", "year", "number", "url", "colour"]

ID_LENGTH = 120
TEXT_LENGTH = 10_000
URL_LENGTH = 2_000

ID_PATTERN = rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{ID_LENGTH - 1}}}"
_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
DATE_PATTERN = rf"{_DAY}(/{_DAY})?"
COLOUR_PATTERN = r"#[0-9A-Fa-f]{6}"
# A scheme in front of a host without blanks; what follows may hold any other character.
URL_PATTERN = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `kind` decides how a cell is read and checked. `references` names the table
    whose id a `reference` cell must hold; `choices` the values of a `choice`.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    references: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, the columns of its primary key, and
    whether a dataset without it is a dataset."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    required: bool = False


def _id(description: str) -> Column:
    return Column("id", "id", description, required=True)


def _text(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "text", description, required)


def _choice(name: str, description: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name, "choice", description, required, choices=choices)


def _list(name: str, description: str) -> Column:
    return Column(name, "list", f"{description} Ids, separated by blanks.")


def _reference(name: str, table: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "reference", description, required, references=table)


_SOURCE = _reference("source", "sources", "The document that carries it.", required=True)
_LOCATOR = _text("locator", "Where in the document to look: a paragraph, page, section or minute.")
_CHECKED = _choice(
    "checked",
    "How much of the document the curator read: `page`, the whole of it; `excerpt`, a part.",
    ("page", "excerpt"),
)
_STANCES = tuple(stance.id for stance in STANCES)

TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            _id("Names the party in links and in other tables, for good."),
            _text("name", "The party's full name.", required=True),
            _text("short_name", "A name of one or two words, for headings; the name if empty."),
            Column("colour", "colour", "Its colour as #rrggbb; assigned from a palette if empty."),
            _text("description", "One sentence on who is meant, and who speaks for it."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            _id("Names the speaker in links and in other tables, for good."),
            _text("name", "The speaker's name.", required=True),
            _reference("party", "parties", "The party spoken for.", required=True),
            _text("role", "The office or capacity in which the speaker most often speaks."),
            Column("from", "date", "Since when the speaker has spoken for the party, if known."),
            Column("to", "date", "Until when, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            _id("Names the theme in links and in other tables, for good."),
            _text("name", "The theme's heading.", required=True),
            _text("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            _id("Names the issue in links and in other tables, for good."),
            _text("name", "A heading of a few words.", required=True),
            _reference("theme", "themes", "The theme under which the issue is listed."),
            _text("proposition", "One neutral sentence that every party can agree or disagree with.", required=True),
            _text("note", "What a reader should know about the wording."),
        ),
        required=True,
    ),
    Table(
        "sources",
        "Documents",
        (
            _id("Names the document in links and in other tables, for good."),
            _text("title", "Its title as printed, or a description in [square brackets].", required=True),
            _text("publisher", "Who published it."),
            _text("author", "Who wrote it, if the document says so."),
            Column("date", "date", "When it was published."),
            Column("url", "url", "Its address, http or https."),
            Column("language", "text", "Its language as a BCP 47 tag: en, ru, pt-BR."),
            Column("kind", "id", "What kind of document: speech, transcript, communique, news, ..."),
            _text("licence", "The terms under which it may be used, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            _id("Names the statement in links and in other tables, for good."),
            Column("date", "date", "When it was stated, as precisely as the source tells.", required=True),
            _reference("party", "parties", "The party whose position it is.", required=True),
            _reference("speaker", "speakers", "Who spoke; empty where the party as such is reported."),
            _text("role", "In which role, where it is not the speaker's usual one."),
            _reference("issue", "issues", "The issue it is about.", required=True),
            _choice("stance", "The stand on the issue's proposition, as the source shows it.", _STANCES, required=True),
            _text("summary", "What was said, in the curator's own words."),
            _text("quote", "At most a dozen consecutive words as the source prints them."),
            _reference("responds_to", "statements", "The statement that this one answers."),
            Column("occasion", "id", "Joins statements and reports of one utterance: a speech, a press conference."),
            _SOURCE,
            _LOCATOR,
            _CHECKED,
            _text("note", "What is in doubt (date, wording, reading of the stance) or what a reader should know."),
        ),
        required=True,
    ),
    Table(
        "codings",
        "Stances set by further coders",
        (
            _reference("statement", "statements", "The statement that was coded again.", required=True),
            Column("coder", "id", "Who coded it.", required=True),
            _choice(
                "stance",
                "The stance that this coder set, from summary and quote, without seeing the first.",
                _STANCES,
                required=True,
            ),
        ),
        key=("statement", "coder"),
    ),
    Table(
        "events",
        "What happened, for orientation",
        (
            _id("Names the event."),
            Column("date", "date", "When it happened.", required=True),
            _text("title", "What happened, in a few neutral words.", required=True),
            _reference("issue", "issues", "The issue it bears on; empty where it bears on all."),
            _SOURCE,
        ),
    ),
    Table(
        "topics",
        "Groups of indicators",
        (
            _id("Names the topic in links and in other tables, for good."),
            _text("name", "The topic's heading.", required=True),
            _text("description", "What belongs to it."),
            _list("issues", "The issues on which parties speak of it."),
        ),
    ),
    Table(
        "indicators",
        "Quantities that parties argue about",
        (
            _id("Names the indicator in links and in other tables, for good."),
            _text("name", "Its name.", required=True),
            _text("unit", "The unit in which it is compared."),
            _text("description", "What is counted, and what is not."),
            _text("better_known_as", "The phrase by which readers know it."),
            _reference("topic", "topics", "The topic under which it is listed."),
            _choice(
                "form",
                "How it is made of other indicators, if it is: `ratio`, numerator by denominator; `share`, the same in "
                "percent and both of one subject; `sum`, the numerator added up over its items.",
                ("ratio", "share", "sum"),
            ),
            _reference("numerator", "indicators", "The indicator that is divided or added up."),
            _reference("denominator", "indicators", "The indicator that it is divided by."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            _id("Names the figure in links, for good."),
            _reference("indicator", "indicators", "The quantity.", required=True),
            _text("item", "Which one of several that the indicator counts: a drill, a host country."),
            _text("subject", "Whom the number is about.", required=True),
            _text("stated_by", "Who gave it: a party's id, or a body that is no party here.", required=True),
            Column("value", "number", "The number; empty where the source gives a range only."),
            Column("low", "number", "The lower end of a range, or the number of a 'more than'."),
            Column("high", "number", "The upper end of a range, or the number of an 'up to'."),
            _text("unit", "Its unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "The year that it is about; empty where the source does not say."),
            _text("definition", "What it counts, in the words of the sheet."),
            _SOURCE,
            _LOCATOR,
            _CHECKED,
        ),
    ),
    Table(
        "series",
        "Yearly values of independent series",
        (
            Column("series", "id", "The series: who publishes it, what it measures, which edition.", required=True),
            Column("entity", "id", "The country or body measured.", required=True),
            Column("year", "year", "The calendar year.", required=True),
            Column("value", "number", "The value.", required=True),
            _text("unit", "Its unit, with currency and price base.", required=True),
            _SOURCE,
            _CHECKED,
        ),
        # One year may have several values from several documents: a draft, two reports of a law.
        key=(),
    ),
    Table(
        "memberships",
        "Who belonged to which group, and when",
        (
            Column("group", "id", "The group.", required=True),
            Column("entity", "id", "The member.", required=True),
            Column("from", "date", "Its first day as a member.", required=True),
            Column("to", "date", "Its last day; empty while it lasts."),
            _SOURCE,
            _CHECKED,
        ),
        key=("group", "entity", "from"),
    ),
    Table(
        "groups",
        "Ways to count the members of a group",
        (
            _id("Names the way of counting in links and figures: a subject of figures and series."),
            _text("name", "Who is counted, in a few words.", required=True),
            _text("short_name", "The same in one to three words, for the labels of charts."),
            Column("members", "id", "The group in `memberships` whose members are counted.", required=True),
            _choice(
                "counted",
                "`year-end`: the members on the last day of each year; `latest`: those of today, in every year.",
                ("year-end", "latest"),
                required=True,
            ),
            _list("without", "The members that are left out."),
        ),
    ),
    Table(
        "measures",
        "Ways to measure an indicator from series and figures",
        (
            _id("Names the measure in links, for good."),
            _reference("indicator", "indicators", "The quantity that it measures.", required=True),
            _text("name", "What it is, as a formula in words names it.", required=True),
            _text("short_name", "The same in one to three words, for the labels of charts; the name if empty."),
            _list("series", "The series that hold its values. Several values for one year make a range."),
            _list("figures", "Stated figures that count as values too; each needs a year."),
            Column("rate", "id", "The series of rates by which each value is divided."),
            Column("unit", "id", "The unit that results.", required=True),
            _list("without", "Members of groups that the series leave out by definition; they count as nothing."),
            _choice(
                "scope",
                "`part` if it measures only a part of the quantity, so that it is listed apart; else empty.",
                ("part",),
            ),
            _text("note", "What a reader should know: what is left out, what is an inference."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            _id("The series."),
            _text("name", "What it holds, and in which edition.", required=True),
            _text("note", "What a reader should know of it."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            _id("A subject, an item or a body as figures, series and memberships name it."),
            _text("name", "Its name.", required=True),
            Column("currency", "id", "The currency of a country as units name it: what `local-currency` means there."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            _id("A unit without its scale: usd, constant-2023-usd."),
            _text("name", "Its name, such as 'US dollars at the market rates of the year'.", required=True),
        ),
    ),
)
BY_NAME = {known.name: known for known in TABLES}


def table(name: str) -> Table:
    """The table of this name; KeyError if the format has none."""
    return BY_NAME[name]
