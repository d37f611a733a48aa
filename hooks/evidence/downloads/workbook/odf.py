"""The words of the OpenDocument format as elements of XML.

https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, register_namespace, tostring

VERSION = "1.3"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": f"{OASIS}office:1.0",
    "style": f"{OASIS}style:1.0",
    "table": f"{OASIS}table:1.0",
    "text": f"{OASIS}text:1.0",
    "number": f"{OASIS}datastyle:1.0",
    "meta": f"{OASIS}meta:1.0",
    "manifest": f"{OASIS}manifest:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """Make an element; it and its attributes are named as `qualified` reads them."""
    made = Element(qualified(tag), {qualified(name): value for name, value in attributes.items()})
    made.extend(children)
    return made


def qualified(name: str) -> str:
    """Give a name such as `table_style_name` in full: `style-name` of the namespace `table`."""
    prefix, _, local = name.partition("_")
    return f"{{{NAMESPACES[prefix]}}}{local.replace('_', '-')}"


def serialised(part: Element) -> bytes:
    """Give a part of the file as bytes."""
    for prefix, address in NAMESPACES.items():
        register_namespace(prefix, address)
    content: bytes = tostring(part, encoding="UTF-8", xml_declaration=True)
    return content
