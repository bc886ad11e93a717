"""The documentation site: every page once in its order, every link turned to its place, nothing from elsewhere."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / "build/site-env/bin/zensical"


def _site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_script", ROOT / "scripts" / "site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


site = _site()


def test_every_page_stands_in_the_order_once_and_every_link_leads_somewhere(tmp_path: Path):
    site.gather(tmp_path / "source")  # refuses a page that the order lacks, and a link that leads nowhere
    settings = yaml.safe_load((tmp_path / "source/mkdocs.yml").read_text(encoding="utf-8"))
    titles = [next(iter(section)) for section in settings["nav"]]
    readers = [f"For the {reader}" for reader in ("officer", "lawyer", "purchaser", "economist", "engineer")]
    assert titles == ["Home", *readers, "Decisions", "All pages"]
    reference = (tmp_path / "source/pages/reference/python.md").read_text(encoding="utf-8")
    assert "::: sekisho.functions.determine\n" in reference
    notebook = (tmp_path / "source/pages/notebooks/shipment.md").read_text(encoding="utf-8")
    assert notebook.startswith("# One shipment\n")
    assert "```python\nimport sekisho as sk" in notebook


def test_a_link_is_turned_to_where_the_site_has_what_it_names():
    page = ROOT / "docs/for/lawyer.md"
    text = "[add](../../CONTRIBUTING.md#add-a-case) [fold](../../src/sekisho/errors.py) [all](../README.md) [x](https://example.org)"
    turned = site.linked(text, page, "for/lawyer.md")
    assert turned == "[add](../contributing.md#add-a-case) fold [all](../pages.md) [x](https://example.org)"
    fenced = "```yaml\n[a](nowhere.md)\n```"
    assert site.linked(fenced, page, "for/lawyer.md") == fenced
    with pytest.raises(SystemExit, match=r"nowhere\.md leads nowhere"):
        site.linked("[a](nowhere.md)", page, "for/lawyer.md")


def test_a_dead_link_a_missing_place_and_a_file_from_elsewhere_are_found(tmp_path: Path):
    (tmp_path / "other.html").write_text('<h1 id="there">', encoding="utf-8")
    body = '<a href="other.html#there"><a href="other.html#gone"><a href="none.html"><script src="https://example.org/a.js">'
    quiet = '<a href="https://example.org"><link rel="canonical" href="https://example.org/">'
    (tmp_path / "index.html").write_text(body + quiet, encoding="utf-8")
    (tmp_path / "style.css").write_text("a { background: url(//example.org/a.png) }", encoding="utf-8")
    assert list(site.faults_of(tmp_path)) == [
        "index.html loads https://example.org/a.js",
        "index.html: other.html#gone names no place of that page",
        "index.html: none.html leads nowhere",
        "style.css loads //example.org/a.png",
    ]


@pytest.mark.slow
@pytest.mark.skipif(
    not BUILDER.is_file(), reason="the builder of the site is not there: `make site` puts it into build/site-env"
)
def test_the_site_is_built_without_a_warning_and_without_a_broken_link(tmp_path: Path):
    command = [sys.executable, str(ROOT / "scripts/site.py"), str(BUILDER), str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site/for/officer.html").is_file()


@pytest.mark.slow
def test_a_page_opened_as_a_file_speaks_with_its_worker(tmp_path: Path):
    """What the search of the site asks of a worker: messages both ways, in order, faults, an end."""
    api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium is installed: `apt-get install chromium`")
    shutil.copyfile(site.WORKER, tmp_path / "file-worker.js")
    (tmp_path / "echo.js").write_text(
        "self.onmessage = ({ data }) => {"
        " if (data === 'fail') throw new Error('no'); self.postMessage([data, 'back']); };",
        encoding="utf-8",
    )
    (tmp_path / "page.html").write_text("<body><script src='file-worker.js'></script></body>", encoding="utf-8")
    talk = """async () => {
        const worker = new Worker("echo.js"), heard = [];
        const next = (name) => new Promise((done) => { worker["on" + name] = (event) => done(event); });
        worker.addEventListener("message", ({ data }) => heard.push(data));
        let answer = next("message");
        worker.postMessage("one");
        worker.postMessage({ two: [2] });
        await answer; await next("message");
        const fault = next("error");
        worker.postMessage("fail");
        const told = (await fault).type; // a browser hides the words of faults in scripts of files
        worker.terminate();
        worker.postMessage("three");
        await new Promise((done) => setTimeout(done, 50));
        return [heard, told, document.querySelectorAll("iframe").length];
    }"""
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        assert page.evaluate(talk) == [[["one", "back"], [{"two": [2]}, "back"]], "error", 0]
        browser.close()
