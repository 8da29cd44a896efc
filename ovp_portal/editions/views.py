"""The bytes of an edition. Addresses belong to the floors above, which know what the paper is."""

from django.http import HttpRequest, HttpResponse

from ovp_portal.editions.models import Edition, EditionFile
from ovp_portal.lib.http import attachment_name, etag_response
from ovp_portal.lib.papers.formats import CONTENT_TYPES

A_YEAR = 365 * 24 * 60 * 60


def data_response(request: HttpRequest, edition: Edition, name: str) -> HttpResponse:
    """The exact bytes that the checksum was taken of, as a download. They never change."""
    response = etag_response(
        request,
        edition.payload.encode(),
        "application/json; charset=utf-8",
        etag=edition.checksum,
        max_age=A_YEAR,
    )
    response["Content-Disposition"] = attachment_name(f"{name}-{edition.number}.json")
    return response


def file_response(request: HttpRequest, file: EditionFile, name: str, *, max_age: int = A_YEAR) -> HttpResponse:
    """An edition as a file. Under the address of its number it never changes."""
    response = etag_response(
        request, bytes(file.content), CONTENT_TYPES[file.format], etag=file.checksum, max_age=max_age
    )
    response["Content-Disposition"] = attachment_name(f"{name}.{file.format}")
    return response
