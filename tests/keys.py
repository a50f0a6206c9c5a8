"""Write the keys into the README from the program's one table of them: `make keys`."""

from __future__ import annotations

from pathlib import Path

from reviewkit.tui.keys import as_markdown

README = Path(__file__).parents[1] / "README.md"
START = "<!-- keys: made by `make keys` from reviewkit/tui/keys.py -->\n"
END = "<!-- end of keys -->\n"


def with_keys(readme: str) -> str:
    """Return the README with its keys as they are now."""
    before, _, rest = readme.partition(START)
    return f"{before}{START}{as_markdown()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
