"""The report of an error in a statement: a form of an issue tracker or a mail, filled in for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from components.parts.cards import Card
from data import Dataset

# Servers of issue trackers refuse addresses of more than some 8,000 characters, and a letter may take nine of them.
MAX_TEXT_LENGTH = 300
NEW_ISSUE_PATH = "/issues/new"


@dataclass(frozen=True)
class ErrorReport:
    """The report of an error. `address` opens it at the dataset's contact, `text` says the same to copy. `address` is
    empty if the dataset names no contact; `filled_in` says whether it holds the text."""

    address: str
    filled_in: bool
    text: str


def error_report(dataset: Dataset, card: Card, page: str) -> ErrorReport:
    """The report of an error in a statement, whose page has the address `page`. In English, for the curators."""
    title = f"Error in statement {card.id}"
    text = "\n".join(
        [
            f"Statement: {card.id}",
            f"Page: {page}",
            f"Dataset: {_line(dataset.title)}, version {dataset.version}",
            f"Recorded: {card.date}, {_line(card.said_by)}, {card.stance.id}. {_line(card.in_short)}",
            f"Source: {_line(card.source.title)} {card.source.url}",
            "",
            "What is wrong:",
            "",
            "Which document shows it (title, address, paragraph):",
            "",
        ]
    )
    address, filled_in = report_address(dataset.contact, title, text)
    return ErrorReport(address, filled_in, text)


def report_address(contact: str, title: str, text: str) -> tuple[str, bool]:
    """The address at which a report with this title and text opens, and whether it is filled in: a mail for an e-mail
    address; the form for a new issue for the address of a form, or of a repository at github.com; else the contact."""
    if not contact:
        return "", False
    if "://" not in contact:
        return f"mailto:{quote(contact, safe='@')}?{urlencode({'subject': title, 'body': text}, quote_via=quote)}", True
    parts = urlsplit(contact)
    path = parts.path.rstrip("/")
    if parts.hostname == "github.com" and path.count("/") == 2:
        path += NEW_ISSUE_PATH
    if not path.endswith(NEW_ISSUE_PATH):
        return contact, False
    # GitLab's fields have other names than those of GitHub and Forgejo.
    names = ("issue[title]", "issue[description]") if path.endswith(f"/-{NEW_ISSUE_PATH}") else ("title", "body")
    query = urlencode(dict(zip(names, (title, text), strict=True)), quote_via=quote)
    before = f"{parts.query}&" if parts.query else ""
    return parts._replace(path=path, query=before + query, fragment="").geturl(), True


def _line(text: str) -> str:
    """A text in one line, cut to length."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_TEXT_LENGTH else f"{line[: MAX_TEXT_LENGTH - 1]}…"
