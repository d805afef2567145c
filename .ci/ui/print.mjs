// Prints pages as a person does, on A4, and says how many sheets each takes and what of it leaves
// the sheet. It judges nothing: the tests of web/uitest do.
//
// In:  {browser, base, pages: [{name, path}], width: px of a sheet within its margins}
// Out: a line of JSON for each page; see type printed in web/uitest.
import { job, launch, tell } from './browser.mjs';
import { overflow } from './inpage.mjs';

// smallest returns the smallest size of body text that is printed: no notes, no code, in pt.
function smallest() {
  let least = 99;
  for (const el of document.querySelectorAll('main p, main td, main dd, main li')) {
    if (el.textContent.trim().length < 20 || el.getClientRects().length === 0 || el.matches('.tbl__sub, .muted, .mono')) continue;
    least = Math.min(least, parseFloat(getComputedStyle(el).fontSize) * 0.75);
  }
  return least;
}

// controls returns what only a screen can be used for: fields, buttons, and links to the filters.
function controls() {
  return [...document.querySelectorAll('input, select, button, a[href="#filters"]')]
    .filter((el) => el.getClientRects().length > 0)
    .map((el) => el.outerHTML.slice(0, 80));
}

const todo = await job();
const browser = await launch(todo.browser);
try {
  const page = await browser.newPage();
  for (const at of todo.pages) {
    await page.goto(todo.base + at.path, { waitUntil: 'load' });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: todo.width, height: 1050 });
    const wide = await page.evaluate(overflow);
    const points = await page.evaluate(smallest);
    const left = await page.evaluate(controls);
    await page.emulateMedia({ media: null });
    await page.setViewportSize({ width: 1440, height: 900 });
    tell({ page: at.name, height, sheets, points, wide, controls: left });
  }
} finally {
  await browser.close();
}
