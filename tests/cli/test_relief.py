"""``uncramp relief``: at once, without numpy, in every language; triage before exercise."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from uncramp import language
from uncramp.advice.relief import load_protocol
from uncramp.cli import main

MAX_CPU_S = 0.150
START = "from uncramp.cli import main; main()"
BODY = 7  # signs in the first group of questions


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words, **given: CliRunner().invoke(main, ["relief", *words], **given)


def test_plain_shows_warnings_then_steps_then_after(run) -> None:
    result = run("--plain")
    assert result.exit_code == 0
    places = [
        result.output.index(part)
        for part in (
            "Calf cramp",
            "! Confused",
            "! A pop",
            "1. Stop",
            "2. Straighten",
            "- Drink only",
        )
    ]
    assert places == sorted(places)
    assert "\x1b" not in result.output
    assert max(map(len, result.output.splitlines())) <= 88


def test_a_pipe_is_plain_by_itself(run) -> None:
    assert run().output == run("--plain").output


def test_every_statement_carries_its_label(run) -> None:
    output = " ".join(run("--plain").output.split())
    protocol = load_protocol()
    for step in protocol.steps:
        assert f"[{protocol.evidence[step.evidence]}] {step.known}" in output


@pytest.mark.parametrize("code", ["de", "es", "fr"])
def test_the_language_of_the_system_or_of_the_option(run, code: str) -> None:
    title = language.load(code).gettext("Calf cramp: do this now")
    assert title in run("--plain", "--lang", code).output
    assert title in run("--plain", env={"LANG": f"{code}_XX.UTF-8"}).output


def test_an_unknown_language_is_wrong_usage(run) -> None:
    result = run("--lang", "xx")
    assert result.exit_code == 2
    assert "there are en, de, es, fr" in result.output


def test_json_has_the_steps_with_their_evidence(run) -> None:
    answer = json.loads(run("--json").output)
    assert answer["schema"] == 1
    assert [step["id"] for step in answer["steps"]] == [s.id for s in load_protocol().steps]
    assert {"evidence", "known", "sources", "hold_s"} <= answer["steps"][0].keys()
    assert len(answer["warnings"]) > 5


@pytest.mark.parametrize(
    ("signs", "level", "steps"),
    [
        ("none", "self_care", [s.id for s in load_protocol().steps]),
        ("pop", "same_day", ["stop"]),
        ("mind,urine", "emergency", ["stop"]),
        ("spreading", "same_day", ["stop"]),
    ],
)
def test_signs_without_questions(run, signs: str, level: str, steps: list[str]) -> None:
    answer = json.loads(run("--signs", signs, "--json").output)
    assert answer["level"] == level
    assert [step["id"] for step in answer["steps"]] == steps


@pytest.mark.parametrize("signs", ["none", "medicine", "illness", "every_run,tendon_medicine"])
def test_warnings_stand_before_every_exercise(run, signs: str) -> None:
    output = run("--signs", signs, "--plain").output
    assert output.index("! Confused") < output.index("! Cramps spreading")
    assert output.index("! Cramps spreading") < output.index("Straighten the knee")


@pytest.mark.parametrize("signs", ["nausea", "spreading", "clot_sign,medicine", "urine"])
def test_who_has_a_warning_gets_no_exercise(run, signs: str) -> None:
    output = run("--signs", signs, "--plain").output
    for words in ("Straighten", "Rub the calf", "Walk two minutes", "Drink only"):
        assert words not in output


@pytest.mark.parametrize("signs", ["dizzy", ",", "none,pop"])
def test_unknown_signs_are_wrong_usage(run, signs: str) -> None:
    result = run("--signs", signs)
    assert result.exit_code == 2
    assert "--signs" in result.output


def test_questions_end_at_an_emergency(run) -> None:
    result = run("--triage", input="7\n")
    assert result.exit_code == 0
    assert "Emergency. Act now." in result.output
    assert "The leg" not in result.output
    assert "Straighten" not in result.output


def test_questions_for_a_strain_give_no_stretch(run) -> None:
    result = run("--triage", input="0\n5\n0\n")
    assert "See a clinician today" in result.output
    assert "Do not stretch, rub or warm it." in result.output
    assert "Straighten" not in result.output


def test_no_sign_gives_the_steps_and_what_to_watch(run) -> None:
    result = run("--triage", input="0\n0\n0\n")
    assert "No warning sign ticked" in result.output
    assert "! Confused" in result.output
    assert "Straighten" in result.output


def test_a_suspected_clot_gets_the_wells_score_after_the_answer(run) -> None:
    result = run("--triage", input="0\n8\n1\n1, 5 6\n")
    assert result.output.index("See a clinician today") < result.output.index("The Wells score")
    assert "Wells score 3: 53 %" in result.output
    assert "Rub the calf" not in result.output


def test_a_wrong_number_is_asked_again(run) -> None:
    result = run("--triage", input=f"{BODY + 1}\nno\n0\n0\n0\n")
    assert result.output.count("Write numbers of the list") == 2
    assert result.exit_code == 0


def test_json_cannot_ask(run) -> None:
    assert run("--triage", "--json").exit_code == 2


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """As on a runner's machine: compiled modules are kept from the second start on."""
    left = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "LANG")}
    return {**left, "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("compiled"))}


@pytest.mark.skipif(sys.platform == "win32", reason="CPU time of a child is read the POSIX way")
@pytest.mark.parametrize("code", ["en", "fr"])
def test_it_starts_in_150_ms_of_cpu(environment: dict[str, str], code: str) -> None:
    import resource

    spent = []
    for _ in range(20):  # the first compiles; a busy machine makes some slower, none faster
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", START, "relief", "--plain", "--lang", code],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(
            after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
        )
        if spent[-1] < MAX_CPU_S:
            break
    assert min(spent) < MAX_CPU_S, spent


