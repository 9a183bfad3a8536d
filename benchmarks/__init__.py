"""Measurements, none of them run by the tests."""
