"""``python -m reader`` is the command ``nowreading``."""

import sys

from reader.cli.main import run

sys.exit(run())
