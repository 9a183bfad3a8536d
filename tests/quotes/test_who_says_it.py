"""Whose words they are, one sentence or two at a time: what stands between speaker and verb."""

from __future__ import annotations

import pytest

from reader.model import LIKELY_SPEAKER, Block, Quote
from reader.story.quotes import find_quotes

SENTENCES = [
    ("Joe Fry remembered her well. “It is a bowl,” Sian Roe would bark. “Sit.”", ["Sian Roe"] * 2),
    ("Joe Fry said “we lost it in a week.” “Then find it,” Sian Roe lobbed back.",
     ["Joe Fry", "Sian Roe"]),
    ("He met Beth Osei, the minister, who’d called it “a hit and a run.”", ["Beth Osei"]),
    ("Ross told Beth Osei, who’d called it “a hit and a run.”", ["Beth Osei"]),
    ("She quoted her aunt, a weaver, who liked to say that “a thread snaps.”", ["her aunt, a weaver"]),
    ("When Tom Ash said that he would sue, Kay Ross fired back forcefully: “He will lose.”",
     ["Kay Ross"]),
    ("After Tom Ash told us that the gate was shut, the harbor master stood up: “It was not.”",
     ["the harbor master"]),
    ("Fishermen agree - Carla Bell: “One of the lessons was a simple one.”", ["Carla Bell"]),
    ("When Tom Ash said so, Kay Ross told reporters: “It was not.”", ["Kay Ross"]),
    ("Kay Ross said to her well-known guest, Tom Ash: “It was not.”", ["Kay Ross"]),
    ("Two traders, who kept quiet because they feared for their jobs, said it was “over for good.”",
     ["Two traders"]),
    ("Ross called it “an accident of men,” a remark that Gov. Ames later dismissed.", ["Ross"]),
    ("The petitioners shouted “Shame on you!” as the vote was read.", ["The petitioners"]),
    ("“Not on my watch,” Kay Ross said, before Hugh Tran cut in: “Not this year.”",
     ["Kay Ross", "Hugh Tran"]),
    ("More from Stanton: “The chip shop has closed.”", ["Stanton"]),
    ("Asked by a reporter, “Are you running?” Senator Corliss laughed.", [None]),
    ("A cruise line, Sunward, said it would sail “as normal in March”.", ["Sunward"]),
    ("Her mum, Donna, said: ‘She wrote it herself.’", ["Donna"]),
    ("Her opponent, three-term Sheriff Bo Tatum, said it was “not the night.”", ["Bo Tatum"]),
    ("Her counterpart at StormLine, Ivo Petrov, said it “had not read the map.”", ["Ivo Petrov"]),
    ("“They’re from the same barrel,” said Carl Weeks, a farmer.", ["Carl Weeks"]),
    ("Mayor Nora Field dismissed Tom Ash’s claim that it was “a wall of sand.”", ["Tom Ash"]),
    ("Field used the speech to say that the dam “will stand for ever.”", ["Field"]),
    ("Ross says the flurry of late-night tweets was “unhinged even for him.”", ["Ross"]),
    ("“Why would I stay?” he said. “Who would I tell?” Nega put his house up for sale.",
     ["he", "he"]),
    ("The talks are like the chants of “build it now” that they began with.", [None]),
    ("An argument between “it has all to do with us” and “it has nothing to do with us.”",
     [None, None]),
    ("Many wait before they vote (“sit on it” in consultant-speak), Ross said.", [None]),
    ("He told her there was “an end in sight,” a claim the club dismissed as “news to us.”",
     ["He", "the club"]),
    ("In a letter seen yesterday Kay Ross, chair of the Ports Board, said it was “a very old bridge.”",
     ["Kay Ross"]),
    ("They left after the minister for small ports, Kay Ross, described the bridge as “very old now.”",
     ["Kay Ross"]),
    ("Its owner, a farmer who asked that his name not be used, said he would “be selling the mule.”",
     ["Its owner, a farmer"]),
    ("The board has closed the bridge, its chairwoman saying it was “as old as the hills around”.",
     ["its chairwoman"]),
    ("Ross has paid the bill, saying critics who called it “a bridge of gold” had “never once come”.",
     ["critics", "Ross"]),
    ("Few stay, according to a survey of nurses that their union called “a picture of despair”.",
     ["their union"]),
    ("They suffer from what doctors call “a long and quiet cough of the lungs.”", ["doctors"]),
    ("The counsel submitted that the roads had been “duly attended to by all.”", ["The counsel"]),
    ("Tom Ash was away, but a source close to him disclosed that it was “a very old wound.”",
     ["a source close to him"]),
    ("“The talks are dead,” said a person familiar with the matter.",
     ["a person familiar with the matter"]),
    ("The leader, identified as Paul Kemp, told them that he was “helping the poor of the town.”",
     ["Paul Kemp"]),
    ("The waitress, who asked to be identified only as Jo, rolled her eyes. “It’s funny,” she said.",
     ["Jo"]),
    ("Another trader, who gave his name simply as Chinedu, said no. “They came late,” he said.",
     ["Chinedu"]),
    ("Kay Ross shakes her head. “It was raining all day.”", ["Kay Ross"]),
    ("“It rained,” Ross supporters said.", ["Ross supporters"]),
    ("When I put this to my landlord, I was told that “the journey is long.”", [None]),
    ("A farmer who was alleged to have moved a fence “inch by inch for years” has lost.", [None]),
    ("I was told by the driver of the 41 that it had been withdrawn “due to a lack of riders”.",
     ["the driver of the 41"]),
    ("The bell was found on its doorstep with a note saying “Sorry. It was too heavy.”", ["a note"]),
    ("A thief who stole the bell brought it back with a note saying “Sorry. It was heavy.”",
     ["A thief"]),
    ("Police found a letter saying “I am sorry for all that I did.”", ["a letter"]),
    ("She still recalls her mother saying “never trust a man in white shoes.”", ["her mother"]),
    ("Pictures showed the assistant telling a user that glue gave it “a glossy and rich body.”",
     ["the assistant"]),
    ("A friend, 15, said Keira had sent a message saying “gone to see the sea again”.", ["Keira"]),
    ("It stems from a meeting at which Duff, discussing gulls, said: “Keep your bread.”", ["Duff"]),
    ("When I asked for the bill I was told, sweetly, that “the journey isn’t over”.", [None]),
    ("Asked if the road would be mended, Ann Lee shrugged and said, “Not this year.”", ["Ann Lee"]),
    ("“He’d make a name,” as his father dreamed, Mr. Turry said.", ["Mr. Turry"]),
    ("“I promised,” Bea Ross said, and her husband cut in. “Don’t forget me, said the cat.”",
     ["Bea Ross", "her husband"]),
    ("Ian Saul tweeted how odd this was coming from a man who promised peace: “Uh, no.”",
     ["Ian Saul"]),
    ("On the radio the minister said that if nothing was agreed by June, “we should ask people.”",
     ["the minister"]),
    ("It was announced that “no further steps would be taken”.", [None]),
    ("The fries have been compared on social media to “sad pencils from school.”", [None]),
    ("Norland Air, which runs the plane, praised its crew for what it called “a textbook job.”",
     ["Norland Air"]),
    ("Bea Ross was asked why the minister had left and said, “He was bored, I think.”", ["Bea Ross"]),
    ("Tom Ash read out a letter in which Bea Ross called the bridge “a rusty old joke.”",
     ["Bea Ross"]),
    ("While Tom Ash said it was time to go, Bea Ross called the idea “plain daft, frankly.”",
     ["Bea Ross"]),
    ("Bea Ross’s view is that “nobody planned for the rain.”", ["Bea Ross"]),
    ("The plant, which the firm describes as “the cleanest in Europe,” will open.", ["the firm"]),
    ("Bea Ross argues in her book that the town was “never once a happy place.”", ["Bea Ross"]),
    ("First prize went to Bea Ross, 19, of Hull, who said she had “only come for the cake.”",
     ["Bea Ross"]),
    ("It was shut after officials found what they described as “a hole the size of a cow.”",
     ["officials"]),
    ("The notice above her door says “Eggs and no nonsense, please.”", ["The notice"]),
    ("Minutes later the president, leaving for Rome, told reporters that it was “a very good plan.”",
     ["the president"]),
    ("A few days earlier Bea Ross, speaking in Rome, had said it was “a very good plan.”",
     ["Bea Ross"]),
    ("Her father, a deacon, taught her that “a promise is a debt,” and she makes none.",
     ["Her father"]),
    ("Another letter, signed “Everyone in Year Two”, said “Please stop being mean to us.”",
     ["Another letter"]),
]  # fmt: skip


