"""The tables of figures: topics, indicators, stated figures, series, groups, measures and units."""

from __future__ import annotations

from .columns import (
    CHECKED,
    LOCATOR,
    SOURCE,
    Column,
    Table,
    choice_column,
    id_column,
    list_column,
    reference_column,
    text_column,
)

FIGURE_TABLES: tuple[Table, ...] = (
    Table(
        "topics",
        "Groups of indicators",
        (
            id_column(),
            text_column("name", "Heading.", required=True),
            text_column("description", "What belongs to it."),
            list_column("issues", "Issues on which parties discuss it."),
        ),
    ),
    Table(
        "indicators",
        "Quantities that parties argue about",
        (
            id_column(),
            text_column("name", "Name.", required=True),
            text_column("unit", "Unit named on pages."),
            text_column("description", "What counts and what does not."),
            text_column("better_known_as", "Phrase that readers know."),
            reference_column("topic", "topics", "The topic that lists it."),
            choice_column(
                "form",
                "`ratio` of two subjects, `share` of one in percent, or `sum` over items.",
                ("ratio", "share", "sum"),
            ),
            reference_column("numerator", "indicators", "What is divided or added up."),
            reference_column("denominator", "indicators", "What divides it."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            id_column(),
            reference_column("indicator", "indicators", "The quantity.", required=True),
            text_column("item", "The counted thing, such as a drill."),
            text_column("subject", "Whom the number is about.", required=True),
            text_column("stated_by", "A party's id, or another body.", required=True),
            Column("value", "number", "The number; empty for a range."),
            Column("low", "number", "Lower end, or a 'more than'."),
            Column("high", "number", "Upper end, or an 'up to'."),
            text_column("unit", "Unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "Year it is about, if stated."),
            text_column("definition", "What it counts."),
            SOURCE,
            LOCATOR,
            CHECKED,
        ),
    ),
    Table(
        "series",
        "Yearly values of independent series",
        (
            Column("series", "id", "Publisher, quantity, edition.", required=True),
            Column("entity", "id", "Country or body measured.", required=True),
            Column("year", "year", "Calendar year.", required=True),
            Column("value", "number", "Value.", required=True),
            text_column("unit", "Unit, with currency and price base.", required=True),
            SOURCE,
            CHECKED,
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
            Column("from", "date", "First day.", required=True),
            Column("to", "date", "Last day; empty while it lasts."),
            SOURCE,
            CHECKED,
        ),
        key=("group", "entity", "from"),
    ),
    Table(
        "groups",
        "Ways to count the members of a group",
        (
            id_column("Also a `subject` or `entity`."),
            text_column("name", "Who is counted.", required=True),
            text_column("short_name", "For chart labels."),
            Column("members", "id", "The group in `memberships`.", required=True),
            choice_column(
                "counted",
                "Members at each `year-end`, or the `latest` for every year.",
                ("year-end", "latest"),
                required=True,
            ),
            list_column("without", "Members left out."),
        ),
    ),
    Table(
        "measures",
        "Ways to measure an indicator from series and figures",
        (
            id_column(),
            reference_column("indicator", "indicators", "The quantity it measures.", required=True),
            text_column("name", "Name in formulas.", required=True),
            text_column("short_name", "For chart labels; defaults to the name."),
            list_column("series", "Series that hold its values."),
            list_column("figures", "Figures that also count; each needs a year."),
            Column("rate", "id", "Series of rates that divide each value."),
            Column("unit", "id", "The resulting unit.", required=True),
            list_column("without", "Missing members that count as zero."),
            choice_column(
                "scope",
                "`part`: covers only part; listed apart.",
                ("part",),
            ),
            text_column("note", "Omissions, inferences, remarks."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            id_column("The series."),
            text_column("name", "Content and edition.", required=True),
            text_column("note", "Remarks."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            id_column("As other tables name it."),
            text_column("name", "Name.", required=True),
            Column("currency", "id", "Currency, as units name it."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            id_column("Unit without scale."),
            text_column("name", "Name.", required=True),
        ),
    ),
)
