"""The identity providers that an installation trusts, read from its file."""

import importlib.util
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

OIDC, SAML = "openid_connect", "saml"
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SHARED = {"id", "name", "name_en", "provision", "second_factor_acr", "trusts_second_factor"}
_KEYS = {
    OIDC: {*_SHARED, "issuer", "client_id", "client_secret", "hosts", "scopes"},
    SAML: {*_SHARED, "entity_id", "sso_url", "certificate", "subject", "email", "display_name"},
}
_NEEDED = {
    OIDC: ("id", "name", "issuer", "client_id", "client_secret"),
    SAML: ("id", "name", "entity_id", "sso_url", "certificate"),
}


class BadProvider(ValueError):
    """The file of identity providers cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One provider. ``issuer`` is the name under which it signs, ``hosts`` where it may be asked.

    ``provision`` lets it bring accounts that are not there yet; ``trusts_second_factor`` takes
    its word that it asked for one, as ``amr`` or one of ``second_factor_acr`` tells.
    """

    kind: str
    id: str
    name: str
    name_en: str
    issuer: str
    client_id: str
    secret: str = field(repr=False, default="")
    provision: bool = False
    trusts_second_factor: bool = False
    second_factor_acr: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    settings: dict[str, Any] = field(default_factory=dict, repr=False)


def read(file: Path | None) -> tuple[IdentityProvider, ...]:
    """The providers in a file of `[[oidc]]` and `[[saml]]` tables; none without a file.

    Raises
    ------
    BadProvider
        If the file is not there, is no TOML, or holds a table that cannot be used.
    """
    if file is None:
        return ()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadProvider(f"ZHONGSHU_SSO_FILE: {error}") from error
    if unknown := sorted(set(content) - {"oidc", "saml"}):
        raise BadProvider(f"ZHONGSHU_SSO_FILE: {unknown[0]} is neither [[oidc]] nor [[saml]]")
    found = [
        *(_oidc(_checked(one, OIDC)) for one in content.get("oidc", [])),
        *(_saml(_checked(one, SAML)) for one in content.get("saml", [])),
    ]
    if len({one.id for one in found}) < len(found):
        raise BadProvider("ZHONGSHU_SSO_FILE: two providers have one id")
    return tuple(found)


def _checked(table: dict[str, Any], kind: str) -> dict[str, Any]:
    name = table.get("id", "?")
    for key in _NEEDED[kind]:
        if not table.get(key):
            raise BadProvider(f"ZHONGSHU_SSO_FILE: {name} lacks {key}")
    if unknown := sorted(set(table) - _KEYS[kind]):
        raise BadProvider(f"ZHONGSHU_SSO_FILE: {name} has a key {unknown[0]} that means nothing")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise BadProvider(f"ZHONGSHU_SSO_FILE: {name!r}: an id is small letters, digits and -")
    return table


def _shared(table: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": table["id"],
        "name": table["name"],
        "name_en": table.get("name_en", table["name"]),
        "provision": bool(table.get("provision", False)),
        "trusts_second_factor": bool(table.get("trusts_second_factor", False)),
        "second_factor_acr": tuple(table.get("second_factor_acr", ())),
    }


def _oidc(table: dict[str, Any]) -> IdentityProvider:
    issuer = table["issuer"]
    host = _safe_host(issuer, table["id"], "issuer")
    return IdentityProvider(
        kind=OIDC,
        issuer=issuer,
        client_id=table["client_id"],
        secret=table["client_secret"],
        hosts=frozenset({host, *table.get("hosts", ())}),
        settings={
            "server_url": issuer.rstrip("/"),
            "scope": table.get("scopes", ["openid", "profile", "email"]),
        },
        **_shared(table),
    )


def _saml(table: dict[str, Any]) -> IdentityProvider:
    if importlib.util.find_spec("onelogin") is None:
        raise BadProvider("ZHONGSHU_SSO_FILE: SAML needs its extra: pip install 'zhongshu[saml]'")
    host = _safe_host(table["sso_url"], table["id"], "sso_url")
    mapping = {
        "uid": table.get("subject", "urn:oasis:names:tc:SAML:attribute:subject-id"),
        "email": table.get("email", "urn:oid:0.9.2342.19200300.100.1.3"),
        "name": table.get("display_name", "urn:oid:2.16.840.1.113730.3.1.241"),
    }
    idp = {
        "entity_id": table["entity_id"],
        "sso_url": table["sso_url"],
        "x509cert": table["certificate"],
    }
    return IdentityProvider(
        kind=SAML,
        issuer=table["entity_id"],
        client_id=table["id"],
        hosts=frozenset({host}),
        settings={"idp": idp, "attribute_mapping": mapping, "advanced": _STRICT},
        **_shared(table),
    )


_STRICT = {
    "strict": True,
    "want_assertion_signed": True,
    "want_name_id": True,
    "want_attribute_statement": False,
    "reject_deprecated_algorithm": True,
    "reject_idp_initiated_sso": True,
    "allow_single_label_domains": True,
}


def _safe_host(address: str, name: str, key: str) -> str:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK):
        return host
    raise BadProvider(f"ZHONGSHU_SSO_FILE: {name}: {key} begins with https://")
