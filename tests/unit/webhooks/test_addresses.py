"""Where messages may go: the table of tricks by which somebody could make our servers speak to themselves."""

from ipaddress import ip_address

import pytest

from webhooks.addresses import (
    BadAddress,
    check_address,
    check_number,
    is_public,
    read_address,
    read_networks,
)

LOOPBACK = read_networks(["127.0.0.0/8", "::1/128"])

NOT_PUBLIC = [
    # This machine, in every spelling of IPv4 and in the IPv6 addresses that carry it.
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "::1",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::127.0.0.1",
    "2002:7f00:1::",
    "2002:7f00:1::1",
    # Private networks, and what carries them.
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:a00:1::",
    "fc00::1",
    "fd12:3456:789a::1",
    # What providers keep their machines' credentials behind.
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fd00:ec2::254",
    "100.100.100.200",
    # Link-local, carrier-grade, protocol assignments, documentation, benchmarks, 6to4 relays, Teredo, discard.
    "169.254.0.1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "198.19.255.255",
    "192.88.99.1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    # To many at once, and reserved.
    "224.0.0.1",
    "239.255.255.255",
    "255.255.255.255",
    "240.0.0.1",
    "ff02::1",
    "ff05::2",
    "::ffff:224.0.0.1",
    "::ffff:255.255.255.255",
]
PUBLIC = ["1.1.1.1", "9.9.9.9", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2620:fe::fe", "2a00:1450:4007:80f::200e"]
PUBLIC_CARRIED = ["::ffff:9.9.9.9", "64:ff9b::9.9.9.9", "2002:909:909::1"]


@pytest.mark.parametrize("number", NOT_PUBLIC)
def test_numbers_that_lead_inwards_are_refused_however_they_are_written(number):
    assert not is_public(ip_address(number))
    target = read_address("https://hooks.example/")
    with pytest.raises(BadAddress, match="not-public"):
        check_number(ip_address(number), target)
    host = f"[{number}]" if ":" in number else number
    with pytest.raises(BadAddress, match="not-public"):
        check_address(f"https://{host}/")


@pytest.mark.parametrize("number", PUBLIC + PUBLIC_CARRIED)
def test_numbers_on_the_open_internet_are_not(number):
    assert is_public(ip_address(number))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "hooks.internal"])
def test_names_and_odd_spellings_are_left_to_the_moment_of_the_connection(host):
    """They stand for a number only once they are looked up, and are judged by it then: see the tests of the wire."""
    assert check_address(f"https://{host}/").host == host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example",
        "//hooks.example/",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "https://",
        "https:///in",
        "https://user@hooks.example/",
        "https://user:word@hooks.example/",
        "https://hooks.example/#there",
        "https://hooks.example\\@127.0.0.1/",
        "https://hooks.example/in\r\nHost: other",
        "https://hooks.example/ in",
        "https://hooks.example\u2028/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://hooks.example:port/",
        "https://hooks.example:99999/",
        f"https://hooks.example/{'x' * 500}",
        "https://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_plain_address_is_refused(url):
    with pytest.raises(BadAddress):
        check_address(url)


@pytest.mark.parametrize("port", [0, 22, 25, 80, 111, 1023])
def test_ports_of_system_services_are_refused(port):
    with pytest.raises(BadAddress, match="port"):
        check_address(f"https://hooks.example:{port}/")


def test_an_address_is_taken_apart_as_it_travels():
    target = read_address("https://Hooks.Example.:8443/in?key=a%20b&x=")
    assert (target.host, target.port, target.path) == ("hooks.example", 8443, "/in?key=a%20b&x=")
    assert target.host_header == "hooks.example:8443"
    assert read_address("https://hooks.example").path == "/"
    assert read_address("https://müller.example/").host == "xn--mller-kva.example"
    assert read_address("https://[2620:fe::fe]/").host_header == "[2620:fe::fe]"


def test_plain_http_is_for_developers_and_for_networks_that_the_installation_allows():
    with pytest.raises(BadAddress, match="insecure"):
        check_address("http://hooks.example/")
    assert check_address("http://hooks.example/", plain_http=True).port == 80
    assert check_address("http://127.0.0.1:9000/", allowed=LOOPBACK).port == 9000
    with pytest.raises(BadAddress, match="insecure"):
        check_address("http://9.9.9.9/", allowed=LOOPBACK)


def test_the_allow_list_opens_what_it_names_and_nothing_else():
    assert check_address("https://127.0.0.1/", allowed=LOOPBACK)
    assert check_address("https://[::1]:8443/", allowed=LOOPBACK)
    for other in ("10.0.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "[fe80::1]"):
        with pytest.raises(BadAddress, match="not-public"):
            check_address(f"https://{other}/", allowed=LOOPBACK)


def test_a_developers_machine_is_not_opened_by_plain_http_alone():
    with pytest.raises(BadAddress, match="not-public"):
        check_address("http://127.0.0.1:8000/", plain_http=True)
