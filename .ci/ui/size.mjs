// Says how large pages are in one window: how wide, as they open and with all details open, and how
// tall. It judges nothing: the tests of web/uitest do.
//
// In:  {browser, base, pages: [{name, path}], width, height: px of the window}
// Out: a line of JSON for each page; see type size in web/uitest.
import { job, launch, tell } from './browser.mjs';
import { overflow, unfold } from './inpage.mjs';

const todo = await job();
const browser = await launch(todo.browser);
try {
  const page = await browser.newPage({ viewport: { width: todo.width, height: todo.height } });
  for (const at of todo.pages) {
    await page.goto(todo.base + at.path, { waitUntil: 'load' });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const opens = await page.evaluate(overflow);
    await page.evaluate(unfold, true);
    const unfolded = await page.evaluate(overflow);
    tell({ page: at.name, height, opens, unfolded });
  }
} finally {
  await browser.close();
}
