"""The tables of statements: parties, speakers, issues, sources, statements, codings and events."""

from __future__ import annotations

from data.model.stance import STANCES

from .columns import (
    CHECKED,
    LOCATOR,
    SOURCE,
    Column,
    Table,
    choice_column,
    id_column,
    reference_column,
    text_column,
)

__all__ = ["STATEMENT_TABLES"]

STANCE_IDS = tuple(stance.id for stance in STANCES)

STATEMENT_TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            id_column("Names the party in links and in other tables, for good."),
            text_column("name", "The party's full name.", required=True),
            text_column("short_name", "A name of one or two words, for headings; the name if empty."),
            Column("colour", "colour", "Its colour as #rrggbb; assigned from a palette if empty."),
            text_column("description", "One sentence on who is meant, and who speaks for it."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            id_column("Names the speaker in links and in other tables, for good."),
            text_column("name", "The speaker's name.", required=True),
            reference_column("party", "parties", "The party spoken for.", required=True),
            text_column("role", "The office or capacity in which the speaker most often speaks."),
            Column("from", "date", "Since when the speaker has spoken for the party, if known."),
            Column("to", "date", "Until when, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            id_column("Names the theme in links and in other tables, for good."),
            text_column("name", "The theme's heading.", required=True),
            text_column("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            id_column("Names the issue in links and in other tables, for good."),
            text_column("name", "A heading of a few words.", required=True),
            reference_column("theme", "themes", "The theme under which the issue is listed."),
            text_column(
                "proposition", "One neutral sentence that every party can agree or disagree with.", required=True
            ),
            text_column("note", "What a reader should know about the wording."),
        ),
        required=True,
    ),
    Table(
        "sources",
        "Documents",
        (
            id_column("Names the document in links and in other tables, for good."),
            text_column("title", "Its title as printed, or a description in [square brackets].", required=True),
            text_column("publisher", "Who published it."),
            text_column("author", "Who wrote it, if the document says so."),
            Column("date", "date", "When it was published."),
            Column("url", "url", "Its address, http or https."),
            Column("language", "text", "Its language as a BCP 47 tag: en, ru, pt-BR."),
            Column("kind", "id", "What kind of document: speech, transcript, communique, news, ..."),
            text_column("licence", "The terms under which it may be used, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            id_column("Names the statement in links and in other tables, for good."),
            Column("date", "date", "When it was stated, as precisely as the source tells.", required=True),
            reference_column("party", "parties", "The party whose position it is.", required=True),
            reference_column("speaker", "speakers", "Who spoke; empty where the party as such is reported."),
            text_column("role", "In which role, where it is not the speaker's usual one."),
            reference_column("issue", "issues", "The issue it is about.", required=True),
            choice_column(
                "stance", "The stand on the issue's proposition, as the source shows it.", STANCE_IDS, required=True
            ),
            text_column("summary", "What was said, in the curator's own words."),
            text_column("quote", "At most a dozen consecutive words as the source prints them."),
            reference_column("responds_to", "statements", "The statement that this one answers."),
            Column("occasion", "id", "Joins statements and reports of one utterance: a speech, a press conference."),
            SOURCE,
            LOCATOR,
            CHECKED,
            text_column(
                "note", "What is in doubt (date, wording, reading of the stance) or what a reader should know."
            ),
        ),
        required=True,
    ),
    Table(
        "codings",
        "Stances set by further coders",
        (
            reference_column("statement", "statements", "The statement that was coded again.", required=True),
            Column("coder", "id", "Who coded it.", required=True),
            choice_column(
                "stance",
                "The stance that this coder set, from summary and quote, without seeing the first.",
                STANCE_IDS,
                required=True,
            ),
        ),
        key=("statement", "coder"),
    ),
    Table(
        "events",
        "What happened, for orientation",
        (
            id_column("Names the event."),
            Column("date", "date", "When it happened.", required=True),
            text_column("title", "What happened, in a few neutral words.", required=True),
            reference_column("issue", "issues", "The issue it bears on; empty where it bears on all."),
            SOURCE,
        ),
    ),
)
