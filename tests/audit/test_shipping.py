"""Every event reaches the syslog server, also after a kill in the middle."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from tests.audit.conftest import NOW, happen, owning_the_database, seal_and_sign
from zhongshu.kit import append_only
from zhongshu.kit.audit.shipping import NotShipped, Shipper, n_waiting
from zhongshu.kit.audit.watching import alarms
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def syslog(
    *,
    context: ssl.SSLContext | None = None,
    takes: int | None = None,
    held: threading.Event | None = None,
):
    """A server that reads whole batches; after ``takes`` of them it breaks off in the middle.

    With ``held`` it reads one more to its end, sets that, and does not say that it has it.
    """
    taken: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                peer, _ = listening.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(10)
                if takes is not None and len(taken) >= takes:
                    if held is not None:
                        taken.append(read_all(peer))
                        held.set()
                        ended.wait(30)
                        continue
                    peer.recv(100)
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    continue
                with suppress(ssl.SSLError):
                    secure = context.wrap_socket(peer, server_side=True) if context else peer
                    taken.append(read_all(secure))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], taken
    finally:
        ended.set()
        listening.close()


def read_all(peer: socket.socket) -> bytes:
    content = b""
    while piece := peer.recv(65536):
        content += piece
    if isinstance(peer, ssl.SSLSocket):
        peer.unwrap().close()
    return content


def events_in(batches: list[bytes]) -> list[int]:
    """The numbers of the events in the frames."""
    found = []
    for batch in batches:
        while batch:
            length, _, batch = batch.partition(b" ")
            message, batch = batch[: int(length)], batch[int(length) :]
            assert message.startswith(b"<110>1 ")
            found.append(json.loads(message[message.index(b"{") :])["seq"])
    return found


def all_numbers() -> list[int]:
    return list(Event.objects.order_by("seq").values_list("seq", flat=True))


def test_every_event_is_shipped_once_and_in_order():
    happen(7)
    with syslog() as (port, taken):
        shipper = Shipper(f"syslog+tcp://127.0.0.1:{port}")

        assert shipper.ship() == 7
        happen(2)
        assert (shipper.ship(), shipper.ship()) == (2, 0)

    assert events_in(taken) == all_numbers()
    assert n_waiting() == 0


def test_a_batch_that_was_not_taken_is_sent_again(monkeypatch):
    monkeypatch.setattr("zhongshu.kit.audit.shipping._BATCH", 3)
    happen(8)
    with syslog(takes=1) as (port, before), pytest.raises(NotShipped):
        Shipper(f"syslog+tcp://127.0.0.1:{port}").ship()
    assert n_waiting() == 5

    with syslog() as (port, after):
        Shipper(f"syslog+tcp://127.0.0.1:{port}").ship()

    assert events_in(before + after) == all_numbers()


SHIPPING = """
import os, django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["NAME"]
settings.AUDIT_SHIPPING = os.environ["ADDRESS"]
from zhongshu.config.runtime import Runtime
from zhongshu.kit.audit import shipping
shipping._BATCH = 3
Runtime()._ship()
"""


@contextmanager
def shipping_process(port: int):
    """A process that ships, as a server has it beside its requests; it is killed at the end."""
    environment = os.environ | {
        "NAME": str(connection.settings_dict["NAME"]),
        "ADDRESS": f"syslog+tcp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    child = subprocess.Popen([sys.executable, "-c", SHIPPING], env=environment)
    try:
        yield
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait(10)


def test_after_a_kill_nothing_is_lost_and_one_batch_comes_twice_at_most():
    happen(8)
    held = threading.Event()
    with syslog(takes=1, held=held) as (port, before), shipping_process(port):
        assert held.wait(60)
    happen(1)
    assert n_waiting() == 6

    with syslog() as (port, after), shipping_process(port):
        end = time.monotonic() + 60
        while n_waiting() and time.monotonic() < end:
            time.sleep(0.05)

    numbers = all_numbers()
    assert (events_in(before), events_in(after)) == (numbers[:6], numbers[3:])


def test_a_server_that_is_away_loses_nothing():
    happen(3)
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()

    with pytest.raises(NotShipped):
        Shipper(f"syslog+tcp://127.0.0.1:{port}").ship()

    assert n_waiting() == 3


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    key, file = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", str(key), "-out", str(file), "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context, file


def test_shipped_over_tls_to_a_server_that_is_trusted(certificate, monkeypatch):
    context, file = certificate
    happen(4)
    with syslog(context=context) as (port, taken):
        address = f"syslog+tls://127.0.0.1:{port}"
        monkeypatch.setattr(settings, "AUDIT_SHIPPING_CA", str(file))

        assert Shipper(address).ship() == 4

    assert events_in(taken) == all_numbers()


def test_nothing_is_shipped_to_a_server_that_is_not_trusted(certificate):
    context, _ = certificate
    happen(4)
    with syslog(context=context) as (port, _), pytest.raises(NotShipped):
        Shipper(f"syslog+tls://127.0.0.1:{port}").ship()

    assert n_waiting() == 4


def test_alarms_tell_what_is_wrong(monkeypatch):
    happen(3)
    seal_and_sign()
    assert alarms(now=NOW + timedelta(days=1)) == []

    [late, *_] = happen(1)
    assert alarms(now=late.recorded_at + timedelta(minutes=16)) == ["sealing_late"]
    monkeypatch.setattr(settings, "AUDIT_SHIPPING", "syslog+tcp://127.0.0.1:1")
    told = alarms(now=late.recorded_at + timedelta(minutes=16))
    assert told == ["sealing_late", "shipping_late"]
    with owning_the_database():
        assert f"unguarded:{append_only.TABLES[0]}_no_update" in alarms(now=NOW)
    assert append_only.missing_guards(connection) == []
