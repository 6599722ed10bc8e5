"""Exhibitions that were composed: their labels, the sheet to print, the order, and their pages."""
