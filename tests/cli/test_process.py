"""The program as a process: on a terminal, in a pipe, stopped with Ctrl-C."""

from __future__ import annotations

import gzip
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from uncramp.activity import example_path

PROGRAM = (sys.executable, "-m", "uncramp.cli")
PATIENCE_S = 120.0
FIRST_ANSWER_CPU_S = 5.0


@dataclass
class Terminal:
    """A process whose standard output and error are a terminal of 80 columns."""

    process: subprocess.Popen[bytes]
    side: int
    shown: str = ""

    def until(self, met: Callable[[str], object]) -> None:
        """Read what the terminal shows until `met` says so, or the process ends."""
        end_s = time.monotonic() + PATIENCE_S
        while not met(self.shown):
            assert time.monotonic() < end_s, self.shown
            if not select.select([self.side], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self.side, 65_536)
            except OSError:  # the other side is closed
                return
            if not part:
                return
            self.shown += part.decode("utf-8", "replace")

    def to_the_end(self) -> tuple[int, str]:
        """Exit code, and all that was printed, without colours and cursor movements."""
        self.until(lambda _: False)
        code = self.process.wait(PATIENCE_S)
        return code, re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.shown).replace("\r\n", "\n")


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Callable[..., Terminal]:
    def opened(*args: str, **environment: str) -> Terminal:
        ours, theirs = pty.openpty()
        variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
        variables.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
        process = subprocess.Popen(
            [*PROGRAM, *args], stdout=theirs, stderr=theirs, stdin=theirs, env=variables
        )
        os.close(theirs)

        def closed() -> None:
            if process.poll() is None:
                process.kill()
            process.wait()
            os.close(ours)

        request.addfinalizer(closed)
        return Terminal(process, ours)

    return opened


def test_ctrl_c_prints_what_is_known(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("demo", "--twins", "400", "--threads", "1")
    screen.until(re.compile(r"of [1-9]\d* simulated").search)
    assert "Running your calf" in screen.shown
    screen.process.send_signal(signal.SIGINT)
    code, text = screen.to_the_end()
    assert code == 1
    stopped = re.search(r"Stopped early: this rests on (\d+) simulated", text)
    assert stopped, text
    assert 1 <= int(stopped[1]) < 400
    assert "simulated runner" in text
    assert "Traceback" not in text
    assert "Aborted" not in text


def test_ctrl_c_in_a_pipe_still_gives_a_whole_document(tmp_path: Path) -> None:
    import json

    with (tmp_path / "out.json").open("wb") as out:
        process = subprocess.Popen(
            [*PROGRAM, "demo", "--twins", "400", "--threads", "1", "--json"],
            stdout=out,
            stderr=subprocess.PIPE,
        )
        time.sleep(4.0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert said == b""
    assert json.loads((tmp_path / "out.json").read_bytes())["interrupted"] is True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc on this system")
def test_a_terminal_shows_a_first_answer_within_seconds_of_cpu(
    terminal: Callable[..., Terminal],
) -> None:
    screen = terminal("demo", "--twins", "50")
    screen.until(re.compile(r"so far (none|\d+) of [1-9]").search)
    assert "so far" in screen.shown
    counts = Path(f"/proc/{screen.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    used_s = (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")  # user and system
    assert used_s < FIRST_ANSWER_CPU_S


def test_the_bar_leaves_no_trace_and_the_answer_is_in_colour(
    terminal: Callable[..., Terminal],
) -> None:
    code, text = (screen := terminal("demo", "--twins", "2")).to_the_end()
    assert code == 0
    assert "\x1b[1" in screen.shown
    assert "simulated runners like you" in " ".join(text.split())
    assert max(map(len, text.split("Run of 19 April")[1].splitlines())) <= 80


def test_a_terminal_without_colour(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("demo", "--twins", "2", NO_COLOR="1")
    code, _ = screen.to_the_end()
    assert code == 0
    answer = screen.shown[screen.shown.rindex("Run of 19 April") :]
    assert "\x1b[" not in answer


def test_a_zipped_run_from_standard_input() -> None:
    data = gzip.compress(example_path().read_bytes())
    done = subprocess.run(
        [*PROGRAM, "why", "-", "--twins", "2"], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert "42.2 km in 3 h 35 min" in done.stdout.decode()


def test_a_reader_that_goes_away_is_no_fault() -> None:
    line = subprocess.run(
        f"{PROGRAM[0]} -m uncramp.cli demo --twins 2 | head -1",
        shell=True,
        capture_output=True,
        check=False,
    )
    assert b"simulated" in line.stdout
    assert line.stderr == b""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("folder", None, "this is a folder; name one FIT, TCX or GPX file in it"),
        ("missing.fit", ..., "there is no such file; check the name and folder"),
        ("empty.fit", b"", "the file is empty; copy it from the watch again"),
        ("noise.fit", bytes(range(7, 256)) * 40, "this is neither FIT, TCX nor GPX"),
        ("note.fit", b"went for a run, it was fine\n", "not a recorded run"),
    ],
)
def test_what_is_no_run_is_one_sentence(
    name: str, content: object, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is None:
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    done = subprocess.run([*PROGRAM, "why", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--twins", "1", "not in the range 2<=x<=10000"),
        ("--twins", "many", "not a valid whole number"),
        ("--twins", "1e3", "not a valid whole number"),
        ("--seed", "-1", "not in the range x>=0"),
        ("--seed", "x", "not a valid whole number"),
        ("--threads", "0", "not in the range x>=1"),
        ("--threads", "2.5", "not a valid whole number"),
    ],
)
def test_a_wrong_number_is_refused_before_any_work(option: str, value: str, said: str) -> None:
    done = subprocess.run(
        [*PROGRAM, "why", "no-such-run.fit", option, value],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"'{option}'" in done.stderr
    assert said in done.stderr
