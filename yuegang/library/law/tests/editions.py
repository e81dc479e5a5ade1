"""Fixture versions: a fictional law in two versions and a fictional ordinance in three languages."""

from datetime import date

from yuegang.base import clock
from yuegang.engine.law.edition import Article, Edition, Wording
from yuegang.library.law import publishing
from yuegang.library.law.models import Version
from yuegang.library.law.packing import pack

OLD = {
    "1": "为了鼓励样例，制定本法。",
    "2": "样例的保护期为十年，自登记之日起计算。",
    "3": "违反本法第二条的，责令改正。",
}
NEW = {
    "1": "为了鼓励样例，制定本法。",
    "2": "样例的保护期为二十年，自登记之日起计算。",
    "3": "违反本法第二条的，责令改正。",
}


def sample_law(in_force: date | None, texts: dict[str, str], adopted: date | None = None) -> Edition:
    """One version of the fictional law."""
    articles = tuple(
        Article(number, f"第{number}条", ("第一章 总则",), {"zh-Hans": Wording(text)}) for number, text in texts.items()
    )
    titles = {"zh-Hans": "中华人民共和国样例法", "zh-Hant": "中華人民共和國樣例法", "en": "Sample Law"}
    return Edition("CN", "样例法", titles, "law", "", adopted, in_force, "公报", True, articles)


def sample_ordinance(day: date) -> Edition:
    """A fictional chapter in English and Traditional Chinese, whose dates differ."""
    wordings = {
        "en": Wording("A sample is protected under section 2.", "Protection", "authentic"),
        "zh-Hant": Wording("樣例根據第2條受保護。", "保護", "authentic"),
    }
    titles = {"en": "Samples Ordinance", "zh-Hant": "《樣例條例》"}
    articles = (Article("1", "s. 1", (), wordings), Article("2", "s. 2", (), wordings))
    return Edition(
        "HK", "9999", titles, "ordinance", "Cap. 9999", None, day, "/hk/cap9999", True, articles, {"en": day}
    )


def published(edition: Edition) -> Version:
    """Publish an edition as the worker does."""
    return publishing.write(pack(edition), "GD-IPO")


def seconds_until(day: date) -> int:
    """The CLOCK_OFFSET that makes a day of it today."""
    return (day - clock.today()).days * 86_400
