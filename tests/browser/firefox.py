"""Firefox, controlled with WebDriver BiDi, which needs no separate driver."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.readers import CONTROL, Reader
from tests.waiting import until

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.newtabpage.enabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
}


class Connection:
    """A session of WebDriver BiDi."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self.send("session.new", capabilities={})

    def send(self, method: str, **parameters: Any) -> Any:
        """The result of a command."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=60))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", f"{method}: {answer}"
                return answer["result"]


@contextmanager
def firefox(folder: Path) -> Iterator[Connection]:
    """A Firefox with a profile of its own in the folder; it saves files in `folder/saved`."""
    assert FIREFOX, "the tests in Firefox are required, but there is none"
    saved = folder / "saved"
    saved.mkdir()
    lines = {**PREFERENCES, "browser.download.dir": str(saved)}.items()
    (folder / "user.js").write_text("".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in lines))
    command = [FIREFOX, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            place = folder / "WebDriverBiDiServer.json"
            until(lambda: place.exists() and place.read_text().strip().endswith("}"), 60)
            port = json.loads(place.read_text())["ws_port"]
            with connect(f"ws://127.0.0.1:{port}/session", max_size=None) as socket:
                yield Connection(socket)
        finally:
            process.terminate()


class FirefoxReader(Reader):
    """A reader in a Firefox tab of its own."""

    engine = "firefox"

    def __init__(self, address: str, connection: Connection, saved: Path, width: int, height: int) -> None:
        super().__init__(address)
        self._connection, self._folder = connection, saved
        self._context = connection.send("browsingContext.create", type="tab")["context"]
        self._size = {"width": width, "height": height}
        self._resize()

    def _resize(self) -> None:
        self._connection.send("browsingContext.setViewport", context=self._context, viewport=self._size)

    def _tabs(self) -> list[str]:
        return [each["context"] for each in self._connection.send("browsingContext.getTree")["contexts"]]

    def goto(self, url: str) -> None:
        self._connection.send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, expression: str) -> str | None:
        target = {"context": self._context}
        answer = self._connection.send("script.evaluate", expression=expression, target=target, awaitPromise=False)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def click_at(self, x: int, y: int) -> None:
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        moves = [{"type": "pointerMove", "x": x, "y": y}, press, release]
        self._perform({"type": "pointer", "id": "mouse", "actions": moves})

    def type(self, text: str) -> None:
        keys = [{"type": kind, "value": mark} for mark in text for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": keys})

    def press_paste(self) -> None:
        keys = [("keyDown", CONTROL), ("keyDown", "v"), ("keyUp", "v"), ("keyUp", CONTROL)]
        actions = [{"type": kind, "value": mark} for kind, mark in keys]
        self._perform({"type": "key", "id": "keyboard", "actions": actions})

    def _perform(self, source: dict[str, Any]) -> None:
        self._connection.send("input.performActions", context=self._context, actions=[source])

    def to_new_tab(self) -> None:
        before = self._tabs().index(self._context)
        until(lambda: len(self._tabs()) > before + 1)
        self._context = self._tabs()[-1]
        self._resize()
        self.wait_until("() => document.readyState === 'complete' && location.href !== 'about:blank'")

    def saved(self) -> dict[str, Path]:
        return {each.name: each for each in self._folder.iterdir() if each.suffix != ".part" and each.stat().st_size}

    def close(self) -> None:
        """Closes all tabs but the first, and removes what was saved."""
        for path in self.saved().values():
            path.unlink()
        for tab in self._tabs()[1:]:
            self._connection.send("browsingContext.close", context=tab)
