"""How a table shares its line among its columns: by what stands in them, so that no short column breaks its words."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from ovp_portal.lib.papers.shape import Block, Heading, Items, Paragraph, Runs

LONGEST_WORD, LONGEST_CELL = 18, 80


def shares(heads: Sequence[Runs], rows: Sequence[Sequence[Sequence[Block]]], columns: int) -> tuple[int, ...]:
    """A share for each column: the longest word must fit, and much text gets more room than little."""
    found = []
    for column in range(columns):
        head = "".join(run.text for run in heads[column]) if column < len(heads) else ""
        cells = [" ".join(_texts(row[column])) for row in rows]
        longest = max((len(word) for text in (head, *cells) for word in text.split(" ")), default=1)
        usual = fmean(min(len(text), LONGEST_CELL) for text in cells) if cells else 0
        found.append(round(1.7 * min(longest, LONGEST_WORD) + 3 + usual / 2.5))
    return tuple(max(share, 4) for share in found)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield "".join(run.text for run in block.runs)
        elif isinstance(block, Items):
            for item in block.items:
                yield from _texts(item)
