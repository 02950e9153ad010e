"""Content decides, not the name."""

from __future__ import annotations

import pytest

from uncramp.activity.errors import ActivityError
from uncramp.activity.sniff import head_text, sniff


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x0e\x20\x54\x08\x00\x00\x00\x00.FIT\x00\x00", "fit"),
        (b"junk before" + b"\x0e\x20\x54\x08\x00\x00\x00\x00.FIT", "fit"),
        (b"<gpx>", "gpx"),
        (b"<?xml version='1.0'?>\n<!-- a --><g:gpx>", "gpx"),
        (b"\xef\xbb\xbf  <TrainingCenterDatabase>", "tcx"),
        (b"<Activities><Activity>", "tcx"),
        (b"0</ele></trkpt><trkpt lat='1'>", "gpx"),
        ("<gpx>".encode("utf-16"), "gpx"),
    ],
)
def test_kinds(data, kind):
    assert sniff(data, "x") == kind


@pytest.mark.parametrize("data", [b"hello", b"[1]", b"<svg/>", b"\x00\x01\x02\xff\xfe" * 9])
def test_others_are_named(data):
    with pytest.raises(ActivityError, match="export the run as FIT, TCX or GPX"):
        sniff(data, "x")


def test_the_head_of_utf16():
    assert head_text("abc".encode("utf-16")).strip("\ufeff") == "abc"
