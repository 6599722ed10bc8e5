"""Pseudonyms: the same for the same key, nothing without it; the key is its owner's alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from culturedata.errors import UsageError
from culturedata.importing.pseudonyms import path, pseudonyms


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CULTUREDATA_CONFIG", str(tmp_path / "settings" / "keys.toml"))
    return tmp_path / "settings"


def test_the_key_is_made_once_and_gives_the_same_pseudonyms() -> None:
    made: list[int] = []
    once = pseudonyms("plays", lambda: made.append(1))
    again = pseudonyms("plays", lambda: made.append(2))
    assert made == [1]
    assert once("somebody") == again("somebody") != once("somebody else")
    assert len(once("somebody")) == 6 + 1 + 24
    assert "somebody" not in once("somebody")
    assert once("") != once(" ")


def test_another_source_gives_another_pseudonym() -> None:
    assert pseudonyms("plays")("somebody") != pseudonyms("listens")("somebody")


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_its_owner_can_read_the_key(settings: Path) -> None:
    pseudonyms("plays")
    assert path() == settings / "pseudonyms.key"
    assert path().stat().st_mode & 0o777 == 0o600
    assert settings.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in settings.iterdir()] == ["pseudonyms.key"]
    path().chmod(0o640)
    with pytest.raises(UsageError, match=r"may be read by others\. Run: chmod 600"):
        pseudonyms("plays")


def test_a_lost_key_gives_other_pseudonyms_which_can_be_told_apart() -> None:
    before = pseudonyms("plays")
    path().unlink()
    after = pseudonyms("plays")
    assert before("somebody") != after("somebody")
    assert before("a")[:6] == before("b")[:6] != after("a")[:6]


def test_what_is_no_key_is_not_replaced(settings: Path) -> None:
    settings.mkdir()
    path().write_text("secret\n")
    path().chmod(0o600)
    with pytest.raises(UsageError, match="is no key for pseudonyms") as caught:
        pseudonyms("plays")
    assert "secret" not in str(caught.value)
    assert path().read_text() == "secret\n"


def test_a_folder_that_is_a_file(settings: Path) -> None:
    settings.write_text("")
    with pytest.raises(UsageError, match="can't be used"):
        pseudonyms("plays")
