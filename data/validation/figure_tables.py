"""The tables of figures: topics, indicators, stated figures, series, groups, measures and units."""

from __future__ import annotations

from .columns import (
    LOCATOR_COLUMN,
    READING_DEPTH_COLUMN,
    SOURCE_COLUMN,
    Column,
    Table,
    define_choice_column,
    define_id_column,
    define_list_column,
    define_reference_column,
    define_text_column,
)

FIGURE_TABLES: tuple[Table, ...] = (
    Table(
        "topics",
        "Groups of indicators",
        (
            define_id_column(),
            define_text_column("name", "Heading.", required=True),
            define_text_column("description", "What belongs to it."),
            define_list_column("issues", "Issues on which parties discuss it."),
        ),
    ),
    Table(
        "indicators",
        "Quantities that parties argue about",
        (
            define_id_column(),
            define_text_column("name", "Name.", required=True),
            define_text_column("unit", "Unit named on pages."),
            define_text_column("description", "What counts and what does not."),
            define_text_column("better_known_as", "Phrase that readers know."),
            define_reference_column("topic", "topics", "The topic that lists it."),
            define_choice_column(
                "form",
                "`ratio` of two subjects, `share` of one in percent, or `sum` over items.",
                ("ratio", "share", "sum"),
            ),
            define_reference_column("numerator", "indicators", "What is divided or added up."),
            define_reference_column("denominator", "indicators", "What divides it."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            define_id_column(),
            define_reference_column("indicator", "indicators", "The quantity.", required=True),
            define_text_column("item", "The counted thing, such as a drill."),
            define_text_column("subject", "Whom the number is about.", required=True),
            define_text_column("stated_by", "A party's id, or another body.", required=True),
            Column("value", "number", "The number; empty for a range."),
            Column("low", "number", "Lower end, or a 'more than'."),
            Column("high", "number", "Upper end, or an 'up to'."),
            define_text_column("unit", "Unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "Year it is about, if stated."),
            define_text_column("definition", "What it counts."),
            SOURCE_COLUMN,
            LOCATOR_COLUMN,
            READING_DEPTH_COLUMN,
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
            define_text_column("unit", "Unit, with currency and price base.", required=True),
            SOURCE_COLUMN,
            READING_DEPTH_COLUMN,
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
            SOURCE_COLUMN,
            READING_DEPTH_COLUMN,
        ),
        key=("group", "entity", "from"),
    ),
    Table(
        "groups",
        "Ways to count the members of a group",
        (
            define_id_column("Also a `subject` or `entity`."),
            define_text_column("name", "Who is counted.", required=True),
            define_text_column("short_name", "For chart labels."),
            Column("members", "id", "The group in `memberships`.", required=True),
            define_choice_column(
                "counted",
                "Members at each `year-end`, or the `latest` for every year.",
                ("year-end", "latest"),
                required=True,
            ),
            define_list_column("without", "Members left out."),
        ),
    ),
    Table(
        "measures",
        "Ways to measure an indicator from series and figures",
        (
            define_id_column(),
            define_reference_column("indicator", "indicators", "The quantity it measures.", required=True),
            define_text_column("name", "Name in formulas.", required=True),
            define_text_column("short_name", "For chart labels; defaults to the name."),
            define_list_column("series", "Series that hold its values."),
            define_list_column("figures", "Figures that also count; each needs a year."),
            Column("rate", "id", "Series of rates that divide each value."),
            Column("unit", "id", "The resulting unit.", required=True),
            define_list_column("without", "Missing members that count as zero."),
            define_choice_column(
                "scope",
                "`part`: covers only part; listed apart.",
                ("part",),
            ),
            define_text_column("note", "Omissions, inferences, remarks."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            define_id_column("The series."),
            define_text_column("name", "Content and edition.", required=True),
            define_text_column("note", "Remarks."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            define_id_column("As other tables name it."),
            define_text_column("name", "Name.", required=True),
            Column("currency", "id", "Currency, as units name it."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            define_id_column("Unit without scale."),
            define_text_column("name", "Name.", required=True),
        ),
    ),
)
