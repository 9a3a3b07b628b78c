// Live parts of a page ask every few seconds whether their version has changed; 204 means it has not.
export function live(scope, start) {
  const body = scope.body;
  body.addEventListener("htmx:beforeRequest", (event) => {
    const polled = event.detail.elt.closest("[data-live]");
    if (polled && document.hidden) event.preventDefault(); // a tab nobody looks at does not ask
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, elt } = event.detail;
    const asked = new URL(pathInfo.finalRequestPath, location.href);
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked.pathname) {
      event.detail.shouldSwap = false; // signed out meanwhile: the whole page has to go to sign-in
      location.reload();
    }
    tell(elt, xhr.status >= 400);
    opened = [...scope.querySelectorAll("[data-live] details[id][open]")].map((each) => each.id);
  });
  body.addEventListener("htmx:sendError", (event) => tell(event.detail.elt, true));
  body.addEventListener("htmx:afterRequest", (event) => {
    // The button that was pressed is gone with the old part: the keyboard stays at its row, the page where it was.
    const { keepPlace } = event.detail.requestConfig.elt.dataset;
    const row = keepPlace && document.getElementById(keepPlace);
    if (row && document.activeElement === body) row.focus({ preventScroll: true });
  });
  body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === body) return;
    start(event.detail.elt);
    for (const id of opened) scope.getElementById(id)?.setAttribute("open", ""); // what somebody reads stays open
    news(scope, event.detail.elt);
  });
  for (const part of scope.querySelectorAll("[data-says]")) news(scope, part);
}

const said = new Map();
let opened = [];

// A part that is drawn anew is not read out by itself; what is new in its sentences is, once and politely.
function news(scope, part) {
  if (!part.dataset || !part.dataset.says) return;
  const now = JSON.parse(part.dataset.says);
  const before = said.get(part.id);
  said.set(part.id, now);
  const fresh = before ? now.filter((sentence) => !before.includes(sentence)) : [];
  const region = scope.getElementById("live-news");
  if (region && fresh.length) region.textContent = fresh.join(" ");
}

function tell(element, lost) {
  const polled = element.closest("[data-live]");
  if (!polled || !polled.id) return;
  const note = document.getElementById(`${polled.id}-connection`);
  if (note) note.textContent = lost ? "This page has lost its connection. Trying again." : "";
}
