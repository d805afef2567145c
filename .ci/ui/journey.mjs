// Goes through the site as a person does, by links, forms and headings that can be seen, and says
// where each step led. It judges nothing: the tests of web/uitest do.
//
// In:  {browser, base, shots: folder or "", views: [{name, width, height}],
//       journeys: [{name, path, steps}]}, a step with any of these, in this order:
//      {"name", "fill": {selector: text}, "check": [selectors], "click": selector,
//       "see": [selectors]}
// Out: a line of JSON for each step; see type arrived in web/uitest.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { job, launch, tell } from './browser.mjs';

// patience is how long something may take to appear, in ms: pages have no script, so what is not
// there at once does not come.
const patience = 20_000;

async function shoot(page, todo, name) {
  for (const view of todo.views) {
    await page.setViewportSize({ width: view.width, height: view.height });
    await page.emulateMedia({ colorScheme: view.theme });
    await page.screenshot({ path: join(todo.shots, `${name}-${view.name}-${view.theme}.png`), fullPage: true });
  }
}

async function take(page, step) {
  for (const [selector, text] of Object.entries(step.fill ?? {})) await page.locator(selector).first().fill(text, { timeout: patience });
  for (const box of step.check ?? []) await page.locator(box).first().check({ timeout: patience });
  if (!step.click) return null;
  const target = page.locator(step.click).first();
  if ((await target.getAttribute('href', { timeout: patience }))?.startsWith('#')) { // within the page: nothing is asked for
    await target.click({ timeout: patience });
    return null;
  }
  // A click on what is hidden, covered or out of reach fails here, as it does for a person.
  const answer = page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() < 300 || r.status() >= 400, { timeout: patience });
  const [response] = await Promise.all([answer, target.click({ timeout: patience })]);
  await page.waitForLoadState('load');
  return response.status();
}

const todo = await job();
if (todo.shots) mkdirSync(todo.shots, { recursive: true });
const browser = await launch(todo.browser);
try {
  for (const journey of todo.journeys) {
    const context = await browser.newContext({ viewport: { width: todo.views[0].width, height: todo.views[0].height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(todo.base + journey.path, { waitUntil: 'load' });
    for (const [i, step] of journey.steps.entries()) {
      const seen = { journey: journey.name, step: step.name, url: '', status: 0, title: '', visible: {}, error: '' };
      try {
        seen.status = await take(page, step) ?? 200;
      } catch (e) {
        seen.error = e.message.split('\n')[0];
      }
      seen.url = page.url();
      seen.title = await page.title();
      for (const selector of step.see) {
        seen.visible[selector] = (await Promise.all((await page.locator(selector).all()).map((l) => l.isVisible()))).filter(Boolean).length;
      }
      tell(seen);
      if (todo.shots) {
        await shoot(page, todo, `${journey.name}-${i + 1}-${step.name}`);
        await page.setViewportSize({ width: todo.views[0].width, height: todo.views[0].height });
      }
      if (seen.error) break;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
