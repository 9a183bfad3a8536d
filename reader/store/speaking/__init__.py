"""Quotes and speakers over all stories."""
