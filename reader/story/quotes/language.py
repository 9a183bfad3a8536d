"""What a language brings to reading quotations: data files, loaded when first asked for.

Each file ``reader/story/languages/CODE.toml`` lists words in strings parted by blanks.  Every
key is optional; a language without a file still has its marks paired.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from reader.story.quotes.inflected import forms, inflect, weak_verbs

CODES: Final = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "tr", "ja", "zh"),
    *("sv", "da", "no", "cs", "uk", "ar"),
)
_FILES: Final = Path(__file__).parents[1] / "languages"


@dataclass(frozen=True, slots=True)
class Language:
    """The words the rules ask about, lower case.

    ``say``: finite verbs of saying; ``saying``: their participles; ``report``/``reporting``: verbs
    that introduce quoted words as well as other things.  ``according``: phrases of which the
    object is the speaker.  ``labels``: words before a name or title in marks.
    """

    code: str
    say: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    report: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    he: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()
    they: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    subordinators: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    contrasts: frozenset[str] = frozenset()
    """Conjunctions with which another clause begins: *…, though*."""
    that: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    titles_he: frozenset[str] = frozenset()
    titles_she: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    names_he: frozenset[str] = frozenset()
    names_she: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    according: tuple[tuple[str, ...], ...] = ()
    cjk_after: frozenset[str] = frozenset()
    cjk_before: frozenset[str] = frozenset()
    cjk_topic: frozenset[str] = frozenset()
    cjk_according: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    cites: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    """Of Chinese, where a name is known by them."""
    keeps: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    genitive: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    adverbial: frozenset[str] = frozenset()
    thus: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()
    verb_second: bool = False
    verb_last: bool = False
    elides: bool = False
    proper_capitals: bool = False
    """Whether only names and the beginnings of sentences have capitals, titles of works too."""
    nouns_capital: bool = False
    drops_subject: bool = False
    work_endings: tuple[str, ...] = ()
    """Endings of compound nouns that name a work: *Fernsehserie*."""
    thing_endings: tuple[str, ...] = ()
    """Endings of nouns for what nobody is: *Entscheidung*; but for ``group_endings``."""
    group_endings: tuple[str, ...] = ()
    oblique: frozenset[str] = frozenset()
    """Articles that no subject has."""
    role_endings: tuple[str, ...] = ()
    """Endings of compound nouns that are somebody's role: *Bundesinnenminister*."""
    she_endings: tuple[str, ...] = ()
    """Endings of first names of women."""
    she_surname_endings: tuple[str, ...] = ()
    he_surname_endings: tuple[str, ...] = ()
    """Endings of surnames that only women or only men have."""
    suffixed: bool = False
    """Whether case endings follow names after an apostrophe (*Aydın’a*)."""
    according_after: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()
    feminine: frozenset[str] = frozenset()
    """Articles that may begin a dative: *Der Agentur sagte Ann Lee*."""
    nobody: frozenset[str] = frozenset()
    """Pronouns that mean nobody who could speak (*es*)."""
    former: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    shouts: frozenset[str] = frozenset()
    agent: frozenset[str] = frozenset()
    participles: frozenset[str] = frozenset()
    perfect: frozenset[str] = frozenset()
    """Participles of verbs of saying (*gesagt*)."""
    duties: frozenset[str] = frozenset()
    """Prepositions between a role and what it is for, before the name: *l’adjointe aux sports Lis*."""
    wording: frozenset[str] = frozenset()
    """Nouns in *in her words*, *in Ann Lee’s view*."""
    alone: frozenset[str] = frozenset()
    """Determiners that may stand without a noun: *reads another*."""
    bare_nouns: bool = False
    """Whether nouns have neither articles nor capitals."""
    proclitics: frozenset[str] = frozenset()
    """Pronouns that stand before the verb and are no subject: *se pregunta Ana*, *lo dice Ana*."""
    verb_endings: tuple[str, ...] = ()
    """Endings that tell a finite verb from a noun, where names stand in the genitive."""
    infinitive_endings: tuple[str, ...] = ()
    """Endings of infinitives, whose object is no subject: *que prefiere no dar su nombre dice*."""
    leading_endings: tuple[str, ...] = ()
    """Endings of participles that open a sentence: *Interrogé par la radio, Ann Lee …*."""
    articles_he: frozenset[str] = frozenset()
    articles_she: frozenset[str] = frozenset()
    """Articles that tell the gender of a role (*la ministre Ann Lee*)."""
    past_endings: tuple[str, ...] = ()
    """Endings of verbs that no noun has, where a noun phrase is over (*rejeitou*)."""
    refers: frozenset[str] = frozenset()
    """What takes up the quotation before it: *Das sagte Ann Lee*."""
    media: frozenset[str] = frozenset()
    """Nouns for what writes and reports."""
    been: frozenset[str] = frozenset()
    """Participles behind one that make a passive: *bezeichnet worden*."""
    ours: frozenset[str] = frozenset()
    """Possessives of those who speak: *our*, *my*."""
    told: frozenset[str] = frozenset()
    """Prepositions before those who are told something (*indicó a la prensa*)."""
    listeners: frozenset[str] = frozenset()
    """Nouns for those who are told something, behind a bare preposition (*declarou a jornalistas*)."""
    mottos: frozenset[str] = frozenset()
    """Nouns after which a whole sentence may be a name: *unter dem Motto „Auf geht’s!“*."""
    the: frozenset[str] = frozenset()
    """Articles before a role of somebody named before."""
    by: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    """Prepositions and nouns in *nach Angaben von Ann Lee*."""
    orders: frozenset[str] = frozenset()
    """Imperatives that begin a sentence: *Type*, *Note*."""
    sure: frozenset[str] = frozenset()
    """Adjectives with which somebody speaks (*ist sich Ann Lee sicher*)."""
    utterances: frozenset[str] = frozenset()
    """Nouns for something said, whose owner said it (*her reply: “…”*)."""
    questions: frozenset[str] = frozenset()
    """Nouns for what is put to somebody (*to the question “…?”*)."""
    his: frozenset[str] = frozenset()
    her: frozenset[str] = frozenset()
    for_: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    """Things that words stand on, said by nobody: *placard*, *T-shirt*."""
    shows: frozenset[str] = frozenset()
    """What such a thing does with its words: *reading*, *bearing*."""
    worded: frozenset[str] = frozenset()
    """Nouns for what it shows: *bearing the words “…”*."""
    sayings: frozenset[str] = frozenset()
    goes: frozenset[str] = frozenset()
    """What a saying does: *as the saying goes*."""
    old: frozenset[str] = frozenset()
    """Adjectives of sayings: *an old saying*."""
    amid: frozenset[str] = frozenset()
    """Prepositions before the chants of others."""
    refrains: frozenset[str] = frozenset()
    """Nouns for words that many use or that nobody owns: *“…” is the question*."""
    names_of: frozenset[str] = frozenset()
    """Those of them before or behind a name."""
    topics: frozenset[str] = frozenset()
    """Nouns for talk of something (*criticism of “…”*), with ``about`` behind them."""
    about: frozenset[str] = frozenset()
    meets: frozenset[str] = frozenset()
    """Participles of those who meet with chants."""
    becomes: frozenset[str] = frozenset()
    recordings: frozenset[str] = frozenset()
    """Nouns for what somebody is heard in: *footage of Ann Lee saying*."""
    known: frozenset[str] = frozenset()
    jargon: frozenset[str] = frozenset()
    """Nouns for how a trade speaks: *“…” in the parlance*."""
    chants: frozenset[str] = frozenset()
    """Those of ``shouts`` that are plural nouns."""
    perceived: frozenset[str] = frozenset()
    """Participles of those who are heard *saying* something."""
    claims: frozenset[str] = frozenset()
    """Nouns whose *that* has what their owner says: *her claim that “…”*."""
    remarks: frozenset[str] = frozenset()
    """Nouns for what was said, which behind a quotation are no speaker: *“…,” a remark that …*."""
    persons: frozenset[str] = frozenset()
    """Nouns for people that are no roles: *woman*, *official*."""
    alike: tuple[frozenset[str], ...] = ()
    """Groups of roles that mean the same one: *Trainer*, *Coach*."""
    traits: frozenset[str] = frozenset()
    """What a story calls somebody in place of the name that it has just given: *the striker*."""
    kin: frozenset[str] = frozenset()
    """What somebody is to somebody: *son*, *friend*."""
    measured: bool = False
    """Whether it was measured how far a speaker may stand from the words (:mod:`trust`)."""
    inner_dashes: bool = False
    """Whether dashes lead speeches in also in the middle of a paragraph."""
    dashes: bool = False
    """Whether a dash may lead in what somebody says."""
    have: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    be: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    hears: frozenset[str] = frozenset()
    """What those do who are told something in court."""
    to: frozenset[str] = frozenset()
    with_: frozenset[str] = frozenset()
    as_: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    label_links: frozenset[str] = frozenset()
    according_first: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    and_: frozenset[str] = frozenset()
    # unions made when the language is loaded
    leads: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    """Words with a capital that alone are nobody's name."""
    introduces: frozenset[str] = frozenset()
    first_names: frozenset[str] = frozenset()
    capital_names: frozenset[str] = frozenset()
    """First names as they are printed that are no other words."""
    edges: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    not_have: frozenset[str] = frozenset()
    not_to: frozenset[str] = frozenset()
    not_subject: frozenset[str] = frozenset()
    only_subordinators: frozenset[str] = frozenset()
    """Those that are no prepositions as well."""
    after_verb: frozenset[str] = frozenset()
    nobodys: frozenset[str] = frozenset()
    """Nouns near which quoted words may be nobody's (:mod:`nobody`)."""
    skipped: frozenset[str] = frozenset()
    """Words passed over between a verb and the subject after it."""
    cues: frozenset[str] = field(default=frozenset())
    """All finite cue verbs, strong and weak."""
    function: frozenset[str] = field(default=frozenset())
    """Words that never are part of a name."""


