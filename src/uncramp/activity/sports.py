"""Names of sports, as watches and web pages write them."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.language import marked

# Parts of words in the languages in which phones name a run by themselves.
_PARTS = (
    ("run", "running"), ("jog", "running"), ("corrida", "running"), ("carrera", "running"),
    ("corsa", "running"), ("lauf", "running"), ("course", "running"),
    ("walk", "walking"), ("hik", "hiking"), ("wander", "hiking"),
    ("cycl", "cycling"), ("bik", "cycling"), ("swim", "swimming"),
)  # fmt: skip
# The words that a runner sees.
_SHOWN = (
    marked("running"), marked("walking"), marked("hiking"), marked("cycling"), marked("swimming"),
    marked("transition"),
)  # fmt: skip
_STRAVA_CODES = {"9": "running", "10": "walking", "4": "hiking", "1": "cycling"}


def sport_name(text: str) -> str:
    """One word for a sport: "Running", "trail_running" and "Run" are all "running"."""
    word = text.strip().lower()
    word = _STRAVA_CODES.get(word, word)
    for part, name in _PARTS:
        if part in word:
            return name
    return word.replace(" ", "_") or "unknown"


def on_foot(sport: str) -> bool:
    """True where cadence counts steps, and speed stays that of a human on foot."""
    return sport not in ("cycling", "swimming", "transition", "rowing", "driving")


def choose_sport(records_by_sport: Mapping[str, int]) -> str:
    """Running if there is any, else the sport with most records."""
    if records_by_sport.get("running"):
        return "running"
    return max(sorted(records_by_sport), key=lambda sport: records_by_sport[sport])
