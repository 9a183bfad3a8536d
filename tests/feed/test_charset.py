"""From bytes to characters."""

from __future__ import annotations

import pytest

from reader.feed.charset import decode, decode_plainly, decode_text, http_charset
from reader.feed.parse import parse_feed
from tests.feed.samples import URL

JAPANESE = "今日のニュースです。港のフェリーが戻りました。市長は「とてもうれしい」と話した。"
RUSSIAN = "Сегодня паром вернулся в гавань. Мэр сказала, что очень рада."


def feed(title: str, encoding: str | None = None) -> str:
    declared = f' encoding="{encoding}"' if encoding else ""
    return f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><title>{title}</title></channel></rss>'


@pytest.mark.parametrize(
    ("name", "declared", "title"),
    [
        ("utf-8", None, "é 日本"),
        ("utf-8-sig", "iso-8859-1", "é 日本"),
        ("utf-16", "utf-16", "é 日本"),
        ("utf-16-le", "utf-16", "é 日本"),
        ("utf-16-be", None, "é 日本"),
        ("utf-32", "utf-32", "é 日本"),
        ("iso-8859-1", "iso-8859-1", "é"),
        ("cp1252", "iso-8859-1", "“é”"),
        ("gb18030", "gb2312", "今天渡轮"),
        ("shift_jis", "Shift_JIS", "港のフェリー"),
        ("euc-kr", "euc-kr", "오늘"),
        ("koi8-r", "koi8-r", "Сегодня"),
        ("cp037", "cp037", "Plain"),
    ],
)
def test_a_declared_encoding_is_followed(name: str, declared: str | None, title: str) -> None:
    assert parse_feed(feed(title, declared).encode(name), {}, URL).title == title


@pytest.mark.parametrize(
    ("name", "declared"),
    [("utf-16-le", "utf-8"), ("utf-16-be", "iso-8859-1"), ("utf-32-le", "windows-1252")],
)
def test_the_width_of_the_letters_outranks_a_declaration_of_another(
    name: str, declared: str
) -> None:
    text, note = decode(feed("Plain", declared).encode(name), {})
    assert "<title>Plain</title>" in text
    assert note is None


def test_http_outranks_the_declaration_and_a_byte_order_mark_outranks_both() -> None:
    headers = {"content-type": "text/xml; charset=windows-1251"}
    text = feed(RUSSIAN, "iso-8859-1")
    assert parse_feed(text.encode("cp1251"), headers, URL).title == RUSSIAN
    assert parse_feed(text.encode("utf-8-sig"), headers, URL).title == RUSSIAN


def test_a_wrong_claim_is_noticed_and_said() -> None:
    text, note = decode(feed("é 日本").encode(), {"content-type": "text/xml; charset=us-ascii"})
    assert "é 日本" in text
    assert note is not None and "us-ascii" in note


@pytest.mark.parametrize(
    "body",
    [
        b"<\0?\0x\0m\0l\0?\0>\0<channel><item><title>one</title></item></channel>",
        b"<\0!\0-\0-\0<channel><item\0\0->one</item></channel>",
        '<?xml version="1.0"?><rss><channel></b>'.encode("utf-16-le")
        + b"<item><title>one</title></item></channel></rss>",
        '<?xml version="1.0"?>'.encode("cp037")
        + b"<rss><channel><item><title>one</title></item></channel></rss>",
        "<?xml version='1.0'?><rss><channel><item><title>one</title></item>".encode("cp037")
        + b"</channel></rss>",
        b"\xff\xfe<rss><channel><item><title>one</title></item></channel></rss>",
    ],
)
def test_a_feed_of_which_half_is_wide_keeps_its_entries(body: bytes) -> None:
    assert len(parse_feed(body, {}, URL).entries) == 1


def test_entries_of_each_width_count_where_a_feed_has_two() -> None:
    text = "<rss><channel><item/><item/><item/></channel></rss>"
    wide = [
        part.encode("utf-16-le") for part in ("<!-- ", "--><rss><channel><item/></channel></rss>")
    ]
    body = wide[0] + f"-->{text}<!--".encode() + wide[1]
    assert len(body) % 2 == 0
    assert len(parse_feed(body, {}, URL).entries) == 4


