// Checking in with a network or without: what cannot be sent waits on the phone and is sent once.
//
// Each check-in has a key that the phone makes; the server writes one key once, so that sending twice does no harm.
// Without this script the form is sent as any other form.
"use strict";

(() => {
  const root = document.getElementById("check-in");
  if (!root || !("indexedDB" in window)) {
    return;
  }
  const said = root.dataset;
  const form = root.querySelector("form");
  const state = document.getElementById("check-in-state");
  const waits = document.getElementById("check-in-waits");
  const seen = document.getElementById("check-in-seen");
  const SOONEST = 2000; // milliseconds; browsers do not always notice that a network is back
  const LATEST = 60000;
  let patience = SOONEST;
  let retry = 0;
  let busy = false;

  // ── what waits, in the browser's own database ────────────────────────────────────────────────

  function database() {
    return new Promise((done, failed) => {
      const opening = indexedDB.open("muster-check-in", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("waiting", { keyPath: "key" });
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
  }

  async function inStore(mode, work) {
    const opened = await database();
    try {
      return await new Promise((done, failed) => {
        const asked = work(opened.transaction("waiting", mode).objectStore("waiting"));
        asked.transaction.oncomplete = () => done(asked.result);
        asked.transaction.onabort = () => failed(asked.transaction.error);
      });
    } finally {
      opened.close(); // an open one would hold up its own deletion when somebody signs out
    }
  }

  const all = () => inStore("readonly", (store) => store.getAll());
  const put = (entry) => inStore("readwrite", (store) => store.put(entry));
  const drop = (key) => inStore("readwrite", (store) => store.delete(key));

  async function mine() {
    const entries = await all();
    for (const entry of entries.filter((each) => each.account !== said.account)) {
      await drop(entry.key); // of somebody who used this phone before
    }
    return entries.filter((each) => each.account === said.account && each.send === said.send);
  }

  // ── showing ──────────────────────────────────────────────────────────────────────────────────

  function line(list, words, small) {
    const item = document.createElement("li");
    item.append(words + " ");
    const more = document.createElement("span");
    more.className = "muted";
    more.textContent = small;
    item.append(more);
    list.append(item);
    return item;
  }

  async function show(words) {
    const entries = await mine();
    const list = waits.querySelector("ul");
    list.replaceChildren();
    for (const entry of entries) {
      const proof = entry.code || (entry.photo ? said.photo : "");
      const item = line(list, entry.label, [proof, new Date(entry.at).toLocaleString(), entry.why].filter(Boolean).join(" · "));
      if (entry.why) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "usa-button usa-button--unstyled";
        button.textContent = said.discard;
        button.addEventListener("click", () => drop(entry.key).then(() => show("")));
        item.append(" ", button);
      }
    }
    waits.hidden = entries.length === 0;
    state.textContent = words;
  }

  function showSeen(entries) {
    seen.replaceChildren();
    entries.forEach((each) => line(seen, each.title, each.when));
    seen.nextElementSibling.hidden = entries.length > 0;
  }

  // ── sending ──────────────────────────────────────────────────────────────────────────────────

  async function ask(how) {
    const answer = await fetch(said.send, { credentials: "same-origin", cache: "no-store", ...how });
    const isOurs = !answer.redirected && (answer.headers.get("Content-Type") || "").includes("json");
    if (!isOurs && answer.status >= 500) {
      throw new Error("busy"); // no answer of ours: try again later
    }
    return { ours: isOurs, status: answer.status, told: isOurs ? await answer.json() : {} };
  }

  function parcel(entry) {
    const parts = new FormData();
    for (const name of ["key", "at", "session", "title", "code"]) {
      parts.append(name, entry[name]);
    }
    if (entry.photo) {
      parts.append("photo", entry.photo, entry.photoName);
    }
    return parts;
  }

  async function sendAll() {
    const waiting = (await mine()).filter((entry) => !entry.why);
    if (waiting.length === 0) {
      return "";
    }
    const hello = await ask({});
    if (!hello.ours || String(hello.told.account) !== said.account) {
      return said.signIn;
    }
    for (const entry of waiting) {
      const answer = await ask({ method: "POST", body: parcel(entry), headers: { "X-CSRFToken": hello.told.token } });
      if (answer.ours && answer.status === 200) {
        await drop(entry.key);
        showSeen(answer.told.seen);
      } else if (answer.ours && answer.status === 422) {
        await put({ ...entry, why: answer.told.why });
      } else {
        return said.signIn;
      }
    }
    return said.sent;
  }

  async function send() {
    if (busy) {
      return;
    }
    busy = true;
    const alone = navigator.locks ? (work) => navigator.locks.request("muster-check-in", work) : (work) => work();
    try {
      await show(await alone(sendAll));
      patience = SOONEST;
    } catch {
      const waiting = (await mine()).length > 0;
      await show(waiting ? said.offline : "");
      clearTimeout(retry);
      retry = waiting ? setTimeout(send, patience) : 0;
      patience = Math.min(2 * patience, LATEST);
    } finally {
      busy = false;
    }
  }

  // ── the form ─────────────────────────────────────────────────────────────────────────────────

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function entryOf() {
    const fields = new FormData(form);
    const chosen = form.querySelector("[name=session]:checked");
    const label = chosen && chosen.value ? form.querySelector("label[for='" + chosen.id + "']").textContent.trim() : "";
    const photo = fields.get("photo");
    return {
      key: newKey(),
      account: said.account,
      send: said.send,
      at: new Date().toISOString(),
      session: (chosen && chosen.value) || "",
      title: fields.get("title") || "",
      label: label || fields.get("title") || "",
      code: fields.get("code") || "",
      photo: photo && photo.size ? photo : null,
      photoName: photo && photo.size ? photo.name : "",
      why: "",
    };
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const entry = entryOf();
    const code = form.querySelector("[name=code]");
    code.setCustomValidity(entry.code.trim() || entry.photo ? "" : said.needs);
    if (!form.reportValidity()) {
      return;
    }
    await put(entry);
    form.reset();
    await show(said.sending);
    await send();
  });
  form.addEventListener("input", () => form.querySelector("[name=code]").setCustomValidity(""));

  // ── the page itself, kept on the phone where its reader wants that ───────────────────────────

  const keep = document.getElementById("check-in-keep");
  const keeper = keep.querySelector("[data-do=keep]");
  const forgetter = keep.querySelector("[data-do=forget]");
  const shown = (button, is) => (button.parentElement.hidden = !is);

  function tell(worker, message) {
    return new Promise((done) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = (event) => done(event.data);
      worker.postMessage(message, [channel.port2]);
    });
  }

  function parts() {
    const own = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((each) => each.href);
    const scripts = [...document.querySelectorAll("script[src]")].map((each) => each.src);
    return [location.href.split(/[?#]/)[0], ...own, ...scripts];
  }

  async function offerToKeep() {
    const scope = new URL(".", new URL(said.worker, location.href)).pathname;
    const there = await navigator.serviceWorker.getRegistration(scope);
    const isKept = Boolean(there && there.active);
    shown(keeper, !isKept);
    shown(forgetter, isKept);
    keep.hidden = false;
  }

  if ("serviceWorker" in navigator && window.isSecureContext) {
    keeper.addEventListener("click", async () => {
      await navigator.serviceWorker.register(said.worker);
      const ready = await navigator.serviceWorker.ready;
      if ((await tell(ready.active, { keep: parts() })) === "kept") {
        state.textContent = said.kept;
      }
      await offerToKeep();
    });
    forgetter.addEventListener("click", async () => {
      const ready = await navigator.serviceWorker.ready;
      await tell(ready.active, { forget: true });
      state.textContent = said.forgotten;
      await offerToKeep();
    });
    offerToKeep();
  }

  window.addEventListener("online", () => {
    patience = SOONEST;
    send();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  send();
})();
