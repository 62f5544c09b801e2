"""Which of some words another word may be meant to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_CLOSE = 0.75
"""How alike two words are, from 0 to 1, for one to be taken for the other."""


_FAR = 10
"""Words whose lengths differ by more are not compared letter by letter."""


def letters_and_digits(word: str) -> str:
    """A word without case and without what separates its parts."""
    return "".join(char for char in word.lower() if char.isalnum())


def close_matches(
    word: str, words: Iterable[str], cutoff: float = _CLOSE, plain: Callable[[str], str] = letters_and_digits
) -> list[str]:
    """The words, two at the most, that a word may be meant to be, the closest first; `plain` is what is compared."""
    by_plain = {plain(each): each for each in words}
    written = plain(word)
    if written in by_plain:
        return [by_plain[written]]
    import difflib  # 3 ms, where something is misspelt

    return [by_plain[each] for each in difflib.get_close_matches(written, by_plain, n=2, cutoff=cutoff)]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of a complaint about a word: which of those that there are it may be meant to be."""
    close = close_matches(word, words, cutoff=0.6)
    return f", did you mean {close[0]}?" if close else ""


def is_slip_of(written: str, meant: str) -> bool:
    """Whether two names have the same words but for case, separators, and a slip of one or two letters in all.

    A word of one or two letters has to be the same: "no" is no slip of "is".
    """
    words, others = _words(written), _words(meant)
    if "".join(words) == "".join(others):
        return True
    if len(words) < len(others):  # a separator is lost, too
        return slips("".join(words), "".join(others)) == 1
    if len(words) != len(others):
        return False
    each = [(slips(word, other), len(other)) for word, other in zip(words, others, strict=True)]
    return sum(count for count, _ in each) <= 2 and all(3 * count <= length for count, length in each)


def _words(name: str) -> list[str]:
    """The words of a name, whether capitals or other characters separate them."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+", name)]


def slips(written: str, meant: str) -> int:
    """How many letters are missing, too many, wrong, or swapped with the next one (optimal string alignment).

    Where the lengths differ a lot, only the difference is counted, which is less.
    """
    if abs(len(written) - len(meant)) > _FAR:
        return abs(len(written) - len(meant))
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for index, letter in enumerate(written):
        before, row, last = row, [index + 1], before
        for at, other in enumerate(meant):
            cost = min(row[at] + 1, before[at + 1] + 1, before[at] + (letter != other))
            if index and at and letter == meant[at - 1] and written[index - 1] == other:
                cost = min(cost, last[at - 1] + 1)
            row.append(cost)
    return row[-1]
