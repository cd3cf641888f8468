"""Addresses that no page of the open web has: every network that is private, reserved, or a way round to one."""

from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network

_REFUSED_V4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT; Alibaba's metadata service
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # Azure's platform service, on an address that is otherwise public
            "169.254.0.0/16",  # link-local; the metadata services of most clouds
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; Oracle's metadata service
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
"""All of IPv6 that is given out for the open web. Outside are loopback, IPv4-mapped and -compatible addresses, NAT64
(64:ff9b::/96, 64:ff9b:1::/48), discard-only, unique local (with AWS's metadata service), link-local, site-local and
multicast addresses."""
_REFUSED_V6 = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which leads to any IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)


def names_this_machine(host: str) -> bool:
    """Tell whether a name or an address in a link leads whoever follows it to a machine or network of their own."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    is_address = ":" in name or name.replace(".", "").isdecimal()
    return is_address and is_refused(name)


def is_refused(address: str) -> bool:
    """Tell whether an IP address must not be connected to; what is no IP address must not either."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(found, IPv4Address):
        return any(found in net for net in _REFUSED_V4)
    return found not in _GLOBAL_V6 or any(found in net for net in _REFUSED_V6)
