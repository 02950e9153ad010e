"""Shapley shares on games whose shares are known."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.explain.shapley import Coalition, orders, shares, walk

Game = Callable[[Coalition], bool]  # removed causes → does it still cramp?


def played(order: list[str], game: Game, known: dict[Coalition, bool] | None = None) -> str | None:
    """Walk an order, simulating what is asked for."""
    known = {frozenset(): True} if known is None else known
    steps = walk(order, known)
    while True:
        try:
            removed = next(steps)
        except StopIteration as stop:
            return str(stop.value) if stop.value is not None else None
        assert removed not in known, "every coalition is simulated once"
        known[removed] = game(removed)


def shares_of(game: Game, causes: list[str], n_orders: int = 2) -> dict[str, float]:
    rng = np.random.default_rng(3)
    return shares([played(order, game) for order in orders(causes, n_orders, rng)], causes)


def test_the_only_cause_takes_all() -> None:
    assert shares_of(lambda removed: "a" not in removed, ["a", "b", "c"]) == {
        "a": 1.0, "b": 0.0, "c": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "game",
    [
        lambda removed: not removed & {"a", "b"},  # either helps: the first one earns it
        lambda removed: not removed >= {"a", "b"},  # only both help: the last one earns it
    ],
)
def test_equal_causes_share_equally_already_with_one_order_and_its_reverse(game: Game) -> None:
    assert shares_of(game, ["a", "b", "c"]) == {"a": 0.5, "b": 0.5, "c": 0.0}


def test_calves_with_one_cause_each_add_up_exactly() -> None:
    causes = ["a", "b", "c"]
    decisive = []
    for own in ("a", "a", "a", "b"):
        game = lambda removed, own=own: own not in removed  # noqa: E731
        decisive += [played(order, game) for order in orders(causes, 2, np.random.default_rng(1))]
    assert shares(decisive, causes) == {"a": 0.75, "b": 0.25, "c": 0.0}


def test_what_nothing_prevents_stays_unexplained() -> None:
    found = shares([played(["a", "b"], lambda _: True), "a", "b", "b"], ["a", "b"])
    assert found == {"a": 0.25, "b": 0.5}


def test_no_walk_no_share() -> None:
    assert shares([], ["a"]) == {"a": 0.0}


def test_what_is_known_is_not_simulated_again() -> None:
    known = {frozenset(): True, frozenset("a"): True, frozenset("ab"): False}
    assert played(["a", "b", "c"], lambda _: pytest.fail("known already"), known) == "b"


CAUSES = ["a", "b", "c"]
COALITIONS = [frozenset(c) for n in range(4) for c in itertools.combinations(CAUSES, n)]


def exact(game: Game) -> dict[str, float]:
    """Shapley's formula: the mean over orders of what a removal changes."""
    worth = {}
    for cause in CAUSES:
        others = [c for c in COALITIONS if cause not in c]
        worth[cause] = sum(
            math.factorial(len(c)) * math.factorial(len(CAUSES) - len(c) - 1)
            / math.factorial(len(CAUSES)) * (game(c) - game(c | {cause}))
            for c in others
        )  # fmt: skip
    return worth


@given(st.sets(st.sampled_from(COALITIONS[1:])))
def test_all_orders_give_shapleys_value_where_removing_more_never_harms(
    enough: set[Coalition],
) -> None:
    def game(removed: Coalition) -> bool:
        return not any(removed >= helps for helps in enough)

    every = [played(list(order), game) for order in itertools.permutations(CAUSES)]
    assert shares(every, CAUSES) == pytest.approx(exact(game))


@given(st.integers(0, 6), st.integers(0, 9))
def test_orders_come_in_pairs_of_one_and_its_reverse(n: int, seed: int) -> None:
    made = orders(CAUSES, n, np.random.default_rng(seed))
    assert len(made) == n
    for one, other in zip(made[::2], made[1::2], strict=False):
        assert sorted(one) == CAUSES
        assert other == one[::-1]
