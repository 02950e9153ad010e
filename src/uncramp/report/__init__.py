"""One Report object, built from a result document; rendered as text, as a page, as JSON."""

from uncramp.report.report import Report

__all__ = ["Report"]
