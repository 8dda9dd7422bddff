"""The tables of statements: parties, speakers, issues, sources, statements, codings and events."""

from __future__ import annotations

from data.model.stance import STANCES

from .columns import (
    CHECKED,
    LOCATOR,
    SOURCE,
    Column,
    Table,
    define_choice_column,
    define_id_column,
    define_reference_column,
    define_text_column,
)

STANCE_IDS = tuple(stance.id for stance in STANCES)

STATEMENT_TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            define_id_column(),
            define_text_column("name", "Full name.", required=True),
            define_text_column("short_name", "One or two words for headings; defaults to the name."),
            Column("colour", "colour", "As #rrggbb; assigned from a palette if empty."),
            define_text_column("description", "Who is meant, and who speaks for the party."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            define_id_column(),
            define_text_column("name", "The speaker's name.", required=True),
            define_reference_column("party", "parties", "The party spoken for.", required=True),
            define_text_column("role", "The speaker's usual office or role."),
            Column("from", "date", "First day of speaking for the party, if known."),
            Column("to", "date", "Last day, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            define_id_column(),
            define_text_column("name", "The theme's heading.", required=True),
            define_text_column("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            define_id_column(),
            define_text_column("name", "Heading of a few words.", required=True),
            define_reference_column("theme", "themes", "The theme that lists the issue."),
            define_text_column(
                "proposition", "One neutral sentence that every party can agree or disagree with.", required=True
            ),
            define_text_column("note", "Remarks on the wording."),
        ),
        required=True,
    ),
    Table(
        "sources",
        "Documents",
        (
            define_id_column(),
            define_text_column("title", "Title as printed, or a description in [square brackets].", required=True),
            define_text_column("publisher", "Who published it."),
            define_text_column("author", "Who wrote it, if stated."),
            Column("date", "date", "Date of publication."),
            Column("url", "url", "Address, http or https."),
            Column("language", "text", "BCP 47 tag: en, ru, pt-BR."),
            Column("kind", "id", "Kind of document: speech, transcript, communique, news, ..."),
            define_text_column("licence", "Terms of use, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            define_id_column(),
            Column("date", "date", "When it was stated, as precisely as known.", required=True),
            define_reference_column("party", "parties", "The party whose position it is.", required=True),
            define_reference_column("speaker", "speakers", "Who spoke; empty if the source names only the party."),
            define_text_column("role", "The role, if not the speaker's usual one."),
            define_reference_column("issue", "issues", "The issue it is about.", required=True),
            define_choice_column("stance", "Stance on the issue's proposition.", STANCE_IDS, required=True),
            define_text_column("summary", "What was said, in the curator's own words."),
            define_text_column("quote", "At most twelve consecutive words, as the source prints them."),
            define_reference_column("responds_to", "statements", "The statement it answers."),
            Column("occasion", "id", "Shared by all rows of one speech or other utterance."),
            SOURCE,
            LOCATOR,
            CHECKED,
            define_text_column("note", "Doubts and remarks, worded for readers."),
        ),
        required=True,
    ),
    Table(
        "codings",
        "Stances set by further coders",
        (
            define_reference_column("statement", "statements", "The statement coded again.", required=True),
            Column("coder", "id", "Who coded it.", required=True),
            define_choice_column(
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
            define_id_column(),
            Column("date", "date", "When it happened.", required=True),
            define_text_column("title", "What happened, in a few neutral words.", required=True),
            define_reference_column("issue", "issues", "The issue it concerns; empty if it concerns all."),
            SOURCE,
        ),
    ),
)
