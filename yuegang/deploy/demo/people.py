"""Fictional officers of the demonstration, with the unit and roles each one holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """An officer who exists only in the demonstration."""

    username: str
    display_name: str
    latin: str
    unit: str
    roles: tuple[str, ...]
    language: str


GUANGDONG = (
    Person("liang.qihang", "梁启航", "Liang Qihang", "CUS-53/GEN", ("officer",), "zh-hans"),
    Person("zhou.yanqiu", "周砚秋", "Zhou Yanqiu", "CUS-53/GEN", ("officer", "signer"), "zh-hans"),
    Person("xu.wenlan", "许文澜", "Xu Wenlan", "GACC-GD/GEN", ("officer", "signer", "liaison"), "zh-hans"),
    Person("gao.mingchuan", "高明川", "Gao Mingchuan", "GACC-GD/GEN", ("auditor",), "zh-hans"),
    Person("su.nian", "苏念", "Su Nian", "GACC-GD/GEN", ("administrator",), "zh-hans"),
)
HONG_KONG = (
    Person("ho.waiman", "何慧敏", "Ho Wai-man", "HK-CED/IPIB", ("officer",), "zh-hant"),
    Person("tang.chiyuen", "鄧志遠", "Tang Chi-yuen", "HK-CED/IPIB", ("officer", "signer", "liaison"), "zh-hant"),
    Person("mok.sukyee", "莫淑儀", "Mok Suk-yee", "HK-CED/IPIB", ("officer", "signer"), "zh-hant"),
    Person("kwan.lokhin", "關樂軒", "Kwan Lok-hin", "HK-CED/IPIB", ("auditor",), "zh-hant"),
    Person("yip.tszkiu", "葉芷喬", "Yip Tsz-kiu", "HK-CED/IPIB", ("administrator",), "zh-hant"),
)
PEOPLE = {"gd-customs": GUANGDONG, "hk-customs": HONG_KONG}