@pytest.mark.parametrize("title", ["é 日本", "it’s café", "Сегодня"])
@pytest.mark.parametrize("claim", ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r"])
def test_utf8_that_claims_a_byte_for_each_character_is_utf8(title: str, claim: str) -> None:
    assert parse_feed(feed(title, claim).encode(), {}, URL).title == title
    headers = {"content-type": f"text/xml; charset={claim}"}
    text, note = decode(feed(title).encode(), headers)
    assert title in text
    assert note == f"It says it is {claim}, but it is utf-8"


def test_a_few_bytes_of_windows_1252_in_utf8_are_read_as_what_they_are() -> None:
    body = feed("“Zoë’s café”").encode().replace(b"</title>", b" \x96 \xe9t\xe9 \x81</title>")
    mostly = body.replace(b"<rss", b"<!-- " + "é".encode() * 20 + b" --><rss")
    assert "“Zoë’s café” – été \x81<" in decode(mostly, {})[0]


def test_characters_cut_in_two_spoil_no_others() -> None:
    items = b"".join(f"<i>“Hello”, {n}".encode() + b" \xe2\x80</i>" for n in range(9))
    text = decode(b'<?xml version="1.0" encoding="utf-8"?><r>' + items, {})[0]
    assert text.count("“Hello”") == 9
    assert text.count("\ufffd") == 9


def test_surrogates_written_one_by_one_are_read_as_what_they_mean() -> None:
    written = "“\ud83d\ude00” \ud83d …".encode("utf-8", "surrogatepass")
    assert decode(b'<?xml version="1.0" encoding="utf-8"?><r>' + written, {})[0].endswith(
        "“😀” \ufffd …"
    )


@pytest.mark.parametrize(
    "charset",
    [
        "nonsense",
        "base64",
        "utf-16",
        "hex",
        "x" * 100,
        "cp037",
        "unicode_escape",
        "charmap",
        "idna",
    ],
)
def test_a_useless_claim_does_no_harm(charset: str) -> None:
    headers = {"content-type": f"text/xml; charset={charset}"}
    assert parse_feed(feed("é 日本").encode(), headers, URL).title == "é 日本"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp932", JAPANESE),
        ("euc-jp", JAPANESE),
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("gb18030", "今天渡轮回到了港口。市长说她对这个消息感到非常高兴,这是我们的大事。"),
        ("big5", "今天渡輪回到了港口。市長說她對這個消息感到非常高興,這是我們的大事。"),
        ("cp949", "오늘 페리가 항구로 돌아왔다. 시장은 매우 기쁘다고 말했다."),
        ("cp1252", "Aujourd’hui, le maire a déclaré que le retour était «une joie»."),
        ("cp1253", "Σήμερα το πλοίο επέστρεψε στο λιμάνι"),
        ("cp1251", "Матч закончился вничью"),
        ("cp1251", "Уряд вирішив переглянути угоду"),
        ("koi8-u", "Уряд вирішив переглянути угоду"),
        ("cp1255", "המשחק הסתיים בתיקו"),
        ("cp1256", "اكتشف العلماء نوعا جديدا من الخنافس"),
    ],
)
def test_an_undeclared_encoding_is_recognised(name: str, text: str) -> None:
    assert decode_text(text.encode(name)) == text


@pytest.mark.parametrize("text", ["un été", "un été\r\n", "café", "naïve “words”"])
def test_a_short_text_in_windows_1252_keeps_its_end(text: str) -> None:
    assert decode_text(text.encode("cp1252")) == text


def test_text_cut_in_the_middle_of_a_character_keeps_the_rest() -> None:
    assert decode("naïve é".encode()[:-1], {})[0] == "naïve "


def test_the_charset_of_a_header() -> None:
    assert http_charset({"content-type": 'text/html; charset="UTF-8"'}) == "utf-8"
    assert http_charset({"content-type": "text/html"}) is None
    assert http_charset({}) is None


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "iso-8859-1", "cp037"])
@pytest.mark.parametrize("declared", [None, "utf-8", "UTF-8", "windows-1251", "iso-8859-1"])
@pytest.mark.parametrize("lead", ["", "\n", "<!-- \ud83d -->", "<!-- \0 -->"])
def test_the_short_way_decodes_as_the_long_one(name: str, declared: str | None, lead: str) -> None:
    body = (lead + feed("“Plain”", declared)).encode("utf-8", "surrogatepass")
    if name != "utf-8":
        body = body.decode("utf-8", "replace").encode(name, "replace")
    plain = decode_plainly(body, {})
    assert plain is None or (plain, None) == decode(body, {})
    takes = name == "utf-8" and declared in (None, "utf-8", "UTF-8") and lead == ""
    assert (plain is not None) == takes or name in ("cp1251", "iso-8859-1")


@pytest.mark.parametrize("head", ["", "<?xml version='1.0' encoding='utf-8'?>\n", "<!-- “é” -->\n"])
def test_a_feed_in_utf_8_is_parsed_from_its_own_bytes(head: str) -> None:
    text = head + feed("“é” 日本").partition("?>")[2]
    parsed = parse_feed(text.encode(), {}, URL)
    assert parsed.title == "“é” 日本"
    assert parsed == parse_feed(text.encode("utf-16"), {}, URL)
