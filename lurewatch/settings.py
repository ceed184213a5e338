"""The one reader of settings: environment variables `LUREWATCH_*`, then the defaults here.

`docs/settings.md` holds the same rows as a table; a test compares them with this file.
Secrets have no default. Lists are written with commas.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from lurewatch.errors import ConfigurationError

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """All settings of one process, read once and never changed."""

    model_config = SettingsConfigDict(env_prefix="LUREWATCH_", frozen=True, extra="ignore")

    var_dir: Path = Field(
        default=Path("var"), description="Folder for the database, the archive, models and keys."
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL; empty means an SQLite file in `var_dir`.",
    )
    sources_file: Path = Field(
        default=Path("sources.toml"), description="Configured sources, each with a kill switch."
    )
    training_data_dir: Path = Field(
        default=Path("training_data"), description="Folder with train, dev and test JSON Lines."
    )
    model_id: str = Field(
        default="", description="Model to assess with; empty means the promoted one."
    )
    shadow_model_id: str = Field(
        default="",
        description="Model that scores beside the one in force without changing a verdict, flag or "
        "page; empty means none. `lurewatch models shadow` tells what it would change.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Key for hashing and encrypting contacts; unset means the file "
        "`secret.key` in `var_dir`, made with random bytes by `lurewatch db upgrade`.",
    )
    contact: str = Field(
        default="",
        description="E-mail or URL that site owners can reach; part of the user agent. "
        "Crawling anything but an allowed private origin is refused without it.",
    )
    crawl_delay_seconds: float = Field(
        default=3.0, ge=0, le=3600, description="Least time between two requests to one domain."
    )
    crawl_concurrency: int = Field(
        default=8, ge=1, le=64, description="Requests under way at once, over all domains."
    )
    crawl_depth: int = Field(
        default=4, ge=0, le=50, description="Links followed from a start page, at most."
    )
    crawl_pages: int = Field(
        default=2000, ge=1, le=1_000_000, description="Pages fetched in one crawl, at most."
    )
    fetch_bytes: int = Field(
        default=10_000_000,
        ge=10_000,
        description="Largest response read, in bytes, before and after decompression.",
    )
    fetch_seconds: float = Field(
        default=30.0, gt=0, le=600, description="Time for one fetch, redirects included."
    )
    fetch_redirects: int = Field(default=5, ge=0, le=20, description="Redirects followed, at most.")
    allowed_private_origins: Names = Field(
        default=(),
        description="Origins (`http://127.0.0.1:8010`) that may be fetched although their "
        "address is private; nothing private is fetched otherwise.",
    )
    warc_bytes: int = Field(
        default=250_000_000, ge=100_000, description="Size at which a new WARC file is started."
    )
    review_capacity: int = Field(
        default=60, ge=1, description="Adverts a day that reviewers can decide on."
    )
    adverts_per_day: int = Field(
        default=1000,
        ge=1,
        description="Adverts a day that come in; with `review_capacity`, a gate of "
        "`lurewatch models promote`.",
    )
    hotspot_false_alarm_rate: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description="Probability that one weekly run reports any hotspot by chance alone.",
    )
    hotspot_history_weeks: int = Field(
        default=8, ge=4, le=104, description="Weeks of history a cell needs before it is judged."
    )
    delivery_attempts: int = Field(
        default=8, ge=1, le=30, description="Attempts before a delivery is put aside as dead."
    )
    delivery_backoff_seconds: float = Field(
        default=30.0, ge=0, description="Wait after the first failed attempt; doubles each time."
    )
    delivery_timeout_seconds: float = Field(
        default=10.0, gt=0, le=60, description="Time a receiver has to answer."
    )
    check_rate: str = Field(
        default="30/minute", description="Checks one address may ask for, as `limits` writes it."
    )
    trusted_proxies: Names = Field(
        default=(), description="Addresses of proxies whose `X-Forwarded-For` is believed."
    )
    host: str = Field(default="127.0.0.1", description="Address that `lurewatch serve` binds.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port that `lurewatch serve` binds."
    )
    crawl_every_minutes: int = Field(
        default=180, ge=1, description="`lurewatch work`: minutes between crawls of the sources."
    )
    assess_every_minutes: int = Field(
        default=5, ge=1, description="`lurewatch work`: minutes between assessment runs."
    )
    detect_every_minutes: int = Field(
        default=60, ge=1, description="`lurewatch work`: minutes between hotspot runs."
    )
    deliver_every_minutes: int = Field(
        default=1, ge=1, description="`lurewatch work`: minutes between delivery runs."
    )
    log_format: str = Field(
        default="console", pattern="^(console|json)$", description="`console` or `json`."
    )

    @field_validator("allowed_private_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.var_dir / 'lurewatch.db').resolve()}"

    @property
    def archive_dir(self) -> Path:
        """Folder of the WARC files."""
        return self.var_dir / "archive"

    @property
    def models_dir(self) -> Path:
        """Folder of models trained here; shipped ones lie in the `models` package."""
        return self.var_dir / "models"

    @property
    def user_agent(self) -> str:
        """Names us and whom to write to (RFC 9110 section 10.1.5)."""
        return f"Lurewatch/0.1 (+{self.contact or 'no contact set'})"


def read_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Args:
        overrides: values that win over the environment, by field name.

    Raises:
        ConfigurationError: a value is not acceptable; the message names the variable.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        rows = "; ".join(
            f"LUREWATCH_{'_'.join(map(str, row['loc'])).upper()}: {row['msg']}"
            for row in error.errors(include_url=False, include_input=False)
        )
        raise ConfigurationError(f"settings: {rows}") from None
