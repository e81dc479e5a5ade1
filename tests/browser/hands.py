"""Hands on a keyboard: everything an officer does here is a key pressed, never a click."""

from playwright.sync_api import Page

MOST_STEPS = 250  # of the Tab key before what is looked for counts as out of reach
FOCUSED = "selector => !!document.activeElement && document.activeElement.matches(selector)"
PLACE = """value => {
  const options = [...document.activeElement.options];
  return options.findIndex(one => one.value === value) - document.activeElement.selectedIndex;
}"""


class Hands:
    """An officer at a page, with both hands on the keyboard."""

    def __init__(self, page: Page, site: str) -> None:
        """page: an open window of a signed-in officer. site: address of the office site."""
        self.page = page
        page.goto(site)

    def press(self, *keys: str) -> None:
        """Press single keys, one after the other, and wait for the page they lead to."""
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def go(self, letter: str) -> None:
        """Leave the field, if any, and go to a place by its letter."""
        with self.page.expect_navigation():
            self.press("Escape", "g", letter)

    def reach(self, selector: str) -> None:
        """Press Tab until the focus is on what the selector names; fail if it never comes there."""
        for _step in range(MOST_STEPS):
            if self.page.evaluate(FOCUSED, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: no number of Tab keys reaches {selector}")

    def write(self, name: str, text: str) -> None:
        """Write a text into a field in place of what stands there."""
        self.reach(f"[name={name}]")
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)  # as an input method does

    def choose(self, name: str, value: str) -> None:
        """Choose an option of a list with the arrow keys."""
        self.reach(f"select[name={name}]")
        steps = int(self.page.evaluate(PLACE, value))
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert self.page.evaluate("() => document.activeElement.value") == value

    def tick(self, name: str, value: str) -> None:
        """Tick a box."""
        self.reach(f"[name={name}][value={value}]")
        self.press("Space")

    def send(self, selector: str) -> None:
        """Reach a button or link, press Enter and wait for the page it leads to."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def shortcut(self, key: str) -> None:
        """Press the single key of the page's main action and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
