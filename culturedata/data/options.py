"""Options of what has a name: read from plain values, checked, then frozen."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from culturedata.errors import UsageError
from culturedata.registry import unknown

LARGEST = 2**31 - 1  # of options and seeds: what every library that computes with them takes for a number


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Options by name; a subclass adds its own under the names of docs/notation.md."""


Kind = TypeVar("Kind", bound=Options)


def configured(kind: type[Kind], said: dict[str, Any], name: str, hint: str) -> Kind:
    """The options `said` for what is called `name`, those not said at their defaults.

    Raises UnknownName for an option that it does not have, UsageError with `hint` for a value that it does not take.
    """
    known = {field.name for field in msgspec.structs.fields(kind)}
    for option in said:
        if option not in known:
            raise unknown(f"option of {name}", option, known)
    try:
        made = msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"{name}: {error}.", hint) from error
    for option, value in msgspec.structs.asdict(made).items():
        if isinstance(value, int | float) and not abs(value) <= LARGEST:
            raise UsageError(f"{name}: {option} is {value}.", f"Numbers end at {LARGEST:,}.")
    return made
