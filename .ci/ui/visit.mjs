// Opens every page, turns it to every view and theme, and says what it saw. It
// judges nothing: the tests of web/uitest do.
//
// In:  {browser, base, pages: [{name, path}], views: [{name, width, height, scale, shot}],
//       themes: ["light"], shots: folder or "", cookies: [{name, value, url}] or none}
// Out: a line of JSON for each page and scale ({load}), and one for each page,
//      view and theme ({look}); see type load and type look in web/uitest.
//
// A page is loaded once for each scale and then turned: loading it for every
// view again, and axe with it, takes three times as long.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { job, launch, tell } from './browser.mjs';
import { clipped, contrast, listen, overflow, space, unfold } from './inpage.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The rule of WCAG 2.2 that axe leaves out unless asked is asked for.
const options = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
};

const brief = (found) => found.map((v) => ({
  id: v.id,
  impact: v.impact ?? '',
  help: v.help,
  nodes: v.nodes.map((n) => ({ target: n.target.flat().join(' '), html: n.html.slice(0, 200), why: (n.failureSummary ?? '').replaceAll('\n', ' ') })),
}));

// watch gathers what a page loads and says, from its first request on.
function watch(page, base) {
  const seen = { said: [], foreign: [], css: 0, js: 0, bytes: 0, plain: 0, sizes: [] };
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) seen.said.push(`${m.type()}: ${m.text()}`);
  });
  page.on('pageerror', (e) => seen.said.push(`exception: ${e.message}`));
  page.on('request', (r) => {
    if (r.url().startsWith('data:')) return;
    if (new URL(r.url()).origin !== base) seen.foreign.push(r.url());
    if (r.resourceType() === 'stylesheet') seen.css++;
    if (r.resourceType() === 'script') seen.js++;
  });
  page.on('requestfinished', (r) => {
    if (r.url().startsWith('data:')) return;
    seen.sizes.push(r.sizes().then((s) => { seen.bytes += s.responseBodySize + s.responseHeadersSize; }));
    seen.sizes.push(r.response().then((x) => x.body()).then((b) => { seen.plain += b.length; }));
  });
  return seen;
}

async function look(page, todo, at, view, theme) {
  await page.setViewportSize({ width: view.width, height: view.height });
  await page.emulateMedia({ colorScheme: theme });
  if (todo.shots && view.shot) {
    await page.screenshot({ path: join(todo.shots, `${at.name}-${view.name}-${theme}.png`), fullPage: true });
  }
  const seen = { page: at.name, view: view.name, theme };
  seen.overflow = await page.evaluate(overflow);
  // What is folded away is part of the page too.
  await page.evaluate(unfold, true);
  seen.unfolded = await page.evaluate(overflow);
  seen.clipped = await page.evaluate(clipped);
  seen.contrast = await page.evaluate(contrast);
  const found = await page.evaluate((o) => window.axe.run(document, o), options);
  seen.violations = brief(found.violations);
  seen.unsure = brief(found.incomplete);
  seen.rules = found.passes.map((p) => p.id);
  await page.evaluate(space, true);
  seen.spaced = await page.evaluate(overflow);
  seen.spacedClipped = await page.evaluate(clipped);
  await page.evaluate(space, false);
  await page.evaluate(unfold, false);
  tell({ look: seen });
}

async function open(browser, todo, at, scale) {
  const context = await browser.newContext({ deviceScaleFactor: scale, reducedMotion: 'reduce' });
  try {
    await context.addCookies(todo.cookies ?? []);
    await context.addInitScript(listen);
    const page = await context.newPage();
    const seen = watch(page, new URL(todo.base).origin);
    const answer = await page.goto(todo.base + at.path, { waitUntil: 'load' });
    seen.page = at.name;
    seen.scale = scale;
    seen.status = answer.status();
    seen.title = await page.title();
    await page.evaluate(axe);
    for (const view of todo.views.filter((v) => v.scale === scale)) {
      for (const theme of todo.themes) await look(page, todo, at, view, theme);
    }
    await Promise.all(seen.sizes);
    delete seen.sizes;
    seen.refused = await page.evaluate(() => window.refused);
    tell({ load: seen });
  } finally {
    await context.close();
  }
}

const todo = await job();
if (todo.shots) mkdirSync(todo.shots, { recursive: true });
const scales = [...new Set(todo.views.map((v) => v.scale))];
const browser = await launch(todo.browser);
try {
  // Two at a time: one waits while the other is drawn.
  const next = scales.flatMap((s) => todo.pages.map((p) => [p, s])).values();
  await Promise.all([1, 2].map(async () => {
    for (const [at, scale] of next) await open(browser, todo, at, scale);
  }));
} finally {
  await browser.close();
}
