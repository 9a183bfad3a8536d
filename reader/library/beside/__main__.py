"""``python -m reader.library.beside``: the child process; started by the reader, never by hand."""

from reader.library.beside.child import main

if __name__ == "__main__":
    main()
