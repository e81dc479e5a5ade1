"""Whether a translation uses the characters and words of its side: Mainland for zh_Hans, Hong Kong for zh_Hant."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import opencc

EXCEPTIONS = Path(__file__).with_name("wording_exceptions.csv")  # columns: locale, text, reason
# character set, lead byte from which it is rare, conversion towards the own script
STANDARDS = {"zh_Hans": ("gb2312", 0xD8, "t2s"), "zh_Hant": ("big5", 0xC9, "s2t")}

# Words of the other side, with the word of this one (product study C.6).
OTHER_WORDS: dict[str, dict[str, str]] = {
    "zh_Hant": {
        "信息": "資訊",
        "網路": "網絡",
        "軟體": "軟件",
        "手機": "手提電話",
        "查找": "搜尋",
        "搜索": "搜尋",
        "反饋": "回覆",
        "回復": "回覆",
        "著作權": "版權",
        "盜版品": "盜版物品",
        "查獲": "檢獲",
        "假冒": "冒牌",
        "工作日": "工作天",
        "辦理中": "處理中",
        "待受理": "待處理",
        "快件": "速遞",
        "寄遞": "郵遞",
        "集裝箱": "貨櫃",
        "導入": "匯入",
        "導出": "匯出",
        "打印": "列印",
        "登錄": "登入",
        "賬號": "帳戶",
        "鏈接": "連結",
        "默認": "預設",
        "屏幕": "螢幕",
        "激活": "啟用",
        "短信": "短訊",
        "啓": "啟",
    },
    "zh_Hans": {
        "资讯": "信息",
        "网路": "网络",
        "软体": "软件",
        "手提电话": "手机",
        "搜寻": "查找",
        "回覆": "反馈、回复",
        "检获": "查获",
        "冒牌": "假冒",
        "工作天": "工作日",
        "处理中": "办理中",
        "待处理": "待受理",
        "速递": "快件",
        "货柜": "集装箱",
        "汇入": "导入",
        "汇出": "导出",
        "列印": "打印",
        "登入": "登录",
        "连结": "链接",
        "萤幕": "屏幕",
    },
}


@cache
def converter(direction: str) -> opencc.OpenCC:
    """Return the converter of OpenCC, which reads its dictionaries once."""
    return opencc.OpenCC(direction)


@cache
def exceptions(locale: str) -> tuple[str, ...]:
    """Return the curated texts that may stand although they look like the other side's, longest first."""
    with EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["locale"] == locale]
    return tuple(sorted(texts, key=len, reverse=True))


def is_usual(character: str, locale: str) -> bool:
    """Return whether the common part of the side's own character set holds a character."""
    charset, rare, _ = STANDARDS[locale]
    try:
        code = character.encode(charset)
    except UnicodeEncodeError:
        return False
    return len(code) == 1 or code[0] < rare


def faults(text: str, locale: str) -> Iterator[str]:
    """Yield one sentence for each character of the other script and each word of the other side."""
    for allowed in exceptions(locale):
        text = text.replace(allowed, " ")
    own = converter(STANDARDS[locale][2]).convert(text)
    for character, converted in zip(text, own, strict=False):
        if character != converted and not is_usual(character, locale):
            yield f"{character} is of the other script, here {converted}"
    for word, ours in OTHER_WORDS[locale].items():
        if re.search(re.escape(word), text):
            yield f"{word} is a word of the other side, here {ours}"
