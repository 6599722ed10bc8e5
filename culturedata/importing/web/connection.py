"""Connections that keep an end in sight: no answer lasts beyond its deadline, and no name leads astray.

The timeouts of sockets begin anew with every byte; a server that sends one now and then would never be given up.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager


class Watch:
    """The moment at which the answer that is under way is given up, by the monotonic clock.

    `peer` is asked about every new connection that goes through no proxy: host, port and IP address. It raises.
    """

    def __init__(self, peer: Callable[[str, int, str], None]) -> None:
        self.peer = peer
        self.until = float("inf")

    def last(self, seconds: float) -> None:
        """Give up in so many seconds."""
        self.until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left; 0 or less if there are none."""
        return self.until - time.monotonic()


class Adapter(HTTPAdapter):
    """What `requests` sends with: every connection, through a proxy or not, is watched."""

    def __init__(self, watch: Watch) -> None:
        self._pools = _pools(watch)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*arguments, **more)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: Any, **more: Any) -> PoolManager:
        """The pools of the connections through `proxy`; those of SOCKS are made otherwise, and left alone."""
        manager: PoolManager = super().proxy_manager_for(proxy, **more)
        if type(manager) is ProxyManager:
            manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(watch: Watch) -> dict[str, Any]:
    """The classes of connections by scheme, each bound to `watch`."""

    class Plain(_Watched, HTTPConnection):  # type: ignore[misc]
        pass

    class Safe(_Watched, HTTPSConnection):  # type: ignore[misc]
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    Plain.watch = Safe.watch = watch
    return {"http": PlainPool, "https": SafePool}


class _Watched:
    """A connection whose peer is checked once it is made, and whose answers are read against the deadline."""

    watch: Watch

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        here: Any = self
        if here.proxy is None:
            try:
                self.watch.peer(here.host, here.port, made.getpeername()[0])
            except BaseException:
                made.close()
                raise
        return made

    def response_class(self, sock: Any, *arguments: Any, **more: Any) -> HTTPResponse:
        """The standard library's response, with its stream under watch."""
        response = HTTPResponse(sock, *arguments, **more)
        buffered: Any = response.fp
        response.fp = io.BufferedReader(_Timed(buffered.detach(), sock, self.watch))
        return response


class _Timed(io.RawIOBase):
    """A socket's stream that waits for the next bytes as long as its timeout says, and never beyond the deadline."""

    def __init__(self, stream: io.RawIOBase, sock: Any, watch: Watch) -> None:
        self._stream = stream
        self._sock = sock
        self._patience = sock.gettimeout()
        self._watch = watch

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Fill `buffer` with what comes next. Raises TimeoutError."""
        left = self._watch.left
        if left <= 0:
            raise TimeoutError("the answer takes too long")
        self._sock.settimeout(left if self._patience is None else min(left, self._patience))
        read: int | None = self._stream.readinto(buffer)
        return read

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
        super().close()
