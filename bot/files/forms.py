"""What the forms of all knowledge files share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}|other)$")]
TextForm = dict[Language, Words]
PhrasingsForm = dict[Language, list[Words]]


class Form(BaseModel):
    """A part of a knowledge file: it has these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)
