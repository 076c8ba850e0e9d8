// How time grows with bytes and with files, as an SVG for the documentation.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once, plainCode } from './corpora.mjs';

/** One file of plain code of so many bytes. */
export function fileOf(cache, bytes) {
  return once(join(cache, `growth-bytes-${bytes}`), (draft) => {
    const block = plainCode(21, 5000);
    writeFileSync(join(draft, 'code.js'), block.repeat(Math.ceil(bytes / block.length)).slice(0, bytes));
  });
}

/** A folder of so many files of plain code, two kilobytes each. */
export function folderOf(cache, files) {
  return once(join(cache, `growth-files-${files}`), (draft) => {
    for (let i = 0; i < files; i += 1) {
      if (i % 100 === 0) mkdirSync(join(draft, `${i / 100}`));
      writeFileSync(join(draft, `${Math.floor(i / 100)}`, `file-${i % 100}.js`), plainCode(i, 60));
    }
  });
}

const SIZE = { width: 360, height: 260, left: 62, right: 14, top: 34, bottom: 44 };

/**
 * Two plots side by side.
 *
 * @param plots - title, name of the x axis, and points `[x, milliseconds]`, what a start takes taken off.
 */
export function drawGrowth(plots) {
  const panels = plots.map((plot, i) => panel(plot, i * SIZE.width));
  const width = SIZE.width * plots.length;
  const style = 'font-family="system-ui,sans-serif" font-size="12" fill="#57606a"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${SIZE.height}" ${style}>\n<title>Time of a scan over bytes and over files</title>\n<rect width="${width}" height="${SIZE.height}" fill="#fff"/>\n${panels.join('\n')}\n</svg>\n`;
}

function panel({ title, axis, points }, offset) {
  const [xs, ys] = [0, 1].map((k) => rangeOf(points.map((point) => point[k])));
  const place = (value, [low, high], from, to) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const x = (value) => place(value, xs, offset + SIZE.left, offset + SIZE.width - SIZE.right).toFixed(1);
  const y = (value) => place(value, ys, SIZE.height - SIZE.bottom, SIZE.top).toFixed(1);
  const [first, last] = [points[0], points.at(-1)];
  const linear = (value) => (last[1] / last[0]) * value;
  const floor = Math.max(first[0], 10 ** ys[0] / linear(1));
  const ticks = [
    ...decades(xs).map(
      (value) => `<text x="${x(value)}" y="${SIZE.height - 26}" text-anchor="middle">${short(value)}</text>`,
    ),
    ...decades(ys).map(
      (value) =>
        `<text x="${offset + SIZE.left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${short(value)} ms</text>`,
    ),
    ...decades(ys).map((value) => `<path d="M${x(10 ** xs[0])} ${y(value)}H${x(10 ** xs[1])}" stroke="#d0d7de"/>`),
  ];
  return [
    `<text x="${offset + SIZE.width / 2}" y="18" text-anchor="middle" fill="#1f2328">${title}</text>`,
    ...ticks,
    `<text x="${offset + SIZE.width / 2}" y="${SIZE.height - 8}" text-anchor="middle">${axis}</text>`,
    `<path d="M${x(floor)} ${y(linear(floor))}L${x(last[0])} ${y(last[1])}" stroke="#8c959f" stroke-dasharray="4 4"/>`,
    `<path d="M${points.map(([a, b]) => `${x(a)} ${y(b)}`).join('L')}" fill="none" stroke="#0969da" stroke-width="2"/>`,
    ...points.map(([a, b]) => `<circle cx="${x(a)}" cy="${y(b)}" r="3.5" fill="#0969da"/>`),
  ].join('\n');
}

function rangeOf(values) {
  return [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
}

function decades([low, high]) {
  return Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1000 ? `${value / 1000} k` : `${value}`;
}
