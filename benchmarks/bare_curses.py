"""A list of titles in curses and nothing more: the floor of what Python can do on a screen.

python benchmarks/bare_curses.py TITLES.txt
"""

import curses
import sys
from pathlib import Path


def run(screen: "curses.window", titles: list[str]) -> None:
    """Draw the list, move on j and k, leave on q."""
    curses.curs_set(0)
    height, width = screen.getmaxyx()
    top = chosen = 0
    while True:
        top = min(max(top, chosen - height + 1), chosen)
        for y, title in enumerate(titles[top : top + height]):
            look = curses.A_REVERSE if top + y == chosen else curses.A_NORMAL
            screen.addnstr(y, 0, title.ljust(width - 1), width - 1, look)
        screen.refresh()
        key = screen.getkey()
        if key == "q":
            return
        chosen = max(0, min(len(titles) - 1, chosen + {"j": 1, "k": -1}.get(key, 0)))


if __name__ == "__main__":
    curses.wrapper(run, Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
