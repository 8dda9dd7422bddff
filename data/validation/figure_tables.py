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

__all__ = ["FIGURE_TABLES"]

FIGURE_TABLES: tuple[Table, ...] = (
    Table(
        "topics",
        "Groups of indicators",
        (
            id_column("Names the topic in links and in other tables, for good."),
            text_column("name", "The topic's heading.", required=True),
            text_column("description", "What belongs to it."),
            list_column("issues", "The issues on which parties speak of it."),
        ),
    ),
    Table(
        "indicators",
        "Quantities that parties argue about",
        (
            id_column("Names the indicator in links and in other tables, for good."),
            text_column("name", "Its name.", required=True),
            text_column("unit", "The unit in which it is compared."),
            text_column("description", "What is counted, and what is not."),
            text_column("better_known_as", "The phrase by which readers know it."),
            reference_column("topic", "topics", "The topic under which it is listed."),
            choice_column(
                "form",
                "How it is made of other indicators, if it is: `ratio`, numerator by denominator; `share`, the same in "
                "percent and both of one subject; `sum`, the numerator added up over its items.",
                ("ratio", "share", "sum"),
            ),
            reference_column("numerator", "indicators", "The indicator that is divided or added up."),
            reference_column("denominator", "indicators", "The indicator that it is divided by."),
        ),
    ),
    Table(
        "figures",
        "Numbers that somebody stated or estimated",
        (
            id_column("Names the figure in links, for good."),
            reference_column("indicator", "indicators", "The quantity.", required=True),
            text_column("item", "Which one of several that the indicator counts: a drill, a host country."),
            text_column("subject", "Whom the number is about.", required=True),
            text_column("stated_by", "Who gave it: a party's id, or a body that is no party here.", required=True),
            Column("value", "number", "The number; empty where the source gives a range only."),
            Column("low", "number", "The lower end of a range, or the number of a 'more than'."),
            Column("high", "number", "The upper end of a range, or the number of an 'up to'."),
            text_column("unit", "Its unit.", required=True),
            Column("date", "date", "When it was stated.", required=True),
            Column("year", "year", "The year that it is about; empty where the source does not say."),
            text_column("definition", "What it counts, in the words of the sheet."),
            SOURCE,
            LOCATOR,
            CHECKED,
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
            text_column("unit", "Its unit, with currency and price base.", required=True),
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
            Column("from", "date", "Its first day as a member.", required=True),
            Column("to", "date", "Its last day; empty while it lasts."),
            SOURCE,
            CHECKED,
        ),
        key=("group", "entity", "from"),
    ),
    Table(
        "groups",
        "Ways to count the members of a group",
        (
            id_column("Names the way of counting in links and figures: a subject of figures and series."),
            text_column("name", "Who is counted, in a few words.", required=True),
            text_column("short_name", "The same in one to three words, for the labels of charts."),
            Column("members", "id", "The group in `memberships` whose members are counted.", required=True),
            choice_column(
                "counted",
                "`year-end`: the members on the last day of each year; `latest`: those of today, in every year.",
                ("year-end", "latest"),
                required=True,
            ),
            list_column("without", "The members that are left out."),
        ),
    ),
    Table(
        "measures",
        "Ways to measure an indicator from series and figures",
        (
            id_column("Names the measure in links, for good."),
            reference_column("indicator", "indicators", "The quantity that it measures.", required=True),
            text_column("name", "What it is, as a formula in words names it.", required=True),
            text_column("short_name", "The same in one to three words, for the labels of charts; the name if empty."),
            list_column("series", "The series that hold its values. Several values for one year make a range."),
            list_column("figures", "Stated figures that count as values too; each needs a year."),
            Column("rate", "id", "The series of rates by which each value is divided."),
            Column("unit", "id", "The unit that results.", required=True),
            list_column("without", "Members of groups that the series leave out by definition; they count as nothing."),
            choice_column(
                "scope",
                "`part` if it measures only a part of the quantity, so that it is listed apart; else empty.",
                ("part",),
            ),
            text_column("note", "What a reader should know: what is left out, what is an inference."),
        ),
    ),
    Table(
        "catalogue",
        "What each series is",
        (
            id_column("The series."),
            text_column("name", "What it holds, and in which edition.", required=True),
            text_column("note", "What a reader should know of it."),
        ),
    ),
    Table(
        "entities",
        "Names of countries, bodies and items",
        (
            id_column("A subject, an item or a body as figures, series and memberships name it."),
            text_column("name", "Its name.", required=True),
            Column("currency", "id", "The currency of a country as units name it: what `local-currency` means there."),
        ),
    ),
    Table(
        "units",
        "Names of units",
        (
            id_column("A unit without its scale: usd, constant-2023-usd."),
            text_column("name", "Its name, such as 'US dollars at the market rates of the year'.", required=True),
        ),
    ),
)
