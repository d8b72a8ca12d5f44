"""Identity providers for the tests: a real one in a process of its own, and one that forges."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.wire import Wire
from zhongshu.access.signin.idps import IdentityProvider, read

FOLDER = Path(__file__).parents[3] / "web" / "tools" / "idp"
SECRET = "a-secret-that-only-the-tests-know"
CALLBACK = "http://testserver/sso/oidc/{}/callback"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def provider_process(*ids: str) -> Iterator[str]:
    """Start oidc-provider, and tell its issuer once it answers."""
    port = free_port()
    node = Path(sys.executable).with_name("node")
    redirects = ",".join(CALLBACK.format(one) for one in ids)
    process = subprocess.Popen(
        [str(node), "provider.mjs", str(port), redirects],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # What is called node may be a script that starts it: both end together.
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


def configured(folder: Path, **tables: dict[str, Any]) -> tuple[IdentityProvider, ...]:
    """OpenID providers read from a file, as an installation has it."""
    lines = []
    for name, table in tables.items():
        told = {"id": name, "name": f"{name} 登录", "client_id": "zhongshu",
                "client_secret": SECRET, **table}  # fmt: skip
        lines += ["[[oidc]]", *(f"{key} = {json.dumps(value)}" for key, value in told.items())]
    file = folder / "sso.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read(file)


def sent_out(client: Wire, provider: str = "corp", purpose: str = "sign_in", to: str = "/") -> str:
    """The address to which our page sends a browser."""
    answer = client.call("post", f"/session/sso/{provider}", {"purpose": purpose, "to": to})
    assert answer.status_code == 200, answer.content
    address: str = answer.json()["address"]
    return address


def signed_in_there(address: str, person: str) -> str:
    """Sign in at the provider and agree, as a browser would; the address it sends back to."""
    browser = requests.Session()
    browser.trust_env = False
    answer = browser.get(address, allow_redirects=False)
    for _ in range(12):
        if answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith("http://testserver/"):
                return target
            answer = browser.get(target, allow_redirects=False)
            continue
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
        assert prompt, answer.text
        form = {"prompt": prompt[1], "login": person, "password": "x"}
        action = re.search(r'action="([^"]+)"', answer.text)
        assert action
        answer = browser.post(urljoin(answer.url, action[1]), data=form, allow_redirects=False)
    raise AssertionError("the provider sends nobody back")


def back(client: Wire, address: str) -> Any:
    """What our server answers to the browser that comes back."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def new_rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Forger:
    """A provider that says what the test wants; by default the truth."""

    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=new_rsa)
    subject: str = "p1"
    claims: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    signing: Any = None
    algorithm: str = "RS256"
    document: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    redirect: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.document,
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "k1", "alg": "RS256", "use": "sig"}]}

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "zhongshu", "sub": self.subject, "nonce": self.nonce,
            "iat": now, "exp": now + 300, **self.claims,
        }  # fmt: skip
        for name in self.dropped:
            del claims[name]
        signing = self.key if self.signing is None else self.signing
        id_token = jwt.encode(claims, signing, algorithm=self.algorithm, headers={"kid": "k1"})
        return {"access_token": "at", "token_type": "Bearer", "id_token": id_token, **self.answer}

    def way_back(self, address: str, provider: str = "corp", **more: str) -> str:
        """Note what was asked; the address to which the browser is sent back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = asked["nonce"]
        query = {"code": "c", "state": asked["state"], **more}
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return f"{CALLBACK.format(provider)}?{text}"


@contextmanager
def forging() -> Iterator[Forger]:
    """A forger that answers on a port of this machine."""
    forger = Forger()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if forger.redirect:
                self.send_response(302)
                self.send_header("Location", forger.redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.tell(forger.jwks() if self.path == "/jwks" else forger.discovery())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            forger.asked.append({name: one[0] for name, one in parse_qs(body).items()})
            self.tell(forger.token())

        def tell(self, told: dict[str, Any]) -> None:
            raw = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forger.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield forger
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
