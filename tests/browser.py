"""A real Chromium for the tests of the page, driven through Selenium, that nothing but the page's own file reaches."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Set where a browser must be there: its absence fails instead of skipping.
REQUIRED = "REQUIRE_BROWSER"


class Browser:
    """One window. `folder` holds its profile, which starts empty, and what it saves."""

    def __init__(self, folder: Path) -> None:
        binary = next(filter(None, map(shutil.which, NAMES)), None)
        server = shutil.which("chromedriver")
        if binary is None or server is None:
            missing = "no Chromium with its chromedriver: apt-get install chromium chromium-driver"
            if os.environ.get(REQUIRED):
                pytest.fail(missing)
            pytest.skip(missing)
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        self.saved = folder / "saved"
        self.saved.mkdir()
        options = webdriver.ChromeOptions()
        options.binary_location = binary
        for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}", "--window-size=1600,1000"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"download.default_directory": str(self.saved)})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(server))
        self.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})

    def close(self) -> None:
        self.driver.quit()

    def open(self, page: Path) -> None:
        self.driver.get("about:blank")
        self.driver.get(page.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script inside the page."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        chain = ActionChains(self.driver, duration=0)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        """The words of all elements that fit, as they stand in the document."""
        found: list[str] = self.run(
            "[...document.querySelectorAll(arguments[0])].map(one => one.textContent)", selector
        )
        return found

    def text(self, selector: str) -> str:
        return " ".join(self.texts(selector)[0].split())

    def fill(self, selector: str, value: str) -> None:
        field = self.find(selector)
        field.clear()
        field.send_keys(value)

    def until(self, what: Callable[[], Any], seconds: float = 10) -> Any:
        """Wait for something to become true."""
        end = time.monotonic() + seconds
        while not (value := what()):
            assert time.monotonic() < end, "nothing came of waiting"
            time.sleep(0.05)
        return value

    def processor(self, script: str, *arguments: Any) -> float:
        """How long the page's own thread works on a script and on what follows from it, in milliseconds of processor
        time: what a reader waits where nothing else runs."""
        before = self._worked()
        self.run(script, *arguments)
        return self._worked() - before

    def _worked(self) -> float:
        metrics = self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return 1000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    def requests(self, page: Path) -> list[str]:
        """Every address that was asked for since this was called last, but for the page itself and what it saves.

        What the policy held back never left, and is among the complaints. The browser's own first page, whose
        addresses begin with chrome:, may still be loading when ours is opened.
        """
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = {
            each["params"]["requestId"]: each["params"]["request"]["url"]
            for each in messages
            if each["method"] == "Network.requestWillBeSent"
        }
        for each in messages:
            if each["method"] == "Network.loadingFailed" and each["params"].get("blockedReason") == "csp":
                sent.pop(each["params"]["requestId"], None)
        own = (page.as_uri(), "about:", "blob:", "data:", "chrome:")
        return [url for url in sent.values() if not url.startswith(own)]

    def complaints(self) -> list[str]:
        """What the browser wrote to its console: errors, and what the policy held back."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
