"""Looks at a certificate's PDF with programs that others wrote: is it what it claims to be, can it be read aloud, does
it carry the credential, and does the QR code lead to the right address?

    pip install pikepdf pypdfium2 zxing-cpp pillow
    python .ci/check_pdf.py CERTIFICATE.pdf ADDRESS [CREDENTIAL.jwt]

ADDRESS is what the QR code must hold; CREDENTIAL.jwt what must be attached, byte for byte. Ends with 1 and says what is
wrong; it does not replace a full validator of PDF/A.
"""

import re
import sys

import pikepdf
import pypdfium2
import zxingcpp

NAME = "credential.jwt"

# Words of each language that a reader must find whole.
WORDS = {"en": "Certificate number", "de": "Zertifikatsnummer", "fr": "Numéro du certificat", "es": "Número de certificado", "ja": "認証書番号"}


def elements(node, seen=None):
    """All structure elements below a node."""
    seen = set() if seen is None else seen
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and kid.objgen not in seen:
            seen.add(kid.objgen)
            yield kid
            yield from elements(kid, seen)


def metadata(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        yield "no claim of PDF/A-3A", (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) == ("3", "A")
        yield "no claim of PDF/UA-1", xmp.get("pdfuaid:part") == "1"
        yield "no title", bool(xmp.get("dc:title"))
        yield "the title is not the document's", xmp.get("dc:title") == str(pdf.docinfo.get("/Title"))
    root = pdf.Root
    yield "encrypted", not pdf.is_encrypted
    yield "no language", str(root.get("/Lang", "")) in WORDS
    yield "the title is not shown", bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"))
    yield "not tagged", bool(root.get("/MarkInfo", {}).get("/Marked"))
    yield "no colour profile", any(i.get("/S") == "/GTS_PDFA1" for i in root.get("/OutputIntents", []))
    yield "not one page", len(pdf.pages) == 1
    yield "runs something", "/OpenAction" not in root and "/AA" not in root and "/JavaScript" not in root.get("/Names", {})


def structure(pdf):
    tree = pdf.Root.get("/StructTreeRoot")
    yield "no structure tree", tree is not None
    found = list(elements(tree)) if tree is not None else []
    tags = [str(element.S) for element in found]
    yield "no heading of the first level", tags.count("/H1") == 1
    yield "hardly any paragraph", tags.count("/P") >= 6
    yield "not one link", tags.count("/Link") == 1
    figures = [element for element in found if element.S == "/Figure"]
    yield "no figure", bool(figures)
    yield "a figure without alternative text", all(str(figure.get("/Alt", "")).strip() for figure in figures)


def fonts(pdf):
    found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    yield "no fonts", bool(found)
    for font in found:
        is_embedded = any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        yield f"the font {font.get('/FontName')} is not embedded", is_embedded
    loose = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
    for font in loose:
        described = "/FontDescriptor" in font or "/DescendantFonts" in font or font.get("/Subtype") == "/Type3"
        yield f"the font {font.get('/BaseFont')} is not embedded", described


def attachment(pdf, expected):
    yield f"the attachments are {list(pdf.attachments)}", list(pdf.attachments) == [NAME]
    files = pdf.Root.get("/AF", [])
    yield "no associated file", len(files) == 1
    for file in files:
        kind = (str(file.get("/AFRelationship")), str(file.EF.F.get("/Subtype")))
        yield f"the attachment is {kind}", kind in {("/Source", "/application/vc+jwt"), ("/Data", "/application/vc+jwt")}
        content = file.EF.F.read_bytes()
        form = rb"[\w-]+\.[\w-]+\.[\w-]+"
        yield "the attachment is no compact JWS", re.fullmatch(form, content) is not None
        yield "the attachment is another credential", expected is None or content == expected


def address(path, pdf, expected):
    page = pypdfium2.PdfDocument(path)[0]
    codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    yield f"the codes hold {[code.text for code in codes]}", [code.text for code in codes] == [expected]
    links = [str(link.A.URI) for link in pdf.pages[0].get("/Annots", []) if link.Subtype == "/Link"]
    yield f"the links lead to {links}", links == [expected]
    text = page.get_textpage().get_text_range().replace("\r\n", "")
    yield "the address cannot be read", expected in text
    yield "its words cannot be read whole", WORDS[str(pdf.Root.get("/Lang", "en"))] in text


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    path, url = sys.argv[1:3]
    credential = open(sys.argv[3], "rb").read().strip() if len(sys.argv) == 4 else None
    with pikepdf.open(path) as pdf:
        checks = [
            *metadata(pdf),
            *structure(pdf),
            *fonts(pdf),
            *attachment(pdf, credential),
            *address(path, pdf, url),
        ]
    wrong = [words for words, holds in checks if not holds]
    for words in wrong:
        print(f"{path}: {words}")
    if wrong:
        sys.exit(1)
    print(f"{path}: {len(checks)} checks hold")


main()
