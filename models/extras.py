"""Libraries that only some kinds of classifier need, asked for when they are needed."""

from importlib import import_module

from lurewatch.errors import ConfigurationError


def require(extra: str, *modules: str) -> None:
    """Import what an extra of `pyproject.toml` brings.

    Raises:
        ConfigurationError: one is not installed; the message says what to install.
    """
    for module in modules:
        try:
            import_module(module)
        except ImportError as error:
            raise ConfigurationError(
                f"this needs {module}, which cannot be imported ({error}). "
                f"Install it: pip install 'lurewatch[{extra}]'"
            ) from None
