"""A dataset that changes while it is served is replaced in one step, or not at all."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from data import DatasetWatcher, check, load
from data.__main__ import main
from data.package import DESCRIPTOR_FILE, atomic_files
from data.validation import TABLES
from tests.conftest import ONLY_FOR_SOME_PAGES

Make = Callable[..., Path]
ROOT = Path(__file__).parents[2]
MOUNTS = all(map(shutil.which, ("mount", "umount", "unshare")))
SEED = 20261124


def replace_in_file(directory: Path, name: str, old: str, new: str) -> None:
    path = directory / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def poll_twice(watcher: DatasetWatcher) -> bool:
    """Poll twice, as the server does before it takes a change as finished."""
    return watcher.poll() or watcher.poll()


@pytest.fixture
def directory(make_dataset: Make) -> Path:
    return make_dataset()


def test_a_bad_state_leaves_the_old_one_and_says_what_is_wrong(directory: Path) -> None:
    watcher = DatasetWatcher(directory)
    old = watcher.status.dataset
    assert not poll_twice(watcher)
    replace_in_file(directory, "statements.csv", ",agree,", ",agre,")
    assert not poll_twice(watcher)
    assert watcher.status.dataset is old
    assert "'agre' is not one of" in str(watcher.status.rejected)
    # A server that begins with it has none, and recovers.
    late = DatasetWatcher(directory)
    assert late.status.dataset is None
    replace_in_file(directory, "statements.csv", ",agre,", ",agree,")
    assert not poll_twice(watcher)
    assert watcher.status.dataset is old
    assert poll_twice(late)
    assert late.status.dataset
    assert watcher.status.rejected is late.status.rejected is None


def test_what_is_still_being_written_is_not_read(directory: Path) -> None:
    watcher = DatasetWatcher(directory)
    path = directory / "statements.csv"
    whole = path.read_text("utf-8")
    for length in range(0, len(whole), len(whole) // 7):
        path.write_text(whole[:length], "utf-8")
        assert not watcher.poll()
        assert watcher.status.rejected is None


@pytest.mark.parametrize("name", ["statements.csv", "datapackage.json", "parties.csv"])
def test_no_state_of_a_file_that_is_cut_short_stops_the_server(directory: Path, name: str) -> None:
    watcher = DatasetWatcher(directory)
    path = directory / name
    whole = path.read_bytes()
    draw = random.Random(SEED)
    for _ in range(12):
        path.write_bytes(whole[: draw.randrange(len(whole))])
        poll_twice(watcher)
        assert watcher.status.dataset
    path.unlink()
    poll_twice(watcher)
    assert watcher.status.dataset
    assert watcher.status.rejected
    path.write_bytes(whole)
    poll_twice(watcher)
    assert watcher.status.rejected is None


def test_readers_see_the_old_state_or_the_new_one(directory: Path) -> None:
    watcher = DatasetWatcher(directory)
    versions, ended = {watcher.status.dataset.version}, threading.Event()

    def read() -> set[tuple[str, int]]:
        seen = set()
        while not ended.wait(0.001):
            dataset = watcher.status.dataset
            seen.add((dataset.version, dataset.statement_count))
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(6):
            path = directory / "datapackage.json"
            path.write_text(json.dumps(json.loads(path.read_text()) | {"version": f"9.{number}.0"}), "utf-8")
            poll_twice(watcher)
            versions.add(watcher.status.dataset.version)
        ended.set()
    seen = set.union(*(reader.result() for reader in readers))
    assert len(versions) == 7
    assert {version for version, _ in seen} <= versions
    assert len({count for _, count in seen}) == 1


def test_the_watch_tells_of_a_change_and_ends(directory: Path) -> None:
    watcher = DatasetWatcher(directory)
    told = threading.Event()
    end = watcher.watch(0.01, told.set)
    replace_in_file(directory, "statements.csv", ",agree,", ",agre,")
    assert told.wait(30)
    end()
    assert watcher.status.rejected


# Runs a command on one copy of a folder after another: on DIR-0 it is killed before its first change of a file or
# folder, on DIR-1 before the second, and so on until it comes to its end.
KILLED = """
import os, shutil, signal, sys
from data.__main__ import main

command, directory, *source = sys.argv[1:]

def changes(event, arguments):
    if event == "open":
        return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if event == "os.mkdir":
        return not os.path.exists(arguments[0])
    return event in ("os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.truncate")

def kill_before(left):
    def audited(event, arguments):
        nonlocal left
        if changes(event, arguments):
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
    sys.addaudithook(audited)

ended, number = False, 0
while not ended:
    copy = f"{directory}-{number}"
    if os.path.exists(directory):
        shutil.copytree(directory, copy)
    child = os.fork()
    if not child:
        kill_before(number)
        os._exit(main([command, *source, copy]))
    status = os.waitpid(child, 0)[1]
    ended, number = os.WIFEXITED(status), number + 1
