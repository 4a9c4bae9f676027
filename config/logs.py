"""Logs: one line per request and sweep, with a request id, as JSON or plain for people; never what someone wrote."""

from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]


def without_query(logger: Any, method: str, event: Event) -> Event:
    """A search for a pupil's name is in the query of an address, so the query isn't kept."""
    if "request" in event:
        event["request"] = str(event["request"]).partition("?")[0]
    return event


BEFORE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    without_query,
]
# Tracebacks without local variables: those hold what people wrote.
PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
AS_JSON: list[structlog.typing.Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """What goes to standard output, for Django, gunicorn and Celery alike."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *BEFORE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(AS_JSON if as_json else [PLAIN]),
                ],
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # Django's own line for the same request; ours carries the person and the request id as well.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False},
            # A line for each time beat looks at its watch and each message received would drown the rest.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
