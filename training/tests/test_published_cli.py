"""elite-train random-checkpoint, as typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from elite_training.cli import main


def test_writes_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    command = ["random-checkpoint", "--layout", "mappers", "--dtype", "fp16", "--tiny", "--to", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["elite-train", *command])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        str(tmp_path / name) for name in ("global_mapper.pt", "local_mapper.pt")
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["global_mapper.pt", "local_mapper.pt"]
