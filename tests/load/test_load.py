"""The measurement itself works: a small town, a few people for a few seconds, every address answers. Its bars are for a quiet machine (`make bench`)."""

import os
import subprocess
import sys

import pytest

from tests.load.town import ROOT


@pytest.mark.full
def test_a_small_crowd_meets_no_error(tmp_path):
    small = ["--people", "200", "200", "--services", "10", "--teams", "20", "--at-once", "6", "--seconds", "6", "--pause", "0.2", "0.5"]
    command = [sys.executable, "-m", "tests.load", *small, "--only", "mixed", "--folder", str(tmp_path)]
    here = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "VAR", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, timeout=400, check=False)
    assert "holds: 0 errors" in done.stdout, (done.stdout + done.stderr)[-4000:]
