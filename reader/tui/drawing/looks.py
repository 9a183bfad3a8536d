"""Widgets whose named looks are read from the stylesheet when they are first drawn with.

Textual reads every component class of every widget each time its styles are looked up: eight or
nine virtual nodes for each of our panes and bars, most of which are never drawn.  That took half of
the time in which a screen is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple

from textual.color import Color
from textual.css.styles import RenderStyles
from textual.dom import DOMNode, NoScreen
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from typing import Self

    from rich.style import Style
    from textual.app import App
    from textual.filter import LineFilter
    from textual.screen import Screen

FINISHED: Final = 100
"""Lines of a widget that are remembered as they are shown."""


def has_few_colours(app: App[Any]) -> bool:
    """Whether a tint can't be told from the paper around it: sixteen colours, or none."""
    return app.no_color or app.console.color_system == "standard"


class _WhenAsked(dict[str, RenderStyles]):
    """The component styles of a node; each is made when it is asked for."""

    def __init__(self, node: Widget, names: frozenset[str]) -> None:
        super().__init__()
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        virtual = DOMNode(classes=name)
        virtual._attach(self._node)
        self._node.app.stylesheet.apply(virtual, animate=False)
        self[name] = virtual.styles
        return virtual.styles


class Edges(NamedTuple):
    """What stands around the content of a widget of ``size``: a cell at either end of its lines, a
    line above them, or nothing; and the colour behind the widget."""

    left: Strip
    right: Strip
    top: tuple[Strip, ...]
    size: Size
    background: Color


class Looked(Widget):
    """A widget with component classes.

    This rests on two private names of Textual.  Were they others, these here would not be asked,
    and all would be as Textual does it.
    """

    BY_FOCUS: ClassVar[bool] = False
    """Whether the stylesheet gives a component class another look where the widget has the focus."""
    _read_by: tuple[object, ...] = ()
    """What the looks that are remembered follow from."""
    _edge: Edges | Literal["unknown"] | None = "unknown"
    """What stands around the content; None where that is more than edges."""

    def __init__(self, **named: Any) -> None:
        self._finished: dict[int, tuple[Strip, Strip]] = {}
        """Lines as they were drawn, by their identity, and as they are shown."""
        self._named: dict[str, Style] = {}
        self._filters: Sequence[LineFilter] = ()
        self._sheets: object = None
        self._size_drawn: Size | None = None
        super().__init__(**named)
        declared = getattr(super(), "_get_component_classes", None)
        if declared is not None:
            self._component_styles = _WhenAsked(self, declared())

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """Textual asks when it has looked up the styles anew: where they are others, those made before
        are forgotten, and so is what was drawn with them.

        It looks them up whenever the focus, or a class of the screen, is another, and nearly always
        finds what was there.  A component class looks different where the sheets were read anew (with
        another theme), the widget itself does, or it has the focus; ``tests/tui/test_looks.py`` sees
        to it that no sheet asks for more.
        """
        focus = self.BY_FOCUS and self.has_focus
        sheets = self.app.stylesheet.rules_map
        read_by = (self.styles.get_rules(), self.rich_style, self.background_colors, focus)
        if sheets is not self._sheets or read_by != self._read_by:
            self._sheets, self._read_by = sheets, read_by
            self._component_styles.clear()
            self._forget_looks()
            self.refresh()
        return frozenset()

    def _forget_looks(self) -> None:
        """The styles changed."""
        self._edge = "unknown"
        self._finished.clear()
        self._named.clear()

    def look(self, name: str = "") -> Style:
        """How the component class ``name`` looks; without a name the widget itself.

        Textual forgets this whenever something is drawn anew, and takes as long to find it out as
        to draw a line.
        """
        style = self._named.get(name)
        if style is None:
            style = self.get_component_rich_style(name) if name else self.rich_style
            self._named[name] = style
        return style

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the widget, or ``regions`` of it, anew.

        Textual sends three messages until the screen knows; where nothing else is asked for, the
        screen is told at once.
        """
        screen = self._shown_on() if repaint and not (layout or recompose) else None
        if screen is None:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._layout_cache.clear()
        self._set_dirty(*regions)
        self.clear_cached_dimensions()
        screen._dirty_widgets.add(self)
        screen._update_timer.resume()
        return self

    def _shown_on(self) -> Screen[Any] | None:
        """The screen that is shown, with this widget on it as it was laid out."""
        if not self._is_mounted or self._repaint_required or self.app._batch_count:
            return None
        try:
            screen = self.screen
        except NoScreen:  # it was taken away
            return None
        if not (screen.is_current and self in (screen._compositor._visible_widgets or ())):
            return None
        return screen

    @property
    def size(self) -> Size:
        """The size of the content. Textual looks the widget up on its screen for that; while lines
        are drawn it stays as it is."""
        return self._size_drawn or super().size

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``: as they are drawn, where nothing but edges is around.

        Textual goes a longer way for each line, through all that styles may ask for.
        """
        self._size_drawn = super().size
        try:
            return self._render_lines(crop)
        finally:
            self._size_drawn = None

    def _render_lines(self, crop: Region) -> list[Strip]:
        edge, size = self._edge, self.outer_size
        if edge == "unknown" or (edge is not None and edge.top and edge.size != size):
            edge = self._edge = self._look_at_edge()
        if edge is None or self.text_selection is not None:
            return super().render_lines(crop)
        is_bare = not (edge.left or edge.right)
        above = len(edge.top)
        filters = self.get_line_filters()
        if filters != self._filters:
            self._finished.clear()
            self._filters = filters
        lines = []
        for y in crop.line_range:
            if y < above:
                lines.append(edge.top[y])
                continue
            strip = self.render_line(y - above)
            if filters or not is_bare:
                strip = self._finish(strip, edge)
            lines.append(strip)
        start, end = crop.column_span
        if (start, end) != (0, size.width):
            lines = [line.crop(start, end) for line in lines]
        return lines

    def _finish(self, strip: Strip, edge: Edges) -> Strip:
        """A line with the edges beside it, filtered; for one drawn before, the same as before, so
        that what was made of it holds too."""
        kept = self._finished.get(id(strip))
        if kept is None:
            if len(self._finished) >= FINISHED:
                self._finished.clear()
            beside = [each for each in (edge.left, strip, edge.right) if each]
            line = Strip.join(beside) if len(beside) > 1 else strip
            for each in self._filters:
                line = line.apply_filter(each, edge.background)
            kept = self._finished[id(strip)] = (strip, line)
        return kept[1]

    def _look_at_edge(self) -> Edges | None:
        styles, size = self.styles, self.outer_size
        top, right, bottom, left = styles.gutter
        if max(top, right, left) > 1 or bottom or any(styles.padding) or self.opacity != 1:
            return None
        if any(kind for kind, _ in styles.outline) or styles.tint.a or styles.has_rule("hatch"):
            return None
        nothing = Strip([])
        if not (top or right or left):
            return Edges(nothing, nothing, (), size, self.background_colors[1])
        width, background = size.width, self.background_colors[1]
        drawn = super().render_lines(Region(0, 0, width, top + 1))
        if len(drawn) <= top:
            return None
        beside = drawn[top]
        return Edges(
            beside.crop(0, 1) if left else nothing,
            beside.crop(width - 1) if right else nothing,
            tuple(drawn[:top]),
            size,
            background,
        )
