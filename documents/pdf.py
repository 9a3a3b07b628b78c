"""Plain values -> template -> PDF, in a worker, never in a web request (DESIGN.md §5).

The press fetches nothing: the only things a template or a stylesheet may load are `data:` images and our own
fonts, so that a picture, link or font planted in what somebody typed reaches neither the network nor the disk.
Each paper is tagged (PDF/UA-1), in British English, with its title and embedded fonts.
"""

from __future__ import annotations

import atexit
import functools
import re
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .papers import Paper
from .payloads import from_payload
from .typefaces import face
from .wordings import blocks_of, paragraphs_of

# Control characters, and marks that turn the direction of writing so that a line says what was not typed.
NOT_ON_PAPER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


@dataclass(frozen=True)
class Press:
    """What is kept warm between papers of one process: templates, the parsed stylesheet, the fonts."""

    templates: Environment
    stylesheet: object
    fonts: object
    fetcher: object


def make_fetcher():
    """A fetcher that refuses everything but `data:` and `font:<file of ours>`; nothing is ever followed."""
    # WeasyPrint takes half a second to import, and the web process never prints.
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if ours := face(url):
                return URLFetcherResponse(url, ours, {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    return OurFilesOnly(allowed_protocols=["data"], allow_redirects=False)


@functools.cache
def press() -> Press:
    """The one press of this process; the first call takes about half a second."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    folder = settings.BASE_DIR / "templates"
    templates = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["paragraphs"] = paragraphs
    templates.filters["said"] = said
    fonts, fetcher = FontConfiguration(), make_fetcher()
    # The fonts must go before the library that frees them is taken down.
    atexit.register(press.cache_clear)
    css = (folder / "documents/pdf/print.css").read_text()
    stylesheet = CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url="font:")
    return Press(templates, stylesheet, fonts, fetcher)


def paragraphs(text: str) -> Markup:
    """What somebody typed as paragraphs: an empty line begins a new one, a single line end stays a line end."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text.strip())]
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks if block)
    return Markup("").join(Markup("<p>{}</p>").format(block) for block in lines)


def said(text: str) -> Markup:
    """The same with headings and points, as in letters: “## ” begins a heading, “- ” a point."""
    parts = []
    for kind, blocks in groupby(blocks_of(paragraphs_of(text)), key=lambda block: block.kind):
        if kind == "point":
            points = Markup("").join(Markup("<li>{}</li>").format(block.text) for block in blocks)
            parts.append(Markup("<ul>{}</ul>").format(points))
        elif kind == "heading":
            parts += [Markup("<h3>{}</h3>").format(block.text) for block in blocks]
        else:
            parts += [paragraphs(block.text) for block in blocks]
    return Markup("").join(parts)


def clean(value):
    """The same plain values without the characters that no paper can show (a NUL in a name stops no print)."""
    if isinstance(value, str):
        return NOT_ON_PAPER.sub("", LINE_ENDS.sub("\n", value))
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, (list, tuple)) else value


def page_of(kind: str, payload: dict) -> str:
    """The HTML of a paper, every value escaped. Raises PaperError when the payload is no such paper."""
    return _html(kind, paper=from_payload(kind, clean(payload)))


def render(kind: str, payload: dict) -> bytes:
    """The PDF of a paper. Raises PaperError when the payload is no such paper."""
    return render_paper(kind, from_payload(kind, clean(payload)))


def render_paper(kind: str, paper: Paper) -> bytes:
    """The PDF of a paper whose values are clean already."""
    return render_page(kind, paper=paper)


def render_page(template: str, **values) -> bytes:
    """The PDF of one of our templates."""
    from weasyprint import HTML

    ours, out = press(), BytesIO()
    document = HTML(string=_html(template, **values), url_fetcher=ours.fetcher, base_url="font:")
    document.write_pdf(out, stylesheets=[ours.stylesheet], font_config=ours.fonts, pdf_variant="pdf/ua-1")
    return out.getvalue()


def _html(template: str, **values) -> str:
    return press().templates.get_template(f"documents/pdf/{template}.html").render(**values)
