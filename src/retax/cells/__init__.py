"""Cells as people fill them: what spreadsheets do to days, codes and numbers is mended."""
