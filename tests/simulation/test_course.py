"""Cutting a run: pieces tile it, hold the demand in a band, and keep pauses apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import PARAMETERS, course

from uncramp.simulation import Course, cut


@st.composite
def courses(draw: st.DrawFn) -> Course:
    seconds = draw(st.integers(30, 4000))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    clock = np.arange(seconds)
    wave = draw(st.floats(0.0, 1.0)) * np.sin(clock / draw(st.floats(10.0, 400.0)))
    noise = draw(st.floats(0.0, 0.5)) * rng.standard_normal(seconds)
    speed = np.clip(draw(st.floats(0.8, 5.0)) + wave + noise, 0.0, None)
    grade = draw(st.floats(0.0, 0.15)) * np.sin(clock / draw(st.floats(20.0, 600.0)))
    starts = draw(st.lists(st.integers(0, seconds - 2), max_size=4))
    pauses = tuple((a, min(seconds, a + draw(st.integers(1, 300)))) for a in starts)
    return course(seconds, speed, grade, pauses, draw(st.sampled_from([np.nan, 0.0, 172.0])))


@settings(max_examples=60)
@given(courses())
def test_pieces_tile_the_run(run: Course) -> None:
    pieces = cut(run, PARAMETERS)
    assert pieces[0].start_s == run.time_s[0]
    assert pieces[-1].end_s == run.time_s[-1]
    for before, after in pairwise(pieces):
        assert before.end_s == after.start_s
    assert all(piece.duration_s > 0.0 for piece in pieces[:-1])


@settings(max_examples=60)
@given(courses())
def test_pauses_are_pieces_of_their_own(run: Course) -> None:
    for piece in cut(run, PARAMETERS):
        inside = (run.time_s >= piece.start_s) & (run.time_s < piece.end_s)
        if not inside.any():
            continue
        assert run.moving[inside].all() or not run.moving[inside].any()
        if not run.moving[inside].any() and piece.duration_s >= 3.0:
            assert piece.stride is None


@settings(max_examples=60)
@given(courses())
def test_moving_pieces_are_neither_splinters_nor_endless(run: Course) -> None:
    for piece in cut(run, PARAMETERS):
        if piece.stride is not None:
            assert piece.duration_s <= 300.0 + 20.0 + 1.0


def test_an_even_run_is_cut_coarsely_and_hills_are_found() -> None:
    even = cut(course(3600), PARAMETERS)
    assert 45 <= len(even) <= 51  # a short run is sampled some fifty times, however even
    clock = np.arange(3600)
    hills = cut(course(3600, grade=0.06 * np.sin(clock / 150.0)), PARAMETERS, tolerance=0.02)
    assert len(hills) > len(even)
    slopes = [piece.stride.slope_deg for piece in hills if piece.stride is not None]
    assert min(slopes) < -2.0
    assert max(slopes) > 2.0


def test_a_restless_run_is_not_cut_without_end() -> None:
    rng = np.random.default_rng(2)
    restless = course(7200, 3.0 + np.repeat(rng.uniform(-1.5, 1.5, 360), 20))
    assert len(cut(restless, PARAMETERS)) <= 40 + 14 * 2


def test_a_traffic_light_of_two_seconds_is_run_through() -> None:
    pieces = cut(course(600, pauses=((300, 302),)), PARAMETERS)
    assert all(piece.stride is not None or piece.duration_s < 3.0 for piece in pieces)


def test_stride_of_a_piece_is_that_of_its_seconds() -> None:
    pieces = cut(course(120, 3.1, 0.05, cadence_spm=176.0), PARAMETERS)
    stride = pieces[0].stride
    assert stride is not None
    assert stride.speed_m_s == pytest.approx(3.1)
    assert stride.slope_deg == pytest.approx(np.degrees(np.arctan(0.05)))
    assert 120.0 / stride.duration_s == pytest.approx(176.0)


def test_distance_and_mean_speed() -> None:
    run = course(600, 3.0, pauses=((100, 200),))
    assert run.distance_m[-1] == pytest.approx(3.0 * 499.0)
    assert run.mean_moving_speed_m_s() == pytest.approx(3.0)
    assert course(10, 3.0, pauses=((0, 10),)).mean_moving_speed_m_s() == 0.0
