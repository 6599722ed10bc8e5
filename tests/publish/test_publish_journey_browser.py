"""One journey through the site in a real browser, on a phone, a tablet and a desk; nothing may go wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from culturedata.store.library import Library
from tests.publish.test_publish_browser import browser, pytestmark, site, violations
from tests.publish.test_publish_crossings import joined
from tests.publish.test_publish_home_browser import SHIFTS, WORKS, folder, left

__all__ = ["browser", "folder", "joined", "pytestmark", "site"]  # pytest looks for them by name
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desk": (1440, 900)}
PICTURE = "https://pictures.example/monet.jpg"
KILOBYTES = 1000


@pytest.fixture
def elsewhere(joined: Path) -> Path:
    """That library, a picture of which is on another host, which never answers."""
    with Library.open(joined, write=True) as library:
        library.culture.execute("UPDATE images SET url = ?, thumbnail = NULL WHERE work_id = 'a:4'", [PICTURE])
    return joined


@pytest.fixture(params=SIZES)
def traveller(request: Any, browser: Any, elsewhere: Path, site: str) -> Iterator[Any]:
    """A page of one size; what it says in the console, asks of other hosts, or shifts, is a fault at the end.

    `sent` are the bytes of each answer but pictures, in their order.
    """
    width, height = SIZES[request.param]
    made = browser.new_page(locale="fr-FR", viewport={"width": width, "height": height}, has_touch=width < 1000)
    faults: list[str] = []
    sent: list[int] = []

    def asked(one: Any) -> None:
        if urlparse(one.url).netloc not in ("", urlparse(site).netloc) and one.resource_type != "image":
            faults.append(f"asks {one.url}")

    def answered(one: Any) -> None:
        if one.request.resource_type != "image" and one.url.startswith(site):
            sent.append(len(one.body()))

    made.route(PICTURE, lambda route: route.abort())
    made.on("request", asked)
    made.on("requestfinished", lambda one: answered(one.response()))
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if said.type in ("error", "warning") and PICTURE not in said.location["url"]
            else None
        ),
    )
    made.add_init_script(SHIFTS)
    made.sent = sent
    yield made
    assert faults == []
    made.close()


def still(page: Any) -> None:
    """The page is accessible, no wider than the screen, and nothing on it jumped."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate("window.shifted") < 0.1


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def test_from_home_to_another_art_and_back(traveller: Any, site: str) -> None:
    """A row by keyboard, a work, another art, a search with a typo, the other language, another strategy."""
    page = traveller
    page.goto(site, wait_until="networkidle")
    assert heading(page) == "Tout est recommandation"
    assert 10 * KILOBYTES < sum(page.sent) < 100 * KILOBYTES
    still(page)

    strip = page.locator(".strip").first
    strip.focus()
    page.keyboard.press("ArrowRight")
    assert left(page) > 50
    page.keyboard.press("Home")
    assert left(page) == 0

    page.locator(".strip").first.get_by_role("link", name="Boléro").click()
    page.wait_for_url("**/work/b:3")
    assert heading(page) == "Boléro"
    still(page)
    page.locator(".crossing").get_by_role("link", name="La Leçon de piano").click()
    page.wait_for_url("**/work/c:4")
    assert heading(page) == "La Leçon de piano"
    assert page.locator("main").get_by_text("Films").count() >= 1
    still(page)

    page.go_back()
    page.wait_for_url("**/work/b:3")
    assert heading(page) == "Boléro"
    page.go_forward()
    page.wait_for_url("**/work/c:4")
    page.get_by_role("link", name="culturedata").click()
    page.wait_for_url(f"{site}/")

    page.get_by_role("searchbox").fill("nimpheas")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search?q=nimpheas**")
    assert page.get_by_role("link", name="Nymphéas").count() >= 1
    still(page)
    page.get_by_role("link", name="Read this page in English").click()
    page.wait_for_url("**lang=en**")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Water Lilies").first.click()
    page.wait_for_url("**/work/a:4**")
    assert heading(page) == "Water Lilies"

    page.goto(f"{site}/home/1")
    page.get_by_label("Strategy").select_option("template")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**strategy=template**")
    assert page.get_by_role("heading", level=2, name="Template").count() == 1
    page.get_by_label("Beside it").select_option("page")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**beside=page**")
    assert page.locator(".composed").count() == 2
    still(page)
    page.go_back()
    page.wait_for_url(lambda url: "beside=page" not in url)
    assert page.locator(".composed").count() == 1


def test_a_picture_that_does_not_come_leaves_its_card(traveller: Any, site: str) -> None:
    page = traveller
    page.goto(site, wait_until="networkidle")
    assert "a:4" in WORKS
    card = page.locator(".card", has_text="Nymphéas").first
    box = card.locator(".art").bounding_box()
    assert min(box["width"], box["height"]) > 100
    assert card.get_by_role("link", name="Nymphéas").is_visible()
    still(page)
