"""Serve until interrupted, for bots and drivers in other processes: ``python -m tests.bot_api [port]``."""

import sys
import threading
from argparse import ArgumentParser

from tests.bot_api.server import BotApiServer


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.bot_api", description="A local Bot API server, until interrupted.")
    parser.add_argument("port", nargs="?", type=int, default=0, help="default: any that is free")
    with BotApiServer(port=parser.parse_args().port) as server:
        sys.stdout.write(f"{server.url} {server.token}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
