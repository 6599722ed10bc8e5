"""The command that takes the pictures of the documentation."""

from __future__ import annotations

import struct
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_publish_browser import pytestmark

__all__ = ["pytestmark"]
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def screenshots() -> Any:
    spec = spec_from_file_location("screenshots", DOCS / "screenshots.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def size(png: Path) -> tuple[int, int]:
    return struct.unpack(">II", png.read_bytes()[16:24])


def test_a_picture_of_each_page(screenshots: Any, folder: Path, tmp_path: Path) -> None:
    taken = screenshots.take(folder, tmp_path / "images", {"home": "/", "work": "/work/a:2"})
    assert [path.name for path in taken] == ["home.png", "work.png"]
    assert [size(path) for path in taken] == [(1280, 900)] * 2
    assert taken[0].read_bytes() != taken[1].read_bytes()


def test_a_page_that_is_not_is_said(screenshots: Any, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="answers 404"):
        screenshots.take(folder, tmp_path, {"none": "/work/none"})


def test_the_documentation_has_five_of_them(screenshots: Any) -> None:
    assert {f"{name}.png" for name in screenshots.PAGES} == {path.name for path in (DOCS / "images").glob("*.png")}
    assert len(screenshots.PAGES) == 5
    written = "".join(path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), DOCS.parent / "README.md"])
    assert all(f"images/{name}.png" in written for name in screenshots.PAGES)
