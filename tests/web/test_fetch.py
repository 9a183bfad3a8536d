"""What the fetcher sends, keeps, follows and refuses, over real sockets."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from ipaddress import IPv4Address

import pytest

from reader.errors import FetchError
from reader.web.fetch import USER_AGENT, Fetcher, Request, Settings
from reader.web.inflate import known_codings
from reader.web.wire import HEAD_BITE
from tests.faultserver import AUTHORITY, FaultServer
from tests.faultserver.exchange import Exchange, Handler, Trick, packed, whole

BODY = b"<rss version='2.0'><channel><title>Quay</title></channel></rss>"


async def failing(fetcher: Fetcher, request: Request) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(request)
    return caught.value


def typed(url: str) -> Request:
    return Request(url, user_typed=url)


def to(role: str, path: str, status: int = 302) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.answer(f"{status} Over there", b"", ("Location", exchange.base(role) + path))

    return handle


async def test_a_feed_comes_whole_with_its_headers_in_lower_case(
    server: FaultServer, fetcher: Fetcher
) -> None:
    for url in server.feed_urls():
        response = await fetcher.get(typed(url))
        assert response.status == 200
        assert response.url == url
        assert b"report 0" in response.body or b"report number" in response.body
        assert response.headers["etag"].startswith('"')
        assert not response.not_modified
        assert response.moved_to is None


async def test_validators_go_back_as_they_came_and_304_brings_no_body(
    server: FaultServer, fetcher: Fetcher
) -> None:
    url = server.feed_urls()[0]
    first = await fetcher.get(typed(url))
    again = await fetcher.get(
        Request(
            url,
            etag=first.headers["etag"],
            last_modified=first.headers["last-modified"],
            user_typed=url,
        )
    )
    assert (again.status, again.not_modified, again.body) == (304, True, b"")
    asked = server.seen[-1].headers
    assert asked["if-none-match"] == first.headers["etag"]
    assert asked["if-modified-since"] == first.headers["last-modified"]


async def test_odd_validators_go_back_verbatim_and_unsendable_ones_not_at_all(
    server: FaultServer, fetcher: Fetcher
) -> None:
    url = server.feed_urls()[0]
    await fetcher.get(
        Request(url, etag='W/"caf\xe9, x"', last_modified="yesterday", user_typed=url)
    )
    asked = server.seen[-1].headers
    assert asked["if-none-match"] == 'W/"caf\xe9, x"'
    assert asked["if-modified-since"] == "yesterday"
    await fetcher.get(Request(url, etag='"a"\r\nX-Evil: 1', last_modified="\u20ac", user_typed=url))
    asked = server.seen[-1].headers
    assert not {"if-none-match", "x-evil"} & set(asked)


@pytest.mark.parametrize("etag", [None, '"e"' * 1500, '"found wrong"'])
@pytest.mark.parametrize("status", [400, 412, 431])
async def test_a_server_that_finds_fault_with_its_own_validators_is_asked_without_them(
    status: int, etag: str | None
) -> None:
    async def pick_holes(exchange: Exchange) -> None:
        if {"if-none-match", "if-modified-since"} & set(exchange.headers):
            await exchange.answer(f"{status} Not so")
        await exchange.answer("200 OK", BODY)

    async with FaultServer(tricks=[Trick("picky", pick_holes, ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("picky").url
        request = Request(url, etag=etag, last_modified="yesterday", user_typed=url)
        assert (await fetcher.get(request)).body == BODY
        assert server.count("/picky") == 2
        await fetcher.close()


async def test_a_server_that_finds_fault_without_reason_is_not_asked_twice() -> None:
    tricks = [Trick("picky", whole(b"", status="400 No"), ("http",))]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher()
        assert (await failing(fetcher, typed(server.fault("picky").url))).kind == "http"
        url = server.fault("picky").url
        assert (await failing(fetcher, Request(url, etag='"a"', user_typed=url))).kind == "http"
        assert server.count("/picky") == 3
        await fetcher.close()


async def test_a_validator_longer_than_servers_take_is_not_sent() -> None:
    async with FaultServer(tricks=[Trick("fine", whole(BODY), ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("fine").url
        await fetcher.get(Request(url, etag='"' + "e" * 5000 + '"', user_typed=url))
        assert "if-none-match" not in server.seen[-1].headers
        await fetcher.close()


@pytest.mark.parametrize("coding", ["gzip", "br", "sdch"])
async def test_an_answer_that_nothing_changed_is_believed_whatever_it_says_of_a_body(
    coding: str,
) -> None:
    headers = ("Content-Encoding", coding)
    handler = whole(b"", headers, status="304 Not Modified")
    async with FaultServer(tricks=[Trick("same", handler, ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("same").url
        assert (await fetcher.get(Request(url, etag='"a"', user_typed=url))).not_modified
        await fetcher.close()


async def test_it_says_honestly_who_asks_and_sends_no_more_than_it_must(
    server: FaultServer, fetcher: Fetcher
) -> None:
    await fetcher.get(typed(server.feed_urls()[0]))
    asked = server.seen[-1].headers
    assert asked["user-agent"] == USER_AGENT
    assert asked["accept-encoding"] == known_codings()
    assert set(asked) == {"host", "user-agent", "accept", "accept-encoding"}


async def test_headers_and_credentials_of_the_user_are_sent_to_the_feeds_origin(
    server: FaultServer, fetcher: Fetcher
) -> None:
    url = server.feed_urls()[0].replace("http://", "http://ann:pass@")
    response = await fetcher.get(Request(url, user_typed=url, headers={"X-Key": "k"}))
    asked = server.seen[-1].headers
    assert (asked["authorization"], asked["x-key"]) == ("Basic YW5uOnBhc3M=", "k")
    assert "ann" not in response.url and "pass" not in response.url


async def test_cookies_are_neither_kept_nor_sent() -> None:
    tricks = [Trick("set", whole(BODY, ("Set-Cookie", "id=1; Path=/")), ("ok",))]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher()
        url = server.fault("set").url
        await fetcher.get(typed(url))
        await fetcher.get(typed(url))
        assert all("cookie" not in seen.headers for seen in server.seen)
        await fetcher.close()


async def test_a_body_sent_packed_arrives_unpacked() -> None:
    tricks = [Trick("gz", whole(packed(BODY), ("Content-Encoding", "GZIP")), ("ok",))]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher()
        assert (await fetcher.get(typed(server.fault("gz").url))).body == BODY
        await fetcher.close()


@pytest.mark.parametrize("status", [301, 308])
async def test_a_permanent_redirect_tells_the_new_address(
    server: FaultServer, fetcher: Fetcher, status: int
) -> None:
    response = await fetcher.get(typed(server.fault(f"moved_{status}").url))
    assert response.moved_to == response.url == server.fault("target").url


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_any_other_redirect_moves_nothing(
    server: FaultServer, fetcher: Fetcher, status: int
) -> None:
    response = await fetcher.get(typed(server.fault(f"moved_{status}").url))
    assert response.moved_to is None
    assert response.url == server.fault("target").url


async def test_credentials_are_left_behind_when_a_redirect_leaves_the_origin() -> None:
    tricks = [
        Trick("here", to("second", "/there"), ("ok",)),
        Trick("there", whole(BODY), ("ok",), port="second"),
    ]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher(Settings(allow_private=("127.0.0.2",)))
        url = server.fault("here").url.replace("http://", "http://ann:pass@")
        await fetcher.get(Request(url, user_typed=url, headers={"X-Key": "k"}))
        here, there = server.seen
        assert {"authorization", "x-key"} <= set(here.headers)
        assert not {"authorization", "x-key"} & set(there.headers)
        await fetcher.close()


async def test_a_private_address_is_reached_only_at_the_origin_that_was_typed(
    server: FaultServer, fetcher: Fetcher
) -> None:
    url = server.feed_urls()[0]
    for request in (
        Request(url),
        Request(url, kind="page"),
        Request(url, user_typed="https://example.org/"),
        Request(url, user_typed=server.base("second")),
        Request(url, user_typed=url.replace("http:", "https:")),
    ):
        assert (await failing(fetcher, request)).kind == "blocked"
    assert server.seen == []
    assert (await fetcher.get(Request(url, user_typed=server.base("feeds")))).status == 200


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.1:{port}", "127.0.0.0/8"])
async def test_a_private_address_on_the_list_may_be_reached(
    server: FaultServer, entry: str
) -> None:
    fetcher = Fetcher(Settings(allow_private=(entry.format(port=server.port("feeds")),)))
    assert (await fetcher.get(Request(server.feed_urls()[0]))).status == 200
    await fetcher.close()


async def test_a_list_entry_for_one_port_opens_no_other(server: FaultServer) -> None:
    fetcher = Fetcher(Settings(allow_private=(f"127.0.0.1:{server.port('feeds')}",)))
    url = server.fault("redirect_to_loopback").url
    assert (await failing(fetcher, typed(url))).kind == "blocked"
    assert server.canary_hits == 0
    await fetcher.close()


async def test_a_name_that_answers_otherwise_the_next_time_leads_nowhere_else(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [("127.0.0.2",), ("127.0.0.1",), ("127.0.0.1", "127.0.0.2")]

    def look_up(host: str) -> tuple[IPv4Address, ...]:
        return tuple(IPv4Address(one) for one in answers.pop(0))

    monkeypatch.setattr("reader.web.visit.is_public", lambda one: str(one) == "127.0.0.2")
    monkeypatch.setattr("reader.web.resolve._look_up", look_up)
    monkeypatch.setattr("reader.web.resolve.KEPT", 0.0)
    request = Request(f"http://turns.example:{server.port('second')}/feeds/0.rss20")
    fetcher = Fetcher()
    assert (await fetcher.get(request)).status == 200
    assert (await failing(fetcher, request)).kind == "blocked"
    assert (await fetcher.get(request)).status == 200
    assert [seen.role for seen in server.seen] == ["second", "second"]
    assert answers == []
    await fetcher.close()


async def test_a_live_connection_is_no_way_round_the_address_check(server: FaultServer) -> None:
    fetcher = Fetcher(Settings(concurrency=1))
    url = server.feed_urls()[0]
    other = server.fault("target").url
    requests = [typed(other), typed(url), Request(url), typed(url), Request(url)]
    results = await asyncio.gather(
        *(fetcher.get(request) for request in requests), return_exceptions=True
    )
    kinds = [getattr(result, "kind", "ok") for result in results]
    assert kinds == ["ok", "ok", "blocked", "ok", "blocked"]
    await fetcher.close()


async def test_a_page_has_a_smaller_cap_than_a_feed() -> None:
    large = b"<!-- a remark that is not very long -->" * 300
    tricks = [Trick("large", whole(large), ("ok",))]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher(Settings(feed_cap=20_000, page_cap=10_000))
        url = server.fault("large").url
        assert len((await fetcher.get(typed(url))).body) == len(large)
        error = await failing(fetcher, Request(url, kind="page", user_typed=url))
        assert error.kind == "too_large"
        assert "page" in error.message
        await fetcher.close()


async def test_a_certificate_of_a_known_authority_is_good_and_others_only_by_choice(
    server: FaultServer, fetcher: Fetcher
) -> None:
    good = server.base("tls") + "/tls_behind_http"
    assert (await fetcher.get(typed(good))).status == 200
    bad = server.fault("certificate_expired").url
    assert (await failing(fetcher, typed(bad))).kind == "tls"
    chosen = Request(bad, user_typed=bad, verify_tls=False)
    assert (await fetcher.get(chosen)).status == 200
    assert (await failing(fetcher, typed(bad))).kind == "tls"


async def test_certificates_that_cannot_be_read_are_a_tls_failure(
    server: FaultServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at/all.pem")
    url = server.base("tls") + "/tls_behind_http"
    assert (await failing(fetcher, typed(url))).kind == "tls"


async def test_the_deadline_holds_for_all_hops_together() -> None:
    async def late(exchange: Exchange) -> None:
        await asyncio.sleep(0.2)
        await to("faults", "/late")(exchange)

    async def later(exchange: Exchange) -> None:
        await asyncio.sleep(0.2)
        await to("faults", "/silent")(exchange)

    async def silent(exchange: Exchange) -> None:
        await exchange.stall()

    tricks = [
        Trick("first", late, ()),
        Trick("late", later, ()),
        Trick("silent", silent, ()),
    ]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher()
        url = server.fault("first").url
        error = await failing(fetcher, Request(url, user_typed=url, deadline=2.0))
        assert error.kind == "timeout"
        assert server.count("/silent") == 1
        await fetcher.close()


async def test_a_fetch_that_is_cancelled_leaves_its_slot_and_turn_to_others(
    server: FaultServer,
) -> None:
    fetcher = Fetcher(Settings(concurrency=1))
    url = server.fault("silent_after_request").url
    waiting = asyncio.create_task(fetcher.get(typed(url)))
    while not server.count("/silent_after_request"):  # noqa: ASYNC110 - the server's doing
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await fetcher.get(typed(server.feed_urls()[0]))).status == 200
    await fetcher.close()


async def test_a_proxy_gets_the_whole_address_and_literal_private_targets_are_still_refused() -> (
    None
):
    tricks = [Trick("x", whole(BODY), ("ok",), port="proxy")]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher(Settings(proxy=server.base("proxy")))
        error = await failing(fetcher, Request("http://news.example/feed"))
        assert error.kind == "http"
        assert server.seen[-1].path == "http://news.example/feed"
        for private in (
            "http://10.0.0.1/", "http://localhost:1/", "http://[::1]/", "http://localhost./",
            "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://127.0.0.1./",
            "http://%6cocalhost/", "http://169.254.43518/latest", "http://0/",
        ):  # fmt: skip
            assert (await failing(fetcher, Request(private))).kind == "blocked"
        assert len(server.seen) == 1
        await fetcher.close()


async def test_behind_a_proxy_too_a_list_entry_for_one_port_opens_no_other() -> None:
    tricks = [Trick("x", whole(BODY), ("ok",), port="proxy")]
    async with FaultServer(tricks=tricks) as server:
        listed = ("10.0.0.1:8080", "10.0.0.2:80", "10.0.0.3:443")
        fetcher = Fetcher(Settings(proxy=server.base("proxy"), allow_private=listed))
        for other in ("http://10.0.0.1/", "http://10.0.0.1:8081/", "http://10.0.0.3/"):
            assert (await failing(fetcher, Request(other))).kind == "blocked"
        assert (await failing(fetcher, Request("https://10.0.0.2/"))).kind == "blocked"
        assert server.seen == []
        for opened in ("http://10.0.0.1:8080/", "http://10.0.0.2/"):
            assert (await failing(fetcher, Request(opened))).kind == "http"
            assert server.seen[-1].path == opened
        await fetcher.close()


@pytest.mark.parametrize("forged", [False, True])
async def test_a_proxy_leads_to_a_safe_server_and_puts_nothing_between(
    monkeypatch: pytest.MonkeyPatch, forged: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    answer = b"HTTP/1.1 200 Connected\r\nX-Fill: "
    answer += b"x" * (HEAD_BITE - len(answer) - 4) + b"\r\n\r\n"
    answer += b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged" if forged else b""

    async def lead_on(exchange: Exchange) -> None:
        await exchange.reader.readuntil(b"\r\n\r\n")
        await exchange.send(answer)
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port("tls"))
        try:
            await asyncio.gather(
                _pass_on(exchange.reader, writer), _pass_on(reader, exchange.writer)
            )
        finally:
            writer.close()

    tricks = [
        Trick("true", whole(BODY), ("ok",), port="tls", scheme="https"),
        Trick("led", lead_on, ("ok",), port="proxy", speaks_first=True),
    ]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher(Settings(proxy=server.base("proxy")))
        request = typed(server.fault("true").url)
        if forged:
            assert (await failing(fetcher, request)).kind == "tls"
        else:
            assert (await fetcher.get(request)).body == BODY
        await fetcher.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.transport.abort()


@pytest.mark.parametrize("proxy", ["gopher://127.0.0.1:1", "http://[", "http://127.0.0.1:1"])
async def test_a_proxy_that_cannot_be_used_is_named(proxy: str) -> None:
    fetcher = Fetcher(Settings(proxy=proxy))
    error = await failing(fetcher, Request("http://news.example/feed"))
    assert error.kind == "connection"
    assert "proxy" in error.message
    await fetcher.close()


async def test_the_proxy_of_the_environment_is_used_but_where_no_proxy_says_not(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.base("second"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetcher = Fetcher()
    assert (await failing(fetcher, Request("http://news.example/feed"))).kind == "http"
    assert server.seen[-1].role == "second"
    assert (await fetcher.get(typed(server.feed_urls()[0]))).status == 200
    assert server.seen[-1].role == "feeds"
    await fetcher.close()


@pytest.mark.parametrize("exceptions", ["127.0.0.0/8", "news.example,127.0.0.1:PORT", "*"])
async def test_no_proxy_names_networks_and_ports_too(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, exceptions: str
) -> None:
    monkeypatch.setenv("http_proxy", server.base("second"))
    monkeypatch.setenv("no_proxy", exceptions.replace("PORT", str(server.port("feeds"))))
    fetcher = Fetcher()
    assert (await fetcher.get(typed(server.feed_urls()[0]))).status == 200
    await fetcher.close()
    assert server.seen[-1].role == "feeds"


def test_importing_the_fetcher_imports_neither_httpx_nor_ssl() -> None:
    code = (
        "import sys, reader.web.fetch, reader.web.discover, reader.web.schedule;"
        "print(sorted({'httpx', 'httpcore', 'ssl', 'anyio', 'asyncio'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "http" not in out.stdout
