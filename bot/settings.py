"""Settings: read once from the environment and ``.env``, checked, and passed on from ``assembly``."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parents[1]
PREFIX = "TRADEBOT_"


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
    data: Path = Field(default=_CHECKOUT / "data", description="folder of the database and all that changes")
    knowledge: Path = Field(default=_CHECKOUT / "knowledge", description="folder of the knowledge files")
    templates: Path = Field(default=_CHECKOUT / "templates", description="folder of the templates")
    caution: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="from 0 (answer more) to 1 (err less); 0.5 keeps wrong advice rare",
    )
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR"
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


def read_settings() -> Settings:
    """The settings in force; raises SettingsError with the first that is wrong, and the mend."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        message = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}; correct it in the environment or in .env") from None
