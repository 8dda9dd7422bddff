"""The beginning of a text, cut only where a sentence ends."""

from __future__ import annotations

import re

# What a card or a picture shows of a party's own words.
MAX_BEGINNING_LENGTH = 300
OMISSION = "[…]"
# The end of a sentence: its mark with closing marks behind it, before a blank; marks of Chinese and Japanese need none.
# An empty line ends one, too.
SENTENCE_END_PATTERN = re.compile(r"[.!?…؟۔।]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”’）]*|\n\s*\n")
# Before a full stop these are no end: a letter, an ordinal, an abbreviation that stands before a name or number.
ABBREVIATION_PATTERN = re.compile(
    r"(^|[\s(„“\"'])(\w|[0-9]{1,2}|abs|art|bzw|ca|dr|etc|evtl|ggf|inkl|jr|mio|mr|mrd|mrs|ms|prof|sog|sr|st|vgl|vs)$",
    re.IGNORECASE,
)


def first_sentences(text: str, length: int = MAX_BEGINNING_LENGTH) -> str:
    """The sentences at the beginning of a text that fit into so many characters, at least one, in one line. Where it is
    not certain that a sentence ends, it goes on."""
    ends = [end for end in _sentence_ends(text) if text[:end].strip()] or [len(text)]
    fitting = [end for end in ends if end <= length]
    return " ".join(text[: fitting[-1] if fitting else ends[0]].split())


def beginning_of(text: str, length: int = MAX_BEGINNING_LENGTH) -> str:
    """The text of `first_sentences`, with a mark where something is left out."""
    beginning = first_sentences(text, length)
    return beginning if beginning == " ".join(text.split()) else f"{beginning} {OMISSION}"


def _sentence_ends(text: str) -> list[int]:
    ends = [found.end() for found in SENTENCE_END_PATTERN.finditer(text) if not _goes_on(text, found)]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """True if what looks like the end of a sentence may stand within one."""
    following = text[found.end() :].lstrip()[:1]
    if found[0].isspace() or not following:
        return False
    is_stop = found[0].startswith(".") and found[0][1:2] != "."
    # A number may follow "No." and other abbreviations.
    within = following.isdigit() or ABBREVIATION_PATTERN.search(text[max(0, found.start() - 8) : found.start()])
    return following.islower() or (is_stop and bool(within))
