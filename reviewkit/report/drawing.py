"""A drawing made fit to stand inside a page: nothing in it that could act, and its boxes made links.

The thing a reader would get wrong: the drawings are ours, so nothing here is expected to be found; it is looked for
because their words come from people and from exports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, fromstring, register_namespace, tostring

from reviewkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SVG = "http://www.w3.org/2000/svg"
_BOX = "data-box"
"""The attribute by which a part of the diagram says which box of the flow it shows."""
_ALLOWED = frozenset(
    {
        *("svg", "g", "a", "title", "desc", "defs", "marker", "style", "clipPath", "use", "symbol"),
        *("rect", "path", "line", "polyline", "polygon", "circle", "ellipse", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop", "pattern"),
    }
)


def boxes(svg: str) -> set[str]:
    """Return the boxes of the flow that a drawing shows."""
    return set(re.findall(f'{_BOX}="([^"&<>]*)"', svg))


def safe(svg: str, links: Mapping[str, str], prefix: str = "") -> str:
    """Return a drawing without anything that could act; parts that show a box of the flow link as `links` says.

    `prefix` goes before each id, so that several drawings have a place in one page. Raises `InputError` for no SVG.
    """
    try:
        root = fromstring(svg) if "<!" not in svg else Element("none")  # noqa: S314  # no declaration, so no entities
    except (ParseError, ValueError) as error:
        raise InputError("the drawing is no SVG", where="the page") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise InputError("the drawing is no SVG", where="the page")
    _clean(root)
    _rename(root, prefix)
    _link(root, links)
    register_namespace("", _SVG)
    return tostring(root, encoding="unicode")


def _clean(parent: Element) -> None:
    for name in list(parent.attrib):
        plain, value = name.rpartition("}")[2].lower(), parent.attrib[name].strip()
        fetches = plain in ("href", "src") and not value.startswith("#")
        if plain.startswith("on") or plain == "style" or fetches or re.search(r"url\(\s*[^#\s]", value):
            del parent.attrib[name]
    for child in list(parent):
        namespace, _, tag = str(child.tag).rpartition("}")
        if namespace != f"{{{_SVG}" or tag not in _ALLOWED:
            parent.remove(child)
        else:
            _clean(child)


def _rename(root: Element, prefix: str) -> None:
    """Put the prefix before every id, and wherever one is named."""
    for one in root.iter():
        for name, value in one.attrib.items():
            if name == "id":
                one.attrib[name] = f"{prefix}{value}"
            elif name.startswith("aria-"):
                one.attrib[name] = " ".join(f"{prefix}{part}" for part in value.split()) if "by" in name else value
            elif name.rpartition("}")[2] == "href":
                one.attrib[name] = f"#{prefix}{value.removeprefix('#')}"
            else:
                one.attrib[name] = value.replace("url(#", f"url(#{prefix}")


def _link(parent: Element, links: Mapping[str, str]) -> None:
    """Put a link around each part that shows a box of which there is a list."""
    for place, child in enumerate(list(parent)):
        _link(child, links)
        target = links.get(child.attrib.get(_BOX, ""))
        if target is not None:
            around = Element(f"{{{_SVG}}}a", {"href": target})
            around.tail, child.tail = child.tail, None
            around.append(child)
            parent[place] = around
