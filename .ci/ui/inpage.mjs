// Functions that run inside a page, each by itself: none may use what is
// outside its own braces.

// What only the page can hear, from its first moment on.
export function listen() {
  window.refused = [];
  document.addEventListener('securitypolicyviolation', (e) => {
    window.refused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
  });
}

// Opens what is folded away, or folds it again.
export function unfold(open) {
  document.querySelectorAll('details').forEach((d) => { d.open = open; });
}

// What sticks out to the right of the window, innermost first.
export function overflow() {
  const room = document.documentElement.clientWidth;
  const out = { width: document.scrollingElement.scrollWidth, room, by: [] };
  if (out.width <= room) return out;
  for (const el of [...document.body.querySelectorAll('*')].reverse()) {
    const box = el.getBoundingClientRect();
    if (box.width > 0 && box.right > room + 0.5) {
      out.by.push(`${el.tagName.toLowerCase()}.${el.getAttribute('class') ?? ''} to ${Math.round(box.right)}`);
    }
    if (out.by.length === 8) break;
  }
  return out;
}

// Text that its own box cuts off, or that covers other text. What is hidden from sight on purpose is a
// pixel wide.
export function clipped() {
  const out = [];
  for (const el of document.body.querySelectorAll('*')) {
    if (el.clientWidth <= 1 || el.closest('svg') || el.matches('input, select, textarea')) continue;
    const { overflowX, overflowY } = getComputedStyle(el);
    if (overflowX === 'hidden' && el.scrollWidth > el.clientWidth + 1 || overflowY === 'hidden' && el.scrollHeight > el.clientHeight + 1) {
      out.push(`${el.tagName.toLowerCase()}.${el.getAttribute('class') ?? ''}`);
    }
  }
  // A table over the one beside it, a label that cannot wrap.
  const tables = [...document.querySelectorAll('main .split table')].map((el) => [el, el.getBoundingClientRect()]);
  for (const [el, a] of tables) {
    if (tables.some(([, b]) => a.left < b.left && a.right > b.left + 1 && a.top < b.bottom && b.top < a.bottom)) {
      out.push(`table.${el.className} over the table beside it`);
    }
  }
  for (const el of document.querySelectorAll('main .is-row')) {
    const label = getComputedStyle(el, '::before');
    if (label.content !== 'none' && label.whiteSpace === 'nowrap') out.push(`the label of ${el.className}, in one line`);
  }
  return out;
}

// The reader's own spacing of lines, paragraphs, letters and words, as WCAG
// 1.4.12 has it; again with off, it goes.
export function space(on) {
  if (!on) {
    document.adoptedStyleSheets = [];
    return;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}

// The contrast of text axe cannot tell: in drawings, and on hatched grounds.
// Every shape drawn before a text and under its box counts as its ground, so
// that the worst is found; a halo hides what is under it. It returns those
// below 4.5, and how many were measured.
export function contrast() {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const rgb = (colour) => {
    if (!known.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      known.set(colour, [...brush.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => {
    const [hi, lo] = [light(rgb(a)), light(rgb(b))].sort((x, y) => y - x);
    return (hi + 0.05) / (lo + 0.05);
  };
  const solid = (colour) => colour !== 'none' && !colour.startsWith('url') && rgb(colour)[3] > 127;
  const under = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (solid(colour)) return colour;
    }
    return 'white';
  };
  // Touching is not covering: two pixels are.
  const meets = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  // A path may be many shapes: the ground of a text is what is filled below it.
  const covers = (shape, box) => {
    const toShape = shape.getScreenCTM().inverse();
    return [0.1, 0.3, 0.5, 0.7, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => {
      const at = new DOMPoint(box.left + x * box.width, box.top + y * box.height);
      return shape.isPointInFill(at.matrixTransform(toShape));
    }));
  };
  const out = { measured: 0, low: [] };
  const judge = (el, colour, ground, on) => {
    out.measured++;
    const value = ratio(colour, ground);
    if (value < 4.495) out.low.push(`${JSON.stringify(el.textContent.trim().slice(0, 40))} ${value.toFixed(2)} on ${on} (${colour} on ${ground})`);
  };
  for (const svg of document.querySelectorAll('svg')) {
    const shapes = [];
    for (const el of svg.querySelectorAll('rect, path, circle, ellipse, polygon, text')) {
      const style = getComputedStyle(el);
      const box = el.getBoundingClientRect();
      if (box.width === 0 || el.closest('defs')) continue;
      if (el.tagName !== 'text') {
        if (solid(style.fill) && Number(style.fillOpacity) * Number(style.opacity) > 0.5) shapes.push([el, style.fill, box]);
        continue;
      }
      judge(el, style.fill, under(svg), 'its page');
      if (style.paintOrder.startsWith('stroke') && style.stroke !== 'none') continue;
      for (const [shape, fill, at] of shapes) {
        if (meets(box, at) && covers(shape, box)) judge(el, style.fill, fill, `${shape.tagName}.${shape.getAttribute('class') ?? ''}`);
      }
    }
  }
  for (const el of document.querySelectorAll('body *')) {
    const style = getComputedStyle(el);
    if (!style.backgroundImage.includes('gradient') || el.textContent.trim() === '') continue;
    for (const colour of style.backgroundImage.match(/(?:rgba?|color|oklab)\([^)]*\)/g) ?? []) {
      judge(el, style.color, solid(colour) ? colour : under(el), 'a hatched ground');
    }
  }
  out.low = [...new Set(out.low)];
  return out;
}
