"""A token bucket: how often one host is asked."""

from __future__ import annotations

from culturedata.importing.web.courtesy.manners import Senses


class TokenBucket:
    """Gives out one token every 60 / `per_minute` seconds and keeps at most `burst` of them."""

    def __init__(self, per_minute: float, senses: Senses, burst: int = 1) -> None:
        self._rate = per_minute / 60
        self._senses = senses
        self._burst = burst
        self._tokens = float(burst)
        self._at = senses.clock()

    def slow_down(self, per_minute: float) -> bool:
        """Never be faster than `per_minute` from now on; whether that is slower than before."""
        before, self._rate = self._rate, min(self._rate, per_minute / 60)
        return self._rate < before

    def take(self) -> float:
        """Wait until there is a token, take it and return how long that took, in seconds."""
        self._refill()
        wait = max(0.0, (1 - self._tokens) / self._rate)
        if wait:
            self._senses.sleep(wait)
            self._refill()
        self._tokens -= 1
        return wait

    def _refill(self) -> None:
        now = self._senses.clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
