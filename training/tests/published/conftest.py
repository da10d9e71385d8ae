"""Tiny checkpoints of each layout, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from elite_training.published.layouts import Form, write_layout
from elite_training.published.sizes import TINY


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    write_layout("all", folder, Form(TINY))
    return folder