def _loaded(program: str, environment: dict[str, str]) -> set[str]:
    """Modules in a fresh interpreter after a program."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_it_loads_little_beside_click(environment: dict[str, str]) -> None:
    """As the clock would say, on any machine: what is not loaded takes no time."""
    whole = "from uncramp.cli import main; main(['relief', '--plain'], standalone_mode=False)"
    added = _loaded(whole, environment) - _loaded("import click", environment)
    own = {name for name in added if name.partition(".")[0] == "uncramp"}
    assert not {"pathlib", "json", "argparse", "logging", "uncramp.bibliography"} & added
    assert len(own) <= 15, sorted(own)
    assert len(added - own) <= 20, sorted(added - own)


def test_it_imports_nothing_heavy(environment: dict[str, str]) -> None:
    program = (
        "import sys; from uncramp.cli import main\n"
        "main(['relief', '--plain'], standalone_mode=False)\n"
        "print(*{m.partition('.')[0] for m in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    heavy = {"numpy", "numba", "rich", "jinja2", "lxml", "scipy"}
    assert not heavy & set(done.stderr.split())


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_the_holds_run_on_a_terminal_and_keys_move_on(environment: dict[str, str]) -> None:
    import pty

    master, slave = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", START, "relief", "--lang", "en"],
        env={**environment, "TERM": "xterm", "NO_COLOR": "1"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    seen, keys, answered, end = "", [b" ", b"r", b" ", b" ", b" ", b" "], 0, time.monotonic() + 30
    while child.poll() is None and time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                seen += os.read(master, 4096).decode()
            except OSError:  # the other end is closed
                break
        if answered < len(keys) and seen.count("Get ready    5 s") > answered:
            os.write(master, keys[answered])
            answered += 1
    assert child.wait(10) == 0, seen
    os.close(master)
    assert seen.index("! Confused") < seen.index("Get ready")
    for part in ("Straighten the knee", "Still tight?", "Rub the calf", "Walk two minutes"):
        assert part in seen
    assert "[Tested on cramps]" in seen
    assert seen.count("Any of these? Do not stretch. Get help.") == 4, "beside every exercise"
    assert "\x1b[31m" not in seen, "NO_COLOR is honoured"
    assert "When it has let go" in seen


def test_the_help_names_the_keys(run) -> None:
    output = run("--help").output
    assert "space next, r repeat, q stop" in " ".join(output.split())
