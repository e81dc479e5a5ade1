"""The pages a browser visits: one line for each, with the sample officer who opens it."""

from dataclasses import dataclass

LANGUAGES = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-HK", "en": "en"}
WIDTHS = (1366, 390)


@dataclass(frozen=True)
class Visit:
    """An address on one node and who opens it; {own}, {arrived} and {release} are filled in from the lists."""

    path: str
    username: str
    node: str = "gd"


OFFICER, SIGNER, LIAISON, AUDITOR, ADMINISTRATOR = (
    "liang.qihang",
    "zhou.yanqiu",
    "xu.wenlan",
    "gao.mingchuan",
    "su.nian",
)

OFFICE = (
    Visit("/", OFFICER),
    Visit("/leads/", OFFICER),
    Visit("/leads/?q=zzzz-nothing", OFFICER),
    Visit("/leads/new/", OFFICER),
    Visit("/leads/new/stub/", OFFICER),
    Visit("/leads/{own}/", OFFICER),
    Visit("/leads/{arrived}/", OFFICER),
    Visit("/leads/{arrived}/feedback/", OFFICER),
    Visit("/cases/", OFFICER),
    Visit("/cases/new/?lead={arrived}", OFFICER),
    Visit("/seizures/", OFFICER),
    Visit("/seizures/new/", OFFICER),
    Visit("/rates/", LIAISON),
    Visit("/requests/", OFFICER),
    Visit("/obligations/", OFFICER),
    Visit("/statements/", LIAISON),
    Visit("/requests/new/", OFFICER),
    Visit("/requests/year/2026/", OFFICER),
    Visit("/import/", OFFICER),
    Visit("/release/", SIGNER),
    Visit("/release/{release}/", SIGNER),
    Visit("/release/chains/", ADMINISTRATOR),
    Visit("/channel/", LIAISON),
    Visit("/duty/", OFFICER),
    Visit("/screening/", OFFICER),
    Visit("/rights/", OFFICER),
    Visit("/rights/new/", OFFICER),
    Visit("/law/", OFFICER),
    Visit("/terms/", OFFICER),
    Visit("/search/?q=海关备案", OFFICER),
    Visit("/law/CN/商标法/57", OFFICER),
    Visit("/parties/", OFFICER),
    Visit("/parties/units/", OFFICER),
    Visit("/parties/ports/", OFFICER),
    Visit("/notices/", OFFICER),
    Visit("/notices/rhythms/", OFFICER),
    Visit("/account/", OFFICER),
    Visit("/settings/", OFFICER),
    Visit("/people/", ADMINISTRATOR),
    Visit("/people/invite/", ADMINISTRATOR),
    Visit("/audit/", AUDITOR),
    Visit("/styleguide/", OFFICER),
    Visit("/no-such-page/", OFFICER),
)
PORTAL = (
    "",
    "law/",
    "law/CN/知识产权海关保护条例",
    "law/CN/知识产权海关保护条例/16",
    "law/HK/528/118",
    "agencies/",
    "ports/",
    "report/",
    "about/",
    "no-such-page/",
)
STRANGER = ("/accounts/login/", "/accounts/password/reset/")
