"""Where the keys that tomllib found stand in the text."""

from __future__ import annotations

from reader.config.statements import Statement


class Places:
    """Where the keys of a document stand: the nearest statement around each."""

    def __init__(self, found: list[Statement]) -> None:
        self._keys: dict[tuple[tuple[str, ...], int | None], Statement] = {}
        counts: dict[str, int] = {}
        header: tuple[str, ...] = ()
        number: int | None = None
        for statement in found:
            if statement.kind in ("array", "table"):
                header = statement.key
                if statement.kind == "array" and len(header) == 1:
                    counts[header[0]] = counts.get(header[0], -1) + 1
                number = counts.get(header[0])
                self._add(header, number, statement)
            elif statement.kind == "pair":
                self._add((*header, *statement.key), number, statement)

    def _add(self, key: tuple[str, ...], number: int | None, statement: Statement) -> None:
        for length in range(1, len(key) + 1):
            self._keys.setdefault((key[:length], number), statement)

    def _find(self, key: tuple[str, ...], number: int | None) -> Statement | None:
        for length in range(len(key), 0, -1):
            for among in (number, 0, None):
                if found := self._keys.get((key[:length], among)):
                    return found
        return None

    def has(self, key: tuple[str, ...], number: int | None) -> bool:
        """Whether the key itself stands somewhere."""
        return (key, number) in self._keys

    def key(self, key: tuple[str, ...], number: int | None) -> int:
        """Where the key itself begins; that of what holds it when it stands in an inline table."""
        found = self._find(key, number)
        return found.key_at if found else 0

    def value(self, key: tuple[str, ...], number: int | None) -> int:
        """Where its value begins, for a header where its name begins."""
        found = self._find(key, number)
        return (found.value_start or found.key_at) if found else 0

    def span(self, key: tuple[str, ...], number: int | None) -> tuple[int, int]:
        """Where its value begins and ends; nothing, for a header."""
        found = self._find(key, number)
        return (found.value_start, found.value_end) if found else (0, 0)
