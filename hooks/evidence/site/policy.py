"""What a browser may load and do on a page of this site."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from evidence.site.search import BOX

SEARCHING = "script-src 'self' 'wasm-unsafe-eval'"
"""The page that searches runs WebAssembly too."""
STRICT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",  # the theme sets styles through the object model, which this allows
        "img-src 'self' data:",  # the theme's icons are data in its style sheet
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
POLICY = STRICT.replace("script-src 'self'", SEARCHING)
"""For every page as a header, as hosts may send two; the page itself then says what it can do without."""

# Hosts differ on a page under two rules: some send both policies, others the last. So no page gets a policy
# against frames that another would have to undo. X-Frame-Options forbids them on every page, and counts for
# nothing where a policy speaks of frames: https://www.w3.org/TR/CSP3/#frame-ancestors-and-frame-options.
HEADERS = f"""\
/*
  Content-Security-Policy: {POLICY}
  Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=63072000; includeSubDomains
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
/embed/*
  Content-Security-Policy: {POLICY}; frame-ancestors *
"""
"""The same for hosts that read a file of headers, which can also say who may frame a page."""


def add_csp(page: LexborHTMLParser) -> None:
    """Put the policy before anything that it rules. The character set stays first: it must come early."""
    charset = page.css_first("head > meta[charset]")
    if charset and not has_csp(page):
        policy = page.create_node("meta")
        policy.attrs["http-equiv"] = "Content-Security-Policy"
        policy.attrs["content"] = _policy(page)
        charset.insert_after(policy)


def has_csp(page: LexborHTMLParser) -> bool:
    """Tell whether the policy rules the page."""
    policies = page.css("head > meta[charset] + meta[http-equiv='Content-Security-Policy']")
    return [policy.attributes.get("content") for policy in policies] == [_policy(page)]


def _policy(page: LexborHTMLParser) -> str:
    return POLICY if page.css_first(BOX) else STRICT
