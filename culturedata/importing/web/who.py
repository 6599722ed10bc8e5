"""Who asks: the headers and the parameters of a source's descriptor, and its key, which goes to the source only."""

from __future__ import annotations

import os
from string import Formatter
from urllib.parse import unquote_plus, urlencode, urlsplit, urlunsplit

import requests

from culturedata import __version__
from culturedata.errors import DescriptorError, UsageError
from culturedata.importing import keys
from culturedata.importing.descriptor import Descriptor
from culturedata.importing.web.addresses import Addresses, split
from culturedata.importing.web.courtesy.robots import AGENT
from culturedata.importing.web.scrub import hide

HOMEPAGE = "https://github.com/culturedata/culturedata"
_KEY = "{key}"


class Who:
    """Signs the requests of one source.

    {agent}, {version}, {contact} and {key} are filled into `http.headers` and `http.params`. Both go to the scheme,
    host and port of `http.base`, and to servers that a person gave; the User-Agent goes everywhere.
    Raises UsageError for a contact or a key that can't be sent, DescriptorError for another word in braces.
    """

    def __init__(self, descriptor: Descriptor, addresses: Addresses) -> None:
        if descriptor.http is None:
            raise DescriptorError(f"{descriptor.name}.yml has no «http».", "See docs/add-a-source.md.")
        contact = os.environ.get("CULTUREDATA_CONTACT", "").strip()
        if not (contact.isascii() and contact.isprintable()):
            raise UsageError("CULTUREDATA_CONTACT holds more than plain letters.", "Set it to an e-mail address.")
        self._descriptor = descriptor
        self._addresses = addresses
        self._base = urlsplit(descriptor.http.base)
        self.key = keys.key(descriptor.key) if descriptor.key else ""
        hide(self.key)
        self.agent = f"{AGENT}/{__version__} (+{HOMEPAGE}{f'; {contact}' if contact else ''})"
        names = {"agent": self.agent, "version": __version__, "contact": contact or HOMEPAGE, "key": self.key}
        self._headers = {name: self._filled(text, names) for name, text in descriptor.http.headers.items()}
        self._params = {name: self._filled(text, names) for name, text in descriptor.http.params.items()}
        texts = (descriptor.http.headers | descriptor.http.params).values()
        self._needs_key = any(_KEY in text for text in texts)
        self._public = {name: text for name, text in self._headers.items() if _KEY not in descriptor.http.headers[name]}

    def check(self, url: str) -> None:
        """Raises UsageError if a request to `url` would need a key that is not there."""
        if self._needs_key and not self.key and self._is_own(url) and not _is_robots(url):
            name = self._descriptor.key
            hint = keys.how_to_set(name, self._descriptor.homepage)
            raise UsageError(f"{self._descriptor.title} needs a key in {name}.", hint)

    def plain(self, url: str) -> str:
        """`url` without the parameters that this object adds, as they stand in links that a server gives.

        Raises NotAllowed if it is no web address.
        """
        parts = split(url)
        if not parts.query or not self._is_own(url):
            return url
        pairs = parts.query.split("&")
        kept = [pair for pair in pairs if unquote_plus(pair.partition("=")[0]) not in self._params]
        return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query="&".join(kept)))

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Say who asks, in the request that is about to be sent; to a robots.txt without the key."""
        url = request.url or ""
        request.headers["User-Agent"] = self.agent
        if self._is_own(url):
            request.headers.update(self._public if _is_robots(url) else self._headers)
            if self._params and not _is_robots(url):
                parts = urlsplit(url)
                query = "&".join(filter(None, (parts.query, urlencode(self._params))))
                request.url = urlunsplit(parts._replace(query=query))
        return request

    def _is_own(self, url: str) -> bool:
        """Whether `url` is at the host of the base, as safely reached as that or safer, or at a server of a person."""
        parts = urlsplit(url)
        place = parts.scheme, parts.netloc.lower()
        ours = {(self._base.scheme, self._base.netloc.lower()), ("https", (self._base.hostname or ""))}
        return place in ours or self._addresses.is_trusted(url)

    def _filled(self, text: str, names: dict[str, str]) -> str:
        name = self._descriptor.name
        if not _is_plain(text, names):
            raise DescriptorError(f"{name}.yml: {text!r} names what is not agent, version, contact or key.")
        if _KEY in text and not self._descriptor.key:
            raise DescriptorError(f"{name}.yml: {text!r} asks for a key that «key» does not name.")
        return text.format(**names)


def _is_plain(text: str, names: dict[str, str]) -> bool:
    """Whether nothing but `names` stands in braces, each as it is: «{key!s}» and «{agent:{key}}» would hide a key."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(name is None or (name in names and not spec and not how) for _, name, spec, how in parts)


def _is_robots(url: str) -> bool:
    return urlsplit(url).path == "/robots.txt"
