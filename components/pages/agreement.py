"""The Agreement page: how often parties take the same stance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from components.charts import Chart
from components.charts.agreement_by_year import agreement_by_year_chart
from components.charts.party_map import party_map_chart
from components.page import PageContent, PageRequest
from components.parts.cards import chart_source_line
from components.parts.pager import pager
from components.parts.party_order import parties_by_group, parties_by_name
from components.url.display import PAIR_ORDERS
from components.url.view import View, form_parameters
from data import Dataset, Party
from data.statements import PairAgreement, PartyAgreement, party_agreement
from data.statements.party_agreement import (
    agreement_by_year,
    comparable_parties,
    parties_by_similarity,
    rank_parties,
    similarity_map,
)
from data.translation import gettext, ngettext

# The most columns of a readable matrix.
PARTIES_PER_PAGE = 40
# Parties of a ranking above the folded ones, and columns of the matrix whose names have room from side to side.
MAX_RANKED_BEFORE_FOLD, MAX_UPRIGHT_HEADS = 10, 12
# Of three parties or fewer a map shows nothing that the matrix does not.
MIN_MAP_PARTIES = 4
# The most lines that readers can distinguish, and the fewest years for a chart.
MAX_LINES, MIN_YEARS = 6, 3

PairLink = Callable[[str, str], str]


@dataclass(frozen=True)
class AgreementCell:
    """A pair of parties, and the link to its comparison."""

    pair: PairAgreement
    link: str


@dataclass(frozen=True)
class AgreementRow:
    """A party, and for each party of the matrix its cell: None for the party itself and without a common issue."""

    party: Party
    cells: tuple[AgreementCell | None, ...]


@dataclass(frozen=True)
class PartyRanking:
    """The other parties, by how often they take the stance of `party`; `silent` have no issue in common with it."""

    party: Party
    others: tuple[tuple[Party, AgreementCell], ...]
    silent: tuple[Party, ...]


def several_parties(dataset: Dataset) -> bool:
    """True if the dataset has more parties than one comparison of two shows."""
    return len(dataset.parties) > 2


def agreement_page(request: PageRequest) -> PageContent:
    """The agreement of all parties within the filters, and the ranking of the chosen ones."""
    dataset, view = request.dataset, request.decoded.view
    agreement = party_agreement(dataset, view.filters)

    places = {party: place for place, party in enumerate(dataset.parties)}
    compare = request.links.to_parties("compare", replace(view, sort="divergence"))
    choose = request.links.to_parties("agreement", view)

    def link(first: str, second: str) -> str:
        return compare(first, second) if places[first] < places[second] else compare(second, first)

    ordered = ordered_parties(dataset, agreement, view)
    at = pager(len(ordered), PARTIES_PER_PAGE, view.page)
    chosen = [party for party in view.filters.party if party in agreement.parties]
    return PageContent(
        gettext("Who agrees with whom"),
        {
            "rows": agreement_rows(dataset, agreement, ordered[at.entries], link),
            "parties": [dataset.parties[party] for party in ordered[at.entries]],
            "rankings": [party_ranking(dataset, agreement, party, link) for party in chosen],
            "chart": _map(dataset, agreement, chosen, choose),
            "by_year": _by_year(dataset, agreement, chosen[0]) if chosen else None,
            "choose": choose,
            "orders": pair_orders(dataset),
            "order_link": lambda order: request.links.page(
                "agreement", replace(view, pair_order=order, page=1), "pairs-title"
            ),
            "chosen": chosen[0] if chosen else "",
            "choices": parties_by_name(dataset, agreement.parties),
            # All but the parameter of the form itself and the page of the matrix.
            "hidden": form_parameters(view.with_filters(party=()), dataset.version),
            "ranked_first": MAX_RANKED_BEFORE_FOLD,
            "upright": len(ordered[at.entries]) <= MAX_UPRIGHT_HEADS,
        },
        description=ngettext(
            "{num} party: the share of common issues with the same stance, for each pair.",
            "{num} parties: the share of common issues with the same stance, for each pair.",
            len(ordered),
        ),
        pager=at,
    )


def ordered_parties(dataset: Dataset, agreement: PartyAgreement, view: View) -> list[str]:
    """The parties of the matrix, on all its pages, in the order of the view."""
    members = set(dataset.parties_of_group(view.group))
    if view.pair_order == "similarity":
        return [party for party in parties_by_similarity(agreement) if party in members]
    listed = [party for party in agreement.parties if party in members]
    return parties_by_name(dataset, listed) if view.pair_order == "name" else parties_by_group(dataset, listed)


def pair_orders(dataset: Dataset) -> dict[str, str]:
    """The orders of the matrix that differ in a dataset, with their labels."""
    return {
        name: gettext(label) for name, label in PAIR_ORDERS.items() if name != "group" or len(dataset.party_groups) > 1
    }


def _by_year(dataset: Dataset, agreement: PartyAgreement, party: str) -> Chart | None:
    """The chart of a party and those with which it has most issues in common; None where all is of one year."""
    common = pd.Series(agreement.common[agreement.parties.index(party)], agreement.parties).drop(party)
    largest = common[common > 0].nlargest(MAX_LINES).index
    frame = agreement_by_year(agreement, party, list(largest))
    if frame["year"].nunique() < MIN_YEARS:
        return None
    others = [dataset.parties[other] for other, _ in rank_parties(agreement, party) if other in largest]
    return agreement_by_year_chart(frame, dataset.parties[party], others, credit=chart_source_line(dataset, []))


def agreement_rows(
    dataset: Dataset, agreement: PartyAgreement, parties: Sequence[str], link: PairLink
) -> list[AgreementRow]:
    """The rows of the matrix of these parties."""
    return [
        AgreementRow(dataset.parties[row], tuple(_cell(agreement, row, column, link) for column in parties))
        for row in parties
    ]


def _cell(agreement: PartyAgreement, first: str, second: str, link: PairLink) -> AgreementCell | None:
    pair = agreement.pair(first, second) if first != second else None
    return AgreementCell(pair, link(first, second)) if pair else None


def party_ranking(dataset: Dataset, agreement: PartyAgreement, party: str, link: PairLink) -> PartyRanking:
    """The other parties beside one."""
    ranked = rank_parties(agreement, party)
    known = {party, *(other for other, _ in ranked)}
    return PartyRanking(
        dataset.parties[party],
        tuple((dataset.parties[other], AgreementCell(pair, link(party, other))) for other, pair in ranked),
        tuple(other for name, other in dataset.parties.items() if name not in known),
    )


def _map(
    dataset: Dataset, agreement: PartyAgreement, chosen: Sequence[str], link: Callable[[str], str]
) -> Chart | None:
    places = comparable_parties(agreement)
    if len(places) < MIN_MAP_PARTIES:
        return None
    plane, stress = similarity_map(agreement.mean_distances()[np.ix_(places, places)])
    names = [agreement.parties[place] for place in places]
    frame = pd.DataFrame({"party": names, "x": plane[:, 0], "y": plane[:, 1], "link": [link(name) for name in names]})
    parties = [dataset.parties[name] for name in names]
    return party_map_chart(frame, parties, chosen=chosen, stress=stress, credit=chart_source_line(dataset, []))
