"""From where somebody signs in: which browser and system, and which part of the network."""

import re
from ipaddress import ip_address, ip_network

from zhongshu.kit.models import Event

SIGNED_IN = "access.signed_in"
# So many earlier sign-ins are looked at.
_MOST = 200
_PREFIX = {4: 24, 6: 48}
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    (r"Edg(?:A|iOS)?/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/|FxiOS", "Firefox"),
    ("Chrome/|CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone|iPad", "iOS"),
    ("Android", "Android"),
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """The browser and the system that a user agent names, as pages show them; empty if neither."""
    found = [_first_of(known, user_agent) for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, found))


def network_of(ip: str) -> str:
    """The part of the network that an address lies in; providers move people about within it."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{_PREFIX[address.version]}", strict=False))


def is_new_place(event: Event) -> bool:
    """Whether somebody signed in with a device, or from a network, not seen with them before.

    The trail is what knows: of each account the newest sign-ins that are kept. The first of all
    is new by nature, and tells nobody anything.
    """
    earlier = Event.objects.filter(actor_id=event.actor_id, kind=SIGNED_IN, seq__lt=event.seq)
    places = list(earlier.order_by("-seq").values_list("user_agent", "ip")[:_MOST])
    devices = {device_of(agent) for agent, _ in places}
    networks = {network_of(ip) for _, ip in places}
    is_known = device_of(event.user_agent) in devices and network_of(event.ip) in networks
    return bool(places) and not is_known


def _first_of(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, text)), "")
