"""The command about what one person likes; it needs no review."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.review import Settings


@group.command(epilog='Example: reviewkit settings include_words "parent*, home language"')
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--here", is_flag=True, help="include_words and exclude_words: for this review alone.")
@json_option
@pass_where
def settings(where: Where, name: str | None, value: str | None, here: bool, as_json: bool) -> None:
    """Show or change your own settings: profile, theme, include_words, exclude_words, link_resolver, keys.include ...

    They are kept for you on this device, outside any review. An empty value takes a wish back.
    """
    from reviewkit.review import settings as settings_

    found = settings_.read()
    for fault in found.faults:
        click.echo(line(fault), err=True)
    review = _review_id(where) if here else ""
    if name is not None and value is not None:
        settings_.write(_changed(found.settings, name, value, review))
        found = settings_.read()
    plain = _plain(found.settings, review)
    if name is not None and name not in plain and not name.startswith("keys."):
        raise click.UsageError(f'there is no setting "{name}"; there are {", ".join(plain)}')
    shown = plain if name is None else {name: plain.get(name, "")}
    if as_json:
        echo_json(shown)
        return
    for one, now in shown.items():
        echo_line(f"{one}: {now}" if name is None else now)
    if name is None:
        click.echo(f"Kept in {settings_.settings_file()}", err=True)


def _review_id(where: Where) -> str:
    with where.review() as review:
        return review.session.criteria.review.id


def _changed(now: Settings, name: str, value: str, review: str) -> Settings:
    """Return settings with one changed. Raises `NotAllowedError`, also for keys that collide on a screen."""
    from reviewkit.review import settings as settings_

    changed = settings_.changed(now, name, value)
    if name.startswith("keys.") or name == "profile":
        from reviewkit.tui import keys

        keys.keymap(changed)
    if not review:
        return changed
    if not name.endswith("_words"):
        raise click.UsageError("--here goes with include_words and exclude_words only")
    words = dataclasses.replace(now.words(review), **{name.removesuffix("_words"): getattr(changed, name)})
    return now.with_words(review, words)


def _plain(now: Settings, review: str) -> dict[str, str]:
    words = now.words(review)
    keys = {f"keys.{word}": key for word, key in now.keys.items()}
    return {
        "profile": now.profile,
        "theme": now.theme,
        "include_words": ", ".join(words.include),
        "exclude_words": ", ".join(words.exclude),
        "link_resolver": now.link_resolver,
        **keys,
    }
