"""The probes of Kubernetes against a pod."""

import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

import yaml

from benchmarks import ROOT
from benchmarks.server import free_port, launch
from tests.waiting import until


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_pod_with_a_bad_dataset_is_not_ready_and_recovers(make_dataset: Callable[..., Path]) -> None:
    manifest = yaml.safe_load((ROOT / "deploy" / "kubernetes" / "deployment.yaml").read_text("utf-8"))
    (container,) = manifest["spec"]["template"]["spec"]["containers"]
    kinds = ("startup", "liveness", "readiness")
    paths = {kind: container[f"{kind}Probe"]["httpGet"]["path"] for kind in kinds}

    directory = make_dataset()
    statements = directory / "statements.csv"
    good = statements.read_text("utf-8")
    statements.write_text(good.replace(",agree,", ",agre,"), "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port)]
    with launch(command, port, "/_stcore/health", {"COUNTERPOINT_DATASET": str(directory)}) as pod:
        found = {kind: status(f"{pod.address}{path}") for kind, path in paths.items()}
        assert found == {"startup": 200, "liveness": 200, "readiness": 503}
        statements.write_text(good, "utf-8")
        until(lambda: status(f"{pod.address}{paths['readiness']}") == 200)
