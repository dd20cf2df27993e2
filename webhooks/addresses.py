"""Which addresses a message may be sent to: by form, before it is kept; by number, before each connection. Pure.

Whoever names an address makes our servers connect to it. So none may lead into the private network around them, however
it is spelt: a name is judged by the numbers that it stands for at the moment of the connection, and numbers that carry
other numbers in them (IPv4 in IPv6) by those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

LONGEST: Final = 500
PORTS: Final = {"https": 443, "http": 80}
LOWEST_FREE_PORT: Final = 1024
"""Beside the usual ones, only ports on which no mail server or other system service listens."""

# Nothing public is there (IANA's registries of special-purpose addresses). Python's own `is_global` differs from one
# version to the next, so both must agree.
NOT_PUBLIC: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
# IPv6 addresses that stand for an IPv4 address: which bits of them hold it, counted from the right.
CARRIERS: Final = (
    (ip_network("::ffff:0:0/96"), 0),
    (ip_network("::ffff:0:0:0/96"), 0),
    (ip_network("64:ff9b::/96"), 0),
    (ip_network("2002::/16"), 80),
)


class BadAddress(ValueError):
    """The address cannot be used; `reason` is a word for programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart. `host` is in ASCII, without brackets; `path` holds the query, too."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """What the request names as its host."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def read_address(url: str) -> Target:
    """Take an address apart. Raises BadAddress for what is none, or holds what has no place in it.

    >>> read_address("https://hooks.example/in?x=1")
    Target(scheme='https', host='hooks.example', port=443, path='/in?x=1')
    """
    if len(url) > LONGEST or not url.isprintable() or any(sign.isspace() or sign == "\\" for sign in url):
        raise BadAddress("malformed")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise BadAddress("malformed") from error
    if parts.scheme not in PORTS or not host:
        raise BadAddress("malformed")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("malformed")
    port = PORTS[parts.scheme] if port is None else port
    if port != PORTS[parts.scheme] and port < LOWEST_FREE_PORT:
        raise BadAddress("port")
    path = parts.path or "/"
    return Target(parts.scheme, _in_ascii(host), port, f"{path}?{parts.query}" if parts.query else path)


def check_address(url: str, *, allowed: Sequence[IPNetwork] = (), plain_http: bool = False) -> Target:
    """Judge an address by its form, when it is given. Raises BadAddress.

    Plain http is for developers (`plain_http`), and for the networks that the installation allows. A number in it is
    judged at once; a name is judged each time a message is sent.
    """
    target = read_address(url)
    if not target.is_secure and not plain_http and not allowed:
        raise BadAddress("insecure")
    try:
        number = ip_address(target.host)
    except ValueError:
        return target
    check_number(number, target, allowed=allowed, plain_http=plain_http)
    return target


def check_number(
    number: IPAddress, target: Target, *, allowed: Sequence[IPNetwork] = (), plain_http: bool = False
) -> None:
    """Judge one number that a target stands for. Raises BadAddress."""
    if is_allowed(number, allowed):
        return
    if not is_public(number):
        raise BadAddress("not-public")
    if not target.is_secure and not plain_http:
        raise BadAddress("insecure")


def is_allowed(number: IPAddress, allowed: Sequence[IPNetwork]) -> bool:
    """Whether the installation says that this number may be reached all the same."""
    return any(number.version == network.version and number in network for network in allowed)


def is_public(number: IPAddress) -> bool:
    """Whether this is a machine on the open internet, and no broadcast or multicast address.

    >>> [is_public(ip_address(text)) for text in ("9.9.9.9", "127.0.0.1", "::ffff:10.0.0.1", "2620:fe::fe")]
    [True, False, False, True]
    """
    inner = carried(number)
    if inner is not None:
        return is_public(inner)
    return number.is_global and not number.is_multicast and not is_allowed(number, NOT_PUBLIC)


def carried(number: IPAddress) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if any.

    >>> carried(ip_address("2002:7f00:1::")), carried(ip_address("64:ff9b::a00:1"))
    (IPv4Address('127.0.0.1'), IPv4Address('10.0.0.1'))
    """
    if isinstance(number, IPv4Address):
        return None
    for network, shift in CARRIERS:
        if number in network:
            return IPv4Address((int(number) >> shift) & 0xFFFFFFFF)
    return None


def read_networks(texts: Sequence[str]) -> tuple[IPNetwork, ...]:
    """The installation's allow-list. Raises ValueError for what is no network."""
    return tuple(ip_network(text) for text in texts)


def _in_ascii(host: str) -> str:
    """A host name as it travels. A scope (fe80::1%eth0) names one of our own network cards, and is refused."""
    if "%" in host:
        raise BadAddress("malformed")
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise BadAddress("malformed") from error
