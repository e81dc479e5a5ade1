"""The public pages of law: the right text on the right day, said loudly when it is not today's."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings as live
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.library.law import facts
from yuegang.library.law.models import Version, Work
from yuegang.library.law.tests.editions import OLD, published, sample_law, sample_ordinance, seconds_until

PAGE = "/en/law/CN/样例法/2"


def text(portal: Client, address: str) -> str:
    answer = portal.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_law_changes_overnight_on_its_date(portal: Client, law: Work, settings: Settings) -> None:
    settings.CLOCK_OFFSET = seconds_until(date(2025, 10, 14))
    assert "保护期为十年" in text(portal, PAGE)
    settings.CLOCK_OFFSET = 0
    settings.CLOCK_OFFSET = seconds_until(date(2025, 10, 15))
    assert "保护期为二十年" in text(portal, PAGE)
    assert "保护期为十年" in text(portal, f"{PAGE}@2021-03-01")


def test_a_past_version_says_so_loudly_and_leads_to_todays(portal: Client, law: Work) -> None:
    shown = text(portal, f"{PAGE}@2021-03-01")
    assert "This version is no longer in force." in shown and "until 2025-10-15" in shown
    assert "Read what is in force today" in shown
    assert "no longer in force." not in text(portal, PAGE)


def test_a_future_version_says_so(portal: Client, law: Work, settings: Settings) -> None:
    settings.CLOCK_OFFSET = seconds_until(date(2025, 10, 1))
    assert "This version is not yet in force." in text(portal, f"{PAGE}@2025-10-15")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_each_page_stands_in_each_language(portal: Client, law: Work, language: str) -> None:
    for address in ("", "CN/样例法", "CN/样例法/2", "CN/样例法/2@2021-03-01", "CN/样例法@2021-03-01"):
        assert "hreflang" in text(portal, f"/{language}/law/{address}")


def test_a_citation_in_the_text_leads_to_its_provision(portal: Client, law: Work) -> None:
    assert 'class="cite" href="/en/law/CN/%E6%A0%B7%E4%BE%8B%E6%B3%95/2"' in text(portal, "/en/law/CN/样例法/3")


def test_two_languages_stand_side_by_side_with_their_worth(portal: Client) -> None:
    published(sample_ordinance(date(2020, 1, 1)))
    shown = text(portal, "/en/law/HK/9999/1?text=en&text=zh-Hant")
    assert shown.count("Equally authentic") == 2 and "受保護" in shown
    assert 'class="par"' in shown
    assert "badge machine" in text(portal, "/zh-hans/law/HK/9999/1?text=zh-Hans")


def test_the_comparison_marks_what_changed(portal: Client, law: Work) -> None:
    shown = text(portal, f"{PAGE}/compare?from=2019-04-23&to=2025-10-15")
    assert "<ins>二</ins>" in shown
    assert portal.get(f"{PAGE}/compare?from=2001-01-01&to=2025-10-15").status_code == 404


def test_a_day_can_be_asked_for_by_form(portal: Client, law: Work) -> None:
    assert portal.get(f"{PAGE}/go?on=2021-03-01")["Location"].endswith("/2@2021-03-01")
    assert portal.get("/en/law/CN/样例法/?on=2021-03-01")["Location"].endswith("@2021-03-01")


@pytest.mark.parametrize(
    "address", ["CN/没有的法", "CN/样例法/99", "CN/样例法/2@2021-13-01", "XX/样例法", "CN/样例法/2/compare?from=x"]
)
def test_what_is_not_there_is_404(portal: Client, law: Work, address: str) -> None:
    assert portal.get(f"/en/law/{address}").status_code == 404


def test_a_page_nobody_reviewed_for_a_year_says_so(portal: Client, law: Work, settings: Settings) -> None:
    assert "more than 12 months" not in text(portal, PAGE)
    Version.objects.update(checked_on=date.fromisoformat("2020-01-01"))
    assert "more than 12 months" in text(portal, PAGE)


def test_a_later_revision_whose_text_is_missing_is_named(portal: Client) -> None:
    version = published(sample_law(date(2019, 4, 23), OLD))
    Work.objects.update(newest_from=date(2025, 10, 15))
    published(sample_law(date(2018, 1, 1), OLD))
    version.refresh_from_db()
    assert version.valid_to == date(2025, 10, 15)
    assert "A later revision is in force; its text is not loaded yet." in text(portal, PAGE)


def test_a_fresh_node_answers_with_our_own_words(portal: Client) -> None:
    for load in (facts.load_works, facts.load_notes, facts.load_counterparts):
        assert load().refused == []
    assert facts.load_notes().new == 0
    shown = text(portal, "/en/law/CN/知识产权海关保护条例/16")
    assert "three working days" in shown and "The official text is not loaded here." in shown
    assert "香港" in text(portal, "/zh-hans/law/CN/商标法/57") and "国际" not in shown
    assert "Customs" in text(portal, "/en/law/?topic=boundary&place=CN&q=海關")


def test_a_provision_asks_a_bounded_number_of_questions(portal: Client, law: Work) -> None:
    text(portal, PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text(portal, PAGE)
    assert len(asked) <= 14


def test_public_pages_need_no_more_than_their_grants(portal: Client, law: Work) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE law_of_this_test")
        cursor.execute("GRANT USAGE ON SCHEMA public TO law_of_this_test")
        for label, rights in live.PORTAL_GRANTS.items():
            table = apps.get_model(label)._meta.db_table
            cursor.execute(f'GRANT {", ".join(sorted(rights))} ON "{table}" TO law_of_this_test')
        cursor.execute("SET LOCAL ROLE law_of_this_test")
        for address in ("/en/law/", "/en/law/CN/样例法", PAGE, f"{PAGE}/compare?from=2019-04-23&to=2025-10-15"):
            assert portal.get(address).status_code == 200, address
        cursor.execute("RESET ROLE")
    assert "law.Load" not in live.PORTAL_GRANTS and "law.LoadItem" not in live.PORTAL_GRANTS


def test_officers_read_the_same_pages(law: Work) -> None:
    reader = signed_in(make_officer("alice"))
    shown = reader.get("/law/CN/样例法/2").content.decode()
    assert "保护期为二十年" in shown and 'class="rail"' in shown
    assert Client().get("/law/").status_code == 302


def test_an_adopted_day_is_labelled_as_such(portal: Client) -> None:
    published(sample_law(None, OLD, adopted=date(2020, 5, 1)))
    assert "entry into force not known" in text(portal, PAGE)


def test_a_correction_keeps_what_was_known_before(law: Work) -> None:
    published(sample_law(date(2025, 10, 15), {**OLD, "2": "更正。"}))
    assert law.versions.filter(valid_from=date(2025, 10, 15)).count() == 2
    assert law.versions.get(valid_from=date(2019, 4, 23)).valid_to == date(2025, 10, 15)
    assert timedelta(0) < law.versions.all()[0].known_from - law.versions.all()[1].known_from


def test_the_catalogue_tells_the_first_day_of_a_revision(law: Work) -> None:
    Work.objects.update(amended="2026-03-01 (in force 2026-06-01)", newest_from=date(2026, 6, 1))
    version = published(sample_law(None, OLD, adopted=date(2026, 3, 1)))
    assert (version.valid_from, version.from_is_adopted) == (date(2026, 6, 1), False)


def test_the_freshness_desk_shows_what_is_late(law: Work) -> None:
    editor = signed_in(make_officer("alice", roles=("library_editor",)))
    assert "None" in editor.get("/law/fresh/").content.decode()
    Version.objects.update(checked_on=date(2020, 1, 1))
    Work.objects.update(newest_from=date(2026, 1, 1))
    Version.objects.filter(valid_to=None).update(valid_to=date(2026, 1, 1))
    published(sample_ordinance(date(2026, 2, 1)))
    shown = editor.get("/law/fresh/").content.decode()
    assert "Sample Law" in shown and "2026-01-01" in shown
    assert signed_in(make_officer("bob")).get("/law/fresh/").status_code == 404
