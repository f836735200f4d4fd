"""The typed text of one article while its noun phrases are being built: sentences as lines, items as tokens.

Rules are regular expressions that replace a piece of a line by the token of a new, larger item. A rule sees what the
rules before it have made, so nested phrases ("the head of the Russian delegation, aide X") come together in steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from transforms.scan import Item

TOKEN = re.compile(r"<([A-Z]+):(\d+)>")
Make = Callable[["re.Match[str]", list[Item]], Item | None]


class Canvas:
    """One article's typed lines; `items` only grows, a token keeps its meaning."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], items: Iterable[Item]) -> None:
        self.text = text
        self.spans = list(spans)
        self.items = list(items)
        self.typed = self._render()

    def _render(self) -> str:
        lines, position = [], 0
        for start, end in self.spans:
            parts, at = [], start
            while position < len(self.items) and self.items[position].start < start:
                position += 1
            while position < len(self.items) and self.items[position].end <= end:
                item = self.items[position]
                parts += [self._plain(at, item.start), f"<{item.kind}:{position}>"]
                at = item.end
                position += 1
            parts.append(self._plain(at, end))
            lines.append("".join(parts))
        return "\n".join(lines)

    def _plain(self, start: int, end: int) -> str:
        return self.text[start:end].replace("<", "‹").replace("\n", " ").replace("\r", " ")

    def rewrite(self, rule: re.Pattern[str], make: Make) -> None:
        """Replace each match by the token of the item that `make` builds; None leaves it as it is.

        `make` gets the match and the items whose tokens stand in it; start, end and text are filled in here.
        """
        source = self.typed

        def replace(match: re.Match[str]) -> str:
            inner = [self.items[int(t.group(2))] for t in TOKEN.finditer(match.group())]
            item = make(match, inner)
            if item is None:
                return match.group()
            item.start, item.end = self.offset(source, match.start()), self.offset(source, match.end())
            item.text = self.text[item.start : item.end]
            self.items.append(item)
            return f"<{item.kind}:{len(self.items) - 1}>"

        self.typed = rule.sub(replace, source)

    def offset(self, source: str, position: int) -> int:
        """The article offset of a position in a typed text, from the last token (or line start) before it."""
        line = source.rfind("\n", 0, position) + 1
        last = source.rfind(">", line, position)
        if last >= 0:
            token = re.compile(r".*<[A-Z]+:(\d+)$", re.DOTALL).match(source[line:last])
            if token:
                return self.items[int(token.group(1))].end + position - last - 1
        return self.spans[source.count("\n", 0, line)][0] + position - line

    def items_of(self, match: re.Match[str], group: str) -> list[Item]:
        """The items whose tokens stand in a named group."""
        found = match.group(group)
        return [self.items[int(t.group(2))] for t in TOKEN.finditer(found)] if found else []

    def lines(self) -> list[list[Item]]:
        """The items that stand in each sentence now, in order."""
        return [[self.items[int(t.group(2))] for t in TOKEN.finditer(line)] for line in self.typed.split("\n")]
