"""The subject of a verb, looked for on its left."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.explained import before_apposition, before_place
from reader.story.quotes.clause.front import is_person
from reader.story.quotes.clause.interrupted import behind_subordinate
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import Phrase, phrase_before, phrase_from
from reader.story.quotes.clause.verbs import COMMAS, is_adverb, is_noun, is_passive, is_verb
from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token, is_dash


def left_of(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """The subject that ends at token ``at``, over insertions, relatives and coordination."""
    tokens = line.tokens
    token = tokens[at]
    if token.text in COMMAS or is_dash(token) or token.quote >= 0:
        return over_insertion(line, at, start, lang)
    if token.low in lang.relatives and at > start:
        if token.low in lang.that and lang.measured and tokens[at - 1].text == ",":
            return antecedent(line, at, start, lang)  # a note from Ann Lee, that said
        noun = tokens[at - 1].is_word and tokens[at - 1].low not in lang.function
        led = tokens[at - 2].low in lang.articles or tokens[at - 2].low in lang.prepositions
        verb = tokens[at - 1].low in lang.actions and not led and not is_noun(line, at - 1, lang)
        if token.low not in lang.that or (noun and not verb):
            return antecedent(line, at, start, lang)
    if token.low in lang.that and lang.code != "en" and at > start:
        before = tokens[at - 1].low
        noun = tokens[at - 1].is_word and not (before in lang.function or before in lang.actions)
        if noun or tokens[at - 1].text == ",":  # la oposición, que denuncia
            return _teller(line, at, start, lang) or antecedent(line, at, start, lang)
        if lang.drops_subject and before in lang.cues:
            return earlier_subject(line, at, start, lang)  # diz que alertou
    if token.low in lang.to:
        while at > start and (is_adverb(tokens[at], lang) or is_verb(tokens[at], lang)):
            at -= 1
        if at > start and tokens[at].low in lang.relatives:
            return left_of(line, at, start, lang)  # her aunt, who liked to say
        if at > start and tokens[at].is_word and tokens[at].low not in lang.not_subject:
            near = left_phrase(line, at + 1, start, lang)
            if near is None or not lang.measured or is_person(tokens, *near, lang):
                return near
            return earlier_subject(line, at, start, lang) or near  # used the speech to say
        named = at > start and _as_named(line, at, start, lang)
        return named or earlier_subject(line, at, start, lang)
    if token.low in lang.conjunctions:
        return earlier_subject(line, at, start, lang)
    if lang.measured:
        whole = _with_clause(line, at, start, lang)
        if whole:
            return whole
    phrase = left_phrase(line, at + 1, start, lang)
    if phrase and lang.measured:
        phrase = _accused(line, phrase, start, lang) or phrase
    if phrase and lang.drops_subject and _hangs(line, phrase[0], start, lang):
        return None  # De este disco dice que …
    before = tokens[phrase[0] - 1].low if phrase and phrase[0] - 1 > start else ""
    infinitive = before.endswith(lang.infinitive_endings) and before not in lang.function
    if phrase and infinitive and tokens[phrase[0]].low in lang.determiners:
        subject = main_subject(line, start, phrase[0] - 1, lang)  # una vecina que no quiso dar su
        return _without_clause(tokens, subject, lang) if subject else phrase
    if phrase and before in lang.prepositions and before not in lang.subordinators:
        begin = _clause_begin(tokens, start, phrase[0] - 1, lang)
        return main_subject(line, begin, phrase[0] - 1, lang) or phrase
    return phrase


def _teller(line: Line, relative: int, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *Ann Lee lamentou a posição, que classificou como “…”*: the subject of the
    sentence, where ``relative`` follows a thing that she only speaks about."""
    tokens = line.tokens
    if not lang.drops_subject or lang.bare_nouns or tokens[relative - 1].text != ",":
        return None
    if tokens[relative + 1].low not in lang.report or relative - 2 <= start:
        return None
    thing = phrase_before(line, relative - 1, start, lang)
    if thing is None or tokens[thing[0]].low not in lang.determiners:
        return None
    if thing[1] - thing[0] != 2 or tokens[thing[1] - 1].is_capital:
        return None
    subject = main_subject(line, start, thing[0], lang)
    if subject is None or subject[1] > thing[0] or is_person(tokens, *thing, lang):
        return None
    return subject if is_person(tokens, *subject, lang) else None


