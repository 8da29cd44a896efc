"""Parts of a page that are made once for one state of what they show."""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """`{% kept "milestones" %}` … `{% endkept %}`: taken from memory where the page has `parts` (lib.kept).

    What differs from reader to reader says so: `{% kept "masthead" strangers_only %}`.
    """
    _tag, part, *options = token.split_contents()
    if options not in ([], ["strangers_only"]):
        raise template.TemplateSyntaxError(f"kept does not know {' '.join(options)}")
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(part.strip("\"'"), nodes, strangers_only=bool(options))


class KeptNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, part: str, nodelist: NodeList, *, strangers_only: bool) -> None:
        self.part, self.nodelist, self.strangers_only = part, nodelist, strangers_only

    def render(self, context: Context) -> str:
        parts = context.get("parts")
        if parts is None:
            return self.nodelist.render(context)
        return parts.shown(self.part, lambda: self.nodelist.render(context), strangers_only=self.strangers_only)
