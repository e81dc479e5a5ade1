"""The term table and the three-language desk."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.library.law import facts as law
from yuegang.library.law.models import Note
from yuegang.library.law.tests.editions import OLD, published, sample_law
from yuegang.library.terms import access, actions, facts
from yuegang.library.terms.drafting import draft
from yuegang.library.terms.models import Term

pytestmark = pytest.mark.django_db
FORM = {"zh_hans": "信息安全", "zh_hant": "", "en": "information security", "source": "editor"}


@pytest.fixture
def editor() -> Officer:
    return make_officer("alice", roles=("library_editor",))


@pytest.fixture
def client(editor: Officer) -> Client:
    return signed_in(editor)


def a_note(**more: object) -> Note:
    work = published(sample_law(None, OLD, adopted=date(2020, 1, 1))).work
    values = {
        "heading_zh_hans": "假冒商品",
        "heading_zh_hant": "假冒商品",
        "heading_en": "Fakes",
        "summary_zh_hans": "不得销售。",
    }
    return Note.objects.create(work=work, number="2", **{**values, **more})


def test_the_shipped_terms_are_loaded_once_and_editors_words_stay(editor: Officer) -> None:
    assert facts.load_terms().new > 30
    term = Term.objects.get(zh_hans="假冒商品")
    term.zh_hant = "冒牌貨"
    actions.keep(term, editor)
    assert facts.load_terms().new == 0
    assert Term.objects.get(zh_hans="假冒商品").zh_hant == "冒牌貨"
    assert [wording.zh_hant for wording in term.wordings.all()] == ["冒牌貨", "冒牌貨品"]


def test_a_draft_takes_the_tables_words_first_and_is_marked(client: Client) -> None:
    Term.objects.create(zh_hans="信息", zh_hant="資訊", en="information", source="x")
    client.post("/terms/new/", FORM)
    term = Term.objects.get(zh_hans="信息安全")
    assert (term.zh_hant, term.hant_is_machine) == ("資訊安全", True)
    assert "Draft by machine" in client.get("/terms/?drafts=on").content.decode()
    client.post(f"/terms/{term.pk}/", {**FORM, "zh_hant": "資訊保安"})
    term.refresh_from_db()
    assert (term.zh_hant, term.hant_is_machine, term.edition) == ("資訊保安", False, 2)
    assert AuditEntry.objects.filter(verb="term.change").exists()
    assert "資訊安全" in client.get(f"/terms/{term.pk}/").content.decode()


def test_a_converter_alone_uses_hong_kongs_characters() -> None:
    assert draft("因为启动", []) == "因為啟動"


def test_a_name_is_never_converted(client: Client, editor: Officer) -> None:
    answer = client.post("/terms/new/", {**FORM, "is_name": "on"})
    assert answer.status_code == 200 and not Term.objects.exists()
    with pytest.raises(ValidationError):
        actions.keep(Term(zh_hans="某局", is_name=True, source="x"), editor)


def test_terms_are_found_in_either_script_and_feed_search(client: Client) -> None:
    Term.objects.create(zh_hans="查获", zh_hant="檢獲", en="seized", source="x")
    for words in ("查獲", "檢獲", "seized"):
        assert "查获" in client.get(f"/terms/?q={words}").content.decode()
    assert "No term fits" in client.get("/terms/?q=zzz").content.decode()
    assert access.groups() == [{"zh-Hans": ["查获"], "zh-Hant": ["檢獲"], "en": ["seized"]}]


def test_the_desk_marks_terms_and_a_person_confirms(client: Client) -> None:
    Term.objects.create(zh_hans="假冒商品", zh_hant="冒牌貨品", en="counterfeit goods", source="x")
    note = a_note(hant_is_machine=True)
    assert "Draft by machine" in client.get("/terms/desk/").content.decode()
    assert 'class="term" title="冒牌貨品"' in client.get(f"/terms/desk/{note.pk}/").content.decode()
    client.post(f"/terms/desk/{note.pk}/", {"heading": "冒牌貨品", "summary": "不得售賣。"})
    note.refresh_from_db()
    assert (note.heading_zh_hant, note.hant_is_machine, note.has_changed) == ("冒牌貨品", False, False)
    assert "Everything is confirmed" in client.get("/terms/desk/").content.decode()


def test_the_desk_says_when_the_source_changed_since(client: Client) -> None:
    note = a_note(hant_of="假冒商品\n旧。")
    assert "Source changed since" in client.get("/terms/desk/").content.decode()
    assert "The source changed since" in client.get(f"/terms/desk/{note.pk}/").content.decode()


def test_loading_facts_leaves_confirmed_words_alone(editor: Officer) -> None:
    law.load_works()
    law.load_notes()
    note = Note.objects.filter(summary_zh_hans__gt="").first()
    assert note is not None
    actions.confirm_note(note, "標題", "摘要", editor)
    law.load_notes()
    note.refresh_from_db()
    assert (note.heading_zh_hant, note.summary_zh_hant, note.hant_is_machine) == ("標題", "摘要", False)


def test_other_officers_read_terms_and_do_not_change_them() -> None:
    other = signed_in(make_officer("bob"))
    assert other.get("/terms/").status_code == 200
    assert [other.get(f"/terms/{page}").status_code for page in ("new/", "desk/", "desk/1/", "1/")] == [404] * 4


def test_an_absent_term_or_note_is_404(client: Client) -> None:
    assert [client.get(f"/terms/{page}").status_code for page in ("999/", "desk/999/")] == [404] * 2
