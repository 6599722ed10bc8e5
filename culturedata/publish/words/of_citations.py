"""The words with which a work is cited, and its raw record told: key → (French, English)."""

from __future__ import annotations

CITATIONS: dict[str, tuple[str, str]] = {
    "cite:this": ("Citer cette œuvre", "Cite this work"),
    "cite:fr": ("À la manière française", "In the French manner"),
    "cite:en": ("À la manière anglaise", "In the English manner"),
    "cite:source": ("données\u00a0: {source} ({licence})", "Data: {source} ({licence})"),
    "cite:seen": ("{address} (consulté le {day})", "{address} (accessed {day})"),
    "cite:ris": ("Référence pour Zotero, EndNote… (RIS)", "Reference for Zotero, EndNote… (RIS)"),
    "raw:from": ("lue dans {located}, SHA-256", "read from {located}, SHA-256"),
    "raw:local": (
        "Les conditions de la source interdisent de la transmettre.",
        "The terms of the source forbid giving it on.",
    ),
}
