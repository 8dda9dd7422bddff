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
            text_column("short_name", "For headings; defaults to the name."),
            Column("colour", "colour", "As #rrggbb; assigned if empty."),
            text_column("description", "Who is meant, and who speaks for it."),
        ),
        required=True,
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            id_column(),
            text_column("name", "Name.", required=True),
            reference_column("party", "parties", "The party spoken for.", required=True),
            text_column("role", "Usual office or role."),
            Column("from", "date", "First day as its speaker, if known."),
            Column("to", "date", "Last day, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            id_column(),
            text_column("name", "Heading.", required=True),
            text_column("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            id_column(),
            text_column("name", "Short heading.", required=True),
            reference_column("theme", "themes", "The theme that lists it."),
            text_column("proposition", "Neutral sentence to agree or disagree with.", required=True),
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
            Column("url", "url", "Address."),
            Column("language", "text", "BCP 47 tag, such as pt-BR."),
            Column("kind", "id", "Such as speech, transcript or news."),
            text_column("licence", "Terms of use, if known."),
        ),
        required=True,
    ),
    Table(
        "statements",
        "Positions stated",
        (
            id_column(),
            Column("date", "date", "When it was stated.", required=True),
            reference_column("party", "parties", "Whose position it is.", required=True),
            reference_column("speaker", "speakers", "Who spoke, if the source says."),
            text_column("role", "Role, if not the usual one."),
            reference_column("issue", "issues", "What it is about.", required=True),
            choice_column("stance", "Stance on the issue's proposition.", STANCE_IDS, required=True),
            text_column("summary", "The curator's own words."),
            text_column("quote", "At most twelve consecutive words, as printed."),
            reference_column("responds_to", "statements", "The statement it answers."),
            Column("occasion", "id", "Shared by all rows of one utterance."),
            SOURCE,
            LOCATOR,
            CHECKED,
            text_column("note", "Doubts and remarks, for readers."),
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
            text_column("title", "A few neutral words.", required=True),
            reference_column("issue", "issues", "Empty if it concerns all."),
            SOURCE,
        ),
    ),
)
