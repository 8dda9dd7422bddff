"""WebKit: GTK's small browser with Debian's driver, controlled with Selenium, on its own virtual screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.readers import CONTROL, Reader
from tests.waiting import until

DRIVER, SCREEN = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
BROWSER = next(map(str, Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser")), "")


@contextmanager
def webkit(folder: Path, width: int, height: int) -> Iterator[WebKitGTK]:
    """A browser that fills a screen of this size; it saves files in `folder/Downloads`."""
    assert all((DRIVER, SCREEN, BROWSER)), "the tests in WebKit are required, but webkit2gtk-driver or xvfb is missing"
    with screen(folder, width, height) as display:
        options = Options()
        options.binary_location = BROWSER
        # A window with its bar is wider than a phone.
        for switch in ("--automation", "--full-screen"):
            options.add_argument(switch)
        for name in ("Downloads", "config"):
            (folder / name).mkdir()
        (folder / "config" / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder}/Downloads"\n')
        own = {"DISPLAY": display, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        driver = WebKitGTK(options=options, service=Service(executable_path=DRIVER, env=os.environ | own))
        try:
            driver.set_window_rect(0, 0, width, height)
            until(lambda: driver.execute_script("return innerWidth") == width)
            yield driver
        finally:
            driver.quit()


@contextmanager
def screen(folder: Path, width: int, height: int) -> Iterator[str]:
    """Start a virtual screen and yield its name."""
    number = folder / "display"
    with number.open("w") as file:
        options = ["-displayfd", str(file.fileno()), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        process = subprocess.Popen([SCREEN or "Xvfb", *options], pass_fds=[file.fileno()], stderr=subprocess.DEVNULL)
    try:
        until(lambda: number.read_text().endswith("\n"))
        yield f":{number.read_text().strip()}"
    finally:
        process.terminate()
        process.wait()


class WebKitReader(Reader):
    """A reader in WebKit, in the only window of a driver."""

    engine = "webkit"

    def __init__(self, address: str, driver: WebKitGTK, folder: Path) -> None:
        super().__init__(address)
        self._driver, self._folder = driver, folder

    def goto(self, url: str) -> None:
        self._driver.get(url)

    def run(self, expression: str) -> str | None:
        try:
            return self._driver.execute_script(f"return {expression}")
        except WebDriverException:
            # The page is being left.
            return None

    def click_at(self, x: int, y: int) -> None:
        builder = ActionBuilder(self._driver)
        builder.pointer_action.move_to_location(x, y).pointer_down().pointer_up()
        builder.perform()

    def type(self, text: str) -> None:
        ActionChains(self._driver).send_keys(text).perform()

    def press_paste(self) -> None:
        ActionChains(self._driver).key_down(CONTROL).send_keys("v").key_up(CONTROL).perform()

    def to_new_tab(self) -> None:
        current = self._driver.current_window_handle
        until(lambda: len(self._driver.window_handles) > 1)
        # In no order.
        self._driver.switch_to.window(next(each for each in self._driver.window_handles if each != current))
        self.wait_until("() => document.readyState === 'complete' && location.href !== 'about:blank'")

    def saved(self) -> dict[str, Path]:
        return {each.name: each for each in self._folder.iterdir() if each.stat().st_size}
