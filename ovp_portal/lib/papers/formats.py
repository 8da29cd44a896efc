"""The formats in which a paper leaves, by the ending of the file's name."""

from collections.abc import Mapping

from ovp_portal.lib.papers.shape import Paper

PDF, WORD = "pdf", "docx"
CONTENT_TYPES: Mapping[str, str] = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def made(paper: Paper, format: str) -> bytes:
    """The paper as a file.

    The makers are loaded when the first file is asked for: they take half a second and 20 MB
    that worker, beat and most web processes never need.
    """
    if format == PDF:
        from ovp_portal.lib.papers.pdf import pdf_of

        return pdf_of(paper)
    from ovp_portal.lib.papers.word import docx_of

    return docx_of(paper)


class FormatConverter:
    """`<paper:format>` at the end of an address."""

    regex = "pdf|docx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
