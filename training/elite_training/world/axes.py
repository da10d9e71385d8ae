"""What a scene can vary in. Indices are labels: the order is part of the data format."""

PLACES: tuple[str, ...] = (
    "in the jungle", "in the snow", "on the beach", "on a cobblestone street", "on pink fabric",
    "on a wooden floor", "in the city", "in the mountains", "in a wheat field", "under an autumn tree",
    "on a purple rug", "floating on water", "in an ocean of milk", "on grass with sunflowers",
    "on a dirt road", "in the desert", "in space", "in a city at night", "underwater", "on red bricks",
)  # fmt: skip
COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (214, 40, 40), "orange": (242, 140, 30), "yellow": (246, 214, 50), "green": (60, 168, 72),
    "blue": (50, 96, 214), "purple": (138, 66, 190), "pink": (240, 130, 180), "white": (240, 240, 240),
}  # fmt: skip
PLAIN: dict[str, tuple[int, int, int]] = {
    **COLOURS, "black": (0, 0, 0), "grey": (128, 128, 128),
}  # fmt: skip
STYLES: tuple[str, ...] = ("photo", "pixel art", "pencil sketch", "night photo", "flat sticker")
OUTFITS: dict[str, str] = {
    "a top hat": "1f3a9", "a crown": "1f451", "sunglasses": "1f576", "headphones": "1f3a7",
    "a blue cap": "1f9e2", "pink glasses": "1f453", "a hat with a bow": "1f452",
}  # fmt: skip
FRAMINGS: dict[str, tuple[float, float]] = {
    "": (0.50, 0.78), "far away": (0.24, 0.34), "very small": (0.24, 0.34), "close up": (0.95, 1.25),
    "zoomed in": (0.95, 1.25),
}  # fmt: skip
CATEGORIES: tuple[str, ...] = (
    "animal", "bird", "sea animal", "bug", "plant", "fruit", "vegetable", "food", "drink", "vehicle",
    "instrument", "tool", "clothing", "device", "sports thing", "household thing", "toy",
)  # fmt: skip
WEARERS: frozenset[str] = frozenset({"animal", "bird", "toy"})
ARTICLES: tuple[str, ...] = ("a", "the", "my", "one")

"""Sub-groups of Unicode's emoji list that hold single things, and the category word of each."""
CATEGORY_OF_SUBGROUP: dict[str, str] = {
    "animal-mammal": "animal", "animal-amphibian": "animal", "animal-reptile": "animal",
    "animal-bird": "bird", "animal-marine": "sea animal", "animal-bug": "bug",
    "plant-flower": "plant", "plant-other": "plant",
    "food-fruit": "fruit", "food-vegetable": "vegetable", "food-prepared": "food", "food-asian": "food",
    "food-sweet": "food", "food-marine": "sea animal", "drink": "drink", "dishware": "household thing",
    "transport-ground": "vehicle", "transport-water": "vehicle", "transport-air": "vehicle",
    "sport": "sports thing", "game": "toy", "musical-instrument": "instrument", "tool": "tool",
    "clothing": "clothing", "phone": "device", "computer": "device", "light-video": "device",
    "sound": "device", "household": "household thing", "science": "tool", "medical": "tool",
    "office": "household thing", "writing": "tool", "lock": "household thing",
    "award-medal": "household thing", "event": "household thing", "arts-crafts": "household thing",
}  # fmt: skip

"""Words in an emoji's name that mark it as a sign, a scene, a text or several things: (word, reason)."""
DROPPED_WORDS: dict[str, str] = {
    "calendar": "text on the object", "chart": "a diagram", "book": "text on the object",
    "books": "several things", "notebook": "text on the object", "newspaper": "text on the object",
    "page": "a document", "scroll": "a document", "receipt": "a document", "ticket": "text on the object",
    "tickets": "text on the object", "sign": "a sign", "light": "a sign", "paw": "several things",
    "busts": "several things", "clipboard": "a document", "ledger": "a document",
    "banner": "several things", "station": "a building", "fireworks": "a scene", "sparkler": "a scene",
    "sparkles": "several things", "ceremony": "a scene", "file": "a document", "folder": "a document",
    "dividers": "a document", "index": "a document", "envelope": "a document",
    "footprints": "several things", "elevator": "a sign", "restroom": "a sign", "speaker": "a symbol",
    "speech": "a symbol", "tabs": "a document", "keycap": "a sign", "stop": "a sign", "bus stop": "a sign",
    "motorway": "a scene", "railway": "a scene", "horizontal": "a sign", "cards": "a sign", "joker": "text",
    "mahjong": "text", "suit": "a symbol", "frame": "a scene", "confetti": "several things",
}  # fmt: skip
