"""The cache of a desk with Redis: a trust's processes count failed sign-ins together."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Slow

log = structlog.get_logger(__name__)


def _or_memory(name: str) -> Callable[..., Any]:
    ask = getattr(RedisCache, name)

    def method(self: "RedisOrMemory", *args: Any, **more: Any) -> Any:
        try:
            return ask(self, *args, **more)
        except (Unreachable, Slow) as error:
            log.warning("cache_unreachable", error=str(error))
            return getattr(self.memory, name)(*args, **more)

    return method


class RedisOrMemory(RedisCache):
    """While Redis can't be reached, each process remembers for itself: sign-in works, guessing stays slow."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", params)

    add = _or_memory("add")
    get = _or_memory("get")
    set = _or_memory("set")
    touch = _or_memory("touch")
    delete = _or_memory("delete")
    get_many = _or_memory("get_many")
    set_many = _or_memory("set_many")
    delete_many = _or_memory("delete_many")
    has_key = _or_memory("has_key")
    incr = _or_memory("incr")

    def is_reachable(self) -> bool:
        """For the health check, which wants to know."""
        try:
            return bool(self._cache.get_client().ping())
        except (RedisError, OSError):
            return False
