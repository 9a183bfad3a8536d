"""The full name of somebody whom a Japanese story calls by surname or office: *古川さん*, *首相*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_HONOURS: Final = (
    "さん|君|氏|選手|投手|捕手|内野手|外野手|監督|コーチ|主将|親方|騎手|棋士|名人|議員|教授|准教授|助教"
    "|社長|会長|市長|区長|知事|首相|外相|財務相|防衛相|経産相|厚労相|農相|法相|文科相|大臣|副大臣|官房長官"
    "|国務長官|国防長官|長官|報道官|報道局長|容疑者|被告|元被告|裁判長|裁判官|検事|弁護士|代表|党首|委員長"
    "|幹事長|書記長|書記局長|政調会長|理事長|事務局長|事務総長|部長|課長|局長|所長|店長|園長|館長|支配人|大統領"
    "|院長|校長|学長|総裁|頭取|町長|村長|医師|看護師|住職|記者|研究員|主任研究員|アナリスト"
)
_OFFICES: Final = frozenset(
    "首相 知事 市長 区長 町長 村長 社長 会長 監督 院長 校長 学長 総裁 頭取 大統領 外相 官房長官 長官 裁判長 被告"
    " 容疑者 委員長 幹事長 理事長 住職 主将 党首 代表 店長 園長 館長 所長".split()
)
_CALLED = re.compile(rf"([一-鿿々ァ-ヶー]{{1,4}}?)({_HONOURS})?$")
_JUST: Final = re.compile(rf"同(?:{_HONOURS})|彼女?|本人")
"""*同氏*, *彼*: the one who was named last."""
_ATTRIBUTE = re.compile(
    rf"[一-鿿ぁ-んァ-ヶー]*[をにでとがへ][^、。]{{1,12}}[たるいぬうくすつむぶぐ]([一-鿿々ァ-ヶー]{{1,6}}(?:{_HONOURS}))"
)
"""*シャッターを下ろした松谷さん*: the name behind what its bearer does."""
_KATAKANA = re.compile("[ァ-ヶー]+")
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
        self._last: str | None = None

    def of(self, words: str) -> str | None:
        """The one full name in the story that begins with the surname ``words`` (*古川さん*) or
        stands before the office that they are (*首相*); None where there is none or several."""
        if _JUST.fullmatch(words) and self._last:
            office = words.removeprefix(_SAME) in _OFFICES  # 同社長
            return (self._full(words) if office else None) or self._last
        acting = _ATTRIBUTE.fullmatch(words)
        words = acting.group(1) if acting else words
        found = self._full(words) or (words if acting else None)
        self._last = found or words
        return found

    def _full(self, words: str) -> str | None:
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
            if _KATAKANA.fullmatch(last):  # ハワード氏: ダニエル・ハワード長官
                parts = rf"(?<![ァ-ヶー・])((?:[ァ-ヶー]+[・＝])+{last})(?![ァ-ヶー・])"
                full = {m.group(1) for m in self._all(re.compile(parts))}
                return full.pop() if len(full) == 1 else None
            given_name = _GIVEN
            if called.group(2) in _OFFICES:  # 西村市長 is not 西村恵子氏
                given_name = rf"([一-鿿々ぁ-んァ-ヶー]{{1,4}}?)(?:{called.group(2)}|（\d|\(\d)"
            given = (m.group(1) for m in self._all(re.compile(re.escape(last) + given_name)))
            found = {last + name for name in given if _TIES.isdisjoint(name)}
        return found.pop() if len(found) == 1 else None

    def _all(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for text in self._texts:
            yield from pattern.finditer(text)
