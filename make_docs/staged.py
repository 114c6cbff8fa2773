"""Lays out the pages of the site in both languages: ``python -m make_docs.staged``.

Prints the configurations, one a line, to build in this order.
"""

from __future__ import annotations

import sys

from make_docs.site import ROOT, lay_out

for configuration in lay_out():
    sys.stdout.write(f"{configuration.relative_to(ROOT).as_posix()}\n")
