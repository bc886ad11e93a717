// Watches a run while its page is open. Without it the page says the same, and a link looks again.
"use strict";
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const stage = box.querySelector("[data-stage]");
  const part = box.querySelector("[data-part]");
  const bar = box.querySelector("progress");
  // A form that was sent takes the page elsewhere: what it deletes is gone for this look too, and a reload would come between.
  let leaving = false;
  addEventListener("submit", () => { leaving = true; }, true);
  const look = async () => {
    if (leaving) return;
    try {
      const answer = await fetch(box.dataset.progress, { headers: { accept: "application/json" }, cache: "no-store" });
      if (leaving) return;
      if (!answer.ok) { location.reload(); return; }
      const run = (await answer.json()).data;
      const busy = box.dataset.doing ? run.doing === box.dataset.doing : ["waiting", "working"].includes(run.state);
      if (!busy && box.dataset.ready) {
        const link = box.querySelector("a");
        link.textContent = box.dataset.ready;
        // The page that is loaded anew opens at what was found.
        link.addEventListener("click", (event) => { event.preventDefault(); location.hash = box.dataset.place || ""; location.reload(); });
        return;
      }
      if (!busy) { location.reload(); return; }
      const percent = Math.floor(run.part * 100);
      if (bar && part.textContent !== String(percent)) { part.textContent = percent; bar.value = percent; }
      if (stage && run.phase && stage.textContent !== run.phase) stage.textContent = run.phase;
    } catch { /* the server is gone or busy: look again later */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 700);
})();
