"""The blank workbook a clerk fills in."""
