"""What `recommend`, `explain` and `similar` print: key → (French, English)."""

from __future__ import annotations

from culturedata.vocabularies import LANGUAGES

_WORDS: dict[str, tuple[str, str]] = {
    "trained:rating": (
        "{name}, entraîné sur {n} notes de {dataset} ({tier}).",
        "{name}, trained on {n} ratings of {dataset} ({tier}).",
    ),
    "trained:play": (
        "{name}, entraîné sur {n} écoutes de {dataset} ({tier}).",
        "{name}, trained on {n} plays of {dataset} ({tier}).",
    ),
    "tier:open": ("données ouvertes", "open"),
    "tier:classroom": ("données de la classe", "classroom"),
    "tier:simulated": ("données simulées", "simulated"),
    "all met:rating": (
        "Il ne reste rien à recommander\u00a0: les {n} œuvres ont toutes été notées.",
        "Nothing is left to recommend: all {n} works were rated already.",
    ),
    "all met:play": (
        "Il ne reste rien à recommander\u00a0: les {n} œuvres ont toutes été écoutées.",
        "Nothing is left to recommend: all {n} works were played already.",
    ),
    "few left": (
        "Le reclassement n’en laisse que {n}\u00a0: rien d’autre ne convient.",
        "Reranking leaves only {n}: nothing else fits.",
    ),
    "stranger": (
        "Personne ici ne s’appelle {user!r}\u00a0: voici ce que recevrait une personne inconnue.",
        "Nobody here is called {user!r}: this is what a stranger would get.",
    ),
    "meant": (" Vouliez-vous dire {near!r}\u00a0?", " Did you mean {near!r}?"),
    "not by likes": (
        "{name} ne sait rien faire de ce que quelqu’un de nouveau a aimé\u00a0: als, ease, content ou svdpp le savent.",
        "{name} can do nothing with what somebody new liked: als, ease, content or svdpp can.",
    ),
    "week": ("Découvertes de la semaine {week}.", "Discoveries of the week {week}."),
    "met since:rating": (
        "De la liste gardée sont laissées de côté les œuvres notées depuis\u00a0: {n}.",
        "Works of the kept list that were rated since, left out: {n}.",
    ),
    "met since:play": (
        "De la liste gardée sont laissées de côté les œuvres écoutées depuis\u00a0: {n}.",
        "Works of the kept list that were played since, left out: {n}.",
    ),
    "number": ("Le n°\u00a0{user} est {id}.", "No. {user} is {id}."),
    "none near": (
        "Aucune œuvre proche n’est gardée pour celle-ci\u00a0: elle est venue après le dernier calcul, elle est le "
        "double d’une autre ou n’a aucun mot en commun avec les autres. Pour calculer\u00a0: {command}",
        "No similar works are kept for this one: it came after the last computation, is a double of another or shares "
        "no word with the others. To compute: {command}",
    ),
    "place": ("{rank} sur {of}", "{rank} of {of}"),
    "seen": ("déjà connue", "already seen"),
    "item": ("œuvre", "item"),
    "title": ("titre", "title"),
    "maker": ("auteur", "maker"),
    "score": ("score", "score"),
    "between": (
        "Sa note serait entre {low} et {high}, 95 fois sur 100.",
        "The rating would lie between {low} and {high}, 95 times of 100.",
    ),
    "adds": ("ajoute", "adds"),
    "what adds": ("au score", "to the score"),
    "rank": ("rang", "rank"),
    "reason": ("raison", "reason"),
    "row": ("rangée", "row"),
    "works": ("œuvres", "works"),
    "kind": ("sorte", "kind"),
    "pool": ("œuvres possibles", "pool"),
    "alone": ("seule en tête", "alone at the top"),
    "adds found": ("ajoute en trouvailles", "adds found"),
    "adds spread": ("ajoute en largeur", "adds spread"),
    "kept home": ("Gardée\u00a0: culturedata serve la montre à {path}.", "Kept: culturedata serve shows it at {path}."),
    "no rows": (
        "Aucune rangée n’a assez d’œuvres\u00a0: importez d’abord un catalogue.",
        "No row has enough works: import a catalogue first.",
    ),
    "candidates": (
        "{total} rangées possibles ({counts})\u00a0; les {compared} meilleures ont été comparées.",
        "{total} candidate rows ({counts}); the best {compared} were compared.",
    ),
    "page value": (
        "Valeur de la page\u00a0: {value}\u00a0; chance d’y trouver une œuvre qui convient\u00a0: {found}.",
        "Value of the page: {value}; chance to find a relevant work on it: {found}.",
    ),
    "made of": ("{domain}\u00a0: {dataset} ({tier}), ordre\u00a0: {by}.", "{domain}: {dataset} ({tier}), order: {by}."),
    "by popularity": ("popularité", "popularity"),
    "domain:film": ("Films", "Films"),
    "domain:museum": ("Œuvres d’art", "Art"),
    "domain:music": ("Musique", "Music"),
    "semicolon": ("\u00a0; ", "; "),
}


def say(lang: str, key: str, **values: object) -> str:
    """The words of `key` in a language."""
    return _WORDS[key][LANGUAGES.index(lang)].format(**values)


def heads(lang: str, *keys: str) -> tuple[str, ...]:
    """The heads of a table's columns; one without a key stays empty."""
    return tuple(say(lang, key) if key else "" for key in keys)


def number(lang: str, value: int) -> str:
    """A whole number with the language's thousands separator."""
    return f"{value:,}".replace(",", "\u202f" if lang == "fr" else ",")
