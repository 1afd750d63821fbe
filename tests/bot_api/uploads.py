"""Files that the bot or people sent, by file id."""

from dataclasses import dataclass

from tests.bot_api.errors import ApiError, Json, bad_request
from tests.bot_api.request_bodies import Parameters, UploadedFile

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file; ``kind`` is the word the Bot API has for it, such as "document" or "photo"."""

    file_id: str
    kind: str
    name: str
    content: bytes
    content_type: str

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.file_id}"

    def to_json(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.content),
            "file_path": self.path,
        }

    def content_json(self) -> Json:
        """What a message that carries this file says of it."""
        written = {key: value for key, value in self.to_json().items() if key != "file_path"}
        match self.kind:
            case "photo":
                return {"photo": [written | {"width": 90, "height": 90}]}
            case "voice" | "audio":
                return {self.kind: written | {"duration": 1}}
            case "video" | "animation":
                return {self.kind: written | {"duration": 1, "width": 90, "height": 90}}
            case _:
                named = {"file_name": self.name, "mime_type": self.content_type}
                return {self.kind: written | {key: value for key, value in named.items() if value}}


class Uploads:
    """All files by id."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}

    def keep(self, kind: str, content: bytes, name: str = "", content_type: str = "") -> StoredFile:
        file_id = f"{kind}-{len(self.by_id) + 1}"
        stored = StoredFile(file_id=file_id, kind=kind, name=name, content=content, content_type=content_type)
        self.by_id[file_id] = stored
        return stored

    def receive(self, kind: str, parameters: Parameters, value: str) -> StoredFile:
        """The file that *value* means: an upload of that name, ``attach://name``, an id or an address."""
        attached = parameters.files.get(value.removeprefix("attach://"))
        if attached is not None:
            return self._received(kind, attached)
        if value in self.by_id:
            return self.by_id[value]
        if value.startswith(("http://", "https://")):
            return self.keep(kind, b"", value.rpartition("/")[2])
        if not value:
            raise bad_request(f"there is no {kind} in the request")
        raise bad_request("wrong remote file identifier specified: wrong string length")

    def _received(self, kind: str, upload: UploadedFile) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_FILE_BYTES):
            raise ApiError(413, "Request Entity Too Large")
        return self.keep(kind, upload.content, upload.name, upload.content_type)

    def with_path(self, path: str) -> StoredFile | None:
        return self.by_id.get(path.rpartition("/")[2])
