// Text of strangers made fit for an HTML page. Apart so that every part of the page escapes alike: nothing of a report
// gets into the page by another road.
import { harmless } from './terminal-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For an element's content and for a quoted attribute alike; controls and direction overrides become dots. */
export function escapeHtml(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A path that may break after each folder, and that does not turn round what stands beside it. */
export function drawPath(path: string): string {
  return `<bdi>${escapeHtml(path).replaceAll('/', '/<wbr>')}</bdi>`;
}

/** `code` on a page is never reordered by what stands round it. */
export function drawCode(text: string): string {
  return `<code><bdi>${escapeHtml(text)}</bdi></code>`;
}
