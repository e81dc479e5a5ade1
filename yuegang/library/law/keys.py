"""Keys and addresses of works: `CN:专利法`, `HK:528`, `MO:97/99/M` and what stands in an address for them."""

FULL_NAME = "中华人民共和国"


def code_of(place: str, title: str, number: str) -> str:
    """Return what stands for a work in an address: the short title, the chapter, or the number with dashes."""
    if place in ("CN", "GD", "CN-GD"):
        return title.replace(FULL_NAME, "").strip("《》")
    plain = number.removeprefix("Cap. ").split(" (")[0]
    return (
        plain.removeprefix("第")
        .removesuffix("號法令")
        .removesuffix("號法律")
        .removesuffix("號行政法規")
        .replace("/", "-")
    )


def key_of(place: str, code: str) -> str:
    """Return the key of a work as search and citations write it."""
    if place in ("CN", "GD", "CN-GD"):
        return f"CN:{code}"
    return f"MO:{code.replace('-', '/')}" if place == "MO" else f"{place}:{code}"


def place_of(place: str) -> str:
    """Return our place of a source's place."""
    return "GD" if place == "CN-GD" else place
