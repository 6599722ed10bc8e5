"""Words of the page `/timeline`: key → (French, English)."""

from __future__ import annotations

# What a fact measures, or what happened.
_MEASURES: dict[str, tuple[str, str]] = {
    "founded": ("Création", "Founded"),
    "rental": ("Location de DVD", "DVDs by post"),
    "subscription": ("Abonnement mensuel", "Monthly subscription"),
    "subscribers": ("Abonnés", "Subscribers"),
    "profit": ("Premier bénéfice", "First profit"),
    "years-to-profit": ("Années avant bénéfice", "Years to profit"),
    "titles": ("Films au catalogue", "Films in the catalogue"),
    "discs": ("DVD envoyés par jour", "DVDs sent a day"),
    "prize": ("Prix de l’algorithme", "Prize for the algorithm"),
    "streaming": ("Streaming", "Streaming"),
    "own-series": ("Séries propres", "Series of its own"),
    "open-images": ("Images ouvertes", "Open images"),
    "spending-least": ("Dépenses, au moins", "Spending, at least"),
    "spending-most": ("Dépenses, au plus", "Spending, at most"),
    "originals": ("Part d’originaux", "Share of originals"),
    "films": ("Films produits", "Films produced"),
    "processors": ("Processeurs, au plus", "Processors, at most"),
    "copies": ("Copies de tout", "Copies of everything"),
    "market-value": ("Capitalisation", "Market value"),
}

# A figure in its unit.
_UNITS: dict[str, tuple[str, str]] = {
    "people": ("{n} personnes", "{n} people"),
    "years": ("{n} ans", "{n} years"),
    "titles": ("{n} titres", "{n} titles"),
    "discs/day": ("{n} disques par jour", "{n} discs a day"),
    "USD": ("{n}\u00a0$", "${n}"),
    "images": ("{n} images", "{n} images"),
    "%": ("{n}\u00a0%", "{n}%"),
    "films": ("{n} films", "{n} films"),
    "processors": ("{n} processeurs", "{n} processors"),
    "copies": ("{n} copies", "{n} copies"),
}

OF_TIMELINE: dict[str, tuple[str, str]] = {
    "timeline": ("Chronologie", "Timeline"),
    "timeline:lead": (
        "Les faits datés par lesquels le cours raconte Netflix, chacun avec sa source.",
        "The dated facts by which the course tells the story of Netflix, each with its source.",
    ),
    "timeline:grown": ("Les abonnés de Netflix", "Netflix’s subscribers"),
    "timeline:rate": (
        "De {first} à {last}\u00a0: {rate} par an en moyenne.",
        "From {first} to {last}: {rate} a year on average.",
    ),
    "timeline:rate:why": (
        "(dernier / premier)^(1 / années) − 1. Les dates n’étant exactes qu’à l’année ou au mois près, le taux peut "
        "être n’importe lequel entre les deux bornes\u00a0; il ne dit rien des années entre deux faits.",
        "(last / first)^(1 / years) − 1. As dates are exact to the year or the month only, the rate may be any between "
        "the two ends; it says nothing of the years between two facts.",
    ),
    "timeline:from": ("De", "From"),
    "timeline:to": ("À", "To"),
    "timeline:yearly": ("Par an", "A year"),
    "timeline:ends": ("Selon la date exacte", "By the exact date"),
    "timeline:millions": ("Millions d’abonnés, échelle logarithmique", "Millions of subscribers, logarithmic scale"),
    "timeline:year": ("Année", "Year"),
    "timeline:drawn": (
        "{n} points reliés par une ligne\u00a0: {points}. En pointillé, la même croissance chaque année.",
        "{n} points joined by a line: {points}. Dashed: the same growth every year.",
    ),
    "timeline:calendar": ("Ce qui s’est passé quand", "What happened when"),
    "timeline:calendar:drawn": (
        "Une ligne par sujet, une marque par fait, large comme sa date est vague. Le tableau qui suit dit tout.",
        "A line for each subject, a mark for each fact, as wide as its date is vague. The table below says it all.",
    ),
    "timeline:facts": ("Tous les faits", "All facts"),
    "timeline:date": ("Date", "Date"),
    "timeline:entity": ("De qui", "Whose"),
    "timeline:measure": ("Quoi", "What"),
    "timeline:value": ("Combien", "How many"),
    "timeline:statement": ("Ce que dit la source", "What the source says"),
    "timeline:source": ("Source", "Source"),
    "timeline:source:of": ("Source\u00a0: {what}, {date}", "Source: {what}, {date}"),
    "timeline:beware": (
        "Les faits sont ceux des diapositives, non recalculés. Elles se contredisent une fois\u00a0: fondée en "
        "1997–1998 et bénéficiaire en 2003, l’entreprise n’a pas mis huit ans à gagner de l’argent.",
        "The facts are those of the slides, not measured again. They contradict themselves once: founded in 1997–1998 "
        "and profitable in 2003, the company did not take eight years to earn money.",
    ),
    "timeline:licence": (
        "Les diapositives sont de Datactivist, sous licence CC BY-SA 4.0\u00a0; la traduction anglaise est la nôtre.",
        "The slides are by Datactivist, under the licence CC BY-SA 4.0; the English translation is ours.",
    ),
    "fact:billions": ("{n} milliards de dollars", "${n} billion"),
    **{f"fact:{name}": said for name, said in _MEASURES.items()},
    **{f"fact:in:{unit}": said for unit, said in _UNITS.items()},
}
