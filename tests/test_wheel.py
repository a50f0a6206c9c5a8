"""What is installed without make: the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_carries_the_templates_and_the_style(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    names = zipfile.ZipFile(next(tmp_path.glob("reviewkit-*.whl"))).namelist()
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "reviewkit/templates").rglob("*") if path.is_file()}
    assert {name for name in names if "/templates/" in name} == templates
    assert "reviewkit/templates/instruments/domains.toml" in templates
    assert "reviewkit/tui/style.tcss" in names
    assert not [name for name in names if name.startswith("tests")]
