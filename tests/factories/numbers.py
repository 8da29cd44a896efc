"""The numbers that make a test's records differ from each other.

Every test begins with the same ones: it asks the database what the test before it asked, which the portal keeps
ready, and no order hangs on what ran before. As texts they are in their order too.
"""

from itertools import count

FIRST = 1001


class Numbers:
    _all: list["Numbers"] = []

    def __init__(self) -> None:
        self._left = count(FIRST)
        self._all.append(self)

    def __next__(self) -> int:
        return next(self._left)

    @classmethod
    def begin_anew(cls) -> None:
        for numbers in cls._all:
            numbers._left = count(FIRST)
