"""The terms that pages use, and what they mean. Each page of the registry names its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Term:
    """A word or a few words as pages write them, and their meaning in a sentence or two. `id` is its key in `TERMS`."""

    name: str
    meaning: str
    id: str = ""


TERMS: Mapping[str, Term] = {
    "proposition": Term(
        gettext_noop("Proposition"),
        gettext_noop("The neutral sentence of an issue. Every party can agree or disagree with it."),
    ),
    "stance": Term(
        gettext_noop("Stance"),
        gettext_noop("A party's answer to the proposition in one statement, from yes to no, as its source shows it."),
    ),
    "distance": Term(
        gettext_noop("Distance"),
        gettext_noop(
            "How many steps of the scale lie between the latest stances: 0 is the same stance, 4 is yes against no."
        ),
    ),
    "change": Term(
        gettext_noop("Shift, reversal"),
        gettext_noop("A reversal goes from a yes to a no or back. Any other change of stance is a shift."),
    ),
    "silence": Term(
        gettext_noop("Nothing on record, takes no stand"),
        gettext_noop(
            "Nothing on record: the dataset holds no statement. Takes no stand: the party spoke on the issue, and left "
            "the proposition open. Neither is a neutral answer."
        ),
    ),
    "carrier": Term(
        gettext_noop("Primary source, news agency, secondary report"),
        gettext_noop(
            "Who published the document: the party or institution itself, a news agency, or somebody who retells, "
            "copies or translates."
        ),
    ),
    "coders": Term(
        gettext_noop("Coders agree, disputed"),
        gettext_noop(
            "A further coder read summary and quote without the first stance. Disputed: the coders chose differently."
        ),
    ),
    "reading": Term(
        gettext_noop("Read whole, excerpt"),
        gettext_noop("How much of the document the curator read. The rest of an excerpt may change the picture."),
    ),
    "old": Term(
        gettext_noop("Last heard"),
        gettext_noop("The stance is five years or more older than the newest statement of the dataset."),
    ),
    "aside": Term(
        gettext_noop("Aside"),
        gettext_noop("The party speaks on the issue in passing. An aside decides no position, distance or change."),
    ),
    "basis": Term(
        gettext_noop("Declared, vote, coded"),
        gettext_noop("Who set the stance: the party by its own answer, its vote, or the curators from the source."),
    ),
    "reply": Term(
        gettext_noop("Reply"),
        gettext_noop("A statement that answers another one, as a source shows. Closeness in time is not enough."),
    ),
    "common": Term(
        gettext_noop("Common issues"),
        gettext_noop("Issues on which both parties take a stand. The share of agreement counts these alone."),
    ),
    "interval": Term(
        gettext_noop("Interval"),
        gettext_noop(
            "The range of the share if the issues were a sample, by Wilson's formula at 95 %. A wide range means that "
            "the issues are too few."
        ),
    ),
    "alike": Term(
        gettext_noop("Measured alike"),
        gettext_noop("Both sides of a ratio or share come from the same publisher and are counted in the same way."),
    ),
    "definition": Term(
        gettext_noop("Definition"),
        gettext_noop("One choice of what is counted, for whom, over what, and for which year."),
    ),
}

# Terms on the card of a statement and on a comparison of parties.
STANCE_TERMS = ("stance", "proposition", "silence", "carrier", "coders", "reading", "basis", "aside", "old")
COMPARISON_TERMS = (*STANCE_TERMS, "distance", "change")


def terms_of(names: Sequence[str]) -> list[Term]:
    """The terms of these names in the reader's language. KeyError if there is no such term."""
    return [Term(gettext(TERMS[name].name), gettext(TERMS[name].meaning), name) for name in names]
