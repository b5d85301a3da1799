"""From which network a request comes, for limits on how often something may be tried; never stored as it is."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_SITE = 64


def network_of(request: HttpRequest) -> str:
    """
    Give the visitor's address, of IPv6 the /64: one subscriber has 2**64 addresses of those.

    What a visitor writes into `X-Forwarded-For` counts for nothing: only the part that our own proxies added is read.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    seen = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(seen)
    except ValueError:
        return "local"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_SITE), strict=False))
    return str(address)
