"""How a person works a page: with a pointer, or with nothing but a keyboard."""

from playwright.sync_api import Locator, Page

MOST_TABS = 400
SEEN = """element => {
    const box = element.getBoundingClientRect();
    const shown = element.closest('label') || element;
    const style = [element, shown].map(each => getComputedStyle(each));
    const marked = style.some(each => (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== 'none');
    return marked && box.bottom > 0 && box.top < innerHeight;
}"""


class Pointer:
    """Clicks and types where it points."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, thing: Locator) -> None:
        """Follow a link or press a button."""
        thing.click()

    def choose(self, option: Locator) -> None:
        """Choose a radio button, or tick a box."""
        option.check()

    def leave(self, option: Locator) -> None:
        """Take a tick off."""
        option.uncheck()

    def pick(self, select: Locator, label: str) -> None:
        """Pick an option of a list by what it says."""
        select.select_option(value=select.locator("option", has_text=label).get_attribute("value"))

    def write(self, field: Locator, text: str) -> None:
        """Write into a field, over what stands there."""
        field.fill(text)


class Keyboard(Pointer):
    """Tab, arrows, space and Enter; what has the focus must be marked and in view."""

    def reach(self, thing: Locator) -> None:
        """Press Tab until `thing` has the focus."""
        thing.wait_for()
        for _ in range(MOST_TABS):
            if thing.evaluate("element => element === document.activeElement"):
                assert thing.evaluate(SEEN), f"the focus on {thing} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {thing}")

    def press(self, thing: Locator) -> None:
        self.reach(thing)
        self.page.keyboard.press("Enter")

    def choose(self, option: Locator) -> None:
        if option.is_checked():
            return
        if option.get_attribute("type") == "checkbox":
            self.reach(option)
            self.page.keyboard.press("Space")
        else:
            self._reach_group(option)
            for _ in range(12):
                if option.evaluate("element => element === document.activeElement"):
                    break
                self.page.keyboard.press("ArrowDown")
            if not option.is_checked():
                self.page.keyboard.press("Space")
        assert option.is_checked()

    def _reach_group(self, option: Locator) -> None:
        for _ in range(MOST_TABS):
            if option.evaluate("element => document.activeElement.name === element.name && document.activeElement.form === element.form"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached the group of {option}")

    def leave(self, option: Locator) -> None:
        if option.is_checked():
            self.reach(option)
            self.page.keyboard.press("Space")

    def pick(self, select: Locator, label: str) -> None:
        self.reach(select)
        said = "element => element.selectedOptions[0] ? element.selectedOptions[0].label : ''"
        self.page.keyboard.press("Home")
        for _ in range(20):
            if select.evaluate(said).endswith(label):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no option {label} in {select}")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)
