"""Texts that people wrote elsewhere: files to text, text to parts, dates, names. Knows no model, invents nothing."""
