"""A drawing as small, named SVG markup that takes its colours from the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from evidence.charts import theme

BASE = "https://vega.github.io/vega-datasets/"  # vl-convert puts it before every relative address
FRACTION = re.compile(r"-?\d+\.\d+")
CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
PLACE = re.compile(r"translate\((.*),(.*)\)")
MEASURES = {"d", "height", "transform", "viewBox", "width", "x", "y", "x1", "x2", "y1", "y2", "dy"}
USUAL = {
    ("opacity", "1"),
    ("font-weight", "normal"),
    ("stroke-width", "0"),
    ("stroke-width", "1"),
    ("text-anchor", "start"),
    ("transform", "translate(0,0)"),
}
UNUSED = {"class", "role", "aria-roledescription", "font-family", "pointer-events", "stroke-miterlimit"}
SEEN = {"circle", "line", "path", "rect", "text"}
INHERITED = {
    "fill": SEEN,
    "fill-opacity": SEEN,
    "font-size": {"text"},
    "font-weight": {"text"},
    "stroke": SEEN,
    "stroke-dasharray": SEEN,
    "stroke-width": SEEN,
    "text-anchor": {"text"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a drawing is called: `name` is unique on a page, `title` short, `description` whole."""

    name: str
    title: str
    description: str


def clean(drawn: str, label: Label) -> str:
    """Reduce what Vega drew to what is seen, and name it for those who do not see it."""
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        _simplify(element)
    _name_links(root)
    _remove_unseen(root)
    _join_links(root)
    _share_attributes(root)
    _label(root, label)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _simplify(element: Element) -> None:
    """Drop namespaces and what Vega says without need, and keep one decimal of a pixel."""
    attributes = {_local(name): value for name, value in element.items()}
    element.tag = _local(element.tag)
    element.attrib.clear()
    for name, value in attributes.items():
        if name not in UNUSED and (name, value) not in USUAL:
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


def _share_attributes(parent: Element) -> None:
    """Say once on a group what is the same for everything in it."""
    for name, tags in INHERITED.items():
        inheriting = [element for element in parent.iter() if element.tag in tags]
        values = {element.get(name) for element in inheriting}
        if len(inheriting) > 1 and len(values) == 1 and None not in values:
            for element in parent.iter():
                element.attrib.pop(name, None)
            parent.set(name, values.pop() or "")
    for child in parent:
        _share_attributes(child)


def _label(root: Element, label: Label) -> None:
    """Make the drawing one image with a name, or a group where there are links in it to reach."""
    role = "group" if root.find(".//a") is not None else "img"
    size = {name: root.attrib[name] for name in ("viewBox", "width", "height")}
    title, description = f"chart-{label.name}-title", f"chart-{label.name}-description"
    inherited = {name: root.attrib[name] for name in INHERITED if name in root.attrib}
    root.attrib.clear()
    root.attrib.update({"class": "chart-svg", **size, "role": role, **inherited})
    root.attrib.update(
        {"font-family": theme.FONT_SHOWN, "aria-labelledby": title, "aria-describedby": description}
    )
    for tag, identity, text in (("desc", description, label.description), ("title", title, label.title)):
        root.insert(0, Element(tag, {"id": identity}))
        root[0].text = text
