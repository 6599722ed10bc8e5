"""Which addresses may be asked: those of the descriptor and the one that the user gave, nothing that data names."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from culturedata.errors import NotAllowed
from culturedata.importing.web.courtesy.manners import Senses
from culturedata.importing.web.scrub import scrub

_PORTS = {"http": 80, "https": 443}
Origin = tuple[str, int]


class Addresses:
    """The known hosts. One that was given by hand (`trust`) may be anywhere; any other must have a public address.

    `base` is the address of the source, known with its own port; `hosts` are known with the usual ones.
    """

    def __init__(self, base: str, hosts: Iterable[str], senses: Senses) -> None:
        known = {urlsplit(base).hostname or "", *hosts}
        self._known = {(host.lower(), port) for host in known for port in _PORTS.values()} | {_origin(base)[1]}
        self._trusted: set[Origin] = set()
        self._public: set[Origin] = set()
        self._senses = senses

    def trust(self, url: str) -> None:
        """Allow the host and port of `url`, which a person gave. Raises NotAllowed if it is no web address."""
        self._trusted.add(_origin(url)[1])

    def is_trusted(self, url: str) -> bool:
        """Whether a person gave the host and port of `url`."""
        return _origin(url)[1] in self._trusted

    def check(self, url: str, came_from: str = "") -> None:
        """Raises NotAllowed unless `url` is at a known host with a public address; `came_from` redirected to it."""
        parts, origin = _origin(url)
        where = f"{scrub(came_from)} redirects to {scrub(url)}" if came_from else scrub(url)
        if came_from.startswith("https:") and parts.scheme == "http":
            raise NotAllowed(
                f"{where}, which is not encrypted.", "It was not asked. Is the descriptor's base still right?"
            )
        if origin in self._trusted:
            return
        if _is_private(origin[0]):
            raise NotAllowed(
                f"{where}, a private address.", "It was not asked. Give it as INPUT if it is your own server."
            )
        if origin not in self._known:
            hint = "It was not asked. If it is right, name the host under http.hosts in the source's descriptor."
            raise NotAllowed(f"{where}, which is not a host of this source.", hint)
        self._check_resolved(parts, origin, where)

    def check_peer(self, host: str, port: int, address: str) -> None:
        """Raises NotAllowed if a connection to a known host ended at a private `address`: names may change their mind
        between the check and the connection."""
        if (host.lower().strip("[]"), port) not in self._trusted and _is_private(address):
            raise NotAllowed(f"the name {host} leads to {address}, a private address.", "Nothing was sent to it.")

    def _check_resolved(self, parts: SplitResult, origin: Origin, where: str) -> None:
        """A known name may still lead to a private address. Behind a proxy, the proxy resolves."""
        if origin in self._public or (parts.scheme in getproxies() and not proxy_bypass(origin[0])):
            return
        for address in self._senses.resolve(*origin):
            if _is_private(address):
                raise NotAllowed(f"{where}: the name leads to {address}, a private address.", "It was not asked.")
        self._public.add(origin)


def split(url: str) -> SplitResult:
    """The parts of `url`. Raises NotAllowed if it is not a plain web address."""
    return _origin(url)[0]


def redirected(url: str, target: str) -> str:
    """Where `url` redirects to. Raises NotAllowed if that can't be read as an address."""
    try:
        return urljoin(url, target)
    except ValueError:
        said = f"{scrub(url)} redirects to {scrub(target)!r}, which is not a web address."
        raise NotAllowed(said, "Is the descriptor's base still right?") from None


def _origin(url: str) -> tuple[SplitResult, Origin]:
    """The parts of `url`, and its host and port. Raises NotAllowed if it is not a plain web address."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        if any(letter < " " for letter in url):
            raise ValueError
    except (ValueError, KeyError):
        raise NotAllowed(f"{scrub(url)!r} is not a web address.", "It begins with https:// or http://.") from None
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise NotAllowed(f"the address at {parts.hostname or 'no host'} holds a user name.", "Leave it out.")
    return parts, (parts.hostname.lower(), port)


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return not address.is_global or address.is_multicast
