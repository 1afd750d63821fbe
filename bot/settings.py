"""Settings: read once from the environment and ``.env``, checked, and passed on from ``assembly``."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parents[1]
PREFIX = "TRADEBOT_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
RESERVED_PATHS = frozenset({"/healthz", "/metrics", "/wall"})
_ANY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - to tell it, not to listen there


class Settings(BaseSettings):
    """All settings in force. Each field is the variable of its name in capitals after ``TRADEBOT_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    token: SecretStr | None = Field(default=None, description="the bot's token from BotFather; none: terminal only")
    api_url: str = Field(default="https://api.telegram.org", description="root of the Bot API server")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of the curators, comma-separated"
    )
    trainers: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids of the trainers, comma-separated"
    )
    listen: str | None = Field(default=None, description="host:port for the webhook and health pages; none: no port")
    webhook_secret: SecretStr | None = Field(default=None, description="what Telegram proves itself with")
    # After the two it needs: a field is checked when those before it are known.
    webhook_url: str | None = Field(default=None, description="where Telegram reaches us; none: we ask for updates")
    public_url: str | None = Field(
        default=None,
        description="where people reach our pages; none: where Telegram reaches us, else the listening port",
    )
    data: Path = Field(default=_CHECKOUT / "data", description="folder of the database and all that changes")
    knowledge: Path = Field(default=_CHECKOUT / "knowledge", description="folder of the knowledge files")
    templates: Path = Field(default=_CHECKOUT / "templates", description="folder of the templates")
    evaluation: Path = Field(
        default=_CHECKOUT / "tests" / "evaluation", description="folder of the question files that changes are tried on"
    )
    watch: float = Field(
        default=0.0, ge=0, description="seconds between two looks for edited knowledge and templates; 0: never"
    )
    caution: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="from 0 (answer more) to 1 (err less); 0.5 keeps wrong advice rare",
    )
    burst_s: float = Field(
        default=1.0,
        ge=0,
        le=2,
        description="seconds of quiet after which a question sent in pieces is read; 0: every message is a question",
    )
    pace: int = Field(
        default=30, ge=0, description="messages a second in all; 0: as fast as it goes, for a test server only"
    )
    retention_days: int = Field(
        default=365, ge=2, le=3650, description="days after which what is stored about people is deleted"
    )
    person_burst: int = Field(
        default=8, ge=0, description="how much one person may ask at once before they must wait; 0: no limit"
    )
    person_pause_s: float = Field(default=3.0, gt=0, description="after that, seconds for each further thing they ask")
    metrics: bool = Field(default=False, description="whether /metrics is served for Prometheus")
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="text to read, or json: an object a line for other programs"
    )

    @field_validator("admins", "trainers", mode="before")
    @classmethod
    def _ids(cls, given: Any) -> Any:
        if isinstance(given, str):
            return frozenset(part.strip() for part in given.split(",") if part.strip())
        return given

    @field_validator("api_url")
    @classmethod
    def _root(cls, given: str) -> str:
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("must look like https://api.telegram.org")
        return given.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _listen(cls, given: str | None) -> str | None:
        if given is not None:
            host, colon, port = given.rpartition(":")
            if not (host and colon and port.isdecimal() and 0 < int(port) < 65536):
                raise ValueError("must be host:port, such as 127.0.0.1:8080")
        return given

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.get_secret_value()) is None:
            raise ValueError("must be 1 to 256 letters, digits, _ and -, as Telegram takes no others")
        return given

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is None:
            return None
        parts = urlsplit(given)
        on_this_machine = {parts.hostname, urlsplit(info.data.get("api_url", "")).hostname} & LOOPBACK
        if not parts.hostname or parts.scheme not in ({"http", "https"} if on_this_machine else {"https"}):
            raise ValueError("must look like https://bot.example.org/telegram; Telegram calls by https only")
        if parts.query or parts.fragment or "/".join(parts.path.split("/")[:2]) in RESERVED_PATHS:
            raise ValueError("must end in a path of its own, without ? and #, and not in /healthz, /metrics or /wall")
        for needed, example in (("listen", "127.0.0.1:8080"), ("webhook_secret", "64 random letters and digits")):
            if info.data.get(needed, True) is None:
                raise ValueError(
                    f"needs {PREFIX}{needed.upper()} too, such as {example}; or take it away to ask for updates"
                )
        return given

    @field_validator("public_url")
    @classmethod
    def _public(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is None:
            return None
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must look like https://bot.example.org")
        if info.data.get("listen", True) is None:
            raise ValueError(f"needs {PREFIX}LISTEN too, such as 127.0.0.1:8080, to which a proxy passes /wall on")
        return given.rstrip("/")

    @field_validator("metrics")
    @classmethod
    def _metrics(cls, given: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - the form of a validator
        if given and info.data.get("listen", True) is None:
            raise ValueError(f"needs {PREFIX}LISTEN too, such as 127.0.0.1:8080; or set it to 0")
        return given

    @field_validator("token")
    @classmethod
    def _token(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            number, colon, secret = given.get_secret_value().strip().partition(":")
            if not (
                number.isdigit() and colon and len(secret) >= 20 and secret.replace("-", "").replace("_", "").isalnum()
            ):
                raise ValueError("must look like 123456:ABC..., as BotFather gave it")
            return SecretStr(given.get_secret_value().strip())
        return given


def pages_url(settings: Settings) -> str | None:
    """Where people reach our pages, without a slash at the end; None: we serve none."""
    if settings.listen is None:
        return None
    if settings.public_url is not None:
        return settings.public_url
    if settings.webhook_url is not None:
        parts = urlsplit(settings.webhook_url)
        return f"{parts.scheme}://{parts.netloc}"
    host, _, port = settings.listen.rpartition(":")
    return f"http://{'localhost' if host.strip('[]') in _ANY_ADDRESS else host}:{port}"


def read_settings() -> Settings:
    """The settings in force; raises SettingsError with the first that is wrong, and the mend."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        message = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}; correct it in the environment or in .env") from None
