"""``python -m reader.worker``: the child process; started by the pool, never by hand."""

from reader.worker.child import main

if __name__ == "__main__":
    main()
