// A detection and the text it stands in -> a finding that can be printed: named, placed, masked.
import type { Detection, MaskSpan } from '../engine/detect.ts';
import { envFix } from '../engine/env-fix.ts';
import { fingerprintOf, idOf } from '../engine/fingerprint.ts';
import type { Rules } from '../engine/ruleset.ts';
import { Secret } from '../engine/secret.ts';
import type { Finding, Fix, Frame, Region } from '../finding.ts';
import type { TextWindow } from '../sources/windows.ts';
import { indexLines, type LineIndex } from '../text/position.ts';
import { makeFrame } from './frame.ts';
import { composeHelp } from './help.ts';
import { ownTexts } from './own-texts.ts';

/** Where detections of one file, or of one window of a large file, stand. */
export interface Place {
  readonly path: string;
  readonly window: TextWindow;
  readonly masks: readonly MaskSpan[];
}

/** Turns the detections of one place into findings; lines are indexed once for all of them. */
export function createFindings(detections: readonly Detection[], place: Place, rules: Rules): readonly Finding[] {
  if (detections.length === 0) return [];
  const lines = indexLines(place.window.text.text());
  return detections.map((detection) => createFinding(detection, place, lines, rules));
}

function createFinding(detected: Detection, place: Place, lines: LineIndex, rules: Rules): Finding {
  const { window, path } = place;
  const detection = ownTexts(detected);
  const local = lines.region(detection.start, detection.end);
  const fingerprint = fingerprintOf(detection.ruleId, path, detection.identity, detection.secret !== undefined);
  const fix = detection.fix ?? fixOf(detection, place, lines, rules);
  return {
    id: idOf(fingerprint),
    ruleId: detection.ruleId,
    category: detection.category,
    level: detection.level,
    message: detection.message,
    path,
    region: shiftRegion(local, window),
    start: detection.start + window.unitsBefore,
    end: detection.end + window.unitsBefore,
    ...(detection.secret === undefined ? {} : { secret: new Secret(detection.secret.value, detection.secret.prefix) }),
    fingerprint,
    commit: null,
    suppressed: null,
    ...(fix === undefined ? {} : { fix: ownTexts(fix) }),
    ...(detection.evidence === undefined ? {} : { evidence: detection.evidence }),
    help: helpOf(detection.ruleId, rules),
    frame: ownTexts(shiftFrame(makeFrame(lines, local, place.masks), window)),
  };
}

function fixOf(detection: Detection, place: Place, lines: LineIndex, rules: Rules): Fix | undefined {
  const kind = rules.kinds.get(detection.ruleId);
  if (kind === undefined || kind.env === '') return undefined;
  return envFix({
    path: place.path,
    text: place.window.text.text(),
    detection,
    env: kind.env,
    lines,
    masks: place.masks,
  });
}

/** What a reader needs beyond the message: the harm, and where to revoke a credential. */
export function helpOf(ruleId: string, rules: Rules): string {
  const docs = rules.docs.get(ruleId);
  const kind = rules.kinds.get(ruleId);
  return composeHelp({
    why: docs?.why ?? '',
    ...(docs === undefined ? {} : { fix: docs.fix }),
    ...(kind === undefined ? {} : { revoke: kind.revoke }),
  });
}

function shiftRegion(region: Region, window: TextWindow): Region {
  return {
    startLine: region.startLine + window.linesBefore,
    startColumn: region.startColumn + (region.startLine === 1 ? window.columnsBefore : 0),
    endLine: region.endLine + window.linesBefore,
    endColumn: region.endColumn + (region.endLine === 1 ? window.columnsBefore : 0),
  };
}

function shiftFrame(frame: Frame, window: TextWindow): Frame {
  return { ...frame, firstLine: frame.firstLine + window.linesBefore, line: frame.line + window.linesBefore };
}
