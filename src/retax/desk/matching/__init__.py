"""Ledgers and returns of files matched at the desk: tables read, a workbook of answers written."""
