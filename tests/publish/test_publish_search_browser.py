"""Search as you type, and the pages about words, institutions and sources, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from culturedata.store.library import Library
from tests.publish.test_publish_about import MUSEUM, OIL, held
from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations

__all__ = ["browser", "held", "page", "pytestmark", "site"]  # pytest looks for them by name
HOSTILE = "Soleil </script><img src=x onerror=alert(1)><!--\u2028"


def hosts(page: Any) -> set[str]:
    """Fills with each host that the page asks for something."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


def said(page: Any, text: str) -> None:
    """Waits until the status says so."""
    page.get_by_role("status").get_by_text(text).wait_for()


def test_what_is_typed_is_looked_for(page: Any, folder: Path, site: str) -> None:
    """The field keeps its focus, the filters hold, the address says what is shown, one step back is one search back."""
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE works SET title = ? WHERE work_id = 'a:2'", [HOSTILE])
    asked = hosts(page)
    page.goto(f"{site}/search?q=barbara")
    said(page, "2 œuvres trouvées")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").press_sequentially("monet", delay=30)
    page.wait_for_url("**/search?q=monet")
    said(page, "2 œuvres trouvées")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.get_by_role("heading", level=2, name="Soleil").count() == 1
    assert violations(page) == []
    page.get_by_label("Décennie").select_option("1870")
    page.wait_for_url("**decade=1870**")
    said(page, "1 œuvre trouvée")
    page.go_back()
    page.wait_for_url("**/search?q=monet")
    said(page, "2 œuvres trouvées")
    assert page.get_by_label("Décennie").input_value() == ""
    page.go_back()
    page.wait_for_url("**/search?q=barbara")
    page.get_by_role("heading", level=2, name="Göttingen").wait_for()
    assert page.get_by_role("searchbox").input_value() == "barbara"
    page.go_forward()
    page.get_by_role("heading", level=2, name="Nymphéas").wait_for()
    assert page.get_by_role("searchbox").input_value() == "monet"
    assert asked <= {urlsplit(site).netloc, ""}


def test_a_filter_that_a_link_set_is_kept(page: Any, site: str) -> None:
    page.goto(f"{site}/search?agent=a:agent:Claude%20Monet&lang=en")
    page.get_by_role("searchbox").press_sequentially("sunrise", delay=10)
    page.wait_for_url("**q=sunrise**")
    said(page, "1 work found")
    assert "agent=a" in page.url
    assert page.get_by_role("link", name="Claude Monet: take this filter away").is_visible()
    page.get_by_role("link", name="Lire cette page en français").click()
    said(page, "1 œuvre trouvée")
    assert page.get_by_role("searchbox").input_value() == "sunrise"


def test_without_a_script(browser: Any, site: str) -> None:
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    page.goto(f"{site}/search")
    page.get_by_role("searchbox").fill("monet")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=monet**")
    assert "2 œuvres trouvées" in page.get_by_role("status").inner_text()


def test_pages_about(browser: Any, page: Any, held: Path, site: str) -> None:
    """Found from a work; accessible, no wider than the screen, and asking nobody else."""
    asked = hosts(page)
    page.goto(f"{site}/work/a:2?lang=en")
    page.get_by_role("link", name="oil", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "oil"
    page.get_by_role("link", name="1870s (2)").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="1870s: take this filter away").wait_for()
    assert asked <= {urlsplit(site).netloc, ""}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in (OIL, MUSEUM, "/source/a", "/work/a:2"):
            page.goto(site + path)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
