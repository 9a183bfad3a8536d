"""A refresh in a process of its own, beside the open reader.

``python -m reader.library.beside`` is the child (:mod:`reader.library.beside.child`),
:class:`reader.library.beside.parent.Beside` the parent.
"""
