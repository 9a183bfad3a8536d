"""``python -m reader.worker``: the child process; started by the pool, never by hand."""

from reader import compiled

if __name__ == "__main__":
    compiled.use("worker")
    from reader.worker.child import main

    main()
