"""The adapter gives the same content from either decoder."""

from __future__ import annotations

import numpy as np
import pytest
from fit_files import developer_field, file_id, message, record, session, simple_fit

from uncramp.activity import ActivityError, read_activity
from uncramp.activity.encode_fit import ENUM, UINT16, Field, FitMessage, encode_fit
from uncramp.activity.fit import decode_fit, tidy


def with_power() -> bytes:
    power = Field(0, UINT16, 240, developer=0)
    rows = [FitMessage(20, (*record(i, 3.0 * i, cadence=85).fields, power)) for i in range(30)]
    return encode_fit([file_id(), *developer_field("Form Power", "Watts"), *rows, session(0, 29)])


def test_a_damaged_file_gives_what_the_sound_one_gives():
    data = with_power()
    sound, broken = decode_fit(data, "a"), decode_fit(data[:-2] + b"\0\0", "b")
    assert sound.findings == ()
    assert any("checksum" in line for line in broken.findings)
    assert sound.n_records == broken.n_records == 30
    for name in ("timestamp", "distance", "cadence"):
        np.testing.assert_allclose(sound.records[name], broken.records[name])
    for content in (sound, broken):
        unit, column = content.developer["form_power"]
        assert unit == "Watts"
        assert set(column) == {240.0}
        assert content.messages["session"][0]["sport"] == "running"
        assert content.messages["session"][0]["start_time"] == sound.records["timestamp"][0]


def test_positions_are_degrees_from_either_decoder():
    data = simple_fit(10, latitude_deg=47.5, longitude_deg=-8.25)
    for version in (data, data[:-2] + b"\0\0"):
        assert decode_fit(version, "x").records["position_lat"][0] == pytest.approx(47.5)
        assert decode_fit(version, "x").records["position_long"][0] == pytest.approx(-8.25)


def test_a_header_of_zero_size_is_read_on():
    data = bytearray(simple_fit(30))
    data[4:8] = bytes(4)  # the watch died before it wrote the size
    content = decode_fit(bytes(data), "x")
    assert content.n_records == 31
    assert any("header" in line for line in content.findings)


def test_too_large_to_repair():
    with pytest.raises(ActivityError, match="too large to repair"):
        decode_fit(simple_fit(3) + bytes(3 * 2**20), "x")


def test_tidy():
    assert tidy(" Leg Spring Stiffness") == "leg_spring_stiffness"


def test_a_field_that_damage_made_a_list_is_left_out():
    sports = message(12, (0, ENUM, 1), (1, ENUM, 0))
    data = bytearray(encode_fit([file_id(), *(record(i, 3.0 * i) for i in range(20)), sports]))
    # the definition of the message "sport" gives its first field two bytes, its second none
    at = data.index(bytes((12, 0, 2, 0, 1, 0)))
    data[at + 4] = 2
    data[at + 7] = 0
    assert all(
        isinstance(value, (int, float, str))
        for one in decode_fit(bytes(data), "x").messages.get("sport", [])
        for value in one.values()
    )
    assert read_activity(bytes(data)).n_records == 20
