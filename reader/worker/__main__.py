"""``python -m reader.worker``: the child process; started by the pool, never by hand."""

import sys
from contextlib import suppress

from reader import compiled

if __name__ == "__main__":
    compiled.use("worker")
    from reader.worker.child import find_job, main

    if len(sys.argv) > 1:  # started early (reader.worker.early)
        with suppress(ImportError, MemoryError):  # which the first job will tell of
            find_job(sys.argv[1])
    main()