def _accused(line: Line, phrase: Phrase, start: int, lang: Language) -> Phrase | None:
    """*a man* in *a man accused of stealing a bell said*, of which ``phrase`` is the bell."""
    tokens = line.tokens
    doing = phrase[0] - 1
    if tokens[doing - 1].low in lang.to:
        doing -= 2  # accused of trying to steal a bell
    if doing - 3 < start or not tokens[doing].low.endswith("ing"):
        return None
    link, charged = tokens[doing - 1].low, tokens[doing - 2]
    tied = link in lang.of or link in lang.ties
    if not tied or not charged.text.islower() or not charged.low.endswith("ed"):
        return None
    return phrase_before(line, doing - 2, start, lang)


def _with_clause(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """*A man* in *A man who posed as a bishop to get free meals told …*: whom a clause without
    commas, which ends at token ``at``, tells more of."""
    tokens = line.tokens
    for place in range(at - 1, start, -1):
        token = tokens[place]
        if token.quote >= 0 or not token.is_word or token.low in lang.only_subordinators:
            return None
        if token.low != "who":
            continue
        noun = tokens[place - 1]
        if not (noun.is_word and noun.text.islower()) or not is_verb(tokens[place + 1], lang):
            return None
        return phrase_before(line, place, start, lang)
    return None


def _without_clause(tokens: list[Token], phrase: Phrase, lang: Language) -> Phrase:
    """``phrase`` up to the relative clause in it."""
    for place in range(phrase[0] + 1, phrase[1]):
        if tokens[place].low in lang.that or tokens[place].low in lang.relatives:
            return phrase[0], place
    return phrase


def _clause_begin(tokens: list[Token], start: int, end: int, lang: Language) -> int:
    """Where the clause begins that ``end`` is in: behind the last *how*, *that* or *because*."""
    if not lang.measured:
        return start
    for place in range(end - 2, start, -1):
        token = tokens[place]
        if _parts(tokens, place, start, lang):
            return place + 1  # Ann Lee was away, but a source close to her said
        clause = token.low in lang.only_subordinators or token.low in lang.that
        if clause and tokens[place + 1].text[0] not in COMMAS and tokens[place - 1].is_word:
            return place + 1
    return start


def _hangs(line: Line, at: int, start: int, lang: Language) -> bool:
    """Whether the phrase at token ``at`` opens the sentence and hangs on a preposition."""
    opens = at == start or at == start + 1
    first = line.tokens[at].low
    led = line.tokens[at - 1].low if at > start else ""
    if not opens:
        return False
    if led in lang.of or led in lang.prepositions:
        return True
    return (first in lang.of or first in lang.prepositions) and first not in lang.articles


def antecedent(line: Line, relative: int, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee, who*: the phrase before together with its relative pronoun."""
    comma = relative > start and line.tokens[relative - 1].text in (",", "(", "–", "—")
    end = relative - 1 if comma else relative
    if comma and end > start and line.tokens[end - 1].text == ")":  # Sen. Lee (R-Utah), who
        end = next((at for at in range(end - 1, start, -1) if line.tokens[at].text == "("), end)
    if comma and end - 2 > start and line.tokens[end - 1].text.isdigit():
        end -= 2 if line.tokens[end - 2].text == "," else 0  # Ann Lee, 91, who
    phrase = phrase_before(line, end, start, lang)
    if phrase is None or line.tokens[relative - 1].text in ("(", "–", "—"):
        return phrase
    if comma and lang.measured:
        phrase = before_place(line, phrase, start, lang) or phrase
    if comma or lang.measured:
        phrase = before_apposition(line, phrase, start, lang)
    return phrase[0], relative + 1


def left_phrase(line: Line, end: int, start: int, lang: Language) -> Phrase | None:
    """The phrase that ends at token ``end``; for *Ann Lee, head of X* the whole of it."""
    tokens = line.tokens
    phrase = phrase_before(line, end, start, lang)
    if phrase is None or phrase[0] - 1 <= start or tokens[phrase[0] - 1].text != ",":
        return phrase
    first = tokens[phrase[0]]
    name_before = tokens[phrase[0] - 2].is_capital
    if not name_before or not first.text.islower() or first.low in lang.pronouns:
        return phrase
    if first.low in lang.determiners and first.low not in lang.articles:
        return phrase
    if lang.measured and phrase[1] - phrase[0] == 1 and first.low.endswith("s"):
        return phrase  # Ann, critics say
    name = phrase_before(line, phrase[0] - 1, start, lang)
    if name and name[0] > start and tokens[name[0] - 1].low in lang.agent:
        return phrase  # Interrogée par Le Matin, une élève dit
    if name and name[0] > start and lang.measured and _has_own_name(tokens, name, phrase, lang):
        return phrase
    return (name[0], phrase[1]) if name and tokens[name[0]].is_capital else phrase


def _has_own_name(tokens: list[Token], name: Phrase, phrase: Phrase, lang: Language) -> bool:
    """Whether ``phrase`` ends in a name of its own and the ``name`` before its comma hangs on a
    preposition: *In a note on Mastodon, former engineer Ann Lee said*."""
    last = tokens[phrase[1] - 2 : phrase[1]]
    named = len(last) == 2 and all(token.is_capital for token in last)
    tied = any(token.low in lang.of or token.low in lang.ties for token in tokens[slice(*phrase)])
    return named and not tied and tokens[name[0] - 1].low in lang.prepositions


def over_insertion(line: Line, comma: int, start: int, lang: Language) -> Phrase | None:
    """The subject before ``, an insertion,``: where its clause begins."""
    tokens = line.tokens
    role = _before_name(line, comma, start, lang) or _as_named(line, comma, start, lang)
    if role:
        return role
    begin = start
    for place in range(comma - 1, start, -1):
        token = tokens[place]
        thats = token.low in lang.that and tokens[place - 1].text != ","
        if token.low in lang.subordinators and tokens[place - 1].text == ",":
            continue  # the insertion itself begins here: , after a pause, …
        if token.low in lang.relatives and not thats and tokens[place + 1].text == ",":
            return antecedent(line, place, start, lang)
        begins = token.low in lang.only_subordinators
        if lang.measured and token.low == "which" and tokens[place - 1].low in lang.prepositions:
            begin = place + 1  # a meeting at which Ann Lee, a guest, said
            break
        if begins or thats:
            relative = _relative_before(tokens, place, start, lang)
            if relative is not None:
                return antecedent(line, relative, start, lang)
        quoted = token.quote >= 0 and not (lang.bare_nouns and token.about.titled)
        if quoted and lang.measured and tokens[place - 1].low in _SIGNED:
            continue  # Another letter, signed “…”, said
        if quoted or token.text in ";:" or begins or thats:
            begin = place + 1
            break
        if _parts(tokens, place, start, lang):
            begin = place + 1
            break
    found = main_subject(line, begin, comma + 1, lang)
    return _explained(line, found, comma, lang) or found


def _explained(line: Line, found: Phrase | None, comma: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *In a letter seen yesterday Ann Lee, chair of Ferries United, said*, where
    ``found`` is the insertion itself."""
    tokens = line.tokens
    if not lang.measured or found is None or found[1] != comma or found[0] < _LED:
        return None
    first, before = tokens[found[0]], tokens[found[0] - 2]
    if tokens[found[0] - 1].text != "," or not first.text.islower() or not before.is_capital:
        return None
    name = phrase_before(line, found[0] - 1, 0, lang)
    if name is None or name[0] == 0 or not tokens[name[0]].is_capital:
        return None
    led = tokens[name[0] - 1].low
    tied = led in lang.prepositions or led in lang.agent or led in lang.of or led in lang.to
    return None if tied or not is_person(tokens, *name, lang) else name


_LED: Final = 3
"""Tokens before an insertion: what leads up to a name, the name, a comma."""


def _before_name(line: Line, comma: int, start: int, lang: Language) -> Phrase | None:
    """*the minister* in *Asked if she would go, the minister, Ann Lee, said*."""
    tokens = line.tokens
    if not lang.measured or tokens[comma].text != ",":
        return None
    name = phrase_before(line, comma, start, lang)
    if name is None or name[0] - 2 <= start or tokens[name[0] - 1].text != ",":
        return None
    if not all(token.is_capital for token in tokens[name[0] : name[1]]):
        return None
    role = phrase_before(line, name[0] - 1, start, lang)
    apart = role is not None and role[0] > start and tokens[role[0] - 1].text == ","
    if role and apart and tokens[role[0]].low in lang.determiners:
        return role
    return name if _begins_clause(tokens, name, start, lang) else None


def _begins_clause(tokens: list[Token], name: Phrase, start: int, lang: Language) -> bool:
    """Whether the first name that begins ``name`` ends the subject of a clause: *after the minister
    for ports, Ann Lee, called it “…”*."""
    if tokens[name[0]].low not in lang.first_names or name[1] - name[0] == 1:
        return False
    for place in range(name[0] - 2, start, -1):
        token = tokens[place]
        if token.quote >= 0 or not token.is_word or token.text in COMMAS:
            return False
        if token.low in lang.subordinators:
            return tokens[place + 1].low in lang.determiners
    return False


def _as_named(line: Line, comma: int, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *As Ann Lee, our oldest engineer, puts it*."""
    tokens = line.tokens
    led = tokens[start].low in lang.as_ and tokens[comma].text == ","
    if not lang.measured or not led or start + 2 >= comma:
        return None
    name = phrase_from(line, start + 1, comma, lang)
    if name is None or tokens[name[1]].text != "," or not tokens[name[0]].is_capital:
        return None
    own = all(token.text != "," for token in tokens[name[1] + 1 : comma])
    return name if own else None


def _relative_before(tokens: list[Token], at: int, start: int, lang: Language) -> int | None:
    """The relative pronoun of the insertion that the clause at ``at`` belongs to: *Two traders, who
    would not be named because they feared for their jobs, said*."""
    if lang.code != "en":
        return None
    for place in range(at - 1, start, -1):
        token = tokens[place]
        if token.quote >= 0 or token.text in COMMAS or token.text in ";:":
            return None
        if token.low == "who" and tokens[place - 1].text == ",":
            return place
        if token.low == "who" and tokens[place - 1].text.islower():
            return place  # its owner, a man who asked that he not be named, said
    return None


def _parts(tokens: list[Token], place: int, start: int, lang: Language) -> bool:
    """Whether *, but* or *, and* at ``place`` parts a clause with a verb from another one with a
    subject of its own."""
    if not lang.measured or tokens[place].low not in ("but", "and") or place - 2 <= start:
        return False
    after = tokens[place + 1]
    own = after.low in lang.determiners or (after.is_capital and after.low not in lang.function)
    if tokens[place - 1].text != "," or not own:
        return False
    before = tokens[max(start, place - _LONG) : place - 1]
    return any(t.low in lang.auxiliaries or is_verb(t, lang) for t in before)


def is_inverted(line: Line, cue: int, start: int, lang: Language) -> bool:
    """Whether the verb ``cue`` behind the only comma of an English sentence has its subject behind
    it: *The lake is dying, says a report.*"""
    tokens = line.tokens
    if not lang.measured or tokens[cue].low not in ("says", "said") or cue + 2 >= len(tokens):
        return False
    if not (tokens[cue + 1].low in lang.determiners or tokens[cue + 1].is_capital):
        return False
    if tokens[start].low in lang.adverbial:
        return False
    before = tokens[start : cue - 1]
    if any(t.text in COMMAS or t.quote >= 0 for t in before):
        return False
    if tokens[start].low in _NOT and len(before) < _BRIEF:
        return True  # Not so fast, says Ann Lee, a consultant.
    return any(t.low in lang.auxiliaries or is_verb(t, lang) for t in before)


_SIGNED: Final = frozenset("signed titled entitled headlined addressed marked called".split())
_WHETHER: Final = frozenset(["whether", "if", "how", "when", "that"])
"""What begins a clause that is not the one that goes on with *, but*: *declined to say whether it
would act, but noted*."""
_NOT: Final = frozenset(["not", "no", "never", "nonsense", "wrong"])
_BRIEF: Final = 6
"""Tokens of a retort that has no verb."""
_LONG: Final = 30
"""Tokens of a clause that are looked at."""


def earlier_subject(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """The subject that a verb after *and* or *to* shares with the verb before."""
    tokens = line.tokens
    main = behind_subordinate(line, at, start, lang)
    if main:
        return main
    goes_on = lang.measured and tokens[at].low == "but" and tokens[at - 1].text == ","
    for place in range(at - 1, start, -1):
        if (
            (
                tokens[place].low in lang.only_subordinators
                and not (goes_on and tokens[place].low in _WHETHER)
                and not is_passive(line, place - 1, lang)  # was asked why he left and said
            )
            or tokens[place].text == ";"
            or _parts(tokens, place, start, lang)
        ):
            found = main_subject(line, place + 1, at, lang)
            if found:
                return found
            break
    return main_subject(line, start, at, lang)
