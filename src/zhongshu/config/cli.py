"""The `zhongshu` command, and what each of its words does."""

import argparse
import getpass
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from zhongshu.config import audit, privacy, resealing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")


def main() -> None:
    """Run the command that the first word names; other words are Django's commands."""
    words = sys.argv[1:]
    if words and words[0] not in COMMANDS and not words[0].startswith("-"):
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
        return
    options = _parser().parse_args(words)
    if getattr(options, "demo", False):
        os.environ["ZHONGSHU_DEMO"] = "1"
    if not options.command:
        _parser().print_help()
        return
    from zhongshu.config.environment import BadSetting

    try:
        COMMANDS[options.command](options)
    except BadSetting as error:
        sys.exit(str(error))


def serve(options: argparse.Namespace) -> None:
    """Check the installation, then serve it."""
    import uvicorn

    _set_up()
    from django.conf import settings
    from django.db import connection

    if options.processes > 1 and connection.vendor == "sqlite":
        sys.exit("SQLite has one writer: serve it with one process, or set ZHONGSHU_DATABASE_URL.")
    from zhongshu.config import asgi

    _announce(options, is_demo=settings.DEMO)
    connection.close()
    uvicorn.run(
        asgi.application if options.processes == 1 else "zhongshu.config.asgi:application",
        host=options.host,
        port=options.port,
        workers=options.processes,
        forwarded_allow_ips=settings.PROXIES,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
    )


def _announce(options: argparse.Namespace, *, is_demo: bool) -> None:
    print(f"Zhongshu 中枢 serves http://{options.host}:{options.port}", flush=True)
    if is_demo:
        from zhongshu.access.queries import demo_logins

        for login in demo_logins() or []:
            names = f"{login['role']}  {login['name']}"
            print(f"  {login['username']:<12} {login['password']:<24} {names}", flush=True)


def migrate(options: argparse.Namespace) -> None:
    """Bring the database up to date."""
    _set_up()
    from zhongshu.config import installation

    installation.migrate()
    print("The database is up to date.")


def demo(options: argparse.Namespace) -> None:
    """Build the demo company, unless it is there."""
    os.environ["ZHONGSHU_DEMO"] = "1"
    _set_up()
    from zhongshu.config import installation
    from zhongshu.demo import build
    from zhongshu.kit.errors import DomainError

    installation.migrate()
    try:
        build(report=print, language=options.language, n_projects=options.projects)
    except DomainError as error:
        sys.exit(str(error))


def worker(options: argparse.Namespace) -> None:
    """Run jobs until told to stop."""
    _set_up()
    from zhongshu.config.runtime import Runtime
    from zhongshu.config.startup import refuse_unsafe_start

    refuse_unsafe_start()
    runtime = Runtime()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: runtime.request_stop())
    runtime.start(job_threads=options.threads, serves_pages=False)
    print(f"{options.threads} threads run jobs.", flush=True)
    runtime.wait()
    runtime.stop()


def create_admin(options: argparse.Namespace) -> None:
    """Make an account that may do everything."""
    _set_up()
    from zhongshu.config.installation import make_administrator
    from zhongshu.kit.errors import DomainError

    password = sys.stdin.readline().rstrip("\n") if not sys.stdin.isatty() else getpass.getpass()
    try:
        make_administrator(
            username=options.username,
            name=options.name or options.username,
            password=password,
            company=options.company,
        )
    except DomainError as error:
        sys.exit(f"The account was not made: {error}")
    print(f"{options.username} may do everything.")


def export_openapi(options: argparse.Namespace) -> None:
    """Write the OpenAPI document, the same bytes for the same API."""
    _set_up()
    from zhongshu.api import api

    # Statuses come as numbers and as texts; written and read once they are all texts.
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    options.output.write_text(text, encoding="utf-8")


def import_plan(options: argparse.Namespace) -> None:
    """Import a plan file as a new project, or as the next state of the one it came from."""
    _set_up()
    from zhongshu.integrations.services import import_file
    from zhongshu.kit.errors import DomainError

    try:
        print(import_file(options.file, unit_code=options.unit, is_preview=options.preview))
    except (DomainError, OSError) as error:
        sys.exit(f"Nothing was imported: {error}")


def audit_trail(options: argparse.Namespace) -> None:
    """Seal, verify and prove the audit trail."""
    _set_up()
    audit.run(options)


def personal_data(options: argparse.Namespace) -> None:
    """Erase again, export, retain, and rotate the keys of people."""
    _set_up()
    privacy.run(options)


def reseal(options: argparse.Namespace) -> None:
    """Encrypt every stored secret with the newest key."""
    _set_up()
    resealing.run(options)


def _set_up() -> None:
    import django

    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhongshu", description="Zhongshu 中枢")
    commands = parser.add_subparsers(dest="command", metavar="command")
    one = commands.add_parser("serve", help="check the installation, then serve it")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--processes", type=int, default=1, help="more than one needs PostgreSQL")
    one.add_argument("--demo", action="store_true", help="serve the demo company")
    commands.add_parser("migrate", help="bring the database up to date")
    one = commands.add_parser("demo", help="build the demo company")
    one.add_argument("--language", choices=("zh", "en"), default="zh", help="of names and tasks")
    one.add_argument("--projects", type=int, default=60, help="how many projects it runs")
    one = commands.add_parser("worker", help="run jobs in a process of their own")
    one.add_argument("--threads", type=int, default=4)
    one = commands.add_parser("create-admin", help="make an account that may do everything")
    one.add_argument("username")
    one.add_argument("--name", default="")
    one.add_argument("--company", default="Company", help="name of the company, if it is new")
    one = commands.add_parser("export-openapi", help="write the API's description")
    one.add_argument("--output", type=Path, required=True)
    one = commands.add_parser("import", help="import a plan file")
    one.add_argument("file", type=Path)
    one.add_argument("--unit", required=True, help="code of the unit the project belongs to")
    one.add_argument("--preview", action="store_true", help="show what was read; change nothing")
    audit.add_parser(commands)
    privacy.add_parser(commands)
    resealing.add_parser(commands)
    return parser


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "serve": serve,
    "migrate": migrate,
    "demo": demo,
    "worker": worker,
    "create-admin": create_admin,
    "export-openapi": export_openapi,
    "import": import_plan,
    "audit": audit_trail,
    "privacy": personal_data,
    "reseal": reseal,
}
