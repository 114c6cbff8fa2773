"""The parts of the package's metadata that follow from the address of its repository.

The address stands once, as ``repository`` under ``[tool.hatch.metadata.hooks.custom]`` in
pyproject.toml. While it is empty the package names no URL, and its page at an index shows the
README without links into the repository, which would lead nowhere there. With it, the URLs are
made from it and those links become absolute. The site reads the same line (``make_docs/site.py``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[[^\]]*\]\((?!https?:)([^)\s]+)\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)\s]+)\)")


def project_urls(repository: str) -> dict[str, str]:
    """Return the URLs of the project; none while the repository has no address."""
    if not repository:
        return {}
    return {
        "Repository": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
    }


def readme_elsewhere(text: str, repository: str) -> str:
    """Return the README as it reads outside the repository."""
    if not repository:
        without_pictures = re.sub(rf"^{_PICTURE.pattern}\n+", "", text, flags=re.MULTILINE)
        return _LINK.sub(r"\1", without_pictures)
    with_pictures = _PICTURE.sub(
        lambda found: found[0].replace(found[1], f"{repository}/raw/main/{found[1]}"), text
    )
    return _LINK.sub(rf"[\1]({repository}/blob/main/\2)", with_pictures)


class RepositoryMetadata(MetadataHookInterface):
    """Fills in the URLs and the README."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add what follows from the address to the metadata of the project."""
        repository = str(self.config["repository"]).rstrip("/")
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["urls"] = project_urls(repository)
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": readme_elsewhere(text, repository),
        }
