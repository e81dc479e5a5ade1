"""A visitor without a browser: reads pages, fills in their forms and follows where they lead."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from yuegang.deploy.demo import totp

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
Value = str | list[str] | tuple[str, bytes, str]  # text, several texts, or a file: name, content, media type


class PageError(Exception):
    """A page is not what the visitor expected; the text says where and what it showed."""


@dataclass
class Form:
    """A form as a page offers it: its fields with the values they carry."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """An answer of the server."""

    url: str
    status: int
    text: str

    @property
    def forms(self) -> list[Form]:
        """Every form of the page."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form(self, part: str) -> Form:
        """Return the first form whose address or field names hold this text; raises PageError if there is none."""
        for found in self.forms:
            if part in found.action or part in found.names:
                return found
        raise PageError(f"{self.url} ({self.status}) offers no form {part!r}: {self.words()}")

    def words(self) -> str:
        """Return what the page says in its errors and title, for a message."""
        reader = _WordReader()
        reader.feed(self.text)
        return " ".join(" ".join(reader.words).split())[:300]


class Visitor:
    """One signed-in or anonymous visitor of one site."""

    def __init__(self, base: str, language: str = "en") -> None:
        """base: address of the site. language: what the browser would ask for."""
        self.base = base
        self.taken: list[tuple[str, float]] = []  # path without identifiers, milliseconds
        self.http = httpx.Client(
            base_url=base, follow_redirects=True, timeout=30, trust_env=False, headers={"Accept-Language": language}
        )

    def get(self, path: str, **query: str) -> Page:
        """Return a page; raises PageError unless it is there."""
        return self._page(self.http.get(path, params=query or None))

    def submit(self, page: Page, part: str, fields: Mapping[str, Value] | None = None) -> Page:
        """Send a form of a page with some of its fields changed; returns the page it leads to."""
        form = page.form(part)
        url = urljoin(page.url, form.action or page.url)
        values: dict[str, str | list[str]] = {name: list(found) for name, found in form.fields.items()}
        files: dict[str, tuple[str, bytes, str]] = {}
        for name, value in (fields or {}).items():
            if isinstance(value, tuple):
                files[name] = value
            else:
                values[name] = value
        if form.method == "get":
            return self._page(self.http.get(url, params=values))
        headers = {"Referer": page.url, "Origin": self.base}
        return self._page(self.http.post(url, data=values, files=files or None, headers=headers))

    def sign_in(self, username: str, password: str, secret: str) -> Page:
        """Sign in with password and one-time code; a used code is given again a period later."""
        page = self.submit(self.get("/accounts/login/"), "password", {"login": username, "password": password})
        for _attempt in range(3):
            page = self.submit(page, "code", {"code": totp.code_at(secret, time.time())})
            if not any("code" in form.names for form in page.forms):
                return page
            time.sleep(totp.PERIOD - time.time() % totp.PERIOD + 0.1)
        raise PageError(f"{username} cannot sign in: {page.words()}")

    def close(self) -> None:
        """Close the connection."""
        self.http.close()

    def _page(self, response: httpx.Response) -> Page:
        for each in (*response.history, response):
            path = IDENTIFIER.sub("…", each.url.path)
            self.taken.append((f"{each.request.method} {path}", 1000 * each.elapsed.total_seconds()))
        page = Page(str(response.url), response.status_code, response.text)
        if response.status_code >= httpx.codes.BAD_REQUEST:
            raise PageError(f"{response.request.method} {page.url} answered {page.status}: {page.words()}")
        return page


class _FormReader(HTMLParser):
    """Collect forms; controls outside them that name a form by its id are rare here and left out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: str = ""
        self._text: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, values)

    def _control(self, form: Form, tag: str, values: Mapping[str, str]) -> None:
        name = values.get("name", "")
        if tag == "option" and self._select and "selected" in values:
            form.fields.setdefault(self._select, []).append(values.get("value", ""))
        if not name or "disabled" in values:
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._text = name
            form.fields.setdefault(name, [])
        elif tag == "button" or values.get("type") == "submit":
            form.buttons.append((name, values.get("value", "")))
        elif tag == "input" and (values.get("type") not in ("checkbox", "radio", "file") or "checked" in values):
            form.fields.setdefault(name, []).append(values.get("value", "on" if "checked" in values else ""))

    def handle_data(self, data: str) -> None:
        if self._text and self._open is not None:
            self._open.fields[self._text] = ["".join(self._open.fields[self._text]) + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._text and self._open is not None:
            text = "".join(self._open.fields[self._text])
            self._open.fields[self._text] = [text.removeprefix("\n")]
            self._text = ""


class _WordReader(HTMLParser):
    """Collect what a reader sees, scripts left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def visible(page: Page) -> Iterator[str]:
    """Yield the pieces of text a reader sees."""
    reader = _WordReader()
    reader.feed(page.text)
    yield from reader.words
