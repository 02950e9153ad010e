"""The weather of a run, what is worn and what is drunk, each with where it came from."""

from uncramp.conditions.drinking import AidStation, DrinkingPlan
from uncramp.conditions.drinks import Drink, load_drinks
from uncramp.conditions.strava import StravaWeather, strava_weather
from uncramp.conditions.sun import Sun, mean_sun, sun_elevation_deg, sun_time
from uncramp.conditions.weather import (
    CLOTHING_CLO,
    Conditions,
    ConditionsError,
    FileWeather,
    Source,
    Sourced,
)

__all__ = [
    "CLOTHING_CLO",
    "AidStation",
    "Conditions",
    "ConditionsError",
    "Drink",
    "DrinkingPlan",
    "FileWeather",
    "Source",
    "Sourced",
    "StravaWeather",
    "Sun",
    "load_drinks",
    "mean_sun",
    "strava_weather",
    "sun_elevation_deg",
    "sun_time",
]