@cache
def language(code: str) -> Language:
    """The data of the language ``code`` (two letters); a language without a file is empty."""
    if code not in CODES:
        return Language(code)
    data = _data(code)
    names = _data("names")
    for key, other in (("he", "she"), ("she", "he")):
        own, theirs = data.get(f"names_{key}", ""), set(data.get(f"names_{other}", "").split())
        more = [name for name in names[key].split() if name not in theirs]
        data[f"names_{key}"] = " ".join([own, *more])
    return _build(code, data)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((_FILES / f"{name}.toml").read_text(encoding="utf-8"))


def _build(code: str, data: dict[str, Any]) -> Language:
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key in ("say_regular", "report_regular", "say_weak", "report_weak", "function"):
            continue
        if key.endswith("_forms"):
            continue
        if key == "alike":
            values[key] = tuple(frozenset(group.split()) for group in value)
        elif key == "according":
            values[key] = tuple(
                sorted((tuple(phrase.split()) for phrase in value), key=len, reverse=True)
            )
        elif key.endswith("_endings"):
            values[key] = tuple(value.split())
        elif isinstance(value, bool):
            values[key] = value
        else:
            values[key] = frozenset(value.split())
    for kind, participle in (("say", "saying"), ("report", "reporting")):
        finite, running = inflect(data.get(f"{kind}_regular", ""))
        values[kind] = values.get(kind, frozenset()) | finite
        values[participle] = values.get(participle, frozenset()) | running
        weak, participles = weak_verbs(data.get(f"{kind}_weak", ""))
        values[kind] |= weak
        if participles:
            values["perfect"] = values.get("perfect", frozenset()) | participles
    for key in ("say", "saying", "report", "perfect"):
        values[key] = values.get(key, frozenset()) | forms(data.get(f"{key}_forms", ()))
    values.update(_unions({**values, "function": data.get("function", "").split()}))
    return Language(code=code, **values)


