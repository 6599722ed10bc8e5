"""Where catalogues/ and docs/course/ lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _find(name: str) -> Path:
    """The folder `name` of the project: the wheel's copy under `_resources/`, else the checkout's."""
    installed = _PACKAGE / "_resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def catalogues() -> Path:
    """The folder of descriptors (`*.yml`) and of `samples/`."""
    return _find("catalogues")


def course() -> Path:
    """The folder of the course's pages, one sub-folder a language (`fr/`, `en/`)."""
    return _find("docs/course")
