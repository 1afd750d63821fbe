"""The few exceptions that people see. Each message says what, where and how to mend it."""


class TradebotError(Exception):
    """Something a person must act on; its text is all they are shown."""


class SettingsError(TradebotError):
    """A setting is wrong or missing; speaks to the operator."""


class KnowledgeError(TradebotError):
    """The knowledge cannot be used; speaks to the curator."""


class TemplateError(TradebotError):
    """A template cannot be used; speaks to whoever edits templates."""


class RecordsError(TradebotError):
    """The database cannot be used; speaks to the operator."""


class ServiceError(TradebotError):
    """Telegram or another service refuses to work with us; speaks to the operator."""
