"""The weather of a run, what is worn and what is drunk, each with where it came from."""

from uncramp.conditions.drinking import AidStation, DrinkingPlan
from uncramp.conditions.drinks import Drink, load_drinks
from uncramp.conditions.strava import StravaWeather, strava_weather
from uncramp.conditions.weather import Conditions, ConditionsError, FileWeather, Source, Sourced

__all__ = [
    "AidStation",
    "Conditions",
    "ConditionsError",
    "Drink",
    "DrinkingPlan",
    "FileWeather",
    "Source",
    "Sourced",
    "StravaWeather",
    "load_drinks",
    "strava_weather",
]
