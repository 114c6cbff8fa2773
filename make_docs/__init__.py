"""Makes the pages of ``docs/`` that say what the law says, from the law itself.

``python -m make_docs`` writes them; a test compares what it writes with what is committed.
"""
