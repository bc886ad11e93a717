"""The main journeys in a real browser, with script and without: no request leaves, nothing breaks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.support.web.addresses import LINE, PAGES
from tests.support.web.barriers import barriers
from tests.support.web.running import running

from sekisho.web.app import create_app
from sekisho.web.jobs.job import JobState
from sekisho.web.jobs.kinds import send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.settings import ServerSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


def _heading(page: Page) -> str:
    """The heading as it is heard: its parts stand on lines of their own, and the colon between them is not shown."""
    return " ".join(page.locator("h1").inner_text().split()).replace(" :", ":")


def test_a_shipment_from_the_first_question_to_the_printed_sheet(context: BrowserContext):
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Check a shipment An answer").click()
    page.get_by_label("Export", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Where does it leave?").fill("China")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Where will it finally be used?").fill("Narnia")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="“Narnia” is not a country").click()
    expect(page.locator("#destination")).to_be_focused()
    page.get_by_label("Where will it finally be used?").fill("Japan")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Under which entries").fill("3C001.a")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Show the result now").click()
    assert "Not decided (licence at least): gallium metal (3C001.a), China to Japan" in _heading(page)
    assert "Japan" not in page.url.partition("?")[0]
    page.get_by_label("Who will finally use it?").fill("Example Headlamp")
    page.get_by_role("button", name="Update the result").click()
    assert "Example" not in page.url
    expect(page.locator(".answer")).to_contain_text("Example Headlamp")
    page.get_by_role("button", name="Print sheet").click()
    expect(page.locator(".sheet h1")).to_have_text("Transaction screening sheet")
    expect(page.locator(".sheet")).to_contain_text("Example Headlamp")
    if page.context.browser is not None:
        assert len(page.pdf(format="A4")) > 10_000


def test_enter_in_a_field_sends_the_answer_and_nothing_else(context: BrowserContext):
    page = context.new_page()
    page.goto("/check?ask=control_codes&departure=CN&destination=JP")
    page.get_by_label("Under which entries").fill("3C001.a")
    page.get_by_label("Under which entries").press("Enter")
    expect(page).to_have_url(re.compile("control_codes=3C001\\.a"))
    page.goto("/quick")
    page.get_by_label("Where does it leave?").fill("China")
    page.get_by_label("Where does it leave?").press("Enter")
    expect(page).to_have_url(re.compile("/check/result"))
    expect(page).to_have_url(re.compile("departure=CN"))


@pytest.mark.slow
def test_an_order_book_from_upload_to_settled(
    context: BrowserContext,
    orders: Path,
    scripted: bool,  # noqa: FBT001 - a fixture
):
    page = context.new_page()
    page.goto("/books")
    page.get_by_label("Order list").set_input_files(orders)
    page.get_by_role("button", name="Send").click()
    _watch(page, "table.mapping", scripted=scripted)
    page.get_by_role("button", name="Determine every line").click()
    _watch(page, "#files", scripted=scripted)
    assert _heading(page).startswith("Stop ")
    _watch(page, "form.questions", scripted=scripted)
    for fold in page.locator("details:has(form.questions), details:has(#outcomes)").all():
        if fold.get_attribute("open") is None:  # the dangerous lines come first, and all else is folded below them
            fold.locator("> summary").click()
    before = page.locator("table a[href*='headline=undetermined']").inner_text()
    single = page.locator("form.questions")
    first = single.locator("li").first
    if first.locator("select").count():
        first.locator("select").select_option(index=1)
    else:
        first.locator("input").fill("none")
    single.get_by_label("Who answers?").fill("A. Clerk")
    single.get_by_role("button", name="Take these answers").click()
    _watch(page, "#files", scripted=scripted)
    fold = page.locator("details:has(#outcomes)")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    assert page.locator("table a[href*='headline=undetermined']").inner_text() != before
    page.locator("table a[href*='headline=prohibited']").click()
    page.locator("table button").first.click()
    assert _heading(page).startswith("■")
    page.goto("/books")
    page.get_by_role("link", name="orders.csv").first.click()
    page.locator("details.deletion > summary").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.locator("h1")).to_have_text("Order lists")


def _watch(page: Page, wanted: str, *, scripted: bool) -> None:
    """Wait as a person does: with script the page looks again by itself, without it a link does."""
    for _ in range(240):
        page.wait_for_timeout(500)
        if page.locator(wanted).count():
            return
        shown = page.get_by_role("link", name="They are found: show them" if scripted else "Look again")
        if shown.count():
            shown.first.click()
    message = f"{wanted} never came: {page.locator('main').inner_text()[:400]}"
    raise AssertionError(message)


def test_a_cost_from_the_first_page_to_its_article(context: BrowserContext, scripted: bool):  # noqa: FBT001 - a fixture
    page = context.new_page()
    page.goto("/?as_of=2026-09-30")
    page.get_by_role("link", name="What does a measure cost?").click()
    page.get_by_role("button", name="Find out the cost").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="Choose a measure or a scenario").click()
    expect(page.locator("#what")).to_be_focused()
    page.get_by_label("Measure or scenario").select_option("rare-earths-stop")
    page.get_by_text("First day, length, draws").click()
    page.get_by_label("Months").fill("3")
    page.get_by_label("Draws", exact=True).fill("16")
    page.get_by_role("button", name="Find out the cost").click()
    _watch(page, ".finding", scripted=scripted)
    expect(page).to_have_url(re.compile("as_of=2026-09-30"))
    assert page.locator(".finding").inner_text().startswith(("9 in 10 runs", "The same in every run"))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for image in page.locator("figure img").all():
        image.scroll_into_view_if_needed()
        assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 200
    page.get_by_role("link", name="日本語").click()
    assert page.locator(".finding").inner_text().startswith("10回に9回は")
    page.get_by_role("link", name="条件を変える").click()
    assert page.locator("#draws").input_value() == "16"


@pytest.fixture(scope="module")
def article(looking: Page) -> str:
    """The address of a cost that is done."""
    looking.goto("/impact?what=rare-earths-stop&months=1&draws=16&as_of=2026-09-30")
    looking.get_by_role("button", name="Find out the cost").click()
    _watch(looking, ".finding", scripted=True)
    return looking.url


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_article_of_a_cost_keeps_nobody_out_and_fits_every_window(looking: Page, article: str, language: str):
    looking.set_viewport_size({"width": 1280, "height": 900})
    looking.set_extra_http_headers({"accept-language": language})
    looking.goto(article)
    looking.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert barriers(looking) == []
    for width in (390, 640):
        looking.set_viewport_size({"width": width, "height": 800})
        assert looking.evaluate("document.documentElement.scrollWidth") <= width
    looking.set_extra_http_headers({})


def test_a_measure_is_compared_at_two_dates(context: BrowserContext):
    page = context.new_page()
    page.goto("/measures?as_of=2026-09-30")
    page.locator("a[href*='cn/2025-57-holmium']").click()
    page.locator("details", has=page.get_by_role("group", name="First day", include_hidden=True)).locator(
        "summary"
    ).click()
    page.get_by_role("group", name="First day").get_by_label("Day").fill("6")
    page.get_by_role("group", name="First day").get_by_label("Month").fill("11")
    page.get_by_role("group", name="First day").get_by_label("Year").fill("2025")
    page.get_by_role("button", name="Compare").click()
    assert _heading(page) == "Two days side by side"
    expect(page).to_have_url(re.compile("from-year=2025"))
    expect(page.locator("table")).to_contain_text("suspended")


def test_a_match_is_looked_at_and_the_language_changed(context: BrowserContext):
    page = context.new_page()
    page.goto("/parties")
    page.get_by_label("Names, one a line").fill("Mitsubshi Shipbuilding")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("tbody.name")).to_contain_text("Possible match: decide")
    assert "Mitsubshi" not in page.url
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("tbody.name")).to_contain_text("一致の可能性：要判断")
    page.goto("/")
    assert _heading(page) == "中国、日本の軍事力の向上に役立つ両用品目の輸出を禁止"


def test_the_day_of_the_law_is_changed_where_a_reader_is(context: BrowserContext):
    page = context.new_page()
    page.goto(f"/check/result?{LINE}")
    page.get_by_text("change", exact=True).click()
    page.locator(".law").get_by_label("Year").fill("2020")
    page.locator(".law").get_by_role("button", name="Show").click()
    expect(page.locator(".answer")).to_contain_text("30 September 2020")
    expect(page).to_have_url(re.compile("as_of-year=2020"))


@pytest.fixture(scope="module")
def reader(browser: Browser, server: str) -> BrowserContext:
    """One browser for all pages that are looked at."""
    found = browser.new_context(locale="en-GB", base_url=server, bypass_csp=True)
    found.set_default_timeout(20_000)
    return found


@pytest.fixture(scope="module")
def looking(reader: BrowserContext) -> Page:
    """One page of it."""
    return reader.new_page()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_keeps_people_out_and_a_phone_shows_all_of_it(looking: Page, address: str):
    looking.set_viewport_size({"width": 390, "height": 800})
    looking.goto(address)
    assert looking.evaluate("document.documentElement.scrollWidth") <= 390
    looking.set_viewport_size({"width": 1280, "height": 900})
    looking.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert barriers(looking) == []


@pytest.mark.parametrize(
    "address",
    ["/check?asked=departure&departure=Narnia", "/nothing", "/impact/AAAAAAAAAAAA?what=japan-ban&draws=16"],
)
def test_an_error_keeps_nobody_out_and_takes_the_focus(looking: Page, address: str):
    looking.goto(address)
    expect(looking.locator(".summary")).to_be_focused()
    assert barriers(looking) == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_in_japanese_is_wider_than_the_window(looking: Page, address: str):
    """640 pixels are what 1,280 are at 200 percent; 390 are a phone."""
    looking.set_extra_http_headers({"accept-language": "ja"})
    looking.set_viewport_size({"width": 640, "height": 800})
    looking.goto(address)
    assert looking.evaluate("document.documentElement.scrollWidth") <= 640
    looking.set_viewport_size({"width": 390, "height": 800})
    assert looking.evaluate("document.documentElement.scrollWidth") <= 390
    looking.set_extra_http_headers({})


def test_the_keyboard_reaches_everything_in_order_and_the_focus_is_seen(looking: Page):
    looking.set_viewport_size({"width": 1280, "height": 900})
    looking.goto("/check")
    seen: list[list[Any]] = []
    for _ in range(40):
        looking.keyboard.press("Tab")
        found = looking.evaluate(
            """() => { const one = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(one);
            return [one.textContent.trim() || one.value || one.name, outlineStyle, parseFloat(outlineWidth)] }"""
        )
        if looking.evaluate("document.activeElement === document.body"):
            break
        seen.append(found)
    names = [one[0] for one in seen]
    assert names[0] == "Skip to the main content"
    assert names.index("Check") < names.index("export") < names.index("Continue")
    assert [one for one in seen if one[1] == "none" or one[2] < 2] == []
    looking.goto("/check")
    looking.keyboard.press("Tab")
    looking.keyboard.press("Enter")
    looking.keyboard.press("Tab")
    expect(looking.locator("#movement")).to_be_focused()


def test_a_page_prints_with_every_reason_open(looking: Page):
    looking.goto(f"/check/result?{LINE}")
    looking.emulate_media(media="print")
    assert not looking.locator("nav").first.is_visible()
    assert not looking.locator(".settle").is_visible()
    assert looking.locator(".answer").is_visible()
    assert looking.locator("#checked").is_visible()
    looking.emulate_media(media="screen")


def test_a_print_of_screened_names_has_the_listed_ones_of_a_group_and_a_place_to_sign(looking: Page):
    looking.goto("/parties")
    looking.fill("#names", "三菱電機\n尾張見本工業")
    looking.locator("form:has(#names) .buttons button").click()
    button, signed = looking.locator("button[data-print]"), looking.locator(".signatures")
    expect(button).to_be_visible()
    expect(signed).to_be_hidden()
    looking.evaluate("window.print = () => { document.title = 'printed'; }")
    button.click()
    expect(looking).to_have_title("printed")
    looking.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(signed).to_be_visible()
    # Who of the group is listed is what the reader takes along; the fold of comparisons stays at the desk.
    listed = looking.locator("tr.beside li", has_text="Mitsubishi")
    expect(listed).to_have_count(4)
    assert all(one.is_visible() for one in listed.all())
    looking.emulate_media(media="screen")


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_phone_shows_every_column_of_what_changed(browser: Browser, server: str, language: str):
    context = browser.new_context(base_url=server, locale=language, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/changes?from=2026-01-05&to=2026-11-27")
    cut = "[...document.querySelectorAll('.wide')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(cut) == 0
    page.goto("/measures")
    assert page.evaluate("document.documentElement.scrollHeight") <= 51 * 150
    context.close()


@pytest.mark.parametrize(("width", "most"), [(1280, 1_600), (390, 2_800)])
def test_the_answer_is_as_high_as_it_may_be_and_begins_with_what_counts(looking: Page, width: int, most: int):
    looking.set_viewport_size({"width": width, "height": 900})
    looking.goto("/answer/3C001.a/CN-JP")
    assert looking.evaluate("document.documentElement.scrollHeight") <= most
    if width == 1280:
        first_step = looking.locator(".next li").first.bounding_box()
        assert first_step is not None
        assert first_step["y"] + first_step["height"] <= 900


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_job_that_a_restart_ended_is_run_again_with_one_press(
    browser: Browser,
    settings: ServerSettings,
    tmp_path: Path,
    scripted: bool,  # noqa: FBT001 - a fixture
    language: str,
):
    place = replace(settings, folder=tmp_path)
    job = send_book(JobManager(place), io.BytesIO(b"line,departure,destination\n1,CN,JP\n"), "a.csv", settings.today())
    job.state, job.doing, job.task, job.settings = JobState.WORKING, "map", "map", {"language": "en"}
    job.save()
    app = create_app(place)
    app.state.jobs.restore()
    with running(app) as address:
        opened = browser.new_context(java_script_enabled=scripted, locale=language, base_url=address)
        page = opened.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"/books/{job.id}")
        if scripted:
            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Run it again" if language == "en" else "もう一度実行する").click()
        for _ in range(60):
            if page.locator("form[action$='/run']").count():
                break
            if not scripted:
                page.get_by_role("link", name="Look again" if language == "en" else "再表示").click()
            page.wait_for_timeout(1_000)
        expect(page.locator("form[action$='/run']")).to_be_visible()
        opened.close()
