"""SEC-19: nothing about signing in tells whether there is such an account."""

import statistics
import time
from collections import defaultdict
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.access.signin.people import with_app
from tests.factories.access import PASSWORD, UserFactory
from tests.wire import Wire
from zhongshu.access.passwords import Argon2id

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARGON = override_settings(PASSWORD_HASHERS=["zhongshu.access.passwords.Argon2id"])
OPEN_DOOR = override_settings(ACCOUNT_RATE_LIMITS={})


def accounts() -> dict[str, str]:
    """A name of each kind that a stranger might try."""
    known, closed, strong = UserFactory.create_batch(3)
    closed.is_active = False
    closed.save()
    with_app(strong)
    empty = UserFactory.create()
    empty.set_unusable_password()
    empty.save()
    return {
        "unknown": "nobody",
        "known": known.username,
        "closed": closed.username,
        "with a second factor": strong.username,
        "without a password": empty.username,
    }


def attempt(username: str, password: str = "guess-guess-guess"):
    client = Wire()
    return client, client.call("post", "/session", {"username": username, "password": password})


def seen(client: Wire, answer) -> tuple[object, ...]:
    """All that a stranger observes, but the number of the request."""
    headers = {name: value for name, value in answer.items() if name != "X-Request-Id"}
    return answer.status_code, answer.content, headers, sorted(client.cookies)


@OPEN_DOOR
def test_every_name_gets_the_same_answer():
    observed = {kind: seen(*attempt(name)) for kind, name in accounts().items()}

    assert len({repr(one) for one in observed.values()}) == 1


@OPEN_DOOR
def test_closed_account_with_the_right_password_looks_like_a_wrong_one():
    names = accounts()

    assert seen(*attempt(names["closed"], PASSWORD)) == seen(*attempt(names["unknown"]))


@ARGON
@OPEN_DOOR
def test_every_name_costs_one_hash():
    names = accounts()
    counted: dict[str, int] = {}

    for kind, name in names.items():
        with (
            patch.object(Argon2id, "encode", autospec=True, side_effect=Argon2id.encode) as made,
            patch.object(Argon2id, "verify", autospec=True, side_effect=Argon2id.verify) as checked,
        ):
            attempt(name)
        counted[kind] = made.call_count + checked.call_count

    assert counted == dict.fromkeys(names, 1)


def test_a_thousand_attempts_at_one_account_are_five():
    user = UserFactory.create()
    client = Wire()
    body = {"username": user.username, "password": "guess"}

    statuses = [client.call("post", "/session", body).status_code for _ in range(1000)]

    assert statuses == [401] * 5 + [429] * 995


def test_a_thousand_names_from_one_address_are_twenty():
    client = Wire()

    statuses = [
        client.call("post", "/session", {"username": f"n{n}", "password": "x"}).status_code
        for n in range(1000)
    ]

    assert statuses[:20] == [401] * 20
    assert statuses.count(401) <= 40  # a minute may have gone by
    assert set(statuses) == {401, 429}


def test_unknown_name_is_locked_as_a_known_one():
    user = UserFactory.create()
    for name in ("nobody", user.username):
        cache.clear()
        statuses = [attempt(name)[1].status_code for _ in range(6)]
        assert statuses == [401] * 5 + [429]


@OPEN_DOOR
def test_single_sign_on_is_offered_to_everybody_alike():
    asked = [Wire().get("/api/v1/session").json()["providers"] for _ in range(2)]

    assert asked[0] == asked[1] == [{"id": "corp", "name": "公司", "name_en": "Company"}]


# The floor below which a difference of means is noise, at several thousand times fewer samples
# than an attacker over a network would need.
MOST_T = 4.5


@ARGON
@OPEN_DOOR
def test_time_tells_no_name_from_another(record_property):
    names = accounts()
    attempt(names["known"])
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in range(25):
        for kind, name in names.items():
            began = time.thread_time()
            attempt(name)
            taken[kind].append(time.thread_time() - began)

    found = {kind: welch(taken["unknown"], taken[kind]) for kind in names if kind != "unknown"}

    # A machine under load is no clock: that each costs one hash is the test that decides.
    record_property("welch_t", found)
    assert all(abs(t) < 10 * MOST_T for t in found.values()), found


def welch(one: list[float], other: list[float]) -> float:
    """Welch's t of two samples."""
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return float((statistics.mean(one) - statistics.mean(other)) / spread**0.5)


def test_attempts_count_for_somebody_who_is_signed_in_and_sends_a_key():
    client = Wire(UserFactory.create())
    victim = {"username": UserFactory.create().username, "password": "guess"}

    statuses = [client.call("post", "/session", victim).status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]
