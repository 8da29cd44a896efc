"""What was made once for one state of its rows, kept in the memory of this process.

Nothing here is ever told to forget: a key names the state of all that went into what it keeps, so what is
no longer true is no longer asked for, and goes when there is no room.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

Made = TypeVar("Made", str, bytes)


class Memory(Generic[Made]):
    """Texts or bytes by their keys, up to a size; what was longest not asked for goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable) -> Made | None:
        with self._lock:
            made = self._made.get(key)
            if made is not None:
                self._made.move_to_end(key)
            return made

    def put(self, key: Hashable, made: Made) -> None:
        with self._lock:
            self._forget(self._made.pop(key, None))
            self._made[key] = made
            self._size += sys.getsizeof(made)
            while self._size > self.most:
                self._forget(self._made.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._made.clear()
            self._size = 0

    def _forget(self, made: Made | None) -> None:
        self._size -= sys.getsizeof(made) if made is not None else 0


class State(Protocol):
    """What the parts of a page are kept by."""

    def of(self, part: str) -> Hashable | None:
        """The state of all that one part shows; none for the frame, which shows nothing but the address."""


Known = TypeVar("Known", bound=State)


class Parts(Generic[Known]):
    """The parts of one page: `{% kept "milestones" %}` … `{% endkept %}` makes only those whose state is new.

    `page` is what they are parts of; `address` is all of the page's address, by which its frame is kept, or
    none where nobody needs that frame again.
    """

    def __init__(
        self, memory: Memory[str], state: Known, *, page: Hashable, address: Hashable, is_stranger: bool
    ) -> None:
        self.memory, self.state, self.is_stranger = memory, state, is_stranger
        self._page, self._address = page, address

    def shown(self, part: str, make: Callable[[], str], *, strangers_only: bool) -> str:
        state = self.state.of(part)
        kept_by = self._address if state is None else (self._page, state)
        if kept_by is None or (strangers_only and not self.is_stranger):
            return make()
        made = self.memory.get((part, kept_by))
        if made is None:
            made = make()
            self.memory.put((part, kept_by), made)
        return made
