"""PyYAML's loader with one thing more of YAML 1.2: a tab separates as a space does."""

from __future__ import annotations

import yaml


class Loader(yaml.BaseLoader):
    """Takes tabs inside a line; one that would indent stays an error, as YAML has it."""

    def scan_to_next_token(self) -> None:
        """Skip what separates two tokens (YAML 1.2.2, 6.2: s-white is a space or a tab)."""
        line = self.line
        super().scan_to_next_token()
        # In a block a key may follow at the line's start and behind `-`: there a tab would indent it.
        while self.peek() == "\t" and self.line == line and self._cannot_indent():
            self.forward()
            super().scan_to_next_token()

    def _cannot_indent(self) -> bool:
        return self.flow_level > 0 or not self.allow_simple_key
