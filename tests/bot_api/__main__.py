"""Serve until interrupted, for bots and drivers in other processes: ``python -m tests.bot_api [port]``."""

import sys
import threading

from tests.bot_api.server import BotApiServer


def main(arguments: list[str]) -> None:
    with BotApiServer(port=int(arguments[0]) if arguments else 0) as server:
        sys.stdout.write(f"{server.url} {server.token}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
