"""List areas of Hong Kong in both languages. Source: Survey and Mapping Office, Hong Kong place names (facts)."""

from collections.abc import Mapping
from functools import cache

AREAS: Mapping[str, str] = {  # simplified key: English
    "尖沙咀": "Tsim Sha Tsui", "旺角": "Mong Kok", "油麻地": "Yau Ma Tei", "深水埗": "Sham Shui Po",
    "长沙湾": "Cheung Sha Wan", "荔枝角": "Lai Chi Kok", "九龙湾": "Kowloon Bay", "九龙城": "Kowloon City",
    "观塘": "Kwun Tong", "牛头角": "Ngau Tau Kok", "新蒲岗": "San Po Kong", "红磡": "Hung Hom",
    "土瓜湾": "To Kwa Wan", "黄大仙": "Wong Tai Sin", "钻石山": "Diamond Hill", "将军澳": "Tseung Kwan O",
    "荃湾": "Tsuen Wan", "葵涌": "Kwai Chung", "葵芳": "Kwai Fong", "青衣": "Tsing Yi", "屯门": "Tuen Mun",
    "元朗": "Yuen Long", "天水围": "Tin Shui Wai", "上水": "Sheung Shui", "粉岭": "Fanling", "大埔": "Tai Po",
    "沙田": "Sha Tin", "火炭": "Fo Tan", "马鞍山": "Ma On Shan", "西贡": "Sai Kung", "落马洲": "Lok Ma Chau",
    "打鼓岭": "Ta Kwu Ling", "赤鱲角": "Chek Lap Kok", "东涌": "Tung Chung", "上环": "Sheung Wan",
    "中环": "Central", "金钟": "Admiralty", "湾仔": "Wan Chai", "铜锣湾": "Causeway Bay", "北角": "North Point",
    "鲗鱼涌": "Quarry Bay", "柴湾": "Chai Wan", "筲箕湾": "Shau Kei Wan", "香港仔": "Aberdeen",
    "黄竹坑": "Wong Chuk Hang", "西环": "Sai Wan", "坚尼地城": "Kennedy Town",
}  # fmt: skip


@cache
def english_key(text: str) -> str:
    """Return an English place name without spaces, so that Mongkok and Mong Kok agree."""
    return "".join(character for character in text.lower() if character.isalpha())
