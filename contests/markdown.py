"""Briefs are written in Markdown; this turns them into HTML that cannot harm whoever reads it.

A small subset: headings, emphasis, lists, quotes, code, tables, rules and links. Raw HTML is shown as text, images are
dropped (one from elsewhere would tell its host who reads the brief), and links carry no endorsement. The renderer is
already strict; a second, independent sanitiser stands behind it.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LOWEST_HEADING = 6
HEADINGS_START_AT = 3
"""A page's own headings are the first two levels; a brief's begin below them."""

LINK_REL = "nofollow noopener ugc"
LINK_SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}


def _lower_headings(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(LOWEST_HEADING, int(token.tag[1]) + HEADINGS_START_AT - 1)
            token.tag = f"h{level}"


def _image_as_text(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """An image's alternative text, where the image would have stood."""
    return renderer.renderInlineAsText(tokens[index].children, options, env)


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_markdown.add_render_rule("image", _image_as_text)


def render_markdown(text: str) -> SafeString:
    """The text as HTML fit to be placed into a page.

    >>> render_markdown("Draw **one** logo. <script>alert(1)</script>")
    '<p>Draw <strong>one</strong> logo. &lt;script&gt;alert(1)&lt;/script&gt;</p>\\n'
    >>> render_markdown("[us](https://brand.example) ![a fox](https://spy.example/p.gif)")
    '<p><a href="https://brand.example" rel="nofollow noopener ugc">us</a> a fox</p>\\n'
    """
    tokens = _markdown.parse(text)
    _lower_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=LINK_SCHEMES,
        link_rel=LINK_REL,
        strip_comments=True,
    )
    return mark_safe(clean)
