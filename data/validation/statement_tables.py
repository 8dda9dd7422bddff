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

STANCE_IDS = tuple(stance.id for stance in STANCES)

STATEMENT_TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            id_column(),
            text_column("name", "Full name.", required=True),
            text_column("short_name", "One or two words for headings; defaults to the name."),
            Column("colour", "colour", "As #rrggbb; assigned from a palette if empty."),
            text_column("description", "Who is meant, and who speaks for the party."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            id_column(),
            text_column("name", "The speaker's name.", required=True),
            reference_column("party", "parties", "The party spoken for.", required=True),
            text_column("role", "The speaker's usual office or role."),
            Column("from", "date", "First day of speaking for the party, if known."),
            Column("to", "date", "Last day, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            id_column(),
            text_column("name", "The theme's heading.", required=True),
            text_column("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            id_column(),
            text_column("name", "Heading of a few words.", required=True),
            reference_column("theme", "themes", "The theme that lists the issue."),
            text_column(
                "proposition", "One neutral sentence that every party can agree or disagree with.", required=True
            ),
            text_column("note", "Remarks on the wording."),
        ),
        required=True,
    ),
    Table(
        "sources",
        "Documents",
        (
            id_column(),
            text_column("title", "Title as printed, or a description in [square brackets].", required=True),
            text_column("publisher", "Who published it."),
            text_column("author", "Who wrote it, if stated."),
            Column("date", "date", "Date of publication."),
            Column("url", "url", "Address, http or https."),
            Column("language", "text", "BCP 47 tag: en, ru, pt-BR."),
            Column("kind", "id", "Kind of document: speech, transcript, communique, news, ..."),
            text_column("licence", "Terms of use, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            id_column(),
            Column("date", "date", "When it was stated, as precisely as known.", required=True),
            reference_column("party", "parties", "The party whose position it is.", required=True),
            reference_column("speaker", "speakers", "Who spoke; empty if the source names only the party."),
            text_column("role", "The role, if not the speaker's usual one."),
            reference_column("issue", "issues", "The issue it is about.", required=True),
            choice_column("stance", "Stance on the issue's proposition.", STANCE_IDS, required=True),
            text_column("summary", "What was said, in the curator's own words."),
            text_column("quote", "At most twelve consecutive words, as the source prints them."),
            reference_column("responds_to", "statements", "The statement it answers."),
            Column("occasion", "id", "Shared by all rows of one speech or other utterance."),
            SOURCE,
            LOCATOR,
            CHECKED,
            text_column("note", "Doubts and remarks, worded for readers."),
        ),
        required=True,
    ),
    Table(
        "codings",
        "Stances set by further coders",
        (
            reference_column("statement", "statements", "The statement coded again.", required=True),
            Column("coder", "id", "Who coded it.", required=True),
            choice_column(
                "stance",
                "This coder's stance.",
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
            id_column(),
            Column("date", "date", "When it happened.", required=True),
            text_column("title", "What happened, in a few neutral words.", required=True),
            reference_column("issue", "issues", "The issue it concerns; empty if it concerns all."),
            SOURCE,
        ),
    ),
)
