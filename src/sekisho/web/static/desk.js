// Sorts, filters and turns the pages of a table of lines in place, and fills grids out of a spreadsheet.
// Without it the same links load the page, and the cells are filled by hand.
"use strict";
(() => {
  // Cells copied out of a spreadsheet fill a grid from the cell in which they are pasted, downwards and to the right.
  addEventListener("paste", (event) => {
    const cell = event.target.closest?.("table[data-paste] td");
    const rows = cell && event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((row) => row.split("\t"));
    if (!rows || (rows.length === 1 && rows[0].length === 1)) return;
    event.preventDefault();
    let line = cell.parentElement;
    for (const row of rows) {
      if (!line) break;
      row.forEach((text, right) => {
        const field = line.cells[cell.cellIndex + right]?.querySelector("input, select");
        const wanted = text.trim();
        if (!field) return;
        if (field.tagName === "INPUT") { field.value = wanted; return; }
        const fits = [...field.options].find((one) => one.text === wanted || one.value === wanted);
        if (fits) field.value = fits.value;
      });
      line = line.nextElementSibling;
    }
  });
  // What an address names is shown, though it stands in a fold that was closed.
  const unfold = () => {
    const at = location.hash && document.getElementById(location.hash.slice(1));
    const fold = at && at.closest("details");
    if (fold && !fold.open) { fold.open = true; at.scrollIntoView(); }
  };
  unfold();
  addEventListener("hashchange", unfold);
  const here = () => document.getElementById("desk");
  if (!here()) return;
  const show = async (address, push) => {
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      const desk = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("desk");
      if (!desk) { location.assign(address); return; }
      const named = document.activeElement && document.activeElement.getAttribute("aria-label");
      here().replaceWith(desk);
      if (push) history.pushState(null, "", address);
      const same = named && [...desk.querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === named);
      (same || desk.querySelector("[aria-sort] a") || desk).focus?.({ preventScroll: true });
    } catch { location.assign(address); }
  };
  addEventListener("click", (event) => {
    const link = event.target.closest("#desk a[data-desk]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener("popstate", () => show(location.href, false));
})();
