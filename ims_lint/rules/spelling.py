"""Find the words that a misspelled word may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_CLOSE = 0.75
"""The minimum similarity of two words, from 0 to 1, to suggest one for the other."""


_FAR = 10
"""Words whose lengths differ by more are not compared letter by letter."""


def letters_and_digits(word: str) -> str:
    """A word in lowercase, without separators."""
    return "".join(char for char in word.lower() if char.isalnum())


def close_matches(
    word: str, words: Iterable[str], cutoff: float = _CLOSE, plain: Callable[[str], str] = letters_and_digits
) -> list[str]:
    """At most two words that a word may mean, the closest first; `plain` normalizes them for the comparison."""
    by_plain = {plain(each): each for each in words}
    written = plain(word)
    if written in by_plain:
        return [by_plain[written]]
    import difflib  # 3 ms, only for a misspelled word

    return [by_plain[each] for each in difflib.get_close_matches(written, by_plain, n=2, cutoff=cutoff)]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of an error message about an unknown word: the word that it may mean, empty if there is none."""
    close = close_matches(word, words, cutoff=0.6)
    return f", did you mean {close[0]}?" if close else ""


def is_slip_of(written: str, meant: str) -> bool:
    """Whether two names differ only in case, separators, and one or two letters in total.

    A word of one or two letters must be the same: "no" is not a misspelling of "is".
    """
    words, others = _words(written), _words(meant)
    if "".join(words) == "".join(others):
        return True
    if len(words) < len(others):  # a separator is missing, too
        return slips("".join(words), "".join(others)) == 1
    if len(words) != len(others):
        return False
    each = [(slips(word, other), len(other)) for word, other in zip(words, others, strict=True)]
    return sum(count for count, _ in each) <= 2 and all(3 * count <= length for count, length in each)


def _words(name: str) -> list[str]:
    """The words of a name, separated by capitals or by other characters."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+", name)]


def slips(written: str, meant: str) -> int:
    """The number of missing, extra, wrong and transposed letters (optimal string alignment).

    If the lengths differ a lot, only their difference is counted, which is less.
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
