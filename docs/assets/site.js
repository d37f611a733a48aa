// Everything here adds to pages that work without it. Nothing is stored, and nothing is sent.
"use strict";

const root = document.documentElement;
root.classList.replace("no-js", "js");

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

// Escape closes the menu and gives the focus back to what opened it.
const menu = document.querySelector(".menu");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
