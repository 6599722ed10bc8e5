"""The aggregation of an EDM record: who gives it, where the object is shown, its pictures, and the rights in them."""

from __future__ import annotations

import msgspec

from culturedata.data.licences import licence
from culturedata.data.records import Image
from culturedata.importing.standards.description import Description, Said, is_address, is_picture
from culturedata.importing.standards.edm.resources import ABOUT, IGNORED, Node, Thing, first, values

_PROVIDERS = ("edm:provider", "edm:intermediateProvider")
# Of the file, and not of the work that it shows.
_OF_FILES = (
    "dc:type", "dc:source", "dcterms:extent", "dcterms:isFormatOf", "dcterms:hasPart", "dcterms:isPartOf",
    "dcterms:created", "dcterms:issued", "owl:sameAs", "edm:preview", "edm:type",
)  # fmt: skip


class _Picture(msgspec.Struct, frozen=True):
    """What an edm:WebResource says of a file."""

    rights: str = ""
    statement: str = ""
    credit: str = ""
    mime: str = ""
    text: str = ""
    iiif: str | None = None
    width: int | None = None
    height: int | None = None


class Shown:
    """The aggregation: who gives the record, where the object is shown, its pictures, and the rights in them."""

    def __init__(
        self, found: Description, resources: dict[str, list[Node]], known: dict[str, Thing], kinds: set[str]
    ) -> None:
        self.found = found
        self.known = known
        self.kinds = kinds
        self.services = {node.pop(ABOUT, ""): node for node in resources.pop("svcs:Service", ())}
        self.licences = {node.pop(ABOUT, ""): self._inherited(node) for node in resources.pop("cc:License", ())}
        self.files = {node.pop(ABOUT, ""): self._file(node) for node in resources.pop("edm:WebResource", ())}
        for service in self.services.values():
            found.audit(service, IGNORED)
        self.given = resources.pop("ore:Aggregation", [])
        self.made = resources.pop("edm:EuropeanaAggregation", [])
        self.shown: list[str] = []
        self.previews: list[str] = []
        self.rights: list[str] = []
        self.keepers: list[str] = []
        self.holders: list[str] = []
        self.countries: list[str] = []

    def read(self) -> None:
        """Map the aggregation of the provider, then that of Europeana."""
        found = self.found
        for node in self.given:
            for maker in self._texts(node, "dc:creator"):
                found.makers(maker, None)
            self._aggregation(node)
        for node in self.made:
            self._texts(node, "dc:creator")  # Europeana itself
            self._aggregation(node)
        for keeper in dict.fromkeys(self.keepers) or ("",):
            found.keeper(keeper, next(iter(self.countries), None))
        for right in dict.fromkeys(self.rights):
            found.right("image", right)
        found.metadata("; ".join(dict.fromkeys(self.holders)) or None)
        self._pictures(list(dict.fromkeys(self.shown)), next(iter(self.keepers), None))

    def _aggregation(self, node: Node) -> None:
        found = self.found
        node.pop(ABOUT, None)
        pages = self._texts(node, "edm:isShownAt")
        found.url = found.url or next(iter(pages), None)
        for page in pages:
            if page != found.url:
                found.relation("see also", page)
        self.shown += [*self._texts(node, "edm:isShownBy"), *self._texts(node, "edm:hasView")]
        self.previews += [*self._texts(node, "edm:preview"), *self._texts(node, "edm:object")]
        self.rights += [self.licences.get(one, one) for one in self._texts(node, "edm:rights")]
        for statement in self._texts(node, "dc:rights"):
            found.statement("image", statement)
        self.keepers += self._texts(node, "edm:dataProvider")
        self.holders += [one for name in _PROVIDERS for one in self._texts(node, name)]
        self.countries += self._texts(node, "edm:country")
        found.audit(node, IGNORED)

    def _inherited(self, node: Node) -> str:
        """The licence that a cc:License inherits from; it holds until some day, which is a text."""
        said = first(node, "odrl:inheritFrom", self.found)
        until = first(node, "cc:deprecatedOn", self.found)
        if until:
            self.found.text("end of licence", Said(f"{said} until {until}"))
        self.found.audit(node, IGNORED)
        return said

    def _texts(self, node: Node, name: str) -> list[str]:
        """The values as texts: literals, labels of things, or addresses."""
        said = values(node, name, self.found)
        things = (self.known.get(one.address or "") for one in said)
        return [
            one.text or (thing.label if thing else "") or one.address or ""
            for one, thing in zip(said, things, strict=True)
        ]

    def _file(self, node: Node) -> _Picture:
        """An edm:WebResource, taken apart."""
        found = self.found
        width, height = (first(node, f"ebucore:{name}", found) for name in ("width", "height"))
        iiif = next((one for one in self._texts(node, "svcs:has_service") if is_address(one)), None)
        manifests = self._texts(node, "dcterms:isReferencedBy")
        for manifest in manifests:
            found.relation("manifest", manifest)
        credit = self._texts(node, "dc:creator")
        texts = [*self._texts(node, "dc:title"), *self._texts(node, "dc:description")]
        mime = [*self._texts(node, "ebucore:hasMimeType"), *self._texts(node, "dc:format")]
        for name in _OF_FILES:
            values(node, name, found)
        picture = _Picture(
            rights=first(node, "edm:rights", found), statement=first(node, "dc:rights", found),
            credit="; ".join(credit), mime=next(iter(mime), ""), text="; ".join(texts), iiif=iiif,
            width=int(width) if width.isdecimal() else None, height=int(height) if height.isdecimal() else None,
        )  # fmt: skip
        found.audit(node, IGNORED)
        return picture

    def _pictures(self, shown: list[str], keeper: str | None) -> None:
        """The pictures among what shows the object; the rest are links. Of a film the preview is the picture."""
        pictures = [url for url in shown if self._is_picture(url)]
        for url in shown:
            if url not in pictures:
                self.found.relation("shown by", url)
                self._own_right(self.files.get(url, _Picture()))
        small, right = next((one for one in self.previews if one not in pictures), None), next(iter(self.rights), "")
        for number, url in enumerate(pictures or ([small] if small else [])):
            file = self.files.get(url, _Picture())
            self._picture(url, file, file.rights or right, keeper, small if number == 0 and pictures else None)

    def _picture(self, url: str, file: _Picture, right: str, keeper: str | None, small: str | None) -> None:
        known = licence(right) if right else None
        self._own_right(file)
        if file.statement:
            self.found.statement("image", file.statement)
        uri = known.uri if known else right if is_address(right) else None
        image = Image(
            url=url, thumbnail=small, iiif=file.iiif, width=file.width, height=file.height, alt=file.text or None,
            credit=file.credit or keeper, licence=uri, open=bool(known and known.open),
        )  # fmt: skip
        self.found.add("images", image)

    def _own_right(self, file: _Picture) -> None:
        """The right in one file, where it is another than that in all."""
        if file.rights and file.rights not in self.rights:
            self.found.right("image", file.rights)

    def _is_picture(self, url: str) -> bool:
        """By its kind of file, if the record says it; else by its ending, or because the object is an image."""
        mime = self.files.get(url, _Picture()).mime
        if "/" in mime:
            return mime.startswith("image/")
        return is_picture(url) or self.kinds <= {"IMAGE"}
