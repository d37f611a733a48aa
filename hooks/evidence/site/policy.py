"""What a browser may load and do on a page of this site."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'{styles}",  # the theme sets styles through the object model, which this allows
    "img-src 'self' data:",  # the theme's icons are data in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
# Hosts differ on a page under two rules: some send both policies, others the last. So no page gets a policy
# against frames that another would have to undo. X-Frame-Options forbids them on every page, and counts for
# nothing where a policy speaks of frames: https://www.w3.org/TR/CSP3/#frame-ancestors-and-frame-options.
HEADERS = """\
/*
  Content-Security-Policy: {policy}
  Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=63072000; includeSubDomains
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
/embed/*
  Content-Security-Policy: {policy}; frame-ancestors *
"""


def content_security(styles: Iterable[str]) -> str:
    """Give the policy of pages that hold these styles, each of which is allowed by its hash alone."""
    allowed = "".join(f" {_hash(style)}" for style in sorted(set(styles)))
    return "; ".join(DIRECTIVES).format(styles=allowed)


def headers(styles: Iterable[str]) -> str:
    """Give the same for hosts that read a file of headers, which can also say who may frame a page."""
    return HEADERS.format(policy=content_security(styles))


def _hash(style: str) -> str:
    """Name a style by its hash: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