sys.exit(os.waitstatus_to_exitcode(status))
"""


def killed_copies(command: str, target: Path, *source: Path) -> list[Path]:
    """Copies of a folder after a command was killed before its first change, its second and so on."""
    subprocess.run([sys.executable, "-c", KILLED, command, str(target), *map(str, source)], cwd=ROOT, check=True)
    return sorted(target.parent.glob(f"{target.name}-*"), key=lambda copy: int(copy.name.rpartition("-")[2]))


@pytest.mark.parametrize(("command", "least"), [("describe", 3), ("release", 10)])
def test_a_tool_that_is_killed_leaves_a_whole_dataset(make_dataset: Make, command: str, least: int) -> None:
    directory = make_dataset(**dict.fromkeys(ONLY_FOR_SOME_PAGES))
    version = load(directory).version
    killed = killed_copies(command, directory)
    assert len(killed) > least
    for copy in killed:
        after = load(copy)
        assert command == "describe" or after.version == version
        for kept in (copy / "releases").glob("2*"):
            assert load(kept).version == version


def test_a_build_that_is_killed_leaves_the_old_one_or_the_new_one(make_dataset: Make, tmp_path: Path) -> None:
    directory, built = make_dataset(**dict.fromkeys(ONLY_FOR_SOME_PAGES)), tmp_path / "built"
    assert main(["build", str(directory), str(built)]) == 0
    old = load(built).version
    replace_in_file(directory, "statements.csv", ",agree,", ",disagree,")
    new = load(directory).version
    versions = [load(copy).version for copy in killed_copies("build", built, directory)]
    assert len(versions) > 10
    assert versions == sorted(versions, key=[old, new].index)
    assert {*versions} == {old, new}


@pytest.mark.parametrize("empty", [False, True])
def test_a_new_folder_that_is_killed_has_no_dataset_or_a_whole_one(tmp_path: Path, empty: bool) -> None:
    if empty:
        (tmp_path / "new").mkdir()
    killed = killed_copies("new", tmp_path / "new")
    begun = [copy for copy in killed if (copy / DESCRIPTOR_FILE).exists()]
    assert len(killed if empty else list(tmp_path.glob(".new-*"))) > 2 * sum(table.required for table in TABLES)
    assert 0 < len(begun) <= len(killed) - empty
    assert empty or begun == killed
    assert not any(check(copy)[1] for copy in begun)


@pytest.mark.parametrize("command", ["describe", "release", "build", "new"])
def test_files_reach_the_disk_before_their_names(make_dataset: Make, tmp_path: Path, monkeypatch, command: str) -> None:
    directory, target = make_dataset(**dict.fromkeys(ONLY_FOR_SOME_PAGES)), tmp_path / "target"
    arguments = {"build": [str(directory), str(target)], "new": [str(target)]}.get(command, [str(directory)])
    if command == "build":
        # So that there is one to take the place of.
        assert main([command, *arguments]) == 0
    synced: set[int] = set()
    renamed: set[int] = set()
    sync = os.fsync

    def noted(handle: int) -> None:
        sync(handle)
        synced.add(os.fstat(handle).st_ino)
        renamed.discard(os.fstat(handle).st_ino)

    def moving(move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(source: Path, place: Path, **given: Any) -> Any:
            within = [*Path(source).rglob("*"), Path(source)]
            assert {path.stat().st_ino for path in within} <= synced, f"{source} may be empty after a loss of power"
            done = move(source, place, **given)
            renamed.add(Path(place).parent.stat().st_ino)
            return done

        return moved

    monkeypatch.setattr(os, "fsync", noted)
    for module, name in ((os, "rename"), (os, "replace"), (atomic_files, "_exchange")):
        monkeypatch.setattr(module, name, moving(getattr(module, name)))
    assert main([command, *arguments]) == 0
    assert synced
    assert not renamed, "a name that has not reached the disk"


def may_mount() -> None:
    """Skips the test where file systems cannot be mounted; fails it where that is required."""
    tried = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if os.geteuid() or not MOUNTS or subprocess.run(tried).returncode:
        lacking = "needs the right to mount file systems"
        assert os.environ.get("COUNTERPOINT_MOUNT_TESTS") != "required", lacking
        pytest.skip(lacking)


# Follows two folders, and looks at both when it is told to. Says which versions it serves, and whether something is
# wrong with what is there now.
FOLLOWING = """
import sys
from pathlib import Path
from data import DatasetWatcher

followed = [DatasetWatcher(Path(place)) for place in sys.argv[1:]]
print(*(watcher.status.dataset.version for watcher in followed), flush=True)
sys.stdin.readline()
for watcher in followed:
    watcher.poll() or watcher.poll()
