"""Heat: the cost of running, core temperature of real runners, the calf warming and cooling."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import PARAMETERS

from uncramp.body.heat import clothing_clo, metabolic_power_W, saturated_vapour_pressure_kPa

HEAT = PARAMETERS.organ("heat")


def cost_J_kg_m(grade: float) -> float:
    """Net metabolic cost per kg and metre at 1 m/s."""
    metabolic_W, _ = metabolic_power_W(np.array([1.0]), np.array([grade]), 1.0, 0.0, HEAT)
    return float(metabolic_W[0])


@pytest.mark.parametrize(
    ("grade", "measured", "band"),
    [(0.0, 3.40, 0.24), (-0.20, 1.73, 0.36), (0.45, 18.93, 1.74)],
)
def test_cost_of_running_is_minettis(grade: float, measured: float, band: float) -> None:
    assert cost_J_kg_m(grade) == pytest.approx(measured, abs=band)


def test_cost_is_clamped_where_nobody_measured() -> None:
    assert cost_J_kg_m(0.9) == cost_J_kg_m(0.45)
    assert cost_J_kg_m(-0.9) == cost_J_kg_m(-0.45)


def test_climbing_stores_and_descending_frees_heat() -> None:
    speed, slope = np.full(3, 2.0), np.array([-0.1, 0.0, 0.1])
    metabolic_W, heat_W = metabolic_power_W(speed, slope, 70.0, 1.85, HEAT)
    lifted_W = 70.0 * 9.81 * 2.0 * 0.1 / np.sqrt(1.01)
    assert metabolic_W - heat_W == pytest.approx([-lifted_W, 0.0, lifted_W])


def test_standing_costs_one_met() -> None:
    metabolic_W, heat_W = metabolic_power_W(np.zeros(1), np.zeros(1), 70.0, 1.85, HEAT)
    assert metabolic_W[0] == heat_W[0] == pytest.approx(58.2 * 1.85)


@pytest.mark.parametrize(("temperature_C", "pressure_kPa"), [(0, 0.611), (20, 2.339), (36, 5.947)])
def test_vapour_pressure(temperature_C: float, pressure_kPa: float) -> None:
    assert saturated_vapour_pressure_kPa(temperature_C) == pytest.approx(pressure_kPa, rel=0.005)


def test_more_is_worn_in_the_cold() -> None:
    worn = [clothing_clo(air_C, HEAT) for air_C in (30.0, 18.0, 0.0, -20.0, -30.0)]
    assert worn == sorted(worn)
    assert worn[0] == HEAT["clothing_warm"]
    assert worn[-1] == HEAT["clothing_most"]
