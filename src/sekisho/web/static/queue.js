// Keys in the queue of names: j and k go to the next and the last row, s, n and e press its buttons, u takes back, and
// b goes to its ground. Without it the same buttons are pressed by hand; a key presses nothing without a ground.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("article.hit")];
  const here = () => document.activeElement?.closest("article.hit");
  const go = (step) => {
    const all = rows(), at = all.indexOf(here());
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (values) => {
    const form = here()?.querySelector("form.decide");
    const button = form && values.map((one) => form.querySelector(`button[value="${one}"]`)).find(Boolean);
    if (!button) return;
    const empty = [...form.querySelectorAll("input[name=decide_by], input[name=decide_basis]")].find((one) => !one.value.trim());
    if (empty) { empty.focus(); return; }
    button.click();
  };
  const keys = {
    j: () => go(1), k: () => go(-1), b: () => here()?.querySelector("input[name=decide_basis]")?.focus(),
    s: () => press(["same", "confirm"]), n: () => press(["not_same", "refuse"]), e: () => press(["escalated"]), u: () => press(["undo"]),
  };
  addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (field && event.key === "Escape") { field.closest("article.hit")?.focus(); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