print(*(f"{watcher.status.dataset.version} {bool(watcher.status.rejected)}" for watcher in followed), flush=True)
"""
# As a container has them: read-only, and out of sight of everybody else.
CONTAINED = """
bound() { mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"; }
bound "$1" "$2" && bound "$3" "$4" && shift 4 && exec "$@"
"""


def test_build_reaches_a_container_that_mounts_the_folder_above(make_dataset: Make, tmp_path: Path) -> None:
    may_mount()
    directory, above = make_dataset(**dict.fromkeys(ONLY_FOR_SOME_PAGES)), tmp_path / "above"
    built = above / "built"
    assert main(["build", str(directory), str(built)]) == 0
    old = load(built).version
    mounts = [tmp_path / "datasets", tmp_path / "dataset"]
    for place in mounts:
        place.mkdir()
    shell = ["unshare", "--mount", "sh", "-c", CONTAINED, "sh"]
    shell += [str(above), str(mounts[0]), str(built), str(mounts[1])]
    following = [sys.executable, "-c", FOLLOWING, str(mounts[0] / "built"), str(mounts[1])]
    with subprocess.Popen(
        [*shell, *following], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline().split() == [old, old]
        replace_in_file(directory, "statements.csv", ",agree,", ",disagree,")
        assert main(["build", str(directory), str(built)]) == 0
        said, _ = process.communicate("\n")
    assert said.split() == [load(directory).version, "False", old, "True"]


def test_compose_mounts_the_folder_above_the_dataset() -> None:
    app = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))["services"]["app"]
    (mount,) = app["volumes"]
    assert mount.endswith(":/datasets:ro")
    assert PurePosixPath(app["environment"]["COUNTERPOINT_DATASET"]).parent == PurePosixPath("/datasets")


# Runs a command on a disk with no room, then with a step more of it, and so on until it comes to its end. After each
# it says what the command has returned, which version then stands there, and what is left of an attempt.
CRAMPED = """
import os, shutil, sys
from pathlib import Path
from data import check
from data.__main__ import main
from data.package import is_built, read_built_tables

# No statements are loaded here: DuckDB's threads would not survive the fork.
def version_of(directory):
    package, report = (read_built_tables(directory)[0], None) if is_built(directory) else check(directory)
    assert not report, report
    return package.version

step, disk, target, *arguments = sys.argv[1:]
filling, room, ended = Path(disk) / "filling", 0, False
while not ended:
    with filling.open("wb") as file:
        left = shutil.disk_usage(disk).free - room
        file.write(b"x" * left)
    child = os.fork()
    if not child:
        os._exit(main(arguments))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    filling.unlink()
    there = Path(target).exists()
    left = [path.name for path in (*Path(disk).iterdir(), *Path(target).glob("*")) if path.name.startswith(".")]
    if status:
        left += [path.name for path in Path(target).glob("releases/*")]
    print(status, version_of(Path(target)) if there else "none", *left, flush=True)
    ended, room = status == 0, room + int(step)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB in memory."""
    directory = tmp_path / "small"
    directory.mkdir()
    may_mount()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(directory)], check=True)
    yield directory
    subprocess.run(["umount", str(directory)], check=True)


@pytest.mark.parametrize(
    ("command", "step"), [("new", 12_288), ("describe", 4_096), ("release", 12_288), ("build", 196_608)]
)
def test_full_disk_harms_no_dataset(directory: Path, tmp_path: Path, small_disk: Path, command: str, step: int) -> None:
    target = small_disk / "dataset"
    if command == "build":
        assert main(["build", str(directory), str(target)]) == 0
        old = load(target).version
        replace_in_file(directory, "statements.csv", ",agree,", ",disagree,")
        new, arguments = load(directory).version, [str(directory), str(target)]
    elif command == "new":
        directory = tmp_path / target.name
        assert main(["new", str(directory)]) == 0
        old, new, arguments = "none", load(directory).version, [str(target)]
    else:
        shutil.copytree(directory, target)
        old = load(target).version
        assert main([command, str(directory)]) == 0
        new, arguments = load(directory).version, [str(target)]
    cramped = [sys.executable, "-c", CRAMPED, str(step), str(small_disk), str(target), command, *arguments]
    run = subprocess.run(cramped, cwd=ROOT, capture_output=True, text=True, check=True)
    said = [line.split() for line in run.stdout.splitlines() if line[0] in "01"]
    assert len(said) > 2
    assert said == [["1", old]] * (len(said) - 1) + [["0", new]]
    # DuckDB writes it without the capital.
    told = run.stderr.replace("no space", "No space") if command == "build" else run.stderr
    assert told.count("No space left on device") == len(said) - 1
    for kept in (target / "releases").glob("*"):
        assert load(kept).version == new
