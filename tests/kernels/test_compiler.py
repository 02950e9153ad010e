"""Where compiled kernels are kept: a folder that cannot be written is no error."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest
from numba.core import event

from uncramp.kernels import compiler, noise

SHOW = "from uncramp.kernels import compiler; import numba; print(numba.config.CACHE_DIR)"
KERNEL = (
    "import numpy as np; from uncramp.kernels.compiler import kernel\n"
    "from uncramp.kernels.noise import half_words\n"
    "print(kernel(half_words.py_func)(np.uint32(0)))"
)


def run(code: str, **environment: str) -> str:
    variables = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | environment
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_folder_that_is_asked_for(tmp_path: Path) -> None:
    folder = Path(run(SHOW, UNCRAMP_CACHE=str(tmp_path / "new")))
    assert folder.parent == tmp_path / "new"
    assert folder.is_dir()
    assert "numba" in folder.name


def test_a_missing_or_unwritable_folder_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    folder = Path(run(SHOW, UNCRAMP_CACHE=str(blocked / "below"), TMPDIR=str(temporary)))
    assert temporary in folder.parents
    assert "0" in run(KERNEL, UNCRAMP_CACHE=str(blocked / "below"), TMPDIR=str(temporary))


def test_without_any_folder_kernels_are_compiled_for_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("UNCRAMP_CACHE", str(blocked))
    monkeypatch.setattr(compiler.tempfile, "gettempdir", lambda: str(blocked))
    assert compiler._cache_folder() == ""


def test_a_change_of_any_kernel_is_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCRAMP_CACHE", str(tmp_path / "cache"))
    names = set()
    for text in ("one", "two"):
        source = tmp_path / "kernels" / "compiler.py"
        source.parent.mkdir(exist_ok=True)
        source.write_text(text)
        monkeypatch.setattr(compiler, "__file__", str(source))
        names.add(compiler._cache_folder())
    assert len(names) == 2


def test_a_part_of_kernels_says_that_python_cannot_call_it() -> None:
    with pytest.raises(TypeError, match=r"half_words is part of kernels.*kernel\(half_words"):
        noise.half_words(np.uint32(0))


def test_parts_are_optimised_lightly_and_what_was_set_comes_back() -> None:
    """However deep parts call parts, and whatever the level was."""

    # Parts of this test alone: those of the kernels may be compiled already in this process.
    @compiler.inlined
    def inner(word: int) -> int:
        return word + 1

    @compiler.inlined
    def outer(word: int) -> int:
        return inner(word) + 1

    levels: dict[str, int] = {}

    class Watch(event.Listener):  # type: ignore[misc]
        def on_start(self, event: event.Event) -> None:
            function = event.data["dispatcher"].py_func
            levels[function.__name__] = int(numba.config.OPT)

        def on_end(self, event: event.Event) -> None:
            pass

    def whole(word: int) -> int:
        return outer(word)

    before = numba.config.OPT
    with event.install_listener("numba:compile", Watch()):
        assert numba.njit(whole)(1) == 3
    assert levels == {"whole": int(before), "outer": 1, "inner": 1}
    assert before == numba.config.OPT
    assert gc.isenabled()
