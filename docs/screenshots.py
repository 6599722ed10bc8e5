"""Takes the pictures of the pages that the documentation shows, from a library that `culturedata demo` made.

    python docs/screenshots.py demo

It needs Chromium (Debian's package «chromium») and the packages of `pip install -e '.[test]'`. Pictures of works are
left out, as they come from elsewhere: each card is drawn.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from culturedata.benchmarks.publishing.readers import serving

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1280, "height": 900}
LANGUAGE = "fr"
PERSON = 2  # of whom the demo composes the pages
PAGES = {
    "home": "/",
    "home-side-by-side": f"/home/{PERSON}?strategy=page&beside=template",
    "work": "/work/sample-museum:mona-lisa-leonardo",
    "search": "/search?q=nympheas",
    "popularity": "/popularity",
}


def take(library: Path, into: Path, pages: Mapping[str, str] = PAGES) -> list[Path]:
    """Write one PNG for each of `pages`, name → address; return their paths. Raises RuntimeError for none."""
    from playwright.sync_api import sync_playwright

    into.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(library) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, locale=LANGUAGE, reduced_motion="reduce")
        page.route(lambda url: not url.startswith(address), lambda route: route.abort())
        taken = [_one(page, address + path, into / f"{name}.png") for name, path in pages.items()]
        browser.close()
    return taken


def _one(page: Any, url: str, path: Path) -> Path:
    answer = page.goto(url, wait_until="load")
    if answer.status != 200:
        raise RuntimeError(f"{url} answers {answer.status}")
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    for path in take(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"), IMAGES):
        print(path)
