"""What a browser may load and do on a page of this site."""

from __future__ import annotations

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",  # the theme sets styles through the object model, which this allows
    "img-src 'self' data:",  # the theme's icons are data in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
CONTENT_SECURITY = "; ".join(DIRECTIVES)

HEADERS = f"""\
/*
  Content-Security-Policy: {CONTENT_SECURITY}; frame-ancestors 'none'
  Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=63072000; includeSubDomains
  X-Content-Type-Options: nosniff
"""
"""The same for hosts that read a file of headers, which can also forbid framing."""
