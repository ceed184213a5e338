"""Logging: structlog over the standard library, to standard error, as lines or as JSON."""

import logging
import os
import sys

import structlog


def set_up_logs() -> None:
    """Send all logs to standard error in the form that `LUREWATCH_LOG_FORMAT` asks for."""
    json_form = os.environ.get("LUREWATCH_LOG_FORMAT") == "json"
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if json_form
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_ours_or_a_warning)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("lurewatch").setLevel(logging.INFO)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _is_ours_or_a_warning(record: logging.LogRecord) -> bool:
    """Some libraries (Scrapy) set their own loggers to DEBUG; only their warnings are wanted."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] == "lurewatch"