def _unions(values: dict[str, Any]) -> dict[str, Any]:
    """The sets that rules ask about often, joined once."""

    def union(*keys: str) -> frozenset[str]:
        return frozenset[str]().union(*(values.get(key, ()) for key in keys))

    made: dict[str, Any] = {}
    made["cues"] = union("say", "report")
    made["pronouns"] = union("he", "she", "they", "others")
    made["function"] = made["pronouns"] | union(
        *"determiners prepositions conjunctions subordinators relatives that of".split(),
        *"auxiliaries adverbs calendar function".split(),
    )
    made["adverbial"] = union("subordinators", "prepositions")
    made["leads"] = union("titles", "roles")
    made["no_names"] = made["leads"] | made["function"] | union("calendar")
    made["introduces"] = made["cues"] | union("roles")
    if values.get("measured"):
        made["introduces"] |= union("persons")
    made["first_names"] = union("names_he", "names_she")
    if values.get("measured") or values.get("proper_capitals"):
        made["capital_names"] = frozenset(
            name.capitalize() for name in made["first_names"] - made["no_names"]
        )
    made["edges"] = made["pronouns"] | union("subordinators", "relatives", "auxiliaries")
    made["actions"] = made["cues"] | union("saying", "verbs", "adverbs")
    made["not_have"] = union("auxiliaries") - union("have")
    made["not_to"] = union("prepositions") - union("to")
    made["not_subject"] = made["function"] - made["pronouns"]
    made["only_subordinators"] = union("subordinators") - union("prepositions")
    made["after_verb"] = made["pronouns"] | union("prepositions")
    made["nobodys"] = union(*"signs sayings worded shouts topics known".split())
    made["skipped"] = union("adverbs", "particles")
    if values.get("verb_second"):  # the languages that write compounds as one word
        made["role_endings"] = tuple(sorted(w for w in made["leads"] if len(w) > 3))
    if values.get("nouns_capital"):
        made["work_endings"] = tuple(sorted(w for w in values.get("works", ()) if len(w) > 3))
    made["according_first"] = frozenset(words[0] for words in values.get("according", ()))
    if values.get("bare_nouns") or values.get("nouns_capital"):  # jego zdaniem, ihrer Meinung nach
        made["according_first"] |= union("his", "her")
    return made
