"""``python -m reader`` is the command ``nowreading``."""

import sys

from reader.cli.start import run

sys.exit(run())
