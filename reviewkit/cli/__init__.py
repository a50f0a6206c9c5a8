"""The command line: parse, call one method of the review, print, exit.

Output goes to stdout, talk to stderr. Nothing heavy is imported before a command needs it, so `--help` is quick.
"""

from __future__ import annotations

import os
import sys

import click

from reviewkit.cli.app import group
from reviewkit.errors import ReviewkitError

__all__ = ["run"]


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. No traceback reaches the user."""
    try:
        result = group.main(arguments, prog_name="reviewkit", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.Abort:
        click.echo("Stopped; everything acknowledged is saved.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except ReviewkitError as error:
        click.echo(f"reviewkit: {error}", err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("Stopped; everything acknowledged is saved.", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the last resort: words instead of a traceback
        return _surprise(error)
    return result if isinstance(result, int) else 0


def _surprise(error: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="reviewkit-fault-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    click.echo(
        f"reviewkit: something went wrong that should not ({type(error).__name__}).\n"
        f"Everything acknowledged is saved. What happened is described in {file.name}; please report it.",
        err=True,
    )
    return 1
