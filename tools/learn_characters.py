"""Compile the table of characters: folded form, Cantonese and Mandarin readings, counts in lists of names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import opencc
import ToJyutping  # type: ignore[import-untyped]  # ships no types
from pypinyin import Style, pinyin

from yuegang.engine.lexicon.tables import Character

BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0))
# Forms that names and signs mix and that OpenCC keeps apart.
VARIANTS = {
    "滙": "汇", "衞": "卫", "敎": "教", "峯": "峰", "恆": "恒", "啓": "启", "鷄": "鸡", "裏": "里",
    "羣": "群", "綫": "线", "煕": "熙", "凞": "熙", "汎": "泛", "栢": "柏", "菓": "果", "葢": "盖",
    "甯": "宁", "寗": "宁", "粧": "妆", "傑": "杰", "昇": "升", "陞": "升", "堃": "坤", "喆": "哲",
    "淼": "淼", "仝": "同", "濬": "浚", "叡": "睿", "僊": "仙", "鑛": "矿", "逹": "达", "靑": "青",
    "淸": "清", "黃": "黄", "眞": "真", "彥": "彦", "尙": "尚", "産": "产", "戶": "户", "內": "内",
    "吳": "吴", "吕": "吕", "呂": "吕", "錄": "录", "綠": "绿", "爲": "为", "僞": "伪", "說": "说",
    "稅": "税", "悅": "悦", "銳": "锐", "閱": "阅", "溫": "温", "蘊": "蕴", "强": "强", "強": "强",
    "德": "德", "悳": "德", "晉": "晋", "晋": "晋", "衆": "众", "眾": "众", "床": "床", "牀": "床",
    "着": "着", "著": "着", "鎭": "镇", "祐": "佑", "姸": "妍", "娛": "娱", "麪": "面", "麵": "面",
    "台": "台", "臺": "台", "枱": "台", "颱": "台", "証": "证", "證": "证", "徧": "遍", "遊": "游",
    "慤": "悫", "塲": "场", "厦": "厦", "廈": "厦", "鷰": "燕", "鵞": "鹅", "鶴": "鹤", "鸖": "鹤",
    "廸": "迪", "囯": "国",
}  # fmt: skip
SURNAMES = {  # readings a character has as a surname, first by dictionaries of names
    "曾": "zeng", "仇": "qiu", "单": "shan", "翟": "zhai", "解": "xie", "查": "zha", "区": "ou", "盖": "ge",
    "朴": "piao", "乐": "yue", "任": "ren", "华": "hua", "缪": "miao", "冼": "xian", "覃": "qin", "召": "shao",
    "种": "chong", "员": "yun", "尉": "yu", "万": "wan", "葛": "ge", "卜": "bu", "褚": "chu", "洗": "xian",
    "那": "na", "秘": "bi", "黑": "he",
}  # fmt: skip
MAX_READINGS = 5


def _folds(alphabet: str) -> dict[str, str]:
    simplified = opencc.OpenCC("t2s").convert("\n".join(alphabet)).split("\n")
    folds = dict(zip(alphabet, simplified, strict=True))
    folds.update({variant: plain for variant, plain in VARIANTS.items()})
    return {c: folds.get(f, f) for c, f in folds.items()}


def _jyutping(character: str) -> list[str]:
    found = ToJyutping.get_jyutping_candidates(character)[0][1] or []
    plain = [re.sub(r"\d", "", reading) for reading in found]
    return [reading for reading in plain if re.fullmatch("[a-z]+", reading)]


def _mandarin(character: str) -> list[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = [reading.replace("ü", "v") for reading in found[0]] if found else []
    return [reading for reading in plain if re.fullmatch("[a-z]+", reading)]


def _ranked(lists: Iterable[list[str]]) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for readings in lists:
        for rank, reading in enumerate(dict.fromkeys(readings)):
            weights[reading] = max(weights.get(reading, 0.0), 1.0 / (1 + rank) ** 1.5)
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_READINGS]
    total = sum(weight for _, weight in best) or 1.0
    return tuple((reading, weight / total) for reading, weight in best)


def characters(names: Mapping[str, float], hong_kong: Mapping[str, float]) -> list[Character]:
    """Return the table of all characters with a reading; counts are of folded characters."""
    alphabet = "".join(chr(code) for block in BLOCKS for code in block)
    folds = _folds(alphabet)
    forms = defaultdict(list)
    for character, folded in folds.items():
        forms[folded].append(character)
    own = {c: (_jyutping(c), _mandarin(c)) for c in alphabet}
    table = []
    for character, folded in folds.items():
        others = [own[c] for c in forms[character] if c != character] if folded == character else []
        jyutping = _ranked([own[character][0], *(o[0] for o in others)])
        surname = [SURNAMES[folded]] if folded in SURNAMES else []
        mandarin = _ranked([surname, own[character][1], *(o[1] for o in others)])
        if jyutping or mandarin or folded != character:
            counts = (names.get(folded, 0.0), hong_kong.get(folded, 0.0))
            table.append(Character(character, folded, jyutping, mandarin, *counts))
    return table


def count_characters(names: Iterable[str], folds: Mapping[int, str]) -> Counter[str]:
    """Count the folded characters of many names."""
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(name.translate(folds))
    return counts


def fold_table() -> dict[int, str]:
    """Return the fold of every character of the blocks, for str.translate."""
    return {ord(c): f for c, f in _folds("".join(chr(x) for block in BLOCKS for x in block)).items() if c != f}
