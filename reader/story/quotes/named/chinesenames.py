"""Names in Chinese, which nothing parts from the words around them: a surname and one or two
characters, behind what somebody is (*村民王德顺*) or where the story has them again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from reader.story.quotes.language import Language

_WIDE: Final = "[\u4e00-\u9fff]"
_GIVEN: Final = "(?![说說表称稱指在对對也则則和与與的是把被从從向抱坐说站拿看周赛賽会會今昨当當近随隨曾仅僅都就认認起手想答问問告介透指回补補])"
_OFTEN: Final = 3
"""How often three characters stand in a story that are taken for a name."""
_SHORT: Final = 2
"""Characters of the shortest name."""
_FOREIGN: Final = frozenset(
    "斯尔爾特德克姆普夫茨格维維尼亚亞罗羅卡拉莱萊奥奧多里利恩顿頓森娜莎蒂西迪巴诺諾科洛伊埃"
) | {"·"}
"""With which a foreign name goes on: *马丁内斯*."""
_MOST: Final = 200
"""Different names of a story, at most."""
_CLAUSE: Final = 6
"""Characters of more than what somebody is called."""
_FAR: Final = 400
"""Characters before a pronoun in which its name is looked for."""
_PRONOUN = re.compile("(?:^|的|，)([他她])(?![们們])")


class ChineseNames:
    """The names in the ``texts`` of one story; reading them takes time linear in their length."""

    def __init__(self, texts: Iterable[str], lang: Language) -> None:
        texts = tuple(texts)
        one, two = _surnames(lang)
        roles = "|".join(sorted(map(re.escape, lang.roles), key=len, reverse=True))
        name = f"(?:{two}|{one}){_GIVEN}{_WIDE}(?:{_GIVEN}{_WIDE})?"
        self._called = re.compile(f"(?:{roles})({name})")
        known: dict[str, None] = {}
        often: Counter[str] = Counter()
        run = re.compile(f"(?=((?:{one}){_WIDE}{{2}}))")
        for text in texts:
            known.update(dict.fromkeys(match.group(1) for match in self._called.finditer(text)))
            often.update(match.group(1) for match in run.finditer(text))
        known.update((words, None) for words, times in often.items() if times >= _OFTEN)
        whole = "\n".join(texts)
        for words in list(known)[:_MOST]:
            if len(words) > _SHORT and whole.count(words[:_SHORT]) > whole.count(words):
                del known[words]  # 高峻赛后, where 高峻 stands alone as well
                known[words[:_SHORT]] = None
        self._known = sorted(list(known)[:_MOST], key=len, reverse=True)

    def cut(self, words: str) -> str:
        """``words`` up to the end of the name in them (*刘桂芬低着头* → *刘桂芬*), or the pronoun that
        they are with more around it (*七十四岁的他一边* → *他*); else as they are."""
        at, name = min(
            ((at, name) for name in self._known if (at := words.find(name)) >= 0),
            default=(-1, ""),
        )
        if at >= 0:
            end = at + len(name)
            return words if words[end : end + 1] in _FOREIGN else words[:end]
        pronoun = _PRONOUN.search(words)
        return pronoun.group(1) if pronoun else words

    def acting(self, words: str, rest: re.Match[str] | None, before: str) -> str | None:
        """Who acts where ``words`` before a colon are a clause that names nobody (*问她为什么，何玉兰想了想，
        答：“…”*): named in the ``rest`` of it or, alone, ``before``."""
        if any(name in words for name in self._known) or len(words) <= _CLAUSE:
            return None
        if _PRONOUN.match(words):
            return None
        return (self.last(rest.group()) if rest else None) or self.last(before)

    def last(self, text: str) -> str | None:
        """The one name in the last sentences of ``text``; None where there is none or several."""
        found = {name for name in self._known if name in text[-_FAR:]}
        found = {name for name in found if not any(name != more and name in more for more in found)}
        return found.pop() if len(found) == 1 else None


def _surnames(lang: Language) -> tuple[str, str]:
    """Patterns of surnames of one character and of two."""
    one = "".join(sorted(word for word in lang.surnames if len(word) == 1))
    two = "|".join(sorted(word for word in lang.surnames if len(word) > 1))
    return f"[{one}]", two
