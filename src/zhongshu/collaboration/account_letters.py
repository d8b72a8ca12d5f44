"""What a letter says of a change to one's own sign-in: what, when, from where, what to do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

_WORDS: dict[str, dict[str, str]] = {
    "zh-CN": {
        "app_added": "您的账号添加了验证器应用",
        "app_removed": "您的账号移除了验证器应用",
        "passkey_added": "您的账号添加了通行密钥“{name}”",
        "passkey_removed": "您的账号移除了通行密钥“{name}”",
        "factors_reset": "您账号的双因素认证已被重置，所有登录均已结束",
        "recovery_codes_replaced": "您的账号重新生成了恢复码，之前的恢复码已失效",
        "recovery_code_used": "您的账号使用了一个恢复码",
        "password_changed": "您账号的密码已修改，其他登录均已结束",
        "password_reset": "您账号的密码已被重置，所有登录均已结束",
        "identity_linked": "统一登录“{name}”已关联到您的账号",
        "identity_unlinked": "统一登录“{name}”已与您的账号取消关联",
        "new_place": "您的账号在新的设备或地点登录",
        "token_issued": "您的账号新建了访问令牌“{name}”，有效期至 {expires}",
        "when": "时间：{when}",
        "by": "操作人：{by}",
        "from": "来自：{place}",
        "unknown": "未知设备",
        "remedy": "如果不是您本人操作：{remedy}",
        "remedy_other": "如果您没有提出此要求：{remedy}",
        "remove": "请在“登录与安全”中移除它，结束其他登录，并修改密码。",
        "restore": "请在“登录与安全”中重新设置，结束其他登录，并修改密码。",
        "codes": "请在“登录与安全”中重新生成恢复码，结束其他登录，并修改密码。",
        "session": "请在“登录与安全”中结束该登录，并修改密码。",
        "revoke": "请在“登录与安全”中撤销它，结束其他登录，并修改密码。",
        "administrator": "请立即联系管理员。",
        "why": "这封邮件关系到您的账号安全，无法关闭。",
    },
    "en": {
        "app_added": "An authenticator app was added to your account",
        "app_removed": "The authenticator app of your account was removed",
        "passkey_added": "The passkey “{name}” was added to your account",
        "passkey_removed": "The passkey “{name}” of your account was removed",
        "factors_reset": "The second factors of your account were reset, "
        "and all its sessions ended",
        "recovery_codes_replaced": "New recovery codes were made for your account; "
        "the earlier ones no longer work",
        "recovery_code_used": "A recovery code of your account was used",
        "password_changed": "The password of your account was changed, "
        "and its other sessions ended",
        "password_reset": "The password of your account was reset, and all its sessions ended",
        "identity_linked": "The single sign-on “{name}” was linked to your account",
        "identity_unlinked": "The single sign-on “{name}” was unlinked from your account",
        "new_place": "Your account was signed in to on a new device or in a new place",
        "token_issued": "The token “{name}” was made for your account; it is valid until {expires}",
        "when": "When: {when}",
        "by": "By: {by}",
        "from": "From: {place}",
        "unknown": "an unknown device",
        "remedy": "If that was not you: {remedy}",
        "remedy_other": "If you did not ask for that: {remedy}",
        "remove": "remove it under “Sign-in and security”, end your other sessions and change your "
        "password.",
        "restore": "set it up again under “Sign-in and security”, end your other sessions and "
        "change your password.",
        "codes": "make new codes under “Sign-in and security”, end your other sessions and change "
        "your password.",
        "session": "end that session under “Sign-in and security” and change your password.",
        "revoke": "revoke it under “Sign-in and security”, end your other sessions and change your "
        "password.",
        "administrator": "tell an administrator at once.",
        "why": "This mail is about the safety of your account and cannot be switched off.",
    },
}
_REMEDIES = {
    "app_added": "remove",
    "passkey_added": "remove",
    "identity_linked": "remove",
    "app_removed": "restore",
    "passkey_removed": "restore",
    "identity_unlinked": "restore",
    "recovery_codes_replaced": "codes",
    "recovery_code_used": "codes",
    "new_place": "session",
    "token_issued": "revoke",
}


def words_of(language: str) -> Mapping[str, str]:
    """The words of a language, or those of the product's own."""
    return _WORDS.get(language, _WORDS["zh-CN"])


def sentence(item: Mapping[str, Any], language: str) -> str:
    """What was changed."""
    words, data = words_of(language), item["data"]
    is_english = words is _WORDS["en"]
    name = (is_english and data.get("name_en")) or data.get("name", "")
    return words[data["what"]].format(name=name, expires=_minute(data.get("expires")))


def details(item: Mapping[str, Any], language: str, *, system: str) -> list[str]:
    """When it was, by whom or from where, and what to do if it should not have been."""
    words, data = words_of(language), item["data"]
    told = [words["when"].format(when=_minute(data["when"]))]
    is_own = "ip" in data
    if is_own:
        place = ", ".join(filter(None, (data["device"] or words["unknown"], data["ip"])))
        told.append(words["from"].format(place=place))
    else:
        told.append(words["by"].format(by=item["by"]["name"] if item["by"] else system))
    remedy = words[_REMEDIES.get(data["what"], "administrator")]
    told.append(words["remedy" if is_own else "remedy_other"].format(remedy=remedy))
    return told


def _minute(instant: str | None) -> str:
    """An instant in the time zone of the installation, named."""
    if not instant:
        return ""
    local = timezone.localtime(datetime.fromisoformat(instant))
    return f"{local:%Y-%m-%d %H:%M} ({timezone.get_default_timezone_name()})"
