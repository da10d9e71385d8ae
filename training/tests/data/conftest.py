"""A small copy of Open Images' layout, generated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from elite_training.paper.stand_in import write_openimages


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed by a test."""
    return write_openimages(tmp_path_factory.mktemp("openimages"))


@pytest.fixture
def copied(published: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(published, tmp_path / "openimages"))
