"""The quality instruments that the package carries as a start: whole texts of criteria/quality.toml."""

from __future__ import annotations

from importlib import resources

from reviewkit.errors import NotAllowedError


def instruments() -> dict[str, str]:
    """Return the text of each instrument by its name, sorted."""
    folder = resources.files("reviewkit") / "templates" / "instruments"
    found = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


def instrument(name: str) -> str:
    """Return the text of one. Raises `NotAllowedError`."""
    texts = instruments()
    if name not in texts:
        raise NotAllowedError(f'there is no instrument "{name}"', remedy=f"There are: {', '.join(texts)}.")
    return texts[name]
