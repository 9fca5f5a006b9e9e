"""What cannot be run here is read: the image, the compose file, the units and the guide name only what is there."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.utils import timezone

from home import health, serving
from tests.databases import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
GUIDE = ROOT / "home" / "guide"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
README = (ROOT / "README.md").read_text()
TOLD = {name for row in re.findall(r"^\| (`[A-Z].*?) \|", README, re.MULTILINE) for name in re.findall(r"`([A-Z_]+)`", row)}
OURS = ("upgrade", "web", "worker")


def seconds(words: str) -> int:
    return int(words.removesuffix("s"))


def test_the_compose_file_sets_only_what_the_readme_tells():
    for name in OURS:
        service = COMPOSE["services"][name]
        assert set(service["environment"]) <= TOLD, name
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        given = re.findall(r"\$\{([A-Z_]+)", " ".join(map(str, service["environment"].values())))
        assert set(given) - TOLD == {"DATABASE_PASSWORD"}
    required = {"SECRET_KEY", "SITE_URL", "MAIL_URL", "DATABASE_URL", "REDIS_URL", "BUCKET", "MACHINES"}
    assert required <= set(COMPOSE["services"]["web"]["environment"])


def test_every_command_of_a_container_is_there():
    for name in OURS:
        command = COMPOSE["services"][name].get("command")
        if command:
            assert command[:2] == ["python", "manage.py"]
            assert command[2] in get_commands()
    assert COMPOSE["services"]["worker"]["healthcheck"]["test"][3] in get_commands()


def test_each_part_has_a_health_check_and_waits_for_what_it_needs():
    services = COMPOSE["services"]
    assert all("healthcheck" in services[name] for name in ("worker", "database", "cache", "store"))
    assert "HEALTHCHECK" in DOCKERFILE, "the web's own"
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert services["upgrade"]["restart"] == "no"
    assert {each["condition"] for each in services["upgrade"]["depends_on"].values()} == {"service_healthy"}
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        volumes = {each.partition(":")[0] for each in service.get("volumes", [])}
        assert volumes <= set(COMPOSE["volumes"])


def test_what_was_begun_has_time_to_be_finished(settings):
    assert serving.graceful_timeout >= serving.timeout
    web, worker = (seconds(COMPOSE["services"][name]["stop_grace_period"]) for name in ("web", "worker"))
    assert web > serving.graceful_timeout
    assert worker > settings.Q_CLUSTER["timeout"]
    for name, least in (("web", serving.graceful_timeout), ("worker", settings.Q_CLUSTER["timeout"])):
        unit = read_unit(GUIDE / f"alongside-{name}.service")["Service"]
        assert int(unit["TimeoutStopSec"]) > least
        assert unit["KillMode"] == "mixed", "told all at once, a worker's processes wait for each other"


def test_the_image_copies_what_there_is_and_runs_as_nobody():
    kept = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set()
    for line in DOCKERFILE.splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            copied |= set(line.split()[1:-1])
    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)
    for app in ("home", "capability", "learning", "practice", "templates"):
        assert app in copied
    instructions = re.findall(r"^([A-Z]+) (.*)", DOCKERFILE, re.MULTILINE)
    assert ("USER", "10001:10001") in instructions
    assert instructions.index(("USER", "10001:10001")) < next(n for n, (word, _) in enumerate(instructions) if word == "CMD")
    assert "--require-hashes" in DOCKERFILE
    assert "collectstatic" in DOCKERFILE
    environment = dict(re.findall(r"\b([A-Z_]+)=(\S+)", DOCKERFILE.partition("ENV ")[2].partition("USER")[0]))
    assert set(environment) - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "HOME"} <= TOLD
    assert all(path in str(COMPOSE["services"]["web"]["tmpfs"]) for path in (environment["VAR"], environment["HOME"]))


def test_images_are_named_with_a_version_and_without_a_registry():
    images = [service["image"] for service in COMPOSE["services"].values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all("." not in image.partition("/")[0] or "/" not in image for image in images)
    assert f"python:{sys.version_info.major}.{sys.version_info.minor}" in DOCKERFILE, "the version that the tests run on"


def site_lock() -> str:
    return subprocess.run([sys.executable, ".ci/site-lock"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_site_has_its_packages_and_not_the_tests():
    locked = {name.partition("[")[0] for name in re.findall(r"^([a-z0-9][^= ]*)==", site_lock(), re.MULTILINE)}
    assert {"django", "wagtail", "gunicorn", "boto3", "django-storages", "psycopg-binary", "redis"} <= locked
    assert not {"pytest", "moto", "playwright", "mypy", "locust", "bandit", "flask"} & locked
    assert site_lock().count("--hash=sha256:") > len(locked)


@pytest.mark.full
def test_the_site_starts_with_those_packages_alone(tmp_path):
    """Every other package is hidden from it."""
    locked = set(re.findall(r"^([a-z0-9][^= \[]*)", site_lock(), re.MULTILINE))
    code = f"""
