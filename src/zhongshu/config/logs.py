"""Logs on standard error: lines for people, or JSON for machines."""

import logging
import logging.config
import sys
from contextlib import suppress
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from zhongshu.config import log_faults

# What our own lines may say beside their name. No value of a field is among it: a log is read by
# whoever runs the machine, so nothing above the class *public* goes there.
_TOLD = frozenset({
    "event", "level", "timestamp", "logger", "exc_info", "exception", "stack_info", "stack",
    "positional_args", "_record", "_from_structlog", "report", "job", "id", "job_id", "n_try",
    "worker", "alarm", "fault", "line", "address", "handler", "kind", "seq", "path", "reason",
    "user", "n_notifications", "method", "request_id",
})  # fmt: skip


def without_values(_logger: Any, _name: str, line: EventDict) -> EventDict:
    """Replace whatever a line says under a name that is not known to hold no value."""
    return {name: value if name in _TOLD else "withheld" for name, value in line.items()}


def on_one_line(_logger: Any, _name: str, line: EventDict) -> EventDict:
    """Escape what would end the line, begin another, or speak to a terminal, in all it tells."""
    return {name: _printable(value) for name, value in line.items()}


def _printable(value: Any) -> Any:
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in value
    )


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    without_values,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class Formatter(structlog.stdlib.ProcessorFormatter):
    """Writes a line of ours or of a library, in whose sentence no exception is quoted."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return super().format(log_faults.without_arguments(record))


class Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error; a line that cannot be written is not quoted there either."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Tell that a line was lost, and by what."""
        with suppress(OSError, ValueError):
            kind = getattr(sys.exc_info()[0], "__name__", "")
            sys.stderr.write(f"log line of {record.name} lost: {kind}\n")


def configure_logs(*, level: str, style: str) -> None:
    """Send our own logs and those of the libraries through one renderer.

    Exceptions come without their text and without local variables: see `log_faults`.
    """
    last: list[Processor]
    if style == "json":
        last = [log_faults.as_rows, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        plain = structlog.dev.plain_traceback
        last = [
            log_faults.without_texts,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),
        ]
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_libraries(level, last))


def _libraries(level: str, last: list[Processor]) -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "one": {
                "()": Formatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    on_one_line,
                    *last,
                ],
            }
        },
        "handlers": {"stderr": {"()": Handler, "formatter": "one"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "zhongshu": {"level": level},
            # Refusals (4xx) are normal answers of the API.
            "django.request": {"level": "ERROR"},
        },
    }
