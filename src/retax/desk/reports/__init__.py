"""Files users hold already: messages of customs, declarations, and reports of platforms.

The kind of a file is recognised first, by its outermost element or by headings that only this
report has; a name is then read as this kind of file means it. Each reader yields rows in the
library's own names, and says what the file cannot tell.
"""