import importlib.metadata, re, sys
locked = {locked!r}
hidden = set()
for found in importlib.metadata.distributions():
    if re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower() not in locked:
        hidden |= {{str(file).split("/")[0].removesuffix(".py") for file in found.files or [] if not str(file).startswith(("..", "_"))}}
for found in importlib.metadata.distributions():
    if re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower() in locked:
        hidden -= {{str(file).split("/")[0].removesuffix(".py") for file in found.files or []}}
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hide())
assert "pytest" in hidden and "moto" in hidden and "django" not in hidden
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
import home.wsgi, home.storage
"""
    environment = {"PATH": os.environ["PATH"], "EMBEDDED": "1", "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "home.settings"}
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]


def read_unit(path: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(path)
    return unit


@pytest.mark.parametrize("name", ["web", "worker", "backup"])
def test_a_unit_starts_what_there_is_and_writes_where_it_may(name):
    unit = read_unit(GUIDE / f"alongside-{name}.service")["Service"]
    program, *arguments = shlex.split(unit["ExecStart"])
    assert program.startswith("/srv/alongside/.venv/bin/")
    if arguments[0] == "manage.py":
        assert arguments[1] in get_commands()
    else:
        assert arguments == ["-c", "python:home.serving", "home.wsgi"]
    settings = dict(line.split("=", 1) for line in (GUIDE / "alongside.env").read_text().splitlines() if line and not line.startswith("#"))
    assert set(settings) <= TOLD
    assert settings["VAR"] == f"/var/lib/{unit['StateDirectory']}"
    assert settings["LEDGER"] in (GUIDE / f"alongside-{name}.service").read_text()
    assert unit["User"] == "alongside"


def test_the_guide_names_only_what_there_is():
    text = (GUIDE / "running.md").read_text()
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert len(named) > 5
    assert named <= get_commands().keys()
    words = set(re.findall(r"`([A-Z][A-Z_]{3,})`", text)) - {"SIGTERM", "COMMAND"}
    assert words <= TOLD
    for path in re.findall(r"home/guide/([a-z-]+\.[a-z]+)", text + DOCKERFILE + README):
        assert (GUIDE / path).exists(), path
    assert "home/guide/running.md" in README


def test_health_asks_by_the_sites_own_name(monkeypatch):
    asked = []

    class Answer:
        status = 200

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(health.urllib.request, "urlopen", lambda request, timeout: asked.append(request) or Answer())
    monkeypatch.setenv("SITE_URL", "https://learn.example.org")
    assert health.answers("http://127.0.0.1:8000/healthz")
    assert asked[0].get_header("Host") == "learn.example.org"
    assert not health.answers("file:///etc/passwd")
    monkeypatch.undo()
    assert not health.answers("http://127.0.0.1:9/healthz", patience=1)


@pytest.mark.django_db
def test_a_queue_that_stands_still_is_told():
    from datetime import timedelta

    from django.core.management import CommandError, call_command
    from django_q.models import Schedule

    Schedule.objects.update(next_run=timezone.now() + timedelta(minutes=1))
    call_command("check_queue")
    Schedule.objects.filter(pk=Schedule.objects.first().pk).update(next_run=timezone.now() - timedelta(minutes=6))
    with pytest.raises(CommandError, match="1 recurring tasks are late"):
        call_command("check_queue")
