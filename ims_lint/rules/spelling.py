"""Which of some words another word may be meant to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_CLOSE = 0.75
"""How alike two words are, from 0 to 1, for one to be taken for the other."""


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
