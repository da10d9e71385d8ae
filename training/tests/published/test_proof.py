"""The product beside PyTorch on tiny published files; `npm run proof:full-size` is this at the true size."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from elite_training.published.layouts import Form, write_layout
from elite_training.published.sizes import TINY

ROOT = Path(__file__).parents[3]
NETWORKS = 10


def test_every_network_and_ten_steps_equal_pytorch(tmp_path: Path) -> None:
    if shutil.which("node") is None or not (ROOT / "node_modules" / "tsx").is_dir():
        pytest.skip("expected Node and the project's packages, got none")
    write_layout("all", tmp_path / "fp32", Form(TINY))
    command = ["node", "--import", "tsx", "bench/full-size.ts", "--tiny", "--one-layout", "--files", tmp_path]
    env = os.environ | {"ELITE_PYTHON": sys.executable}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    rows = [line for line in run.stdout.splitlines() if line.startswith("| ") and "e-" in line]
    assert len(rows) == NETWORKS, run.stdout
