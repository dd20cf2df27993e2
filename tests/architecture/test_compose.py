"""docker-compose.yml, the settings and docs/operations.md name the same variables. No container engine is needed."""

import ast
import re
from typing import Any

import pytest
import yaml

from config.celery import app
from tests.architecture.reading import ROOT, sources, tree

READERS = {"text", "flag", "number", "words", "keys", "folder"}
OURS = ("web", "worker", "slow-worker", "beat", "migrate")
# Read by boto3 itself.
OF_LIBRARIES = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}
# Read by compose, by its images, or by `make run`, never by the product.
OUTSIDE = {"POSTGRES_PASSWORD", "FAIRBRIEF_VERSION", "PORT", "DEMO", "MIGRATION_DATABASE_URL"}
INTERPOLATED = re.compile(r"(?<!\$)\$\{(\w+)")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def read_by_config() -> dict[str, bool]:
    """Every variable that config reads, and whether it must be set."""
    found: dict[str, bool] = {}
    for path in sources("config"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and is_reader(node.func):
                name = ast.literal_eval(node.args[0])
                found[name] = node.func.attr in ("text", "keys") and len(node.args) == 1 and not node.keywords
    return found


def is_reader(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
        and function.attr in READERS
    )


def documented() -> set[str]:
    """The first column of the tables in docs/operations.md."""
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))


def plain(names: set[str]) -> set[str]:
    """Names without the suffix of a secret that is given as a file."""
    return {name.removesuffix("_FILE") for name in names}


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_only_what_the_product_reads(compose: dict[str, Any], service: str) -> None:
    given = plain(set(compose["services"][service]["environment"]))
    assert given - set(read_by_config()) - OF_LIBRARIES == set()


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_everything_without_a_default(compose: dict[str, Any], service: str) -> None:
    required = {name for name, must in read_by_config().items() if must}
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_KEYS"} <= required
    if service != "migrate":
        required.discard("DATABASE_RUNTIME_PASSWORD")
    assert required - plain(set(compose["services"][service]["environment"])) == set()


def test_web_workers_and_beat_share_one_environment(compose: dict[str, Any]) -> None:
    environments = [
        {key: value for key, value in compose["services"][name]["environment"].items() if key != "FAIRBRIEF_PROCESS"}
        for name in OURS
        if name != "migrate"
    ]
    assert all(environment == environments[0] for environment in environments)


def test_somebody_works_off_every_queue(compose: dict[str, Any]) -> None:
    given = [word for name in OURS for word in compose["services"][name].get("command", ())]
    queues = [word.removeprefix("--queues=") for word in given if word.startswith("--queues=")]
    assert sorted(queues) == sorted(queue.name for queue in app.conf.task_queues)


def test_only_migrations_run_as_the_owner(compose: dict[str, Any]) -> None:
    urls = {name: compose["services"][name]["environment"]["DATABASE_URL"] for name in OURS}
    assert {name: url.removeprefix("postgres://").partition(":")[0] for name, url in urls.items()} == {
        "web": "fairbrief_app",
        "worker": "fairbrief_app",
        "slow-worker": "fairbrief_app",
        "beat": "fairbrief_app",
        "migrate": "fairbrief_owner",
    }


def test_every_variable_is_documented_and_nothing_else(compose: dict[str, Any]) -> None:
    interpolated = set(INTERPOLATED.findall((ROOT / "docker-compose.yml").read_text()))
    assert documented() == set(read_by_config()) | interpolated | OF_LIBRARIES | OUTSIDE


def test_secrets_come_as_files(compose: dict[str, Any]) -> None:
    environment = compose["services"]["web"]["environment"]
    for name in ("SECRET_KEY", "OIDC_PRIVATE_KEY", "DATA_KEYS", "LEDGER_SIGNING_KEY"):
        assert environment[f"{name}_FILE"].removeprefix("/run/secrets/") in compose["secrets"]
        assert name not in environment


def test_only_the_site_is_published(compose: dict[str, Any]) -> None:
    """Nothing else shares its host name with the site, and engines are reached from within only."""
    assert {name for name, service in compose["services"].items() if service.get("ports")} == {"web"}


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    without = {name for name, service in compose["services"].items() if "healthcheck" not in service}
    assert without == {"migrate"}


def test_images_of_others_are_pinned(compose: dict[str, Any]) -> None:
    images = {service["image"] for service in compose["services"].values() if "build" not in service}
    assert {"postgres:18", "redis:8"} <= images
    assert not [image for image in images if ":" not in image or image.endswith(":latest")]


def test_the_broker_never_forgets_a_message(compose: dict[str, Any]) -> None:
    command = compose["services"]["redis"]["command"]
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_the_image_is_built_from_the_hashed_lock_and_runs_unprivileged() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert re.search(r"^USER fairbrief$", dockerfile, re.MULTILINE)
    stages = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(stages) == 2
    assert stages[0] == stages[1], "the environment is copied: both stages need the same interpreter"
