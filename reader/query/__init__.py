"""The query language of search, views, rules and the command line: text to a tree and back.

:func:`parse` reads a query, :func:`write` spells one, :mod:`reader.query.hits` finds its words in a
text.  Nothing here knows the library: ``reader.store.searching.query`` makes SQL of the tree.
"""

from reader.query.parse import parse
from reader.query.tree import EVERYTHING, All, Any, Filter, Node, Not, Pattern, Text, write

__all__ = ["EVERYTHING", "All", "Any", "Filter", "Node", "Not", "Pattern", "Text", "parse", "write"]
