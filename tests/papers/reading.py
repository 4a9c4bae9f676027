"""A paper as a screen reader gets it: its title, language, tags and words."""

from io import BytesIO

from pypdf import PdfReader


def read_through(pdf):
    """The words and the tags of a PDF, after the facts without which it says nothing to who can't see it."""
    paper = PdfReader(BytesIO(pdf))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert paper.metadata.title and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data() or b"<pdfuaid:part>1" in root["/Metadata"].get_data()
    assert all(page["/Tabs"] == "/S" for page in paper.pages if "/Annots" in page)
    assert all(str(picture.get("/Alt", "")).strip() for picture in pictures_of(root["/StructTreeRoot"]))
    fonts = [font.get_object() for page in paper.pages for font in page["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert fonts and all("/FontFile2" in font or "/FontFile3" in font for font in described)
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    return words, set(tags_of(root["/StructTreeRoot"]))


def tags_of(element):
    """The tags beneath an element of the structure."""
    yield from (each["/S"] for each in elements_of(element))


def pictures_of(element):
    """The pictures and formulas beneath an element, which need words of their own."""
    return [each for each in elements_of(element) if each["/S"] in ("/Figure", "/Formula")]


def elements_of(element):
    """Every tagged element beneath one."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from elements_of(each)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element
        yield from elements_of(element.get("/K", []))
