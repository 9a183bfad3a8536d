"""The full name of somebody whom a Japanese story calls by surname or office: *古川さん*, *首相*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_HONOURS: Final = "さん|氏|選手|監督|議員|教授|社長|会長|市長|知事|首相|大臣|長官|容疑者|被告|代表|院長|校長|町長|村長"
_OFFICES: Final = frozenset("首相 知事 市長 町長 村長 社長 会長 監督 院長 校長 学長 総裁".split())
_CALLED = re.compile(rf"([一-鿿々ァ-ヶー]{{1,4}}?)({_HONOURS})?$")
_SAME: Final = "同"
"""*同社長*: the one just named."""
_GIVEN: Final = rf"([一-鿿々ぁ-んァ-ヶー]{{1,4}}?)(?:{_HONOURS}|（\d|\(\d)"
_NAME: Final = r"(?<![一-鿿々])([一-鿿々]{3,6})"
_TIES: Final = frozenset("はがのをにとも")
_NO_NAMES: Final = tuple("元前副新同各両")
_MOST: Final = 40
"""Different words for people that are looked up in a story."""


class FullNames:
    """Finds the names in the ``texts`` of one story; each look takes time linear in their length."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._known: dict[str, str | None] = {}

    def of(self, words: str) -> str | None:
        """The one full name in the story that begins with the surname ``words`` (*古川さん*) or
        stands before the office that they are (*首相*); None where there is none or several."""
        words = words.removeprefix(_SAME) if words.removeprefix(_SAME) in _OFFICES else words
        if words not in self._known:
            if len(self._known) >= _MOST:
                return None
            self._known[words] = self._find(words)
        return self._known[words]

    def _find(self, words: str) -> str | None:
        if words in _OFFICES:
            names = (m.group(1) for m in self._all(re.compile(_NAME + words)))
            found = {name for name in names if not name.endswith(_NO_NAMES)}
        else:
            called = _CALLED.fullmatch(words)
            if called is None:
                return None
            last = called.group(1)
            given_name = _GIVEN
            if called.group(2) in _OFFICES:  # 西村市長 is not 西村恵子氏
                given_name = rf"([一-鿿々ぁ-んァ-ヶー]{{1,4}}?)(?:{called.group(2)}|（\d|\(\d)"
            given = (m.group(1) for m in self._all(re.compile(re.escape(last) + given_name)))
            found = {last + name for name in given if _TIES.isdisjoint(name)}
        return found.pop() if len(found) == 1 else None

    def _all(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for text in self._texts:
            yield from pattern.finditer(text)
