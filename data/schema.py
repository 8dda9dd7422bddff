"""The tables of a dataset: their columns, keys and rules.

One place defines the format. The checks (`data.checks`), the Table Schemas in `datapackage.json` (`data.package`), the
skeleton of a new dataset and the reference in `docs/dataset.md` are all held to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .stance import STANCES

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


def _id(description: str = "Permanent id.") -> Column:
    return Column("id", "id", description, required=True)


def _text(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "text", description, required)


def _choice(name: str, description: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name, "choice", description, required, choices=choices)


def _list(name: str, description: str) -> Column:
    return Column(name, "list", description)


def _reference(name: str, table: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "reference", description, required, references=table)


_SOURCE = _reference("source", "sources", "The document.", required=True)
_LOCATOR = _text("locator", "Paragraph, page, section or minute.")
_CHECKED = _choice(
    "checked",
    "What was read: `page`, all; `excerpt`, a part.",
    ("page", "excerpt"),
)
_STANCES = tuple(stance.id for stance in STANCES)

TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            _id(),
            _text("name", "Full name.", required=True),
            _text("short_name", "One or two words for headings; defaults to the name."),
            Column("colour", "colour", "As #rrggbb; assigned from a palette if empty."),
            _text("description", "Who is meant, and who speaks for the party."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            _id(),
            _text("name", "The speaker's name.", required=True),
            _reference("party", "parties", "The party spoken for.", required=True),
            _text("role", "The speaker's usual office or role."),
            Column("from", "date", "First day of speaking for the party, if known."),
            Column("to", "date", "Last day, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            _id(),
            _text("name", "The theme's heading.", required=True),
            _text("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            _id(),
            _text("name", "Heading of a few words.", required=True),
            _reference("theme", "themes", "The theme that lists the issue."),
            _text("proposition", "One neutral sentence that every party can agree or disagree with.", required=True),
            _text("note", "Remarks on the wording."),
        ),
        required=True,
    ),
    Table(
        "sources",
        "Documents",
        (
            _id(),
            _text("title", "Title as printed, or a description in [square brackets].", required=True),
            _text("publisher", "Who published it."),
            _text("author", "Who wrote it, if stated."),
            Column("date", "date", "Date of publication."),
            Column("url", "url", "Address, http or https."),
            Column("language", "text", "BCP 47 tag: en, ru, pt-BR."),
            Column("kind", "id", "Kind of document: speech, transcript, communique, news, ..."),
            _text("licence", "Terms of use, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            _id(),
            Column("date", "date", "When it was stated, as precisely as known.", required=True),
            _reference("party", "parties", "The party whose position it is.", required=True),
            _reference("speaker", "speakers", "Who spoke; empty if the source names only the party."),
            _text("role", "The role, if not the speaker's usual one."),
            _reference("issue", "issues", "The issue it is about.", required=True),
            _choice("stance", "Stance on the issue's proposition.", _STANCES, required=True),
            _text("summary", "What was said, in the curator's own words."),
            _text("quote", "At most twelve consecutive words, as the source prints them."),
            _reference("responds_to", "statements", "The statement it answers."),
            Column("occasion", "id", "Shared by all rows of one speech or other utterance."),
            _SOURCE,
            _LOCATOR,
            _CHECKED,
            _text("note", "Doubts and remarks, worded for readers."),
        ),
        required=True,
    ),
    Table(
        "codings",
        "Stances set by further coders",
        (
            _reference("statement", "statements", "The statement coded again.", required=True),
            Column("coder", "id", "Who coded it.", required=True),
            _choice(
                "stance",
                "This coder's stance.",
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
            _id(),
            Column("date", "date", "When it happened.", required=True),
            _text("title", "What happened, in a few neutral words.", required=True),
            _reference("issue", "issues", "The issue it concerns; empty if it concerns all."),
            _SOURCE,
        ),
    ),
    Table(
        "topics",
        "Groups of indicators",
        (
            _id(),
            _text("name", "The topic's heading.", required=True),
            _text("description", "What belongs to it."),
            _list("issues", "Issues on which parties discuss it."),
        ),
    ),
    Table(
        "indicators",
        "Quantities that parties argue about",
        (
            _id(),
            _text("name", "Name.", required=True),
            _text("unit", "Unit named on pages."),
            _text("description", "What is counted and what is not."),
            _text("better_known_as", "Phrase by which readers know it."),
            _reference("topic", "topics", "The topic that lists it."),
            _choice(
                "form",
                "`ratio`: numerator divided by denominator; `share`: the same for one subject, in percent; "
                "`sum`: numerator added up over its items.",
                ("ratio", "share", "sum"),
            ),
            _reference("numerator", "indicators", "Indicator that is divided or added up."),
            _reference("denominator", "indicators", "Indicator that divides it."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            _id(),
            _reference("indicator", "indicators", "The quantity.", required=True),
            _text("item", "Which of several counted things: a drill, a host country."),
            _text("subject", "Whom the number is about.", required=True),
            _text("stated_by", "Who stated it: a party's id or another body.", required=True),
            Column("value", "number", "The number; empty if there is only a range."),
            Column("low", "number", "Lower end, or the number of a 'more than'."),
            Column("high", "number", "Upper end, or the number of an 'up to'."),
            _text("unit", "Unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "The year it is about, if the source says."),
            _text("definition", "What the number counts."),
            _SOURCE,
            _LOCATOR,
            _CHECKED,
        ),
    ),
    Table(
        "series",
        "Yearly values of independent series",
        (
            Column("series", "id", "Id of the series: publisher, quantity, edition.", required=True),
            Column("entity", "id", "Country or body measured.", required=True),
            Column("year", "year", "Calendar year.", required=True),
            Column("value", "number", "Value.", required=True),
            _text("unit", "Unit, with currency and price base.", required=True),
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
            Column("from", "date", "First day of membership.", required=True),
            Column("to", "date", "Last day; empty while it lasts."),
            _SOURCE,
            _CHECKED,
        ),
        key=("group", "entity", "from"),
    ),
    Table(
        "groups",
        "Ways to count the members of a group",
        (
            _id("Permanent id; also a `subject` or `entity`."),
            _text("name", "Who is counted, in a few words.", required=True),
            _text("short_name", "One to three words for chart labels."),
            Column("members", "id", "The group in `memberships` to count.", required=True),
            _choice(
                "counted",
                "`year-end`: the members on the last day of each year; `latest`: today's, in every year.",
                ("year-end", "latest"),
                required=True,
            ),
            _list("without", "Members left out."),
        ),
    ),
    Table(
        "measures",
        "Ways to measure an indicator from series and figures",
        (
            _id(),
            _reference("indicator", "indicators", "The quantity it measures.", required=True),
            _text("name", "Name, as formulas use it.", required=True),
            _text("short_name", "One to three words for chart labels; defaults to the name."),
            _list("series", "Series that hold its values."),
            _list("figures", "Figures that also count as values; each needs a year."),
            Column("rate", "id", "Series of rates that divide each value."),
            Column("unit", "id", "The resulting unit.", required=True),
            _list("without", "Members that the series omit; they count as zero."),
            _choice(
                "scope",
                "`part` if it covers only part, so that it is listed apart.",
                ("part",),
            ),
            _text("note", "Omissions, inferences and other remarks."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            _id("The series."),
            _text("name", "What it holds, in which edition.", required=True),
            _text("note", "Remarks."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            _id("A subject, item or body named in figures, series or memberships."),
            _text("name", "Name.", required=True),
            Column("currency", "id", "A country's currency, as units name it."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            _id("A unit without its scale: usd, constant-2023-usd."),
            _text("name", "Name, such as 'US dollars at the market rates of the year'.", required=True),
        ),
    ),
)
BY_NAME = {known.name: known for known in TABLES}


def table(name: str) -> Table:
    """The table of this name; KeyError if the format has none."""
    return BY_NAME[name]
