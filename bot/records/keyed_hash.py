"""Names for people and chats that tell nobody who they are, without a key that never leaves the data folder."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.errors import RecordsError
from bot.whole_files import half_made

KEY_FILE = "person.key"
_KEY_BYTES = 32


class KeyedHash:
    """Gives the same id always the same name."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def person(self, user_id: int) -> str:
        """The name of a person."""
        return self._name("person", user_id)

    def chat(self, chat_id: int) -> str:
        """The name of a chat; a private one and its person have different names."""
        return self._name("chat", chat_id)

    def words(self, text: str) -> str:
        """The name of what somebody wrote: it can be recognised by it, and not read."""
        return self._name("words", text)

    def _name(self, kind: str, told: int | str) -> str:
        return hmac.new(self._key, f"{kind}:{told}".encode(), hashlib.sha256).hexdigest()[:32]


def keyed_hash(folder: Path) -> KeyedHash:
    """The hash of the key in *folder*, which is made, readable by us alone, if there is none."""
    path = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_key(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise RecordsError(f"{path}: {error.strerror}; give this user the right to read and write it") from error
    except ValueError as error:
        raise RecordsError(f"{path}: this is not the key that was here; put it back from a backup") from error
    if len(key) != _KEY_BYTES:
        raise RecordsError(f"{path}: the key is cut short; put it back from a backup")
    return KeyedHash(key)


def _make_key(path: Path) -> None:
    """Write a new key whole or not at all."""

    def opened(new: str, flags: int) -> int:
        return os.open(new, flags | os.O_EXCL, 0o600)

    with half_made(path) as new, open(new, "w", encoding="ascii", opener=opened) as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
