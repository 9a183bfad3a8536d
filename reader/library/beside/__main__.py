"""``python -m reader.library.beside``: the child process; started by the reader, never by hand."""

import gc

from reader import compiled

if __name__ == "__main__":
    compiled.use("beside")
    from reader.library.beside.child import main

    main()
    gc.freeze()  # before it ends, nothing is looked through for garbage
