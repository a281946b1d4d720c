"""Where a request comes from: the neighbourhood, never the whole address."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

PREFIX = {4: 24, 6: 64}


def network_of(request) -> str:
    """
    Return the network of the client as text, "" if it is unknown.

    X-Forwarded-For counts only behind our own proxy (TRUSTED_PROXIES), and of
    it only the last entry: those before it are what the client claims.
    """
    claimed = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        claimed = request.headers.get("X-Forwarded-For", claimed).rpartition(",")[2]
    try:
        address = ip_address(claimed.strip().partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{PREFIX[address.version]}", strict=False))
