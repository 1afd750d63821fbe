"""Signs of life: what is counted and timed while the bot serves, for the heartbeat and for Prometheus."""

from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300)


class Signs:
    """Counts of one serving bot; everything here is quick and never fails."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.started_at = _now()
        self.last_contact: str | None = None
        self.last_send: str | None = None
        ProcessCollector(registry=self.registry)
        self._taken = self._counter("updates_received", "Updates taken up, those left from before included")
        self._answered = self._counter("updates_answered", "Updates that were dealt with")
        self._set_aside = self._counter("updates_set_aside", "Updates that were given up after some tries")
        self._replies = self._counter("replies", "Replies to questions", "decision", "language", "delivery")
        self._latency = Histogram(
            "tradebot_reply_seconds",
            "From the arrival of a question to the reply being out",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._errors = self._counter(
            "telegram_errors", "Calls that Telegram refused or that did not get through", "kind"
        )
        self._retries = self._counter("send_retries", "Calls made again, after a failure or a wait Telegram asked for")
        self._records_errors = self._counter("records_errors", "Reads and writes of the records that failed", "kind")
        self._knowledge = Info("tradebot_knowledge", "The knowledge that is served", registry=self.registry)

    def serves(self, knowledge_version: str) -> None:
        """This knowledge is in force."""
        self._knowledge.info({"version": knowledge_version})

    def taken(self, updates: int) -> None:
        """So many *updates* are in line."""
        self._taken.inc(updates)

    def answered(self, updates: int) -> None:
        """So many *updates* are done."""
        self._answered.inc(updates)

    def set_aside(self, updates: int) -> None:
        """So many *updates* were given up."""
        self._set_aside.inc(updates)

    def replied(self, decision: str, language: str, delivery: str, latency: timedelta) -> None:
        """A reply is out, or cannot be."""
        self._replies.labels(decision, language, delivery).inc()
        if delivery == "sent":
            self._latency.observe(max(0.0, latency.total_seconds()))

    def contact(self, method: str) -> None:
        """Telegram did what we asked of it."""
        self.last_contact = _now()
        if method.startswith(("send", "edit", "copy")):
            self.last_send = self.last_contact

    def no_contact(self, error: Exception) -> None:
        """Telegram did not do what we asked of it."""
        self._errors.labels(type(error).__name__).inc()

    def tries_again(self) -> None:
        """A call is made once more."""
        self._retries.inc()

    def records_failed(self, error: Exception) -> None:
        """The records could not be read or written."""
        self._records_errors.labels(getattr(error, "sqlite_errorname", type(error).__name__)).inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"tradebot_{name}", meaning, labels, registry=self.registry)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
