"""The typed text of one article while its noun phrases are being built: sentences as lines, items as tokens.

Rules are regular expressions that replace a piece of a line by the token of a new, larger item. A rule sees what the
rules before it have made, so nested phrases ("the head of the Russian delegation, aide X") come together in steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from transforms.scan import Item

TOKEN = re.compile(r"<[A-Z]+:(\d+)>")
# Tokens that rules look for: no rule makes the first four, so that lines that lack them at the start lack them to the end.
_LASTING = ("<HED:", "<TIT:", "<PER:", "<CAP:")
_MADE = ("<ACT:", "<PSN:")
Make = Callable[["re.Match[str]", list[Item]], Item | None]
Edge = Callable[[str, int], "int | None"]


class Canvas:
    """One article's typed lines; `items` only grows, a token keeps its meaning."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], items: Iterable[Item]) -> None:
        self.text = text
        self.spans = list(spans)
        self.items = list(items)
        self._having: dict[str, list[int]] = {token: [] for token in (*_LASTING, *_MADE)}
        self.typed = self._render()
        self.phrase = ""  # the typed words of the match that is being made an item

    def _render(self) -> list[str]:
        text, items = self.text.replace("<", "‹"), self.items
        lines, position, count = [], 0, len(items)
        for number, (start, end) in enumerate(self.spans):
            line, at = "", start
            while position < count and items[position].start < start:
                position += 1
            while position < count and (item := items[position]).end <= end:
                line += f"{text[at : item.start]}<{item.kind}:{position}>"
                at = item.end
                position += 1
            lines.append(line := line + text[at:end])
            for token, having in self._having.items():
                if token in line:
                    having.append(number)
        return lines

    def rewrite(
        self, rule: re.Pattern[str], make: Make, needs: Sequence[str], left: Edge | None = None, also: str = ""
    ) -> None:
        """Replace each match by the token of the item that `make` builds; None leaves it as it is.

        `make` gets the match and the items whose tokens stand in the phrase; start, end and text are filled in here.
        Only lines that hold one of the strings in `needs`, and `also`, are searched, since most lines lack what a rule
        is about.
        `left` tells where the phrase of a match begins, when that is before the match.
        """
        for number in self._lines_with(needs):
            line = self.typed[number]
            if also in line:
                for need in needs:
                    if need in line:
                        self._rewrite(rule, make, number, left)
                        break

    def _lines_with(self, needs: Sequence[str]) -> Iterable[int]:
        """The lines that may hold one of the strings: tokens, or words with the mark of one before or behind them."""
        if needs[0] in self._having:
            return sorted({number for need in needs for number in self._having[need]})
        return range(len(self.typed)) if any(need.strip("<>") in self.text for need in needs) else ()

    def _rewrite(self, rule: re.Pattern[str], make: Make, number: int, left: Edge | None) -> None:
        line = self.typed[number]
        parts, done = [], 0
        for match in rule.finditer(line):
            edge = left(line, match.start()) if left is not None else match.start()
            if edge is None:
                continue
            token = self._replaced(match, make, number, max(edge, done))
            if token is not None:
                parts += [line[done : max(edge, done)], token]
                done = match.end()
        if parts:
            self.typed[number] = "".join(parts) + line[done:]

    def _replaced(self, match: re.Match[str], make: Make, line: int, start: int) -> str | None:
        self.phrase = match.string[start : match.end()]
        item = make(match, self.items_in(self.phrase))
        if item is None:
            return None
        item.start = self._offset(match.string, start, line)
        item.end = self._offset(match.string, match.end(), line)
        item.text = self.text[item.start : item.end]
        self.items.append(item)
        token = f"<{item.kind}:"
        if token in _MADE:
            self._having[token].append(line)
        return f"{token}{len(self.items) - 1}>"

    def _offset(self, source: str, position: int, line: int) -> int:
        """The article offset of a position in a typed line, from the last token (or line start) before it."""
        token = TOKEN.match(source, source.rfind("<", 0, position))  # every "<" of the text itself was replaced
        if token is not None and token.end() <= position:
            return self.items[int(token.group(1))].end + position - token.end()
        return self.spans[line][0] + position

    def items_in(self, typed: str | None) -> list[Item]:
        """The items whose tokens stand in a piece of a typed line."""
        items = self.items
        return [items[int(number)] for number in TOKEN.findall(typed)] if typed else []

    def items_of(self, match: re.Match[str], group: str) -> list[Item]:
        """The items whose tokens stand in a named group."""
        return self.items_in(match.group(group))

    def lines(self) -> list[list[Item]]:
        """The items that stand in each sentence now, in order."""
        return [self.items_in(line) for line in self.typed]
