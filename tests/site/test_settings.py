"""Settings: each variable is told in the README, and a real site refuses to start half set up."""

import os
import re
import subprocess
import sys

import pytest

from tests.databases import ROOT

REAL = {"SECRET_KEY": "k" * 60, "SITE_URL": "https://learn.example.org", "MAIL_URL": "smtp://localhost"}


def test_every_variable_stands_in_the_readme():
    settings, serving = (ROOT / "home" / name for name in ("settings.py", "serving.py"))
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings.read_text())) | set(re.findall(r"env\.str\(\'(\w+)\'", settings.read_text()))
    read |= set(re.findall(r'environ\.get\("(\w+)"\)', serving.read_text())) | {"MAIL_URL"}
    table = (ROOT / "README.md").read_text().partition("## Configuration")[2].partition("\n## ")[0]
    told = {name for row in table.splitlines() if row.startswith("| `") for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}
    assert read, "no variable was found: the test looks in the wrong place"
    assert sorted(read - told) == [], "these are read but stand in no row of the README"
    assert sorted(told - read) == [], "these stand in the README but nothing reads them"


def ask(code: str, **given: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "VAR": os.environ["VAR"], "DJANGO_SETTINGS_MODULE": "home.settings", **given}
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; {code}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("missing", REAL)
def test_a_real_site_says_what_is_missing(missing):
    answer = ask("settings.DEBUG", **{name: value for name, value in REAL.items() if name != missing})
    assert answer.returncode != 0
    assert f"{missing} is not set." in answer.stderr


def test_a_real_site_is_safe_by_default():
    wanted = {
        "DEBUG": False, "DEMONSTRATION": False, "SECOND_FACTOR_REQUIRED": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31536000, "ALLOWED_HOSTS": ["learn.example.org"],
        "SESSION_ENGINE": "home.sessions",
    }  # fmt: skip
    answer = ask(f"print([name for name, value in {wanted!r}.items() if getattr(settings, name) != value])", **REAL)
    assert answer.stdout.strip() == "[]", answer.stderr


def test_the_demonstration_cannot_be_switched_on_for_a_real_site():
    assert ask("print(settings.DEMONSTRATION)", DEMONSTRATION="1", **REAL).stdout.strip() == "False"


def test_databases_and_caches_change_nothing_else():
    code = "print(settings.Q_CLUSTER['orm'], settings.SESSION_ENGINE, 'redis' in str(settings.Q_CLUSTER))"
    plain = ask(code, **REAL).stdout
    assert plain.strip().endswith("False")
    assert plain == ask(code, DATABASE_URL="postgres://a@b/c", REDIS_URL="redis://d:6379/0", **REAL).stdout


def test_a_command_before_the_first_migration_says_what_to_do(tmp_path):
    environment = {"PATH": os.environ["PATH"], "EMBEDDED": "1", "VAR": str(tmp_path)}
    answer = subprocess.run([sys.executable, "manage.py", "check_curriculum"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr.startswith("This site's database has no tables yet.")
    assert "Traceback" not in answer.stderr
