// The box that offers names as they are typed: a combobox of accessible-autocomplete, filled from places.json.

import "./vendor/accessible-autocomplete.min.js"; // which names itself on the window
import { isOutside, isPostcode, matches, readable, words } from "./finder-match.js";

const LEAST = 2; // letters, before anything is looked for
const ANSWERS = ["none", "postcode", "outside"]; // below the box, where there is nothing to offer

const SETTINGS = {
  autoselect: true, // so that Enter follows the first name
  confirmOnBlur: false,
  cssNamespace: "finder",
  displayMenu: "overlay",
  menuAttributes: { "aria-labelledby": "finder-label" },
  minLength: LEAST,
  name: "",
  onConfirm: ({ address }) => location.assign(new URL(`../${address}`, import.meta.url)),
  showNoOptionsFound: false, // the answer below the box can hold links
  templates: { inputValue: (place) => place?.label ?? "", suggestion: written },
  tAssistiveHint: () => "When names appear, use the up and down arrows to reach one, and Enter to open its page.",
  tStatusNoResults: () => "", // the answer below is a status itself
  tStatusQueryTooShort: () => "",
};

export async function prepare() {
  const answer = await fetch(new URL("places.json", import.meta.url));
  const places = readable(await answer.json());
  return (finder, input) => open(finder, input, places);
}

function open(finder, input, places) {
  const typed = input.value;
  const space = finder.querySelector(".finder-box");
  const answers = Object.fromEntries(ANSWERS.map((name) => [name, finder.querySelector(`.finder-${name}`)]));
  const look = (query, offer) => offer(found(query, places, answers));
  space.replaceChildren();
  window.accessibleAutocomplete({ element: space, id: input.id, source: look, ...SETTINGS });
  space.addEventListener("input", ({ target }) => target.value.length < LEAST && say(answers, null));
  space.addEventListener("keydown", keepFromLibrary, true);
  begin(space.querySelector("input"), typed);
}

// Give what was typed, and one of the answers below the box where there is nothing to offer.
function found(query, places, answers) {
  const unknown = isPostcode(query) ? "postcode" : isOutside(query) ? "outside" : null;
  const offered = unknown ? [] : matches(query, places);
  const none = words(query).length && !offered.length ? "none" : null;
  say(answers, unknown ?? none);
  return offered;
}

function say(answers, which) {
  for (const [name, answer] of Object.entries(answers)) answer.hidden = name !== which;
}

// The library takes HTML, so names go through elements, which escape what they hold.
function written({ name, why, lang }) {
  const line = document.createElement("span");
  const strong = Object.assign(document.createElement("strong"), { textContent: name });
  if (lang) strong.lang = lang;
  line.append(strong, `, ${why}`);
  return line.innerHTML;
}

// After Escape the library takes a space in the box for the choice of a name, and empties the box.
function keepFromLibrary(event) {
  if (event.key === " " && event.target.matches("input")) event.stopPropagation();
}

// The library selects all of its text when it gets the focus, so what was typed meanwhile comes after that.
function begin(input, typed) {
  input.focus();
  setTimeout(() => {
    input.value = typed + input.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
