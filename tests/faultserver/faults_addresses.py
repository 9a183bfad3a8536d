"""Redirects that spell a private address, or no address at all, in every way there is.

None of them may reach the canary, a file, a socket of the system or another program.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.faultserver.exchange import Exchange, Handler, Trick

_KEPT_OUT = ("blocked", "redirect", "dns", "bad_url")


def _to(make: Callable[[int], str]) -> Handler:
    async def handle(exchange: Exchange) -> None:
        port = urlsplit(exchange.base("canary")).port
        assert port is not None
        location = make(port).encode("utf-8")
        await exchange.send(
            b"HTTP/1.1 302 Elsewhere\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
        )

    return handle


def _host(name: str, host: str) -> Trick:
    return Trick(f"to_{name}", _to(lambda port: f"http://{host}:{port}/hit"), _KEPT_OUT)


def _whole(name: str, address: str, *also: str) -> Trick:
    """``also``: ``http`` for what may be a path at the server itself, where nothing is."""
    return Trick(f"to_{name}", _to(lambda _: address), (*_KEPT_OUT, *also))


ADDRESSES = (
    _host("loopback_in_octal", "0177.0.0.1"),
    _host("loopback_in_long_octal", "00000177.0.0.01"),
    _host("loopback_of_mixed_bases", "0x7f.0.0.1"),
    _host("loopback_as_octal_number", "017700000001"),
    _host("loopback_with_a_dot", "127.0.0.1."),
    _host("loopback_elsewhere_in_its_net", "127.99.3.7"),
    _host("loopback_by_name_with_a_dot", "localhost."),
    _host("loopback_by_name_below", "x.localhost"),
    _host("loopback_in_wide_digits", "\uff11\uff12\uff17.0.0.1"),
    _host("loopback_with_wide_dots", "127\u30020\uff0e0\uff611"),
    _host("loopback_in_circled_digits", "\u2460\u2461\u2466.0.0.1"),
    _host("loopback_escaped", "%31%32%37.0.0.1"),
    _host("loopback_behind_a_name", "news.example@127.0.0.1"),
    _host("loopback_behind_a_login", "news.example:80@127.0.0.1"),
    _host("loopback_mapped_in_hex", "[::ffff:7f00:1]"),
    _host("loopback_compatible", "[::127.0.0.1]"),
    _host("loopback_with_a_zone", "[::1%25lo]"),
    _host("loopback_by_teredo", "[2001:0:7f00:1::]"),
    _host("loopback_with_letters_of_no_width", "127.0.0\u200b.1"),
    _host("loopback_by_name_with_a_soft_hyphen", "local\u00adhost"),
    _host("loopback_by_name_in_circles", "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3"),
    _host("loopback_past_32_bits", "4294967297"),
    _host("loopback_of_five_parts", "127.0.0.1.1"),
    _host("loopback_with_two_ports", "[::1]:80"),
    _host("loopback_with_an_escaped_slash", "127.0.0.1%2f@127.0.0.1"),
    _host("loopback_with_a_slash_of_another_kind", "news.example\u2044@127.0.0.1"),
    _host("a_scope_of_a_card", "[fe80::1%25eth0]"),
    _host("any_address_of_six", "[::]"),
    _host("any_address_as_zero", "0"),
    _host("link_local_of_six", "[fe80::1]"),
    _host("private_of_six", "[fd00::1]"),
    _host("multicast", "224.0.0.1"),
    _host("broadcast", "255.255.255.255"),
    _host("a_host_of_no_script", "xn--"),
    _host("a_host_of_another_script", "xn--a.example"),
    _host("a_host_with_a_tab", "127.0.0\t.1"),
    _host("a_host_with_a_backslash", "news.example\\@127.0.0.1"),
    _whole("a_network_path", "//[::1]/hit"),
    _whole("a_host_of_slashes", "http:///\\127.0.0.1/hit", "http"),
    _whole("no_host", "http:///hit", "http"),
    _whole("port_zero", "http://news.example:0/hit"),
    _whole("a_socket", "unix:///var/run/docker.sock"),
    _whole("http_over_a_socket", "http+unix://%2Fvar%2Frun%2Fdocker.sock/info"),
    _whole("gopher", "gopher://127.0.0.1:6379/_FLUSHALL"),
    _whole("a_shouted_file", "FILE:///etc/hostname"),
    _whole("a_file_with_a_host", "file://localhost/etc/hostname"),
    _whole("a_blank", "about:blank"),
    _whole("a_blob", "blob:http://127.0.0.1/1"),
    _whole("another_program", "ms-msdt:/id"),
    _whole("a_feed_of_a_feed", "feed:http://127.0.0.1:1/hit"),
    _whole("the_source_of_a_page", "view-source:http://127.0.0.1:1/hit"),
    _whole("a_letter", "mailto:me@127.0.0.1"),
    _whole("a_web_socket", "ws://127.0.0.1:1/hit"),
    _whole("a_very_long_address", "http://news.example/" + "a" * 60_000),
    _whole("a_very_long_name", f"http://{'a.' * 400}example/"),
    _whole("a_label_too_long", f"http://{'a' * 64}.example/"),
    _whole("letters_that_turn_round", "http://\u202eexample.invalid/"),
)
