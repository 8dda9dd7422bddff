"""The tables of figures: topics, indicators, stated figures, series, groups, measures and units."""

from __future__ import annotations

from .columns import (
    CHECKED,
    LOCATOR,
    SOURCE,
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
            define_text_column("name", "The topic's heading.", required=True),
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
            define_text_column("description", "What is counted and what is not."),
            define_text_column("better_known_as", "Phrase by which readers know it."),
            define_reference_column("topic", "topics", "The topic that lists it."),
            define_choice_column(
                "form",
                "`ratio`: numerator divided by denominator; `share`: the same for one subject, in percent; "
                "`sum`: numerator added up over its items.",
                ("ratio", "share", "sum"),
            ),
            define_reference_column("numerator", "indicators", "Indicator that is divided or added up."),
            define_reference_column("denominator", "indicators", "Indicator that divides it."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            define_id_column(),
            define_reference_column("indicator", "indicators", "The quantity.", required=True),
            define_text_column("item", "Which of several counted things: a drill, a host country."),
            define_text_column("subject", "Whom the number is about.", required=True),
            define_text_column("stated_by", "Who stated it: a party's id or another body.", required=True),
            Column("value", "number", "The number; empty if there is only a range."),
            Column("low", "number", "Lower end, or the number of a 'more than'."),
            Column("high", "number", "Upper end, or the number of an 'up to'."),
            define_text_column("unit", "Unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "The year it is about, if the source says."),
            define_text_column("definition", "What the number counts."),
            SOURCE,
            LOCATOR,
            CHECKED,
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
            define_text_column("unit", "Unit, with currency and price base.", required=True),
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
            Column("from", "date", "First day of membership.", required=True),
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
            define_id_column("Permanent id; also a `subject` or `entity`."),
            define_text_column("name", "Who is counted, in a few words.", required=True),
            define_text_column("short_name", "One to three words for chart labels."),
            Column("members", "id", "The group in `memberships` to count.", required=True),
            define_choice_column(
                "counted",
                "`year-end`: the members on the last day of each year; `latest`: today's, in every year.",
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
            define_text_column("name", "Name, as formulas use it.", required=True),
            define_text_column("short_name", "One to three words for chart labels; defaults to the name."),
            define_list_column("series", "Series that hold its values."),
            define_list_column("figures", "Figures that also count as values; each needs a year."),
            Column("rate", "id", "Series of rates that divide each value."),
            Column("unit", "id", "The resulting unit.", required=True),
            define_list_column("without", "Members that the series omit; they count as zero."),
            define_choice_column(
                "scope",
                "`part` if it covers only part, so that it is listed apart.",
                ("part",),
            ),
            define_text_column("note", "Omissions, inferences and other remarks."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            define_id_column("The series."),
            define_text_column("name", "What it holds, in which edition.", required=True),
            define_text_column("note", "Remarks."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            define_id_column("A subject, item or body named in figures, series or memberships."),
            define_text_column("name", "Name.", required=True),
            Column("currency", "id", "A country's currency, as units name it."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            define_id_column("A unit without its scale: usd, constant-2023-usd."),
            define_text_column("name", "Name, such as 'US dollars at the market rates of the year'.", required=True),
        ),
    ),
)
