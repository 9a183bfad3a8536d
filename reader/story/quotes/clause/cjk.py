"""Speakers in Chinese and Japanese, where no blanks part the words.

Japanese: 山田市長は「…」と述べた (topic before the quotation, verb after it).  Chinese: 李华说：“…”
or “…”，李华说 (name and verb, before or after).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import NAME, Said
from reader.story.quotes.tokens import Line

_NEAR = 60
_SENTENCE = re.compile(r"[^。！？\n]*$")
_NAME_AFTER = re.compile("と、?([^、。「」（）はが]{1,16})(?:（[^（）]{1,8}）)?[はが]")
_LABELLED = re.compile("という(?!こと)|といった|と(?:名付|名づ|題し|題す|呼ば|呼ん|称)")
"""What comes after a name or a word that nobody said."""
_OWN = re.compile(
    "、([^、。「」はが]{2,16}?(?:さん|氏|監督|選手|社長|市長|知事|首相|議員))(?:自身)?も$"
)
_VOICES = re.compile(
    "との(?:[^、。「」]{0,6}の)?"
    "(?:声|見方|意見|批判|指摘|懸念|不満|観測|期待|反応|受け止め|不安|疑問)(?:が|も|は|や|すら)"
)
"""Behind what several say."""
_AMONG = re.compile(
    "([^、。「」はが]{2,14}?)(?:の(?:間|中|なか)で|[内側]?から|内で|では)(?:は|も)?、?$"
)
"""Who they are: *専門家の間では*, *党内からは*."""
_NAMED: Final = ("名付", "名づ", "題し", "題す")
_NEXT_SENTENCE = re.compile(
    "[。.]?(?:[^。「」]{1,40}、)?([^、。「」はが]{1,20})[はが](?:[^、。「」]{0,10}、)?(?:こう|そう|このように|次のように)"
)
_ASKED = re.compile(
    "([^、。「」]{2,20})に(?:尋ねる|聞く|問う|質問する|問いかける|水を向ける|尋ねた|聞いた)(?:と|ところ)、$"
)
"""*古川さんに尋ねると、「…」と答えた*"""
_THEN = re.compile(
    "。(?:[^、。「」はがで]{1,12}、)?([一-鿿々ァ-ヶー]{2,6}|[^、。「」はが]{0,16}(?:さん|氏|選手|監督)"
    "(?:（[^（）]{1,8}）)?)[はが]"
)
"""Who does something right behind a quotation that begins its paragraph."""
_THEN_TRUST: Final = 0.78
_PLACE = re.compile(
    "(?<=.)在[^，。]{1,12}[上中里]$|(?:(?<=..)|(?<=^[他她我]))[对對向][^，。]{1,8}$"
)
_LEADS_IN = ("讲话", "講話", "发言", "發言", "致辞", "致辭", "发文", "說", "说", "表示")
"""What ends a Chinese sentence that leads a quotation in."""
_PLACE_WITHIN = re.compile("(?<=..)(?:在|于|於|对|對|向|周[一二三四五六日]|[0-9]{1,2}日)")
_VIEW = re.compile("在([^，。]{2,20}?)(?:看来|看來|眼中)")
_BASED = re.compile("(?:根据|根據|按照|依据)(?:一[份项個个])?([^，。]{2,20})，[^，。]{0,30}$")
"""*根据一份报告，该建筑“…”*"""
DATELINE = re.compile("[（(]?[^，。“”「」]{2,24}?日[电電](?:[（(][^（）()]{1,20}[）)]|[）)])? ?")
"""*新华社北京5月9日电（记者陆明）*, *（中央社記者周佳穎台北3日電）*"""
_ACTS = re.compile(
    r"([^，。：“”「」]{2,16}?)(?:对|對|则|則|也|在|于|於|拒[绝絕]|接受|[没沒]有|未|[今昨][天日]|\d{1,2}日)"
)
"""Who does something in a Chinese clause without a verb of saying."""
_NO_SUBJECTS: Final = (*"对對在据據当當为為因由从從随隨于於如若而但", "本报", "本報", "本刊")
_LED: Final = ("，", "：")
_SENTENCES: Final = 9
"""Characters, marks too, of a quotation that is more than a few words."""
_DOES = re.compile(
    "([^，。：“”「」]{2,16}?)(?:周[一二三四五六日]|星期|[今昨][天日年]|[去本]年|上[周月]|\\d{1,2}[日月]|近日|日前|对|對|则|則|也|为|為|在|特地|特意|专程|專程)"
)
"""Who does something at the beginning of a Chinese sentence."""
_STOPPED = re.compile("[。！？]")
_CLAUSES = re.compile("[，：]")
_PERSONAL: Final = tuple("他她它我你这這")
_ATTRIBUTE = "的"
_BEFORE_NAME = re.compile("(?:并|並|又|还|還|同时|同時|其|但|而|不过|不過|对此|對此|随后|隨後)")
_WHEN = re.compile(
    "(?:(?<=..)|(?<=^[他她我]))(?:还|還|也|则|則|又|再|便|就此|赛后|賽後|会后|會後|日前|近日|随后|隨後|当天|當天|"
    "[今昨]天|[今昨]日|周[一二三四五六日]|星期[一二三四五六日]|\\d{1,2}[日月]|在[^，。]{1,16}(?:时|時|外|后|後)$|(?<=^[他她我])[^，。]{1,4}[着著地]$)"
)
"""What may stand between a Chinese name and its verb: when, where, *also*."""
_SCENE = re.compile("^.*(?:で|について|に対し|に対して|を受けて)(?=.{2})")
"""What may stand before a Japanese name: where and about what it was said."""
_HONOURED = re.compile(
    "(?:さん|氏|監督|選手|投手|捕手|内野手|外野手|主将|社長|市長|区長|町長|村長|知事|首相|外相|大臣|長官|教授|会長"
    "|委員長|幹事長|理事長|裁判長|弁護士|議員|容疑者|被告|代表|店長|院長|校長|学長|大統領)$"
)
"""Endings that tell a person in Japanese."""
_NAMES = re.compile(
    "(?:名(?!言)|言葉|単語|用語|形容|タイトル|曲|番組|作品|本(?!音)|映画|書体|フォント|制度|サービス|アプリ|会社|企業|概念|造語|店|ブランド)"
)
"""Behind という: the quoted words are a name."""
_AGED = re.compile("[（(][^（）()]{1,30}[）)]$")
_BOUND = re.compile("(?:[にでとて]|まで|より|ため)$")
"""What stands before は where it marks a time or place."""
_NOBODY: Final = frozenset(
    "これ それ あれ ここ これら それら 今回 今 実際 当初 当時 また 例えば 一時 一度 最近 現在 将来 普段 以前 かつて"
    " 昨年 今年 今季 昨季 本当 答え 理由 きっかけ".split()
)
_WORDS: Final = tuple("指示 合言葉 モットー 標語 口癖 テーマ 名前 題名 スローガン".split())
"""Ends of words for what is said, which says nothing itself."""
_NO_NAMES: Final = frozenset(
    "那些 这些 有关 相关 这 那 其 该 這些 有關 相關 這 該 此 有人 对此 仅 僅 只 曾 也 还 還 则 則 均 都 并 並 却 卻 又 再 但 而 同时 同時 随后 隨後".split()
)
"""Chinese words that alone name nobody who could speak."""
_PERSON = re.compile("(?:^|，|。)([他她])(?![们們的])")


def _is_noun(words: str, at: int, verb: str) -> bool:
    """Whether ``verb`` at ``at`` is part of a noun: *分析师*, *雇主张女士*, *消防通道*."""
    after = words[at + len(verb) : at + len(verb) + 1]
    if verb == "道":
        return bool(after) and after not in "，：:,“「"
    if verb.startswith("主") and words[at - 1 : at] in _OWNERS and at:
        return True
    return bool(after) and after in "师師员員家者会會书書"


_OWNERS: Final = tuple("雇业業店房车車户戶失买買东東事公")
_ASKED_OF: Final = ("当被", "當被", "被问", "被問", "当记", "當記")
_THOSE: Final = ("那些", "这些", "這些", "有些")
_AT: Final = ("在", "于", "於")
_TOPICS: Final = 4
_TITLED: Final = 12
_LONGEST: Final = 24
_DATE = re.compile(r"^[^，、]{0,12}?[日月年][，、]")


def _first_topic(topic: str) -> tuple[int, bool, bool, str]:
    """The longest first, and は and も, which mark who the sentence is about, before が; no two alike,
    so that a story reads the same each time."""
    return -len(topic), topic != "は", topic == "が", topic


@dataclass(slots=True)
class Wide:
    """The rules for text in Chinese or Japanese characters."""

    lang: Language

    def own(self, line: Line, place: int) -> Said | None:
        """The speaker of the quotation at token ``place`` of ``line``, named beside it."""
        quote = line.tokens[place]
        text = line.text
        lead_start = max(0, quote.start - _NEAR)
        wire = DATELINE.match(text, 0, quote.start)
        lead_start = max(lead_start, wire.end() if wire else 0)
        match = _SENTENCE.search(text[lead_start : quote.start])
        start = lead_start + (match.start() if match else 0)
        closed = max(text.rfind(mark, start, quote.start) for mark in "”」』")
        start = max(start, closed + 1)
        lead, tail = text[start : quote.start], text[quote.end : quote.end + _NEAR // 2]
        read = self._japanese if self.lang.code == "ja" else self._chinese
        found = read(line, start, lead, quote.end, tail)
        if found is None and quote.start and not lead.strip():
            return self.leading(line, quote.start)
        if found is None and self.lang.cjk_before and lead[-1:] == "：":
            found = self._acting(line, start, lead)
        if found is None and quote.end - quote.start > _SENTENCES and lead[-1:] in _LED:
            acts = _ACTS.match(lead)  # 主帅卡洛斯对结果感到遗憾，“…”
            if acts and not acts.group(1).startswith(_NO_SUBJECTS):
                begin, close = acts.span(1)
                return Said(line.block, start + begin, start + close, "sentence-subject")
        return found

    def _acting(self, line: Line, start: int, lead: str) -> Said | None:
        """*他* in *谈到判罚，他耸耸肩：“…”*, *她沉默良久，答道：“…”*: the pronoun that begins a clause."""
        for match in reversed(list(_PERSON.finditer(lead))):
            begin, end = match.span(1)
            return Said(line.block, start + begin, start + end, "colon", "：")
        return None

    def told(self, text: str) -> str:
        """Who last says something in ``text``, of which the quotations are cut out; nobody: no
        words.  A pronoun is nobody."""
        wire = DATELINE.match(text)
        text = text[wire.end() :] if wire else text
        for sentence in reversed(_STOPPED.split(text[-2 * _NEAR :])):
            for clause in reversed(_CLAUSES.split(sentence)):
                found = self._in_clause(clause)
                if found and clause[found[0] : found[1]][:1] not in _PERSONAL:
                    return clause[found[0] : found[1]]
            acts = _DOES.match(sentence)
            name = acts.group(1).rpartition(_ATTRIBUTE)[2] if acts else ""
            if len(name) > 1 and name[0] not in _PERSONAL and not name.startswith(_NO_SUBJECTS):
                return name  # 在外多年的孙小丽去年回到家乡
        return ""

    def _japanese(self, line: Line, start: int, lead: str, end: int, tail: str) -> Said | None:
        among = _AMONG.search(lead) if _VOICES.match(tail) else None
        if among:  # 専門家の間では「…」との見方が多い
            begin = start + among.start(1)
            return Said(line.block, begin, start + among.end(1), "cue-before", "で")
        after = _NAME_AFTER.match(tail)
        told = after and (
            after.group(0)[1] == "、"
            or _HONOURED.search(after.group(1)) is not None
            or any(tail.startswith(stem, after.end()) for stem in self.lang.cjk_after)
        )
        if after and told:
            begin = line.text.index(after.group(1), start + len(lead))
            return Said(line.block, begin, begin + len(after.group(1)), "after", "と")
        then = _NEXT_SENTENCE.match(tail)
        told = then and (
            _HONOURED.search(then.group(1)) is not None
            or any(stem in tail[then.end() : then.end() + 8] for stem in self.lang.cjk_after)
        )
        if then and told:
            begin = end + then.start(1)
            name = _AGED.sub("", then.group(1))
            return Said(line.block, begin, begin + len(name), "after", "は")
        asked = _ASKED.search(lead)
        if asked:
            return Said(
                line.block, start + asked.start(1), start + asked.end(1), "cue-before", "に"
            )
        then = _THEN.match(tail) if not lead.strip() else None
        if then and then.group(1) not in _NOBODY:  # 「…」。三浦は声を震わせた。
            begin = end + then.start(1)
            found = Said(line.block, begin, begin + len(then.group(1)), "after", "は")
            found.trust = _THEN_TRUST
            return found
        label = None if tail.startswith("という。") else _LABELLED.match(tail)
        if label and label.group().endswith(_NAMED):
            return NAME  # 「…」と名付け
        if label and _NAMES.match(tail, label.end()):
            return NAME  # 「…」という名前
        ahead = tail[label.end() if label else 0 : 14]
        said = tail.startswith("と") and not label
        said = said or any(stem in ahead for stem in self.lang.cjk_after)
        own = _OWN.search(lead) if said else None
        if own:  # 道筋はなお険しく、古川氏自身も「…」
            return Said(line.block, start + own.start(1), start + own.end(1), "cue-before", "も")
        return self._of_topic(line, start, lead, tail, bool(said))

    def _of_topic(self, line: Line, start: int, lead: str, tail: str, said: bool) -> Said | None:
        """Whom the sentence is about, before the quotation; ``said``: a verb of saying follows it."""
        for topic in sorted(self.lang.cjk_topic, key=_first_topic):
            cut, name = self._topic(lead, topic)
            if name and len(topic) > 1 and said:
                nearer = self._topic(lead[cut + len(topic) :], "は")[1]
                beside = nearer and lead.rstrip("、").endswith("は") and tail[:1] == "と"
                beside = beside and not _HONOURED.search(name)
                if beside or _HONOURED.search(nearer):
                    continue  # 監督によると、選手は「…」と話した
            if name:
                begin = start + cut - len(name)
                name = _AGED.sub("", name).removesuffix("から")
                if not said and topic == "が":
                    continue
                rule = "cue-before" if said or len(topic) > 1 else "sentence-subject"
                return Said(line.block, begin, begin + len(name), rule, topic)
        return None

    def _topic(self, lead: str, topic: str) -> tuple[int, str]:
        """The name before the last ``topic`` of ``lead`` that marks somebody, and where it ends."""
        cut = len(lead)
        for _ in range(_TOPICS):
            cut = lead.find(topic) if len(topic) > 1 else lead.rfind(topic, 0, cut)
            if cut <= 0:
                break
            name = lead[:cut].rsplit("、", 1)[-1]
            scene = _SCENE.match(name)
            name = name[scene.end() :] if scene else name
            name = name.rpartition("】")[2]
            if _HONOURED.search(_AGED.sub("", name)) and len(name) > _TITLED:
                name = name.rsplit("の", 1)[-1] if "の" in name[:-3] else name
            bound = len(topic) == 1 and (_BOUND.search(name) or name.endswith(_WORDS))
            if 0 < len(name) <= _LONGEST and not bound and name not in _NOBODY:
                return cut, name
            if len(topic) > 1:
                break
        return 0, ""

    def leading(self, line: Line, end: int) -> Said | None:
        """The speaker of the sentence that ends at character ``end`` of ``line``, when that leads
        a quotation in: *田中氏はこう述べた。*, *主教在仪式结束时讲话。*"""
        text = line.text[max(0, end - 2 * _NEAR) : end].rstrip()
        first = end - len(line.text[max(0, end - 2 * _NEAR) : end])
        begin = max(text.rfind(mark, 0, len(text) - 1) for mark in "。！？」”\n") + 1
        if len(text) - begin > _NEAR:
            return None
        japanese = self.lang.code == "ja"
        span = self._ja_leading(text, begin) if japanese else self._zh_leading(text, begin)
        if span is None or span[0] >= span[1]:
            return None
        return Said(line.block, first + span[0], first + span[1], "line-before")

    def _ja_leading(self, text: str, begin: int) -> tuple[int, int] | None:
        told = any(stem in text[-8:] for stem in self.lang.cjk_after)
        topics = [at for at in (text.find("は", begin), text.find("が", begin)) if at > begin]
        if not topics:
            return None
        cut = min(topics)
        aged = _AGED.search(text, begin, cut)
        cut = aged.start() if aged else cut
        if not told and not _HONOURED.search(text[begin:cut]):
            return None
        return max(begin, text.rfind("、", begin, cut) + 1), cut

    def _zh_leading(self, text: str, begin: int) -> tuple[int, int] | None:
        words = text[begin:].rstrip("。：:")
        verb = next((verb for verb in _LEADS_IN if words.endswith(verb)), None)
        if verb is None:
            return None
        place = _PLACE_WITHIN.search(words)
        end = place.start() if place else len(words) - len(verb)
        return begin + words.rfind("，", 0, end) + 1, begin + end

    def _chinese(self, line: Line, start: int, lead: str, end: int, tail: str) -> Said | None:
        view = _VIEW.search(lead)
        if view:
            return Said(line.block, start + view.start(1), start + view.end(1), "according", "看来")
        found = self._name_before_verb(lead)
        if found:
            a, b, verb = found
            return Said(line.block, start + a, start + b, "cue-before", verb)
        clause = re.match(r"[，,—]*([^，。“”！？]{1,20})", tail)
        if clause:
            found = self._name_before_verb(clause.group(1))
            if found:
                a, b, verb = found
                begin = end + clause.start(1)
                return Said(line.block, begin + a, begin + b, "after", verb)
        based = _BASED.search(lead)
        if based:
            return Said(line.block, start + based.start(1), start + based.end(1), "according")
        return None

    def _name_before_verb(self, words: str) -> tuple[int, int, str] | None:
        """The name and the verb of the last clause of ``words`` that has them."""
        comma = words.rstrip("，,：:").rfind("，") + 1
        found = self._in_clause(words[comma:]) if comma else None  # 集团承认…，并承诺
        if found:
            return found[0] + comma, found[1] + comma, found[2]
        return self._in_clause(words)

    def _in_clause(self, words: str) -> tuple[int, int, str] | None:
        verbs: dict[int, str] = {}
        for verb in self.lang.cjk_before:
            at = words.rfind(verb)
            if at >= 0 and len(verb) > len(verbs.get(at, "")) and not _is_noun(words, at, verb):
                verbs[at] = verb
        whole = len(verbs.pop(0, ""))
        places = sorted(at for at in verbs if at >= whole)  # not 道 in 答道
        while len(places) > 1 and _ATTRIBUTE in words[places[0] : places[1]]:
            places.pop(0)  # 不愿透露姓名的官员称
        while places and words[: places[0]].lstrip("，、：:, ") in _NO_NAMES:
            places.pop(0)  # 有关指责
        if not places:
            return None
        at = places[0]
        verb = verbs[at]
        begin = max(words.rfind(mark, 0, at) + 1 for mark in "，、：:,")
        name = words[begin:at]
        if name[:1] in self.lang.cjk_according and len(name) > 1:
            begin += 1
        lead = _BEFORE_NAME.match(words, begin, at)
        begin = lead.end() if lead else begin
        if words.startswith(_THOSE, begin) or words.startswith(_ASKED_OF, begin):
            return None
        told = (_PLACE.search(words[begin:at]), _WHEN.search(words[begin:at]))
        end = min([begin + place.start() for place in told if place], default=at)
        end -= words[begin:end].endswith(_AT)  # 部门在通报
        foreign = _AGED.search(words, begin, end)  # 丹尼尔·霍特(Daniel Huot)
        end = foreign.start() if foreign else end
        if words[begin:end] in _NO_NAMES:  # 公司拒绝了采访，仅表示
            acts = _ACTS.match(words, words.rfind("，", 0, max(0, begin - 1)) + 1, begin)
            return (*acts.span(1), verb) if acts else None
        return (begin, end, verb) if 0 < end - begin <= _LONGEST else None
