"""A note as a file: the page, made into a paper that can be printed, edited and signed."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ovp_portal.lib.papers.shape import Paper


def to_be_signed(paper: Paper) -> Paper:
    """With the line on which the coordinator signs, as under the notes that groups write by hand."""
    return replace(paper, frame=replace(paper.frame, signatures=(_("Coordinator of the working group"),)))
