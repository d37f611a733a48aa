// Which names are meant by what was typed. Knows no page: text in, places out.

const MOST = 10; // names offered
const SHORTEST = 4; // letters of a word in which a slip of the keyboard is forgiven
const LONG = 7; // letters of a word in which two are
// Words that people add to a name, or leave out of it.
const ASIDE = new Set(
  ("and at borough city constabulary constituency council county district force in london metropolitan of on police"
    + " royal service under unitary upon").split(" "),
);
// How well a name fits, best first: all of it, its first words, words of it, its beginning, and so on.
const [WHOLE, WORDS, WITHIN, START, EVERY, TOLD, MOSTLY, NOT] = [0, 1, 2, 3, 4, 5, 6, Infinity];

// A name without anything to be taken out of it.
const PLAIN = /^(?:(?!the\b|saint\b)[a-z]+)(?: (?!the\b|saint\b)[a-z]+)*$/i;

// The beginning of a British postcode, or all of it: SW1A, NE46 1XX.
const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*(\d[a-z]{0,2})?$/i;
// Where the police are not those of England and Wales; (New) Scotland Yard is in London.
const OUTSIDE = /\b(scotland(?! y)|scottish|psni|ireland|irish|ulster|glasgow|edinburgh|aberdeen|dundee|belfast)\b/;

export function isPostcode(text) {
  return POSTCODE.test(text.trim());
}

export function isOutside(text) {
  return OUTSIDE.test(words(text).join(" "));
}

// The words of a name or a query: small letters, without accents, punctuation and "the"; a saint is always "st".
export function words(text) {
  if (PLAIN.test(text)) return text.toLowerCase().split(" "); // as most names are: a phone has thousands to read
  const plain = text.normalize("NFD").toLowerCase().replace(/&/g, " and ").replace(/[\u0300-\u036f'’‘`.]/g, "");
  const found = (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word !== "the");
  return found.map((word) => word === "saint" ? "st" : word);
}

// The rows of places.json, some of which hold many names, with the words by which each name is found.
export function readable(rows) {
  return rows.flatMap(([names, why, address, lang = ""]) => [names].flat().map((name) => {
    const known = words(name);
    const told = { name, why, address, lang, label: `${name}, ${why}` };
    return { ...told, words: known, text: known.join(" "), kind: words(why) };
  }));
}

// At most ten places, those that fit best first. Only where there are none, those that slips of the keyboard keep
// apart, the fewest first; and only where there are none either, those with some of the words.
export function matches(query, places) {
  const typed = words(query);
  if (!typed.length) return [];
  for (const rank of [fit, slipped, shared]) {
    const found = lowest(places, (place) => rank(typed, place));
    if (found.length) return found;
  }
  return [];
}

// The places that a longer query names: all that a name says is among its words. A town may share its name with an
// ordinary word (Reading, Hope), so it must be all that was typed. Fewest words beside the name first.
export function named(query, places) {
  const typed = words(query);
  const said = typed.filter((word) => !ASIDE.has(word));
  return lowest(places, (place) => {
    const needed = place.words.filter((word) => !ASIDE.has(word));
    if (place.text === typed.join(" ")) return WHOLE;
    if (!needed.length || !needed.every((word) => said.includes(word))) return NOT;
    const beside = said.length - needed.length;
    return beside && place.kind[0] === "town" ? NOT : 1 + beside;
  });
}

function lowest(places, rank) {
  const ranked = places.map((place) => ({ place, rank: rank(place) })).filter(({ rank }) => rank < NOT);
  return ranked.sort((one, other) => one.rank - other.rank).slice(0, MOST).map(({ place }) => place);
}

function fit(typed, place) {
  const text = typed.join(" ");
  if (place.text === text) return WHOLE;
  if (place.text.startsWith(`${text} `)) return WORDS;
  if (typed.every((word) => place.words.includes(word))) return WITHIN;
  if (place.text.startsWith(text)) return START;
  const missing = unmet(typed, place);
  if (!missing.length) return EVERY;
  if (missing.length === typed.length) return NOT;
  if (missing.every((word) => place.kind.includes(word))) return TOLD;
  return missing.every((word) => ASIDE.has(word)) ? MOSTLY : NOT;
}

// What was typed that begins no word of a name.
function unmet(typed, place) {
  return typed.filter((word) => !place.words.some((known) => known.startsWith(word)));
}

// The slips in all words, and of places with as many the likest in length first.
function slipped(typed, place) {
  const amiss = unmet(typed, place).filter((word) => !ASIDE.has(word));
  if (!amiss.length) return NOT;
  const counts = amiss.map((word) => Math.min(...place.words.map((known) => slips(word, known))));
  const unlike = Math.abs(place.text.length - typed.join(" ").length);
  return counts.reduce((sum, count) => sum + count) + unlike / 100;
}

// The words that are missing, where one that says something is there.
function shared(typed, place) {
  const there = typed.filter((word) => place.words.includes(word));
  const tells = there.some((word) => word.length >= SHORTEST && !ASIDE.has(word));
  return tells ? typed.length - there.length : NOT;
}

// The known word that fewest slips make into another, and of several the likest in length.
export function likest(word, known) {
  if (word.length <= SHORTEST) return undefined;
  const [best] = known.map((one) => [slips(word, one) + Math.abs(one.length - word.length) / 100, one])
    .filter(([count]) => count < NOT).sort(([one], [other]) => one - other);
  return best?.[1];
}

// How many slips make a word from the beginning of a known one, each a letter wrong, extra or missing, or two swapped;
// none are forgiven in a short word, one in one of middle length, two in a long one.
export function slips(word, known) {
  if (known.length < SHORTEST || word.length < Math.min(SHORTEST, known.length - 1)) return NOT;
  let [before, last] = [[], Array.from({ length: known.length + 1 }, (_, at) => at)];
  for (let row = 0; row < word.length; row += 1) {
    const next = [row + 1];
    for (let at = 1; at <= known.length; at += 1) {
      const same = word[row] === known[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      const swapped = row && word[row] === known[at - 2] && word[row - 1] === known[at - 1];
      if (swapped) next[at] = Math.min(next[at], before[at - 2] + 1);
    }
    [before, last] = [last, next];
  }
  const count = Math.min(...last);
  return count <= (word.length < LONG ? 1 : 2) ? count : NOT;
}
