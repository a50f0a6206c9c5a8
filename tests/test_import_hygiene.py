"""What is loaded when, so that `reviewkit --help` stays quick and the core runs without a terminal UI."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "pandas",
    "matplotlib",
    "numpy",
    "sqlalchemy",
    "sklearn",
    "scipy",
    "textual",
    "bibtexparser",
    "rapidfuzz",
    "requests",
    "pypdf",
)


def loaded(code: str) -> set[str]:
    """The heavy libraries among the modules that some code loads in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split()) if result.stdout.strip() else set()


@pytest.mark.parametrize("arguments", [["--help"], ["import", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(f"from reviewkit.cli import run\nrun({arguments!r})") == set()


def test_the_core_runs_without_the_terminal_ui() -> None:
    assert "textual" not in loaded("import reviewkit.review")
    assert loaded("import reviewkit.review") <= {"sqlalchemy"}
