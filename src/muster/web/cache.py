"""The cache in the database, which says so when the database did not take what it was to keep.

Django's own keeps silent then, as most caches may forget. This one holds the tokens of forms and the counts of tries
at passwords: a form would wait for a claim that nobody made, and tries would go uncounted.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache

from muster.web.standstill import Busy


class LoudCache(DatabaseCache):
    """Raises Busy for a value that could not be kept. Each is tried twice, as the other may have been first."""

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value, whatever was there."""
        made = self.make_and_validate_key(key, version=version)
        if not any(self._base_set("set", made, value, timeout) for _try in range(2)):  # type: ignore[attr-defined]  # Django's own
            raise Busy

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value and return True, or return False where there is one."""
        for _try in range(2):
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise Busy
