// Everything here adds to pages that work without it. Nothing is stored, and nothing is sent.
"use strict";

const root = document.documentElement;
const config = document.currentScript.dataset;
root.classList.replace("no-js", "js");

// Single letters must not act as shortcuts (WCAG 2.1.4); the theme listens for them on the window.
addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input, textarea, select, .finder [role=option]");
  const single = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (single && !typing) event.stopImmediatePropagation();
}, true);

// The theme's script, its search worker and the index are loaded when the search is first opened.
let theme = null;

function loadTheme() {
  theme ??= new Promise((resolve, reject) => {
    // What the theme would store on the device, it is given to forget.
    Object.assign(window, { __md_get: () => null, __md_set: () => {}, __md_hash: () => 0, Worker: SearchWorker });
    const script = Object.assign(document.createElement("script"), { src: config.theme });
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return theme;
}

// A name that is typed in full is also looked for as one word: hooks/evidence/pages/searched.py says why.
function named(query) {
  const plain = query.normalize("NFKD").toLowerCase().replace(/^\s*the\s+|[^a-z0-9]/g, "");
  return plain ? `${query} .${plain}^100` : query;
}

// That word is ours: results neither show it nor miss it.
function unnamed({ data }) {
  for (const item of [data.data?.items ?? []].flat(2)) {
    delete item.tags;
    for (const term in item.terms) if (term.startsWith(".")) delete item.terms[term];
  }
}

class SearchWorker extends Worker {
  constructor(...started) {
    super(...started);
    this.addEventListener("message", unnamed);
  }

  postMessage(message) {
    super.postMessage(typeof message.data === "string" ? { ...message, data: named(message.data) } : message);
  }
}

async function openSearch(input) {
  if (theme) return;
  await loadTheme();
  // The theme waits for an event that has passed, and opens the search when its field gets the focus.
  document.dispatchEvent(new Event("DOMContentLoaded"));
  input.blur();
  input.focus();
}

function prepareSearch() {
  const input = document.querySelector(".md-search__input");
  const toggle = document.getElementById("__search");
  input.addEventListener("focus", () => openSearch(input));
  toggle.addEventListener("change", () => toggle.checked && openSearch(input));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault(); // nothing is sent
    (document.querySelector(".md-search-result__link") ?? input).focus();
  });
}

// A button that copies the text beside it, and says so.
function addCopyButton(text) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" });
  button.className = "copy-button";
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    button.textContent = "Copied";
  });
  text.before(button);
}

prepareSearch();
if (navigator.clipboard) document.querySelectorAll("pre.copy").forEach(addCopyButton);

// A link to the place where it stands copies the address of that place, and goes there as it does without scripts.
function ownLink(event) {
  const link = event.target.closest?.('.headerlink, .md-content a[href^="#"]');
  return (link?.matches(".headerlink") || link?.closest(`[id="${link.hash.slice(1)}"]`)) && link;
}

function announceCopies() {
  const said = Object.assign(document.createElement("p"), { className: "unseen" });
  said.setAttribute("role", "status");
  document.body.append(said);
  for (const reached of ["pointerover", "focusin"]) {
    addEventListener(reached, (event) => ownLink(event)?.setAttribute("title", "Copy link"));
  }
  addEventListener("click", async (event) => {
    const link = ownLink(event);
    if (!link) return;
    said.textContent = "";
    if (!link.hash) event.preventDefault(); // the page is here
    await navigator.clipboard.writeText(link.href);
    document.querySelector("[data-copied]")?.removeAttribute("data-copied");
    link.dataset.copied = "";
    said.textContent = "Copied";
  });
}

if (navigator.clipboard) announceCopies();

// Escape closes the menu and gives the focus back to its switch.
const drawer = document.getElementById("__drawer");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawer.checked) return;
  drawer.checked = false;
  drawer.focus();
});
