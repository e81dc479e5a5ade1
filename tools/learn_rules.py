"""Rules that spell a syllable in each romanisation system; the learner turns them into rows of one table.

Sources: Hong Kong Government Cantonese Romanisation as attested in street and person names; Yale and Jyutping
(LSHK 1993); Hanyu Pinyin (ISO 7098) and Wade-Giles; the Portuguese-based spelling of Macao's civil registry.
"""

import itertools
import re
from collections.abc import Iterable

HK_INITIALS = {
    "b": "p b", "p": "p b", "m": "m", "f": "f", "d": "t d", "t": "t d", "n": "n l", "l": "l n", "g": "k g",
    "k": "k c", "ng": "ng _", "h": "h w", "gw": "kw gw k g qu", "kw": "kw k qu", "w": "w v", "z": "ts ch tz j c z",
    "c": "ts ch c tz", "s": "s sh sz", "j": "y j i _", "": "_ ng",
}  # fmt: skip
HK_FINALS = {
    "aa": "a ah ar", "aai": "ai aai", "aau": "au aau ow", "aam": "am aam um", "aan": "an aan", "aang": "ang aang",
    "aap": "ap", "aat": "at", "aak": "ak ack", "a": "a", "ai": "ai ei ay", "au": "au ow ou", "am": "am um em",
    "an": "an un en", "ang": "ang ung eng", "ap": "ap up", "at": "at ut", "ak": "ak uk", "e": "e eh ea",
    "ei": "ei ee i ay ie y ey", "eu": "eu", "eng": "eng ing", "ek": "ek ik", "i": "i ee ie ze z e y",
    "iu": "iu ew iew", "im": "im", "in": "in een", "ing": "ing", "ip": "ip", "it": "it", "ik": "ik ick",
    "o": "o oh or", "oi": "oi oy", "ou": "o ou oo u ow", "on": "on", "ong": "ong", "ot": "ot", "ok": "ok ock",
    "u": "u oo", "ui": "ui uy", "un": "un oon", "ung": "ung oong", "ut": "ut oot", "uk": "uk ook", "oe": "eu oe er",
    "oeng": "eung eong oeng", "oek": "euk eok ok", "eoi": "ui oi ue eui", "eon": "un eon on", "eot": "ut eot",
    "yu": "u yu ue yue", "yun": "uen un yuen", "yut": "ut uet yuet", "m": "m ng", "ng": "ng",
}  # fmt: skip
HK_EXTRA = {
    "si": "sze see szee sz shi", "zi": "tsz chi tsze tse che gee", "ci": "tsz chi tse tze", "jyu": "yu yue u",
    "jyun": "yuen yun un", "jyut": "yuet yut", "jan": "yan yun ian", "zyu": "chu jue", "syu": "shu sue",
    "ng": "ng ung eng m", "wong": "wong vong", "zeon": "chun tsun", "ceon": "chun tsun", "waa": "wah wa",
    "faa": "fa fah", "maa": "ma mah", "haa": "ha hah", "gaa": "ka kar ga kah", "wu": "wu woo u", "jau": "yau you yao",
    "jin": "yin in",
}  # fmt: skip
MACAO_INITIALS = {
    "b": "p", "d": "t", "g": "k", "gw": "ku", "kw": "ku", "z": "ch", "c": "ch", "j": "i _", "w": "v w", "": "_",
}  # fmt: skip
MACAO_FINALS = {
    "aa": "a", "aai": "ai", "aau": "ao", "au": "ao", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap",
    "aat": "at", "aak": "ak", "ing": "eng", "ik": "ek", "ung": "ong", "uk": "ok", "iu": "io", "oeng": "eong",
    "oek": "eok", "eng": "eang", "ek": "eak", "eon": "on", "eot": "ot", "eoi": "oi", "yu": "u", "yun": "un",
    "yut": "ut", "oe": "o",
}  # fmt: skip
YALE_INITIALS = {"z": "j", "c": "ch", "j": "y", "": "_"}
YALE_FINALS = {"aa": "a aa", "oe": "eu", "eoi": "eui", "eon": "eun", "eot": "eut", "oeng": "eung", "oek": "euk"}
WADE_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "r": "j", "z": "ts tz", "c": "ts tz",
}  # fmt: skip
WADE_FINALS = {"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "ve": "ueh", "iong": "iung", "v": "u"}
WADE_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "szu ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh",
    "yi": "i yi", "ye": "yeh", "yan": "yen", "you": "yu yiu", "yong": "yung", "yue": "yueh", "gui": "kuei",
    "kui": "kuei", "ge": "ko ke", "ke": "ko ke", "he": "ho he", "e": "o e", "wei": "wei", "xu": "hsu shu",
    "nuo": "no",
}  # fmt: skip

