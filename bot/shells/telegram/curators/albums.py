"""Files that somebody sent together come as messages of their own; here they are together again."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.files.uploaded_text import UploadRefusedError
from bot.files.uploads import Upload

QUIET_S = 1.5
"""Who says how many there are? Nobody; after so long without another the album is taken for complete."""
MOST_ALBUMS = 20


@dataclass(kw_only=True)
class Album:
    """The files of an album so far, their names, and the words under one of them.

    One that comes late is reported again, with all before it: what was reported is then just a part of it.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """What the file of each message is called."""
    note: str = ""
    is_awaited: bool = False
    """Somebody waits for it to be complete."""

    def add(self, message: int, upload: Upload, name: str, note: str) -> None:
        """One more, or the same *message* once more; raises UploadRefusedError where another wants the same place."""
        if message in self.names:
            return
        for place in upload.files:
            if place in self.files:
                raise UploadRefusedError("twice", place)
        self.files.update(upload.files)
        self.names[message] = name
        self.note = self.note or note

    async def complete(self) -> Upload:
        """All its files, when for a while no more have come."""
        count = 0
        while count != len(self.names):
            count = len(self.names)
            await asyncio.sleep(QUIET_S)
        self.is_awaited = False
        return Upload(files=dict(self.files))


class Albums:
    """The albums of late, by Telegram's id."""

    def __init__(self) -> None:
        self._albums: OrderedDict[str, Album] = OrderedDict()

    def album(self, group: str) -> Album:
        """That album, new or with what has come of it."""
        found = self._albums.setdefault(group, Album())
        self._albums.move_to_end(group)
        if len(self._albums) > MOST_ALBUMS:
            self._albums.popitem(last=False)
        return found