def names(quotes: tuple[Quote, ...]) -> list[str | None]:
    return [
        q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None for q in quotes
    ]


def read(*paragraphs: str, lang: str = "en") -> tuple[Quote, ...]:
    return find_quotes("", [Block("paragraph", text) for text in paragraphs], lang)


@pytest.mark.parametrize(("text", "speakers"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_the_words_are_given_to_whom_they_belong(text: str, speakers: list[str | None]) -> None:
    assert names(read(text)) == speakers


def test_what_a_thing_is_called_is_no_quotation() -> None:
    assert not read("“Gravy Wizard,” as the tool is called, has been switched off.")


def test_a_possessive_inside_a_few_words_does_not_end_them() -> None:
    (quote,) = read("Kay Ross said they ate ‘every one of the widows’ wreaths’ and a hat.")
    assert quote.text == "every one of the widows’ wreaths"


def test_an_i_behind_a_clipped_and_does_not_end_the_words() -> None:
    (quote,) = read("'Alf, you're late', an' I'd say, 'is all she'd tell me'.", "")[:1]
    assert quote.text.startswith("Alf")


def test_he_and_she_are_told_apart_by_what_somebody_is_to_somebody() -> None:
    quotes = read(
        "Rufus Carne came late with his wife, the painter Isaoko Grant.",
        "“I’d sooner read the meter,” he said. “It is shorter.”",
    )
    assert names(quotes) == ["Rufus Carne", "Rufus Carne"]


def test_who_begins_the_sentence_before_is_she() -> None:
    quotes = read(
        "“I was furious,” Laura Beck said of Simone Achard.",
        "When their club closed, Simone Achard rented a mill. “It was warm,” she said.",
    )
    assert names(quotes) == ["Laura Beck", "Simone Achard"]


def test_the_nine_and_twenty_year_old_is_who_was_named_before() -> None:
    quotes = read("Captain Mehmet Aydin nodded. “Nobody wanted the ball,” the 29-year-old said.")
    assert names(quotes) == ["Mehmet Aydin"]


def test_a_headline_in_which_somebody_is_told_something_names_nobody() -> None:
    assert names(find_quotes("Minister told to ‘get on his bike’", [], "en")) == [None]


def test_a_church_is_nobody() -> None:
    quotes = read(
        "The Revd Philippa Tuck runs St James.", "“I am fond of goats,” she said. “I am.”"
    )
    assert names(quotes) == ["Philippa Tuck", "Philippa Tuck"]


def test_a_pull_quote_without_its_teller_is_not_listed_again() -> None:
    blocks = [
        Block("paragraph", "“He parked elsewhere,” Kay Ross said. “We did not.”"),
        Block("blockquote", "“He parked elsewhere. We did not.”", level=1),
    ]
    quotes = find_quotes("", blocks, "en")
    assert [quote.spans[0].block for quote in quotes] == [0, 0]


def test_short_questions_and_answers_of_an_interview_are_listed() -> None:
    quotes = read("Q: “What changed?”", "A: “Nothing.”")
    assert [quote.text for quote in quotes] == ["What changed?", "Nothing."]


def test_a_show_that_somebody_tells_is_no_quotation() -> None:
    quotes = read("“It is fair game,” Kay Ross told “Fox and Friends,” and left.")
    assert [quote.text for quote in quotes] == ["It is fair game,"]


@pytest.mark.parametrize(
    ("lang", "text", "speaker"),
    [
        ("de", "Er las ein Gutachten, dem zufolge der Deich „in einem üblen Zustand“ sei.",
         "ein Gutachten"),
        ("es", "El principal acusado, Julián Cortés, declaró que “solo pasaba por allí”.",
         "Julián Cortés"),
        ("es", "Una vecina que no quiso dar su nombre cuenta que oyó “un golpe y risas”.",
         "Una vecina"),
        ("es", "Seguirán “hasta que nos escuchen”, según anunció ayer su portavoz, Remedios Galán.",
         "Remedios Galán"),
        ("fr", "Interrogée par Le Courrier, une salariée dit avoir « le ventre noué ce matin ».",
         "une salariée"),
        ("fr", "Pour Querrien, « les promesses étaient celles d’un autre ».", "Querrien"),
        ("ja", "市の報告書は、建物が「極めて危険な状態にある」と指摘している。", "市の報告書"),
        ("ja", "「子どものような試合をした」。大野健監督は敗戦後、そう言って頭を下げた。",
         "大野健監督"),
        ("zh", "根据一份报告，该建筑“处于极度危险状态”。", "报告"),
        ("zh", "一位不愿透露姓名的官员称，谈判“比预期的要慢得多”。", "一位不愿透露姓名的官员"),
        ("zh", "林晓梅批评说，这是“打在每个家长脸上的耳光”。她还表示：“我的孩子在那里。”",
         "林晓梅"),
    ],
)  # fmt: skip
def test_other_languages_have_their_own_ways(lang: str, text: str, speaker: str) -> None:
    assert set(names(read(text, lang=lang))) == {speaker}
