"""What a Word file says it wants from elsewhere. Nothing of it is ever fetched; what tries is refused and named."""

from xml.parsers import expat

from ovp_portal.lib.reading.refusals import refused

_FETCHED_UNASKED = {"attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "package", "control"}
"""Word loads these by itself. A link and a linked picture are what many honest documents have."""
_ELSEWHERE = ("http:", "https:", "ftp:", "smb:", "mhtml:", "ms-", "\\\\", "//", "file://\\", "file:////")
"""A template in a folder of the writer's own computer is in many honest documents too."""


def refuse_fetching(data: bytes) -> None:
    """Raises DocumentRefused for relations (`….rels`) by which Word would load something from another computer."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = _refuse_relation
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:
        raise refused("broken") from error


def _refuse(*_given: object) -> None:
    raise refused("entities")


def _refuse_relation(_name: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2]
    is_outside = attributes.get("TargetMode") == "External"
    target = attributes.get("Target", "").strip().lower()
    if is_outside and kind in _FETCHED_UNASKED and target.startswith(_ELSEWHERE):
        raise refused("elsewhere")
