"""The front page and the composed pages in a real browser: by keyboard, without a script, still, accessible."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from culturedata.store.library import Library
from culturedata.store.people import pages
from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_home import LAID, SAID

__all__ = ["browser", "page", "pytestmark", "site"]  # pytest looks for them by name
WORKS = [f"{source}:{n}" for source, most in (("a", 5), ("b", 3), ("c", 4)) for n in range(1, most + 1)]
HOSTILE = "<script>alert(1)</script><svg onload=alert(2)>"
PAGES = ("/", "/?domain=museum", "/home", "/home/1", "/home/1?strategy=page&beside=template")
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def folder(folder: Path) -> Path:
    """The library with pages of two strategies for a stranger and for somebody; one title is hostile."""
    wide = [("across-the-arts", None, "Les arts", "The arts", 40, 0.3, WORKS)]
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET title = ? WHERE work_id = 'c:2'", [HOSTILE])
        for user in (None, "d:user:1"):
            for strategy, laid in (("template", wide), ("page", [*wide, *LAID])):
                parts = [(0.4, 0.2, 0.1)] * len(laid)
                pages.save(library.audience, user, {**SAID, "strategy": strategy}, laid, parts)
    return folder


def left(page: Any) -> float:
    """How far the first row is scrolled, once it is at rest."""
    script = """async () => {
      const strip = document.querySelector(".strip");
      for (let before = -1; before !== strip.scrollLeft; ) {
        before = strip.scrollLeft;
        await new Promise((rest) => setTimeout(rest, 250));
      }
      return strip.scrollLeft;
    }"""
    return float(page.evaluate(script))


def test_a_row_by_keyboard(page: Any, site: str) -> None:
    """A card at a time, to the end and back; the row that is left is seen to have the focus."""
    page.goto(site)
    strip = page.locator(".strip").first
    strip.focus()
    card = page.evaluate("(([a, b]) => b.offsetLeft - a.offsetLeft)(document.querySelector('.strip').children)")
    page.keyboard.press("ArrowRight")
    assert left(page) == pytest.approx(card, abs=2)
    page.keyboard.press("ArrowRight")
    assert left(page) == pytest.approx(2 * card, abs=2)
    page.keyboard.press("ArrowLeft")
    assert left(page) == pytest.approx(card, abs=2)
    page.keyboard.press("End")
    assert left(page) == pytest.approx(strip.evaluate("one => one.scrollWidth - one.clientWidth"), abs=2)
    page.keyboard.press("Home")
    assert left(page) == 0
    assert strip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/a:1")


def test_a_row_by_button_and_wheel(page: Any, site: str) -> None:
    page.goto(site)
    back, on = page.get_by_label("Œuvres précédentes").first, page.get_by_label("Œuvres suivantes").first
    assert not back.is_visible()
    on.click()
    assert left(page) > 100
    assert back.is_visible()
    back.click()
    assert left(page) == 0
    box = page.locator(".strip").first.bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.wheel(300, 0)
    assert left(page) > 100
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") > 50, "a row does not hold the page"


def test_without_a_script(browser: Any, site: str) -> None:
    opened = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    opened.goto(site)
    assert opened.get_by_role("heading", level=2, name="Les arts").is_visible()
    assert opened.locator(".turn").count() == 0
    strip = opened.locator(".strip").first
    strip.focus()
    opened.keyboard.press("ArrowRight")
    opened.wait_for_timeout(600)
    assert strip.evaluate("one => one.scrollLeft") > 0
    opened.locator(".score summary").first.click()
    assert opened.get_by_text("Ajoute à la variété").first.is_visible()
    opened.get_by_role("link", name="4 films").click()
    assert "domain=film" in opened.url
    opened.goto(f"{site}/home")
    opened.get_by_label("À côté").select_option("template")
    opened.get_by_role("button", name="Montrer").click()
    assert opened.locator(".composed").count() == 2
    opened.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible_and_still(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.add_init_script(SHIFTS)
        for path in PAGES:
            opened.goto(site + path)
            for summary in opened.locator(".score summary").all()[:2]:
                summary.click()
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
            assert opened.evaluate("window.shifted") < 0.1
        opened.close()


def test_what_is_pressed_is_large_enough(page: Any, site: str) -> None:
    """24 pixels and more each way (WCAG 2.2, 2.5.8)."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/home/1")
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main summary, main select, main button:not([hidden])")]
           .map(one => [one.textContent, one.getBoundingClientRect()])
           .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([text]) => text)"""
    )
    assert small == []


def test_many_rows_beside_each_other_lie_below_each_other(page: Any, site: str, folder: Path) -> None:
    """As many as `home --rows` allows."""
    many = [("genre", "film", f"Films {n}", f"Films {n}", 9, 0.1, ["c:1", "c:3"]) for n in range(40)]
    with Library.open(folder, write=True) as library:
        for strategy in ("template", "page"):
            pages.save(library.audience, None, {**SAID, "strategy": strategy}, many, [(0.1, 0.1, 0.1)] * 40)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/home?strategy=page&beside=template")
    bounds = page.evaluate(
        """[...document.querySelectorAll(".composed:first-child > *")].map((one) => one.getBoundingClientRect())
           .map((box) => [box.top, box.bottom])"""
    )
    assert len(bounds) == 43
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(bounds))


def test_a_title_that_is_code_is_a_title(page: Any, site: str) -> None:
    """Nothing is refused by the policy either: covers are drawn without styles of their own."""
    page.goto(f"{site}/?lang=en")
    assert page.locator("main script, main [style], main [onload]").count() == 0
    assert page.get_by_role("heading", name=HOSTILE).first.is_visible()
    drawn = page.locator(".drawn svg").first
    assert drawn.evaluate("one => getComputedStyle(one.firstElementChild).fill") != "rgb(0, 0, 0)"
    assert "default-src 'self'" in page.request.get(site).headers["content-security-policy"]
