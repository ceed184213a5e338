"""The address guard: which URLs may be asked for at all (OWASP SSRF prevention).

Everything that leaves this machine on behalf of outside text (crawler, check page,
webhooks) passes here: first the URL, then each address its host name resolves to. The
caller must connect to an address that this module returned, not to the name again:
a name may resolve to something else the second time (DNS rebinding).
"""

import ipaddress
import socket
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from lurewatch.errors import AddressRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address is global unicast, also when IPv6 merely wraps an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo is not None:
            inner = address.teredo[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def origin_of(url: str) -> str:
    """`scheme://host:port` of a URL, lower case, the port always written.

    Raises:
        AddressRefused: not an http or https URL, or one with a user name or without a host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(f"not a URL: {error}") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise AddressRefused("only http and https URLs are fetched")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("a URL with a user name or password is not fetched")
    if not parts.hostname:
        raise AddressRefused("the URL has no host")
    host = parts.hostname.rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}:{port or _DEFAULT_PORTS[parts.scheme]}"


def check_url(url: str, allowed_private_origins: Collection[str] = ()) -> bool:
    """Check all of a URL that can be judged without resolving its host.

    Returns:
        True where the origin is on the list of allowed private origins, else False.

    Raises:
        AddressRefused: scheme, credentials, or an address literal that is not public.
    """
    origin = origin_of(url)
    if origin in {origin_of(allowed) for allowed in allowed_private_origins}:
        return True
    host = urlsplit(origin).hostname or ""
    try:
        literal = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    if not is_public(literal):
        raise AddressRefused("the URL leads to a private, loopback or reserved address")
    return False


def check_resolved(addresses: Sequence[str]) -> None:
    """Refuse a host unless every address it resolves to is public.

    One private address among public ones is refused whole: it is the sign of a rebinding
    name, and the connection could land on either.

    Raises:
        AddressRefused: no address, or one that is not public.
    """
    if not addresses:
        raise AddressRefused("the host name does not resolve")
    for address in addresses:
        if not is_public(ipaddress.ip_address(address.split("%")[0])):
            raise AddressRefused("the host name leads to a private, loopback or reserved address")


def resolve(url: str, allowed_private_origins: Collection[str] = ()) -> list[str]:
    """Resolve a URL's host to the addresses that may be connected to.

    Raises:
        AddressRefused: as `check_url` and `check_resolved`, or the name does not resolve.
    """
    allowed = check_url(url, allowed_private_origins)
    parts = urlsplit(origin_of(url))
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("the host name does not resolve") from None
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not allowed:
        check_resolved(addresses)
    return addresses
