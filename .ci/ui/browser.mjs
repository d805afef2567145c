// Starts the browser of the tests: Debian's, with nothing of its own to say to
// the network.
import { chromium } from 'playwright-core';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Every launch has a new, empty profile in a temporary folder, which goes with it.
export function launch(executablePath) {
  const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
  return chromium.launch({ executablePath, headless: true, args });
}

// A job arrives as JSON on standard input; each result leaves as a line of JSON.
export async function job() {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  return JSON.parse(text);
}

export function tell(result) {
  process.stdout.write(JSON.stringify(result) + '\n');
}
