import pytest

from components.parts.cell_summaries import cell_summaries, latest_stance_by_cell
from data import Dataset, Filters

CHOICES = (
    Filters(),
    Filters(party=("russia", "nato"), issue=("cooperation", "crimea")),
    Filters(party=("nato",), stance=("agree",)),
    Filters(since="2014", kind=("speech",)),
    Filters(text="missile"),
)


@pytest.mark.parametrize("filters", CHOICES, ids=str)
def test_cells_hold_the_latest_stances_and_count_what_the_filters_leave_out(shipped: Dataset, filters: Filters) -> None:
    overview, stances = cell_summaries(shipped, filters), latest_stance_by_cell(shipped, filters)
    assert {key: cell.latest for key, cell in overview.cells.items() if cell.latest} == stances
    assert overview.statements == sum(cell.n for cell in stances.values())
    everything = latest_stance_by_cell(shipped, filters.only_cells())
    for key, cell in overview.cells.items():
        assert (cell.total, cell.newest_of_all) == (everything[key].n, everything[key].newest)
        assert cell.latest is None or cell.latest.n <= cell.total


def test_a_cell_of_nothing_is_none(shipped: Dataset) -> None:
    overview = cell_summaries(shipped, Filters(text="nowhere to be found"))
    party = next(iter(shipped.parties.values()))
    issue = next(iter(shipped.issues))
    assert overview.latest(issue, party.id) is None
    assert (overview.count(issue, [party]), overview.newest(issue, [party])) == (0, -1)
    assert overview.distance(issue, [party]) is None
