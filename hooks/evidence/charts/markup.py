"""A drawing as small, named SVG markup that takes its colours from the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from evidence.charts import theme

BASE = "https://vega.github.io/vega-datasets/"  # vl-convert puts it before every relative address
FRACTION = re.compile(r"-?\d+\.\d+")
CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
PLACE = re.compile(r"translate\((.*),(.*)\)")
MEASURES = {"d", "height", "transform", "viewBox", "width", "x", "y", "x1", "x2", "y1", "y2", "dy"}
UNUSED = {
    "class",
    "opacity",
    "role",
    "aria-roledescription",
    "font-family",
    "pointer-events",
    "stroke-miterlimit",
}


def clean(drawn: str, name: str, title: str, description: str) -> str:
    """Reduce what Vega drew to what is seen, and label it; `name` is unique on a page."""
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        _simplify(element)
    _name_links(root)
    _remove_unseen(root)
    _join_links(root)
    _label(root, {f"chart-{name}-title": title, f"chart-{name}-description": description})
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _simplify(element: Element) -> None:
    """Drop namespaces and what Vega says without need, and keep one decimal of a pixel."""
    attributes = {_local(name): value for name, value in element.items()}
    element.tag = _local(element.tag)
    element.attrib.clear()
    for name, value in attributes.items():
        if name not in UNUSED:
            element.set(name, _short(name, value))
    _draw_circle(element)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _short(name: str, value: str) -> str:
    if name in MEASURES:
        return FRACTION.sub(lambda number: f"{round(float(number[0]), 1) + 0:g}", value)
    return value.removesuffix("px") if name == "font-size" else value


def _draw_circle(element: Element) -> None:
    """Say that a path is a circle where it is one; Vega moves each from the origin to its place."""
    circle = CIRCLE.fullmatch(element.get("d", ""))
    place = PLACE.fullmatch(element.get("transform", ""))
    if circle and place:
        del element.attrib["d"], element.attrib["transform"]
        element.tag = "circle"
        element.attrib.update({"cx": place[1], "cy": place[2], "r": circle[1]})


def _name_links(root: Element) -> None:
    """Move the label of a mark to the link around it, and drop the labels of all other marks."""
    for link in root.iter("a"):
        link.set("href", link.attrib["href"].removeprefix(BASE))
        link.set("aria-label", link[0].attrib["aria-label"])
    for element in root.iter():
        if element.tag != "a":
            element.attrib.pop("aria-label", None)


def _remove_unseen(parent: Element) -> None:
    for child in list(parent):
        _remove_unseen(child)
        if _is_unseen(child):
            parent.remove(child)


def _is_unseen(element: Element) -> bool:
    if element.tag in {"path", "rect"}:
        return not {"fill", "stroke"} & element.attrib.keys()
    return element.tag in {"g", "text"} and not len(element) and not element.text


def _join_links(root: Element) -> None:
    """Make one link of those with the same address, so that a label lies in the link of its mark."""
    first: dict[str, Element] = {}
    links = [(parent, child) for parent in root.iter() for child in parent if child.tag == "a"]
    for parent, link in links:
        kept = first.setdefault(link.attrib["href"], link)
        if kept is not link:
            kept.extend(link)
            parent.remove(link)


def _label(root: Element, texts: Mapping[str, str]) -> None:
    """Make the drawing one image with a title and a description, or a group where it has links to reach."""
    title, description = texts
    size = {name: root.attrib[name] for name in ("viewBox", "width", "height")}
    role = "img" if root.find(".//a") is None else "group"
    root.attrib.clear()
    root.attrib.update({"class": "chart-svg", **size, "role": role, "font-family": theme.FONT_SHOWN})
    root.attrib.update({"aria-labelledby": title, "aria-describedby": description})
    for place, (tag, identity) in enumerate((("title", title), ("desc", description))):
        root.insert(place, Element(tag, {"id": identity}))
        root[place].text = texts[identity]
