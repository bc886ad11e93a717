// Suggests what is meant while somebody types in the box, as a list beside a combobox; and copies an address.
// Without it the box asks the server when it is sent, a list of places helps to type, and the address is a link.
"use strict";
(() => {
  for (const link of document.querySelectorAll("a[data-copy]")) {
    const said = document.createElement("span");
    said.className = "copied";
    said.setAttribute("role", "status");
    link.after(said);
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || !navigator.clipboard) return;
      event.preventDefault();
      try { await navigator.clipboard.writeText(link.href); said.textContent = link.dataset.copy; } catch { location.assign(link.href); }
    });
  }
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const WAIT = 90; // milliseconds without a key before the server is asked
  const eastern = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
  const list = document.createElement("div");
  list.id = "suggested";
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggest);
  list.hidden = true;
  box.closest(".row").after(list);
  box.removeAttribute("list"); // the list of places is for browsers without script
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggested" })) box.setAttribute(name, value);
  let timer, asked, at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const mark = (to) => {
    const all = options();
    at = all.length ? (to + all.length + 1) % (all.length + 1) : -1;
    if (at === all.length) at = -1;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const shut = () => { list.hidden = true; list.replaceChildren(); at = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); asked?.abort(); };
  const take = (one) => {
    if (one.dataset.address) { location.assign(one.dataset.address); return; }
    box.value = `${one.dataset.fills} `;
    shut();
    box.focus();
  };
  const ask = async () => {
    const words = box.value.trim();
    if (words.length < (eastern.test(words) ? 1 : 2)) { shut(); return; }
    asked?.abort();
    asked = new AbortController();
    try {
      // In the body of a form: what is typed may be a name, and addresses are logged.
      const answer = await fetch(box.dataset.at, { method: "POST", body: new URLSearchParams(new FormData(box.form)), signal: asked.signal });
      const html = answer.ok ? await answer.text() : "";
      const found = new DOMParser().parseFromString(html, "text/html").body;
      list.replaceChildren(...found.childNodes);
      at = -1;
      list.hidden = !options().length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      box.removeAttribute("aria-activedescendant");
    } catch { /* a newer question took its place */ }
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); shut(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { ask(); return; }
      event.preventDefault();
      mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? options().length - 1 : at - 1);
    } else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(options()[at]); }
    else if (event.key === "Tab") shut();
  });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); const one = event.target.closest("[role=option]"); if (one) take(one); });
  box.addEventListener("blur", shut);
})();
