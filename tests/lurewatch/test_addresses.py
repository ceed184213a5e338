import socket
from ipaddress import ip_address

import pytest

from lurewatch.addresses import check_resolved, check_url, is_public, origin_of, resolve
from lurewatch.errors import AddressRefused

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_global_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]:8080/x",
        "http://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://user:pass@example.com/",
        "http:///nohost",
        "http://example.com:99999/",
        "//example.com/",
        "not a url",
    ],
)
def test_urls_that_are_never_fetched(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_names_and_odd_literals_that_resolve_to_loopback_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        resolve(f"http://{host}:8080/")


def test_an_allowed_origin_is_exact() -> None:
    allowed = ["http://127.0.0.1:8010"]
    assert check_url("http://127.0.0.1:8010/jobs", allowed)
    assert resolve("http://127.0.0.1:8010/jobs", allowed) == ["127.0.0.1"]
    for other in ("http://127.0.0.1:8011/", "https://127.0.0.1:8010/", "http://127.0.0.2:8010/"):
        with pytest.raises(AddressRefused):
            check_url(other, allowed)


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    check_resolved(["1.1.1.1", "2606:4700::1111"])
    with pytest.raises(AddressRefused):
        check_resolved(["1.1.1.1", "10.0.0.1"])
    with pytest.raises(AddressRefused):
        check_resolved([])


def test_a_name_that_resolves_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lie(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(socket, "getaddrinfo", lie)
    with pytest.raises(AddressRefused):
        resolve("http://innocent.example/")


def test_origins_are_canonical() -> None:
    assert origin_of("HTTP://Example.COM./a?b#c") == "http://example.com:80"
    assert origin_of("https://[2001:db8::1]/") == "https://[2001:db8::1]:443"
