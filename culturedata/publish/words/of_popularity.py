"""Words of the page `/popularity`: key → (French, English)."""

from __future__ import annotations

# What a measure is called.
_MEASURES: dict[str, tuple[str, str]] = {
    "age-adjusted": ("Selon l’âge\u00a0: observé sur attendu", "For its age: observed over expected"),
    "bayesian-mean": ("Moyenne bayésienne des notes", "Bayesian mean of ratings"),
    "box-office": ("Recettes en salle, en dollars", "Box office, in dollars"),
    "counts": ("Nombre d’interactions", "Number of interactions"),
    "critics": ("Note des critiques, sur 10", "Critics’ rating, of 10"),
    "decay": ("Interactions, l’ancien oublié", "Interactions, the past fading"),
    "hours": ("Heures", "Hours"),
    "imdb-rating": ("Note d’IMDb, sur 10", "IMDb’s rating, of 10"),
    "imdb-votes": ("Votes chez IMDb", "Votes at IMDb"),
    "last-28-days": ("28 derniers jours", "Last 28 days"),
    "last-7-days": ("7 derniers jours", "Last 7 days"),
    "metacritic": ("Metacritic, sur 100", "Metacritic, of 100"),
    "people": ("Nombre de personnes", "Number of people"),
    "plays": ("Écoutes, répétitions comprises", "Plays, repeats counted"),
    "reviews": ("Nombre de critiques", "Number of reviews"),
    "tomatometer": ("Part de critiques favorables, en\u00a0%", "Share of critics in favour, in %"),
    "trend": ("Tendance de la semaine", "Trend of the week"),
    "views": ("Vues\u00a0: heures sur durée", "Views: hours over runtime"),
    "within-genre": ("Place dans son genre", "Place within its genre"),
    "within-maker": ("Place chez son créateur", "Place within its maker’s works"),
    "within-place": ("Place dans son musée ou son pays", "Place within its museum or country"),
}

OF_POPULARITY: dict[str, tuple[str, str]] = {
    "popularity": ("La popularité, de bien des façons", "Popularity, many ways"),
    "popularity:lead": (
        "«\u00a0La plus populaire\u00a0» dépend de ce que l’on compte. Choisissez une mesure, et voyez qui la suit et "
        "qui la contredit.",
        "“The most popular” depends on what is counted. Choose a measure, and see which others follow it and which "
        "contradict it.",
    ),
    "popularity:none": (
        "Il n’y a ici ni notes ni écoutes. À faire\u00a0:",
        "There are neither ratings nor plays here. To do:",
    ),
    "popularity:few": (
        "Aucune œuvre n’a été rencontrée par {n} personnes\u00a0: rien n’est montré.",
        "No work was met by {n} people: nothing is shown.",
    ),
    "popularity:domain": ("Domaine", "Domain"),
    "popularity:measure": ("Mesure", "Measure"),
    "popularity:against": ("Face à", "Against"),
    "popularity:show": ("Montrer", "Show"),
    "popularity:on": (
        "{interactions} interactions, {dataset} ({tier}). Œuvres rencontrées par au moins {least} personnes\u00a0: "
        "{works}.",
        "{interactions} interactions, {dataset} ({tier}). Works that at least {least} people met: {works}.",
    ),
    "popularity:until": ("Dernière interaction\u00a0: {day}.", "Last interaction: {day}."),
    "popularity:top": ("Les premières", "The first"),
    "popularity:rank": ("Rang", "Rank"),
    "popularity:work": ("Œuvre", "Work"),
    "popularity:agreement": ("Qui est d’accord", "Who agrees"),
    "popularity:agreement:why": (
        "τ-b de Kendall avec «\u00a0{measure}\u00a0», et son intervalle à 95\u00a0%\u00a0: 1, le même ordre\u00a0; 0, "
        "le trait, rien de commun\u00a0; au-dessous, plutôt l’ordre inverse. Les intervalles sont pris sur les œuvres.",
        "Kendall’s τ-b with “{measure}”, and its 95% interval: 1, the same order; 0, the line, nothing in common; "
        "below, rather the reverse. Intervals are over works.",
    ),
    "popularity:works": ("Œuvres", "Works"),
    "popularity:tau": ("τ-b", "τ-b"),
    "popularity:rho": ("ρ de Spearman", "Spearman’s ρ"),
    "popularity:interval": ("Intervalle à 95\u00a0%", "95% interval"),
    "popularity:moves": ("Qui bouge le plus", "Who moves most"),
    "popularity:moves:why": (
        "Le rang parmi les œuvres qui ont les deux chiffres\u00a0; les ex æquo partagent leur rang moyen.",
        "The rank among the works that have both figures; those of a tie share their mean rank.",
    ),
    "popularity:places": ("Places", "Places"),
    "popularity:none:moves": ("Aucune œuvre ne bouge.", "No work moves."),
    **{f"popularity:by:{name}": said for name, said in _MEASURES.items()},
}
