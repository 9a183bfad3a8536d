"""Which network addresses a fetch may reach: pure rules about IP addresses and the user's list.

A feed, a story or a redirect names hosts that the reader's owner never typed.  Those must lie
in the public internet, else a page could make the reader knock on the router, on a printer or
on a cloud machine's metadata service.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_NOT_PUBLIC_4: Final = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # shared by a provider's customers (CGNAT), RFC 6598
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the metadata service of cloud machines
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
    )
)
_GLOBAL_6: Final = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, among them Teredo and ORCHID, RFC 2928
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation, RFC 9637
    )
)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NOWHERE: Final = ipaddress.IPv4Address(0)
_LOOPBACK: Final = ipaddress.IPv4Address("127.0.0.1")
_NUMBER: Final = re.compile(r"0x([0-9a-f]*)|([0-9]+)", re.ASCII)


def literal(host: str) -> IPAddress | None:
    """The address that ``host`` spells out (brackets and zone taken off), None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def spelled_out(host: str) -> IPAddress | None:
    """The address that ``host`` spells out for whoever is lenient: escaped, with a dot behind it,
    as one number or with octal and hexadecimal parts; for ``localhost`` loopback, and for numbers
    that are no address one where nobody is.  None for a name.
    """
    host = unquote(host).lower().rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return _LOOPBACK
    found = literal(host)
    if found is not None or not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return found
    try:
        *first, last = (_number(part) for part in host.split("."))
        if any(number > 255 for number in first) or len(first) > 3:
            return _NOWHERE
        whole = sum(number << 8 * (3 - place) for place, number in enumerate(first))
        return ipaddress.IPv4Address(whole + last) if last < 1 << 8 * (4 - len(first)) else _NOWHERE
    except ValueError:
        return _NOWHERE


def _number(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 40:
        raise ValueError(text)
    if found[1] is not None:
        return int(found[1] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def is_public(address: IPAddress) -> bool:
    """Whether ``address`` lies in the public internet.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64) are as public as that one.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address.sixtofour is not None:
        return is_public(address.sixtofour)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_6 and not any(address in network for network in _NOT_PUBLIC_6)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The user's ``allow_private``: hosts, host-and-port pairs, and networks."""

    hosts: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[IPNetwork, ...] = ()

    def permits(self, host: str, port: int, address: IPAddress | None) -> bool:
        """Whether ``host:port``, found at ``address``, stands on the list."""
        host = host.lower().strip("[]").rstrip(".")
        if host in self.hosts or (host, port) in self.pairs:
            return True
        if address is None:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(
            address in network for network in self.networks if network.version == address.version
        )


def read_allowed(entries: Iterable[str]) -> Allowed:
    """``entries`` (``host``, ``host:port`` or a CIDR) as :class:`Allowed`.

    Raises ValueError, naming the entry, for one that is none of these.
    """
    hosts: set[str] = set()
    pairs: set[tuple[str, int]] = set()
    networks: list[IPNetwork] = []
    for entry in entries:
        network = network_of(entry)
        if network is not None:
            networks.append(network)
            continue
        host, port = _pair(entry)
        if port is None:
            hosts.add(host)
        else:
            pairs.add((host, port))
    return Allowed(frozenset(hosts), frozenset(pairs), tuple(networks))


def network_of(entry: str) -> IPNetwork | None:
    """The network (CIDR) or single address that ``entry`` spells out, None for anything else."""
    try:
        return ipaddress.ip_network(entry.strip().strip("[]"), strict=False)
    except ValueError:
        return None


def _pair(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.strip().lower().rpartition(":")
    if not colon:
        host, port = port, ""
    elif not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"not a host, host:port or network: {entry!r}")
    host = host.strip("[]").rstrip(".")
    if not host or any(c in host for c in "/@?# ") or (":" in host and literal(host) is None):
        raise ValueError(f"not a host, host:port or network: {entry!r}")
    return host, int(port) if port else None
