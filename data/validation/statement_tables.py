"""The tables of statements: parties, speakers, issues, sources, statements, codings and events."""

from __future__ import annotations

from data.model.stance import STANCES

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

STANCE_IDS = tuple(stance.id for stance in STANCES)
CARRIER_IDS = ("primary", "agency", "secondary")
BASIS_IDS = ("declared", "vote", "coded")

STATEMENT_TABLES: tuple[Table, ...] = (
    Table(
        "parties",
        "Who takes positions",
        (
            define_id_column(),
            define_text_column("name", "Full name.", required=True),
            define_text_column("short_name", "For headings; defaults to the name."),
            Column("colour", "colour", "As #rrggbb; assigned if empty."),
            define_text_column("description", "Who is meant, and who speaks for it."),
            define_list_column("group", "The groups that it belongs to.", references="party_groups"),
        ),
        required=True,
    ),
    Table(
        "party_groups",
        "Groups of parties",
        (
            define_id_column(),
            define_text_column("name", "Name.", required=True),
            define_text_column("description", "Who belongs to it."),
        ),
    ),
    Table(
        "speakers",
        "Persons and bodies that speak for a party",
        (
            define_id_column(),
            define_text_column("name", "Name.", required=True),
            define_reference_column("party", "parties", "The party spoken for.", required=True),
            define_text_column("role", "Usual office or role."),
            Column("from", "date", "First day in office, if known."),
            Column("to", "date", "Last day, if known and over."),
        ),
    ),
    Table(
        "themes",
        "Groups of issues",
        (
            define_id_column(),
            define_text_column("name", "Heading.", required=True),
            define_text_column("description", "What belongs to it."),
        ),
    ),
    Table(
        "issues",
        "Questions in dispute",
        (
            define_id_column(),
            define_text_column("name", "Short heading.", required=True),
            define_list_column("theme", "Its themes; the first lists it.", references="themes"),
            define_text_column("proposition", "Neutral sentence to agree or disagree with.", required=True),
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
            Column("url", "url", "Address."),
            Column("language", "text", "BCP 47 tag, such as pt-BR."),
            Column("kind", "id", "Such as speech, transcript or news."),
            define_choice_column(
                "carrier",
                "`primary`: whose words they are; `agency`: a news agency; `secondary`: others.",
                CARRIER_IDS,
            ),
            define_text_column("licence", "Terms of use, if known."),
        ),
        required=True,
    ),
    Table(
        "publishers",
        "Countries of publishers",
        (
            define_text_column("name", "As `sources` has it.", required=True),
            Column("country", "id", "ISO 3166 code, such as DE; 001 for an international body."),
        ),
        key=("name",),
    ),
    Table(
        "statements",
        "Positions stated",
        (
            define_id_column(),
            Column("date", "date", "When it was stated.", required=True),
            define_reference_column("party", "parties", "Whose position it is.", required=True),
            define_reference_column("speaker", "speakers", "Who spoke, if the source says."),
            define_text_column("role", "Role, if not the usual one."),
            define_reference_column("issue", "issues", "What it is about.", required=True),
            define_choice_column("stance", "Stance on the issue's proposition.", STANCE_IDS, required=True),
            define_choice_column(
                "basis",
                "`declared`: set by the party; `vote`: a vote; `coded` (if empty): set by the curators.",
                BASIS_IDS,
            ),
            define_choice_column("weight", "`aside`: said in passing, not the considered position.", ("aside",)),
            define_text_column("summary", "The curator's own words."),
            define_text_column("text", "The party's own words as printed, up to 10,000 characters."),
            define_text_column("quote", "At most twelve consecutive words, as printed."),
            define_text_column("translation", "Of the quote, by the curators."),
            define_reference_column("responds_to", "statements", "The statement it answers."),
            Column("occasion", "id", "Shared by all rows of one utterance."),
            SOURCE_COLUMN,
            LOCATOR_COLUMN,
            READING_DEPTH_COLUMN,
            define_text_column("note", "Doubts and remarks, for readers."),
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
            define_text_column("title", "A few neutral words.", required=True),
            define_reference_column("issue", "issues", "Empty if it concerns all."),
            SOURCE_COLUMN,
        ),
    ),
)
