"""Build XML: elements with safe text, coordinates, a document."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from looproute.text.sanitize import for_xml

_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def root(tag: str, namespace: str, *, schema: str = "", **attributes: str) -> Element:
    """Return the root of a document in one namespace."""
    attributes["xmlns"] = namespace
    if schema:
        attributes |= {"xmlns:xsi": _XSI, "xsi:schemaLocation": f"{namespace} {schema}"}
    return ElementTree.Element(tag, attributes)


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append a child with safe text and attributes to an element, and return it."""
    element = ElementTree.SubElement(parent, tag, attributes)
    if text:
        element.text = for_xml(text, limit=2000)
    return element


def degrees(value: float) -> str:
    """Return degrees as a decimal without exponent, to 1 cm."""
    return f"{value:.7f}"


def document(root: Element) -> str:
    """Return a document as text with an element on each line."""
    ElementTree.indent(root, space=" ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
