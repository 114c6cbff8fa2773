"""Writers: verdicts become tables, workbooks, JSON and text."""
