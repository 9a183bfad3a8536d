"""``python -m tests.faultserver --feeds 30``: prints a feeds.toml and serves until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from tests.faultserver import AUTHORITY, FaultServer


async def serve(feeds: int, entries: int, *, with_faults: bool) -> None:
    """Print the subscriptions and serve."""
    async with FaultServer(feeds=feeds, entries=entries) as server:
        print("# Good TLS ports need SSL_CERT_FILE=" + str(AUTHORITY.resolve()))
        for number, url in enumerate(server.feed_urls()):
            print(f'[[feed]]\nurl = "{url}"\nfolder = "Healthy {number // 10}"\n')
        for fault in server.faults if with_faults else ():
            expected = " or ".join(fault.feed)
            print(f'[[feed]]  # {expected}\nurl = "{fault.url}"\ntitle = "{fault.name}"')
            print('folder = "Faults"\n', flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.faultserver", description=__doc__)
    parser.add_argument("--feeds", type=int, default=30, help="how many healthy feeds")
    parser.add_argument("--entries", type=int, default=10, help="how many entries in each")
    parser.add_argument("--faults", action="store_true", help="list the faults too")
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(chosen.feeds, chosen.entries, with_faults=chosen.faults))


if __name__ == "__main__":
    main()
