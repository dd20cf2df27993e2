"""The description that a file carries of itself (XMP), as PDF/A wants it: the same whenever it is printed."""

from __future__ import annotations

from datetime import UTC
from xml.sax.saxutils import escape

from paper.blocks import Sheet

PRODUCER = "fairbrief"

_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
      <pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
    </rdf:Description>
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
      <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
      <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
    </rdf:Description>
    <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
      <pdf:Producer>{producer}</pdf:Producer>
    </rdf:Description>
    <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
      <xmp:CreatorTool>{producer}</xmp:CreatorTool>
      <xmp:CreateDate>{dated}</xmp:CreateDate>
      <xmp:ModifyDate>{dated}</xmp:ModifyDate>
    </rdf:Description>
    {extension}
  </rdf:RDF>
</x:xmpmeta>"""


def describe(sheet: Sheet) -> str:
    """The sheet's XMP, with its `extension` (trusted XML of the caller's) in it."""
    return _PACKET.format(
        title=escape(sheet.title),
        author=escape(sheet.author),
        subject=escape(sheet.reference),
        language=sheet.language,
        producer=PRODUCER,
        dated=sheet.dated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        extension=sheet.extension,
    )
