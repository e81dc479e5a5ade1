"""Fictional officers of the demonstration's nodes, with the unit and roles each one holds."""

from collections.abc import Iterable
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
POLICE = (
    Person("fang.jingxing", "方景行", "Fang Jingxing", "GD-PSD/LIA", ("officer",), "zh-hans"),
    Person("qin.zhaohe", "秦昭和", "Qin Zhaohe", "GD-PSD/LIA", ("officer", "signer", "liaison"), "zh-hans"),
    Person("meng.ruxue", "孟如雪", "Meng Ruxue", "GD-PSD/LIA", ("auditor",), "zh-hans"),
    Person("ye.tingzhou", "叶汀洲", "Ye Tingzhou", "GD-PSD/LIA", ("administrator",), "zh-hans"),
)
MARKET = (
    Person("lu.wanqing", "陆晚晴", "Lu Wanqing", "GD-IPO/LIA", ("officer",), "zh-hans"),
    Person("shen.moyuan", "沈墨远", "Shen Moyuan", "GD-IPO/LIA", ("officer", "signer", "liaison"), "zh-hans"),
    Person("tao.yining", "陶以宁", "Tao Yining", "GD-IPO/LIA", ("auditor",), "zh-hans"),
    Person("bai.chengyu", "白承宇", "Bai Chengyu", "GD-IPO/LIA", ("administrator",), "zh-hans"),
)
COPYRIGHT = (
    Person("wen.sumei", "温素眉", "Wen Sumei", "GD-CPR/LIA", ("officer",), "zh-hans"),
    Person("jiang.heting", "江鹤汀", "Jiang Heting", "GD-CPR/LIA", ("officer", "signer", "liaison"), "zh-hans"),
    Person("duan.ruoxi", "段若溪", "Duan Ruoxi", "GD-CPR/LIA", ("auditor",), "zh-hans"),
    Person("cen.bowen", "岑博文", "Cen Bowen", "GD-CPR/LIA", ("administrator",), "zh-hans"),
)
PROPERTY = (
    Person("lam.yatnam", "林逸嵐", "Lam Yat-nam", "HK-IPD/LIA", ("officer",), "zh-hant"),
    Person("so.hoiching", "蘇凱晴", "So Hoi-ching", "HK-IPD/LIA", ("officer", "signer", "liaison"), "zh-hant"),
    Person("fung.tinlok", "馮天樂", "Fung Tin-lok", "HK-IPD/LIA", ("auditor",), "zh-hant"),
    Person("kong.puiyin", "江佩妍", "Kong Pui-yin", "HK-IPD/LIA", ("administrator",), "zh-hant"),
)
MACAO = (
    Person("leong.kafai", "梁嘉輝", "Leong Ka Fai", "MO-SA/LIA", ("officer",), "zh-hant"),
    Person("ieong.sioman", "楊少雯", "Ieong Sio Man", "MO-SA/LIA", ("officer", "signer", "liaison"), "zh-hant"),
    Person("vong.chioi", "黃釗怡", "Vong Chio I", "MO-SA/LIA", ("auditor",), "zh-hant"),
    Person("sou.weng", "蘇穎", "Sou Weng", "MO-SA/LIA", ("administrator",), "zh-hant"),
)


@dataclass(frozen=True)
class SampleNode:
    """A node the demonstration can run: whose side it is, its officers, the author first, and who must sign."""

    side: str
    title: str
    people: tuple[Person, ...]
    signatures: int = 1

    @property
    def unit(self) -> str:
        """The unit that writes its leads and receives those of others."""
        return self.people[0].unit

    @property
    def signers(self) -> list[Person]:
        """Those whose signatures the chain asks for, in its order."""
        return [person for person in self.people[1:] if "signer" in person.roles][: self.signatures]


# In this order the sides propose times for answers to each other.
NODES = {
    "gd-customs": SampleNode("gd", "粤 Guangdong Customs 广东海关", GUANGDONG, signatures=2),
    "gd-psd": SampleNode("gd", "粤 Guangdong Public Security 广东公安", POLICE),
    "gd-amr": SampleNode("gd", "粤 Guangdong Market Regulation and IP 广东市场监管（知识产权）", MARKET),
    "gd-cpr": SampleNode("gd", "粤 Guangdong Copyright Bureau 广东版权", COPYRIGHT),
    "hk-customs": SampleNode("hk", "港 Hong Kong Customs 香港海關", HONG_KONG),
    "hk-ipd": SampleNode("hk", "港 Hong Kong IPD 香港知識產權署", PROPERTY),
    "mo-customs": SampleNode("mo", "澳 Macao Customs 澳門海關", MACAO),
}
PAIR = ("gd-customs", "hk-customs")  # what ./run demo starts unless it is told otherwise


def partners(code: str, among: Iterable[str]) -> list[str]:
    """Return which of these nodes the officers of a node exchange with: those of the other sides, in order."""
    there = set(among)
    return [other for other, node in NODES.items() if other in there and node.side != NODES[code].side]
