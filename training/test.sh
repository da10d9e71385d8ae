#!/usr/bin/env bash
# `npm run test:training`: a virtual environment with the CPU build of PyTorch, then the Python tests.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${ELITE_VENV:-.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
if ! "$venv/bin/python" -c 'import torch, diffusers, transformers, pytest, elite_training' 2>/dev/null; then
  "$venv/bin/pip" install -q 'torch==2.13.0'
  "$venv/bin/pip" install -q -e 'training[test]'
fi
"$venv/bin/ruff" check training
exec "$venv/bin/python" -m pytest --no-header --tb=short training/tests -p no:cacheprovider
