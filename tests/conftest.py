"""What every test shares: no network, deterministic hypothesis, browser tests where one is."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The answers are in English, whatever the machine speaks; a test that wants more asks for it.
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"

hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--short``: studies run a sample of what they would."""
    parser.addoption("--short", action="store_true", help="studies: a sample, not the whole")


def find_browser() -> str | None:
    """Path of a Chromium, if the machine has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``ui`` run where a Chromium is found, else say why they do not."""
    if find_browser() is None:
        reason = "no Chromium on this machine (Debian, Ubuntu: sudo apt install chromium)"
        for item in items:
            if item.get_closest_marker("ui"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def short(request: pytest.FixtureRequest) -> bool:
    """Whether a study should run a sample only."""
    return bool(request.config.getoption("--short"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser for tests marked ``ui``."""
    browser = find_browser()
    assert browser is not None, "mark the test with @pytest.mark.ui"
    return browser


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a command keeps for its user goes to a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(tmp_path_factory.mktemp(kind.lower())))
        yield


def _golden_module(name: str) -> ModuleType:
    """A module of ``tests/golden``, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "golden" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    """The generator of synthetic result documents, ``tests/golden/synthetic_document.py``."""
    return _golden_module("synthetic_document")


@pytest.fixture(scope="session")
def plans() -> ModuleType:
    """The generator of training plans written by hand, ``tests/golden/sample_plan.py``."""
    return _golden_module("sample_plan")


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Compare a text with a file in tests/golden; UPDATE_GOLDEN=1 writes it anew."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text("utf-8")

    return compare


class NetworkUsedError(AssertionError):
    """A test, or what it calls, wanted to leave this machine."""


def _is_local(address: Any) -> bool:
    """Loopback addresses, ``localhost`` and sockets of the file system."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Every connection and name look-up beyond this machine fails the test that made it."""

    def guarded(name: str, real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            address = (args[0],) if name == "getaddrinfo" else args[-1]
            if not _is_local(address):
                raise NetworkUsedError(f"socket {name} to {address}: no test may use the network")
            return real(*args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(name, getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", guarded("getaddrinfo", socket.getaddrinfo))
        yield
