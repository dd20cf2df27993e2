"""The commands of the product's processes on a development machine."""

from dataclasses import replace

import pytest

from local import services
from local.keys import load_keys
from local.surroundings import Ports, Surroundings
from payouts.rails.sandbox.service.options import parse_options


def test_the_bank_starts_whatever_its_secret_begins_with(tmp_path, monkeypatch: pytest.MonkeyPatch):
    # One in sixty-four invented secrets begins with a dash, and would be taken for an option of its own.
    keys = replace(load_keys(tmp_path), rail_secret="-begins-with-a-dash")
    around = Surroundings(tmp_path, keys, 1, Ports(1, 2, 3, 4), given={})
    commands: list[list[str]] = []
    monkeypatch.setattr(services, "spawn", lambda command, *_: commands.append(command))
    services.rail_service(around).launch()
    options = parse_options(commands[0][3:])
    assert (options.secret, options.port) == ("-begins-with-a-dash", 2)
    assert options.notify_url == "http://127.0.0.1:1/rails/sandbox/notices"
