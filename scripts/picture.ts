// What a terminal showed, with its colours, as an SVG of its own dark panel: readable on light and dark pages alike, and
// without a font to load. Every run of a colour has its column, so that frames stay aligned in any monospaced font.

const COLUMN = 8.4;
const LINE = 20;
const MARGIN = 20;
const COLUMNS = 80;

/** SGR codes as the report uses them. */
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '36': '#76e3ea',
};

interface Pen {
  readonly colour: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}

const PLAIN: Pen = { colour: undefined, bold: false, dim: false };

/**
 * @param text - what was printed, ANSI colours in it.
 * @param label - said by screen readers in its place.
 */
export function drawTerminal(text: string, label: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const [width, height] = [Math.ceil(COLUMNS * COLUMN + 2 * MARGIN), lines.length * LINE + 2 * MARGIN];
  const drawn: string[] = [];
  let pen = PLAIN;
  for (const [i, line] of lines.entries()) {
    const y = MARGIN + i * LINE + 14;
    let column = 0;
    for (const piece of line.split(/(\u001b\[[\d;]*m)/)) {
      const codes = /^\u001b\[([\d;]*)m$/.exec(piece)?.[1];
      if (codes !== undefined) pen = codes.split(';').reduce(turn, pen);
      else {
        drawn.push(...drawPiece(piece, column, y, pen));
        column += [...piece].length;
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(label)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#0d1117" stroke="#6e7681"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace" font-size="14" fill="#e6edf3" style="white-space:pre">
${drawn.join('\n')}
</g>
</svg>
`;
}

function turn(pen: Pen, code: string): Pen {
  if (code === '1') return { ...pen, bold: true };
  if (code === '2') return { ...pen, dim: true };
  if (code === '22') return { ...pen, bold: false, dim: false };
  if (code === '39') return { ...pen, colour: undefined };
  if (code === '0' || code === '') return PLAIN;
  return { ...pen, colour: COLOURS[code] ?? pen.colour };
}

function drawPiece(piece: string, column: number, y: number, { colour, bold, dim }: Pen): readonly string[] {
  const before = piece.length - piece.trimStart().length;
  const shown = piece.trim();
  if (shown === '') return [];
  const x = (MARGIN + (column + before) * COLUMN).toFixed(1);
  const fill = colour ?? (dim ? '#9198a1' : undefined);
  const style = `${fill === undefined ? '' : ` fill="${fill}"`}${bold ? ' font-weight="700"' : ''}`;
  const length = ([...shown].length * COLUMN).toFixed(1);
  return [`<text x="${x}" y="${y}" textLength="${length}"${style}>${escapeXml(shown)}</text>`];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
