"""Which network addresses may be reached."""

from __future__ import annotations

import ipaddress

import pytest

from reader.web.addresses import is_public, literal, read_allowed, spelled_out


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.255.0.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9",
        "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "fec0::1", "100::1", "3fff::1",
    ],
)  # fmt: skip
def test_an_address_of_a_private_or_special_network_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "223.255.255.254",
        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2002:808:808::",
    ],
)  # fmt: skip
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_a_name_is_no_literal_address_and_brackets_and_zones_are_taken_off() -> None:
    assert literal("example.org") is None
    assert str(literal("[::1]")) == "::1"
    assert str(literal("fe80::1%eth0")) == "fe80::1"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"),
        ("0x7F.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"), ("%31%32%37.0.0.1", "127.0.0.1"), ("localhost.", "127.0.0.1"),
        ("X.LOCALHOST", "127.0.0.1"), ("169.254.43518", "169.254.169.254"), ("0", "0.0.0.0"),
        ("0x", "0.0.0.0"), ("1.2.3.4.5", "0.0.0.0"), ("256.1.1.1", "0.0.0.0"), ("1.2.3.256", "0.0.0.0"),
        ("1.16777216", "0.0.0.0"), ("1.16777215", "1.255.255.255"), ("9" * 5000, "0.0.0.0"),
        ("4294967297", "0.0.0.0"), ("08.0.0.1", "0.0.0.0"), ("a.1", "0.0.0.0"), ("8.8.8.8", "8.8.8.8"),
        ("[::1]", "::1"),
    ],
)  # fmt: skip
def test_an_address_is_known_in_every_way_to_spell_it(host: str, address: str) -> None:
    assert str(spelled_out(host)) == address


@pytest.mark.parametrize(
    "host", ["example.org", "1.example", "x7f.example", "localhost.example", ""]
)
def test_a_name_spells_no_address(host: str) -> None:
    assert spelled_out(host) is None


def test_the_allow_list_knows_hosts_pairs_and_networks() -> None:
    allowed = read_allowed(["Printer.lan", "nas:8080", "10.1.0.0/16", "[fd00::1]:81"])
    inside = ipaddress.ip_address("10.1.2.3")
    outside = ipaddress.ip_address("10.2.2.3")
    assert allowed.permits("printer.lan", 99, outside)
    assert allowed.permits("nas", 8080, outside)
    assert not allowed.permits("nas", 8081, outside)
    assert allowed.permits("anything", 1, inside)
    assert not allowed.permits("anything", 1, outside)
    assert allowed.permits("anything", 1, ipaddress.ip_address("::ffff:10.1.2.3"))
    assert allowed.permits("[fd00::1]", 81, ipaddress.ip_address("fd00::1"))
    assert not allowed.permits("fd00::1", 80, ipaddress.ip_address("fd00::1"))


@pytest.mark.parametrize(
    "entry", ["", "host:notaport", "host:0", "http://host", "a b", "host:99999"]
)
def test_an_allow_list_entry_that_is_no_place_is_refused_by_name(entry: str) -> None:
    with pytest.raises(ValueError, match="not a host"):
        read_allowed([entry])
