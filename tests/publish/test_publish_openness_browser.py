"""The pages about openness in a real browser: accessible at both widths and in both schemes, weights by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.openness import made
from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations

__all__ = ["browser", "page", "pytestmark", "site"]  # pytest looks for them by name
PATHS = (
    "/openness?min=1",
    "/openness?min=500",
    "/openness/group?by=institution&name=O&country=GB",
    "/openness/group?by=country&name=GB",
    "/openness/works?by=institution&name=M&country=FR&of=image_open&without=1",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The library that `site` serves: three museums counted by hand."""
    made.make(tmp_path / "counted")
    return tmp_path / "counted"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in PATHS:
            opened.goto(site + path)
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_weights_by_keyboard(page: Any, site: str) -> None:
    """A visitor sets one weight, presses Enter, and follows a figure to its works."""
    page.goto(f"{site}/openness?min=1")
    field = page.get_by_label("Avec image", exact=True)
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    page.wait_for_url("**image=0**")
    assert page.get_by_label("Avec image", exact=True).input_value() == "0"
    assert page.get_by_label("Œuvres au moins").input_value() == "1"
    page.get_by_role("link", name="Image libre, M").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Image libre"
    assert page.get_by_role("article").count() == 2


def test_the_weights_leave_room_for_the_figures_on_a_telephone(browser: Any, site: str) -> None:
    """Two weights beside each other: in one column they filled a screen and a half before the first rank."""
    opened = browser.new_page(viewport={"width": 390, "height": 900})
    opened.goto(f"{site}/openness?min=1")
    first, second = [opened.locator(".sliders input").nth(n).bounding_box() for n in range(2)]
    assert first["x"] + first["width"] <= second["x"]
    assert opened.locator(".sliders").bounding_box()["height"] < 450
    opened.close()
