"""The script that draws interactive charts, one bundle that a page loads only when a reader asks for it."""

from __future__ import annotations

import json
from importlib.metadata import version

from evidence.cache import CACHE_DIR, cached
from evidence.charts import drawing

KEPT = CACHE_DIR / "scripts"
SNIPPET = """
import { View, parse, tupleid } from "https://cdn.jsdelivr.net/npm/vega@6.2.0/+esm.js";
import { compile } from "https://cdn.jsdelivr.net/npm/vega-lite@6.4.1/+esm.js";
import { expressionInterpreter } from "https://cdn.jsdelivr.net/npm/vega-interpreter@2.0.0/+esm.js";
export { View, compile, expressionInterpreter, parse, tupleid };
"""
"""What explore.js imports. The addresses are names of the copies inside vl-convert: nothing is fetched.

The names that vl-convert itself offers to a snippet are of no use: its `vega` and `vegaLite` are null, and
its `vegaEmbed` writes a style sheet into the page, which the policy of the site forbids.
"""


def bundle() -> str:
    """Give Vega, Vega-Lite and the interpreter of expressions as one module: 837 KB, 284 KB compressed.

    The interpreter evaluates expressions without `eval`, so that the policy of a page need not allow it.
    With vega-embed, as vl-convert makes it by default, it would be 898 and 305 KB.
    """
    cache_key = json.dumps([SNIPPET, version("vl-convert-python")])
    return cached(cache_key, lambda: _bundled(SNIPPET), KEPT)


def _bundled(snippet: str) -> str:
    bundled: str = drawing.vl_convert().javascript_bundle(snippet)
    return bundled
