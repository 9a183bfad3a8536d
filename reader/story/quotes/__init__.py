"""Quotations and their speakers, by rules on the standard library alone.

``marks`` finds the quotation marks, ``spans`` pairs them, ``kinds`` tells sentences said from
titles and scare words, ``speakers`` finds who said it, ``names`` and ``who`` find the person
behind a pronoun or a short name; ``language`` loads the words of each language.
"""

from reader.story.quotes.find import find_all, find_quotes

__all__ = ["find_all", "find_quotes"]
