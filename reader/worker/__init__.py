"""Killable worker processes: what reads bytes from outside, away from the event loop.

``python -m reader.worker`` is the child (:mod:`reader.worker.child`),
:class:`reader.worker.pool.WorkerPool` the parent.
"""
