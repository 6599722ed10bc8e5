"""Placeholder while the room is being built."""

import typer

app = typer.Typer()
