"""A file to take away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file at its address on the site; `media` is its media type (https://www.iana.org/assignments/media-types)."""

    path: str
    media: str
    content: bytes

    @classmethod
    def of_text(cls, path: str, media: str, text: str) -> Download:
        """Give a download of text in UTF-8."""
        return cls(path=path, media=media, content=text.encode())

    @property
    def size(self) -> str:
        """The size in words, in thousands of bytes: 12 KB."""
        return f"{max(1, round(len(self.content) / 1000)):,} KB"
