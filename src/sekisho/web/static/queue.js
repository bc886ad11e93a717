// Keys in the queue of names and on the desk of a screening: j and k go to the next and the last name that can be
// decided, s, n and e press its buttons, u takes back, and b goes to its ground. Without it the same buttons are pressed
// by hand; a key presses nothing without a ground.
"use strict";
(() => {
  const ROW = "article.hit, div.hit.for-all, tbody.name:has(button[name=decide])";
  let asked; // the row from which a key led to who decides
  const rows = () => [...document.querySelectorAll(ROW)];
  const here = () => document.activeElement?.closest(ROW);
  const go = (step) => {
    const all = rows(), at = all.indexOf(here());
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.querySelector("details:has(button[name=decide])")?.setAttribute("open", "");
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (values) => {
    const button = values.map((one) => here()?.querySelector(`button[value^="${one}."]`)).find(Boolean);
    if (!button) return;
    const who = document.querySelector("input[name=decide_by]");
    const ground = button.closest(".decide").querySelector("input[name^=decide_basis]");
    const empty = [who, ground].find((one) => one && !one.value.trim());
    if (!empty) { button.click(); return; }
    if (empty === who) asked = here();
    empty.focus();
  };
  const leave = (field) => (field.closest(ROW) ?? asked ?? rows()[0])?.focus();
  const keys = {
    j: () => go(1), k: () => go(-1), b: () => here()?.querySelector("input[name^=decide_basis]")?.focus(),
    s: () => press(["same", "confirm"]), n: () => press(["not_same", "refuse"]), e: () => press(["escalated"]), u: () => press(["undo"]),
  };
  addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (field && event.key === "Escape") { leave(field); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.querySelectorAll("p.keys").forEach((one) => { one.hidden = false; });
})();
