"""Small files of each kind, made by hand."""

from __future__ import annotations

import io
import zipfile

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_PART = '<Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20
WEBP = b"RIFF\x20\x00\x00\x00WEBPVP8 " + b"\x00" * 20
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + b"\x00" * 20
WINDOWS_PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def zipped(**parts: str | bytes) -> bytes:
    """A zip of named parts; ``__`` stands for a slash and the first part comes first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office(main: str, more: str = "", **parts: str | bytes) -> bytes:
    """An Office document whose list of parts names its main part."""
    return zipped(**{"[Content_Types].xml": _TYPES.format(_PART.format(main) + more), **parts})


def docx(*paragraphs: str) -> bytes:
    """A Word document; each word of a paragraph in two runs, as Word likes to do."""
    lines = "".join(
        f"<w:p>{''.join(f'<w:r><w:t>{piece}</w:t></w:r>' for piece in (p[:2], p[2:]))}</w:p>"
        for p in paragraphs
    )
    body = f'<w:document xmlns:w="{_W}"><w:body>{lines}</w:body></w:document>'
    return office("wordprocessingml.document", **{"word/document.xml": body})


def pptx(*slides: str) -> bytes:
    """Slides with a line each."""
    parts = {
        f"ppt/slides/slide{number}.xml": f'<p xmlns:a="{_A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>'
        for number, text in enumerate(slides, start=1)
    }
    return office("presentationml.presentation", **parts)


def xlsx(*cells: str) -> bytes:
    """A workbook with shared texts."""
    texts = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    return office("spreadsheetml.sheet", **{"xl/sharedStrings.xml": f'<sst xmlns="{_S}">{texts}</sst>'})


def odt(text: str) -> bytes:
    """An OpenDocument text."""
    namespace = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        **{"content.xml": f'<t:p xmlns:t="{namespace}">{text[:3]}<t:span>{text[3:]}</t:span></t:p>'},
    )


def pdf(text: str) -> bytes:
    """A PDF of one page with one line, with its table of places."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
