"""Thin Typer commands, one file per group."""
