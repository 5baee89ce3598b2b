// Keeps the check-in page of one's own event on one's own phone, for where there is no network.
//
// It keeps only what the page asks it to keep, and only after its reader said so. It works below its own address
// (/mine/there/) and nowhere else. What it kept is a copy for when the network is away: as long as there is one,
// the network answers. Signing out clears it (Clear-Site-Data), and so does the page's own button.
"use strict";

const CACHE = "muster-check-in-1";
const OLDEST = 7 * 24 * 60 * 60 * 1000; // a page that was forgotten on a phone opens no longer
const LOOSELY = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const answer = (word) => event.ports[0] && event.ports[0].postMessage(word);
  if (event.data.keep) {
    event.waitUntil(keep(event.data.keep).then(() => answer("kept"), () => answer("failed")));
  }
  if (event.data.forget) {
    event.waitUntil(caches.delete(CACHE).then(() => self.registration.unregister()).then(() => answer("forgotten")));
  }
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(self.location.origin + "/")) {
    event.respondWith(fromNetworkOrKept(event.request));
  }
});

async function keep(addresses) {
  const kept = await caches.open(CACHE);
  for (const address of addresses) {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok || answer.redirected) {
      throw new Error(address);
    }
    await kept.put(address, answer);
  }
}

async function fromNetworkOrKept(request) {
  const kept = await caches.open(CACHE);
  const before = await kept.match(request, LOOSELY);
  try {
    const answer = await fetch(request);
    if (before && answer.ok && !answer.redirected) {
      await kept.put(request.url, answer.clone());
    }
    return answer;
  } catch (error) {
    if (before && !isOld(before)) {
      return before;
    }
    throw error;
  }
}

function isOld(answer) {
  const made = Date.parse(answer.headers.get("Date") || "");
  return Date.now() - made > OLDEST;
}
