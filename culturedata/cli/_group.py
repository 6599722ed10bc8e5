"""A group of commands one of which may be left unsaid."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup


class WithDefault(TyperGroup):
    """`link SOURCE` means `link make SOURCE`: a first word that is no command of the group is for its `default`.

    No word at all is for it too, unless the group shows its help then.
    """

    default: ClassVar[str] = "make"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        unsaid = args[0] not in (*self.commands, "--help") if args else not self.no_args_is_help
        if unsaid:
            args = [self.default, *args]
        return super().parse_args(ctx, args)
