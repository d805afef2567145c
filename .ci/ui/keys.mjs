// Walks a page with the keyboard alone, and says where the focus went. It
// judges nothing: the tests of web/uitest do.
//
// In:  {browser, base, walks: [{name, path, width, steps}], cookies: [{name, value, url}] or none},
//      steps in this order:
//      {"skip": true}                 Tab, Enter, Tab: where the skip link leads
//      {"tour": true}                 Tab to the end of the page
//      {"to": selector, "press": [keys], "type": text}
//                                     Tab until the selector has the focus, type, press
// Out: a line of JSON for each step; see type stop in web/uitest.
import { job, launch, tell } from './browser.mjs';

// A page longer than this in stops of the Tab key is taken for a trap.
const longest = 600;

// The stops within a date after its first: month, year and the calendar.
const dateParts = 3;

// Where the focus is now, and whether it can be seen.
function here() {
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return null;
  const box = el.getBoundingClientRect();
  const style = getComputedStyle(el);
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  let covered = false;
  if (inside) {
    // WCAG 2.4.11: something else lies over all of it. A link of several lines
    // is several boxes.
    const points = [...el.getClientRects()].flatMap((r) => [[r.left + 2, r.top + 2], [(r.left + r.right) / 2, (r.top + r.bottom) / 2], [r.right - 2, r.bottom - 2]]);
    covered = points.every(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && !el.contains(top) && !top.contains(el);
    });
  }
  window.stops ??= new Map();
  if (!window.stops.has(el)) window.stops.set(el, window.stops.size);
  return {
    n: window.stops.get(el),
    tag: el.tagName.toLowerCase(),
    date: el.type === 'date',
    id: el.id,
    text: (el.getAttribute('aria-label') ?? el.labels?.[0]?.textContent ?? el.textContent).trim().slice(0, 60),
    href: el.getAttribute('href') ?? '',
    region: (el.closest('main') ?? el.closest('header, footer, nav'))?.tagName.toLowerCase() ?? '',
    top: Math.round(box.top + scrollY),
    shown: inside && !covered,
    covered,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
  };
}

// Everything the Tab key should stop at, in the order of the document: radio
// buttons of one name are one stop. A link that it passes over must be there a
// second time, in what can be unfolded at the least.
function expected() {
  const names = new Set();
  const links = [...document.querySelectorAll('a[href]:not([tabindex="-1"])')].map((a) => a.getAttribute('href'));
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((el) => {
      if (el.disabled || !el.checkVisibility({ visibilityProperty: true }) || el.getClientRects().length === 0) return false;
      if (el.matches('a[tabindex="-1"]')) return !links.includes(el.getAttribute('href'));
      if (el.type !== 'radio') return true;
      const seen = names.has(el.name);
      names.add(el.name);
      return !seen;
    })
    .map((el) => (window.stops?.has(el) ? '' : el.outerHTML.slice(0, 120)));
}

async function tab(page) {
  await page.keyboard.press('Tab');
  return page.evaluate(here);
}

// Starts again above the page, as after loading it.
async function rewind(page) {
  await page.goto(page.url().split('#')[0], { waitUntil: 'load' });
}

async function skip(page) {
  const first = await tab(page);
  await page.keyboard.press('Enter');
  // It leads somewhere at once or never: what counts is where.
  await page.waitForFunction(() => location.hash !== '', null, { timeout: 5000 }).catch(() => {});
  const url = page.url();
  const second = await tab(page);
  await rewind(page);
  return { first, second, url };
}

async function tour(page) {
  const stops = [];
  let parts = 0;
  for (;;) {
    const at = await tab(page);
    // A date has a stop for each of its parts: they are one place.
    if (at !== null && at.date && at.n === stops.length - 1 && ++parts <= dateParts) continue;
    parts = 0;
    if (at === null || at.n < stops.length || stops.length === longest) break;
    stops.push(at);
  }
  const wanted = await page.evaluate(expected);
  // And one step back: the way out is open in both directions.
  await page.keyboard.press('Shift+Tab');
  const back = await page.evaluate(here);
  await rewind(page);
  return { stops, wanted: wanted.length, missed: wanted.filter((w) => w !== ''), back };
}

async function to(page, step) {
  let ends = 0;
  for (let n = 1; n <= longest && ends < 2; n++) {
    const at = await tab(page);
    if (at === null) { // the end of the page; the next stop is its first again
      ends++;
      continue;
    }
    if (!await page.evaluate((s) => document.activeElement.matches(s), step.to)) continue;
    if (step.type) await page.keyboard.type(step.type);
    const leaves = step.press.includes('Enter') ? page.waitForNavigation({ waitUntil: 'load' }) : null;
    for (const key of step.press) await page.keyboard.press(key);
    await leaves;
    const then = await page.evaluate(() => ({
      checked: document.querySelectorAll('input:checked').length,
      open: document.querySelectorAll('details[open]').length,
      sorted: document.querySelector('[aria-sort]')?.getAttribute('aria-sort') ?? '',
    }));
    return { at, n, url: page.url(), ...then };
  }
  return { at: null, n: 0, url: page.url() };
}

const todo = await job();
const browser = await launch(todo.browser);
try {
  for (const walk of todo.walks) {
    const context = await browser.newContext({ viewport: { width: walk.width, height: 800 }, reducedMotion: 'reduce' });
    await context.addCookies(todo.cookies ?? []);
    const page = await context.newPage();
    await page.goto(todo.base + walk.path, { waitUntil: 'load' });
    for (const step of walk.steps) {
      const seen = step.skip ? await skip(page) : step.tour ? await tour(page) : await to(page, step);
      tell({ walk: walk.name, step: step.name, ...seen });
    }
    await context.close();
  }
} finally {
  await browser.close();
}
