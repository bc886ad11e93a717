// Lets the search of the documentation site work in pages that are opened as files.
//
// A browser starts no worker from a file: such pages have no origin that it could belong to. A hidden frame has a global
// scope and a message event too, and runs a script from a file. So on such a page `Worker` is this class, which offers
// what the site's search asks of a worker: `postMessage`, `terminate`, and events `message` and `error`.
"use strict";

class FileWorker extends EventTarget {
  onmessage = null;
  onerror = null;
  #frame = document.createElement("iframe");
  #waiting = [];
  #runs = false;

  constructor(address) {
    super();
    this.#frame.hidden = true;
    document.body.append(this.#frame);
    const scope = this.#frame.contentWindow;
    scope.postMessage = (data) => this.#tell(new MessageEvent("message", { data: structuredClone(data) }));
    scope.addEventListener("error", (fault) => this.#tell(new ErrorEvent("error", { message: fault.message })));
    const script = scope.document.createElement("script");
    script.addEventListener("load", () => this.#start());
    script.addEventListener("error", () => this.#tell(new ErrorEvent("error", { message: `${address} is not there` })));
    script.src = new URL(address, document.baseURI);
    scope.document.body.append(script);
  }

  // What is said to the worker before its script has run waits for it, as it does for a worker.
  postMessage(data) {
    const message = structuredClone(data);
    if (this.#runs) this.#hand(message);
    else this.#waiting.push(message);
  }

  terminate() {
    this.#runs = false;
    this.#waiting = [];
    this.#frame.remove();
  }

  #start() {
    this.#runs = true;
    for (const message of this.#waiting.splice(0)) this.#hand(message);
  }

  // Later, not at once: whoever posts to a worker goes on before the worker answers.
  #hand(data) {
    setTimeout(() => {
      const scope = this.#frame.contentWindow;
      if (scope) scope.dispatchEvent(new scope.MessageEvent("message", { data }));
    });
  }

  #tell(event) {
    setTimeout(() => {
      if (!this.#frame.isConnected) return;
      this.dispatchEvent(event);
      this[`on${event.type}`]?.(event);
    });
  }
}

if (location.protocol === "file:") window.Worker = FileWorker;
