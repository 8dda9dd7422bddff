"""Processes that end, by accident or for a deployment, while requests come."""

import time
from contextlib import ExitStack

import pytest

from benchmarks.session import open_session
from tests.deploy.load import Answers, sockets, under_load
from tests.deploy.processes import Processes
from tests.waiting import until


def total(answers: dict[str, Answers]) -> int:
    return sum(each.right for each in answers.values())


def failures(answers: dict[str, Answers]) -> list[str]:
    return [f"{address}{failure}" for address, each in answers.items() for failure in each.failures]


def answered_since(answers: dict[str, Answers], before: int) -> None:
    """Waits until 50 more are answered: what a process imports and makes at its start takes it some seconds."""
    until(lambda: total(answers) > before + 50)


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_process_that_stays_away_costs_no_request(processes: Processes, proxies: dict[str, str], proxy: str) -> None:
    """Though the other one then has all readers."""
    victim = processes.ports[0]
    with ExitStack() as stack:
        for _ in range(6):
            stack.enter_context(open_session(int(proxies[proxy].rpartition(":")[2]))).run("", "compare")
        with under_load([proxies[proxy]]) as answers:
            answered_since(answers, 0)
            processes.kill(victim)
            time.sleep(5)
            after = total(answers)
            answered_since(answers, after + 50)
    assert failures(answers) == []
    assert total(answers) > after + 100


def test_a_deploy_one_by_one_costs_no_request(processes: Processes, proxies: dict[str, str]) -> None:
    with under_load(list(proxies.values())) as answers:
        answered_since(answers, 0)
        for port in processes.ports:
            processes.stop(port)
            processes.start(port)
        answered_since(answers, max(total(answers), 150))
    assert failures(answers) == []
    assert total(answers) > 200


def test_readers_are_spread(processes: Processes, proxies: dict[str, str]) -> None:
    port = int(proxies["nginx"].rpartition(":")[2])
    with ExitStack() as stack:
        sessions = [stack.enter_context(open_session(port)) for _ in range(6)]
        for session in sessions:
            for _ in range(2):
                session.run("", "compare")
            assert session.bytes_received() > 10_000
        assert [sockets(each) for each in processes.ports] == [3, 3]
