"""How often something may be asked for: counted in the shared cache, in windows of time."""

import time

from django.core.cache import cache


def is_within(key: str, *, most: int, seconds: int) -> bool:
    """Count one more, and say whether it is still among the first `most` of this window."""
    slot = f"throttle:{key}:{int(time.time() // seconds)}"
    if cache.add(slot, 1, seconds):
        return True
    try:
        return cache.incr(slot) <= most
    except ValueError:  # its window ended just now
        return True
