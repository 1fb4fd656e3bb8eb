"""The app as people have it: `ascribe serve` in a process of its own, and a real Chromium that tells on it.

Nothing here waits for a time: only for what a page shows, however slow the machine is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Locator, Page

from ..browsing import PATIENCE

WIDE, NARROW = (1280, 800), (390, 844)


@contextmanager
def served(case: Path, *options: str) -> Iterator[str]:
    """The address of `ascribe serve CASE`, on a free port of this machine."""
    command = [sys.executable, "-m", "ascribe", "serve", str(case), "--port", "0", "--by", "Desk", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            told = process.stdout.readline().split()
            assert told, "`ascribe serve` ended before it told its address"
            yield told[0].rstrip("/")
        finally:
            process.terminate()
            process.wait(60)


class Visit:
    """One person's browser at the app, and all that should not have happened in it.

    Attributes:
        trouble: dialogs, requests that are not the app's, messages of the console, errors of scripts.
        asked: paths that were asked for, without their queries.
    """

    def __init__(self, browser: Browser, address: str, size: tuple[int, int] = WIDE, **options: Any) -> None:
        self.trouble: list[str] = []
        self.asked: set[str] = set()
        self._address = address
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", base_url=address, **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self._request(request.url))
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))

    def at(self, path: str) -> Page:
        """The page at a path of the app."""
        self.page.goto(path)
        return self.page

    def close(self) -> None:
        """End the visit; what it must not have done is an error."""
        self.context.close()
        assert self.trouble == []

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self._address:
            self.trouble.append(f"request: {url}")
        self.asked.add(parts.path)

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def settled(page: Page) -> Locator:
    """The page's content once it shows what follows from all decisions."""
    return page.locator("#main[data-findings]:not([data-stale]):not([data-findings=''])")