JYUTPING = re.compile(r"(gw|kw|ng|[bpmfdtnlgkhwzcsj])?(.*)")
PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(.*)")
Row = tuple[str, str, str, float]


def _cross(initials: str, finals: str) -> Iterable[tuple[str, float]]:
    for (i, a), (j, b) in itertools.product(enumerate(initials.split()), enumerate(finals.split())):
        yield (a + b).replace("_", ""), 1.0 / (1 + i) / (1 + j)


def _cut(reading: str, pattern: re.Pattern[str], syllabic: tuple[str, ...] = ()) -> tuple[str, str]:
    if reading in syllabic:
        return "", reading
    found = pattern.fullmatch(reading)
    return ((found.group(1) or ""), found.group(2)) if found else ("", reading)


def hong_kong(reading: str) -> dict[str, float]:
    """Return the spellings a Jyutping syllable may have in Hong Kong, with their rule weights."""
    initial, final = _cut(reading, JYUTPING, ("m", "ng"))
    if initial not in HK_INITIALS or final not in HK_FINALS:
        return {}
    spellings: dict[str, float] = {}
    for spelling, weight in _cross(HK_INITIALS[initial], HK_FINALS[final]):
        spellings[spelling] = max(spellings.get(spelling, 0.0), weight)
    for rank, spelling in enumerate(HK_EXTRA.get(reading, "").split()):
        spellings[spelling] = max(spellings.get(spelling, 0.0), 1.0 / (1 + rank))
    return spellings


def cantonese(reading: str, initials: dict[str, str], finals: dict[str, str]) -> dict[str, float]:
    """Spell a Jyutping syllable by a table of initials and finals; what is not listed stays as it is."""
    initial, final = _cut(reading, JYUTPING, ("m", "ng"))
    if initial == "j" and final.startswith("yu"):
        return {s: w for s, w in _cross("_ y", finals.get(final, final))}
    return dict(_cross(initials.get(initial, initial or "_"), finals.get(final, final)))


def wade_giles(reading: str) -> dict[str, float]:
    """Spell a Hanyu Pinyin syllable in Wade-Giles without apostrophes and diaereses, as passports do."""
    if reading in WADE_WHOLE:
        return {s: 1.0 / (1 + i) for i, s in enumerate(WADE_WHOLE[reading].split())}
    initial, final = _cut(reading, PINYIN)
    final = WADE_FINALS.get(final, final)
    if final == "uo" and initial not in ("g", "k", "h", "sh"):
        final = "o"
    return dict(_cross(WADE_INITIALS.get(initial, initial or "_"), final))


def pinyin(reading: str) -> dict[str, float]:
    """Spell a Hanyu Pinyin syllable as documents do: the u with diaeresis is written u, yu or v."""
    if "v" not in reading:
        return {reading: 1.0}
    return {reading.replace("v", spelt): 1.0 / (1 + i) for i, spelt in enumerate(("u", "yu", "v"))}


def rows(jyutping: Iterable[str], mandarin: Iterable[str]) -> list[Row]:
    """Return (system, reading, spelling, weight) for every reading in every system; weights of a reading sum to 1."""
    table: list[Row] = []
    for reading in sorted(jyutping):
        systems = {
            "hk": hong_kong(reading),
            "macao": cantonese(reading, MACAO_INITIALS, MACAO_FINALS),
            "yale": cantonese(reading, YALE_INITIALS, YALE_FINALS),
            "jyutping": {reading: 1.0},
        }
        table += [(s, reading, k, w / sum(d.values())) for s, d in systems.items() for k, w in d.items() if k]
    for reading in sorted(mandarin):
        for system, spelt in (("pinyin", pinyin(reading)), ("wade-giles", wade_giles(reading))):
            table += [(system, reading, k, w / sum(spelt.values())) for k, w in spelt.items() if k]
    return table
