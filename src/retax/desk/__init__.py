"""The desk: command line, workbooks, letters and reminders for declaration clerks.

Every tool is an optional extra that says how to install it when it is missing. Nothing else in
the library imports from here.
"""
