// The HTML report of the packed tarball in a real browser: filters, theme, widths, and text that tries to be markup.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatHtml } from '../../src/report/html.ts';
import { makeFinding, makeKey, makeReport } from '../report/make-report.ts';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, run, runHushkey, temporaryFolder } from '../support/repository.ts';

let browser = '';

beforeAll(() => {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.find((name) => run('sh', ['-c', `command -v ${name}`]).status === 0);
  if (found === undefined)
    throw new Error(`none of ${names.join(', ')} is installed: the HTML report cannot be tested`);
  browser = found;
});

function browse(url: string, ...args: string[]): Run {
  const profile = temporaryFolder('hushkey-browser-');
  const own = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${profile}`];
  // Where nobody else writes, `--allow-file-access-from-files` lets the page of a test look into the frame beside it.
  const result = run(browser, [...own, '--allow-file-access-from-files', '--virtual-time-budget=4000', ...args, url]);
  if (result.status !== 0) throw new Error(`${browser}: ${result.stderr}`);
  return result;
}

/** The page after its script ran. */
function domOf(path: string): string {
  return browse(pathToFileURL(path).href, '--dump-dom').stdout;
}

/** What `script` gives, a JSON value, run beside the report in a frame; `page` is the frame's window. */
function ask(path: string, script: string): unknown {
  const asking = join(path, '..', 'ask.html');
  const source = pathToFileURL(path).href;
  writeFileSync(
    asking,
    `<!doctype html><iframe style="border:0;width:1280px;height:900px" src="${source}"></iframe><output></output>
    <script>
      const frame = document.querySelector('iframe');
      frame.onload = async () => {
        const page = frame.contentWindow;
        const visible = () => [...page.document.querySelectorAll('li[data-text]')].filter((item) => item.checkVisibility()).length;
        const wait = () => new Promise((resolve) => setTimeout(resolve, 100));
        const answer = await (async () => { ${script} })().catch((error) => String(error));
        document.querySelector('output').textContent = encodeURIComponent(JSON.stringify(answer));
      };
    </script>`,
  );
  const [, answer = ''] = /<output>([^<]*)<\/output>/.exec(domOf(asking)) ?? [];
  return JSON.parse(decodeURIComponent(answer));
}

interface Found {
  readonly findings: readonly { level: string; category: string; path: string; suppressed: unknown }[];
}

/** A folder with findings of several levels and categories, and its report. */
function reported(files: Readonly<Record<string, string>>): { readonly path: string; readonly found: Found } {
  const cwd = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    writeFileSync(join(cwd, path), content);
  }
  const path = join(temporaryFolder(), 'report.html');
  const result = runHushkey(['scan', '--format', 'html', '--output', path], { cwd });
  expect(result.stdout).toBe('');
  const found = JSON.parse(runHushkey(['scan', '--format', 'json'], { cwd }).stdout) as Found;
  expect(result.status).toBe(
    found.findings.some(({ level, suppressed }) => level === 'error' && suppressed === null) ? 1 : 0,
  );
  return { path, found };
}

const key = (seed: number): string => fakeOf('anthropic-api-key', seed);

const MIXED = {
  'src/a.js': `const one = '${key(1)}';\n`,
  'src/b.js': `const one = '${key(1)}';\nconst two = '${key(2)}';\n`,
  'lib/log.js': 'console.log(process.env.ANTHROPIC_API_KEY);\n',
  'lib/send.js': `fetch('https://api.anthropic.com/v1/messages', { headers: { authorization: \`Bearer \${process.env.ANTHROPIC_API_KEY}\` } });\n`,
  'docs/old.js': `const old = '${key(3)}'; // hushkey-ignore-line anthropic-api-key -- made up\n`,
};

describe('filters', () => {
  test('by level, category and file, from the address', () => {
    const { path, found } = reported(MIXED);
    const all = found.findings;
    const open = all.filter(({ suppressed }) => suppressed === null);
    const wanted: Readonly<Record<string, number>> = {
      '': all.length,
      '#level=error': open.filter(({ level }) => level === 'error').length,
      '#level=warning': open.filter(({ level }) => level === 'warning').length,
      '#level=suppressed': 1,
      '#category=logged-key': all.filter(({ category }) => category === 'logged-key').length,
      '#q=SRC/': 3,
      '#q=lib+bearer-misuse&level=error': all.filter(({ category }) => category === 'bearer-misuse').length,
      '#q=nowhere': 0,
      '#level=no-such-level': all.length,
    };
    expect(new Set(Object.values(wanted)).size).toBeGreaterThan(3);
    const shown = ask(
      path,
      `const counts = {};
      for (const hash of ${JSON.stringify(Object.keys(wanted))}) {
        page.location.hash = hash === '' ? '#all=' : hash;
        await wait();
        counts[hash] = [visible(), page.document.getElementById('shown').textContent];
      }
      return counts;`,
    );
    const text = (count: number): string =>
      count === 0 ? 'No finding matches.' : `Showing ${count} of ${all.length} findings.`;
    expect(shown).toEqual(
      Object.fromEntries(Object.entries(wanted).map(([hash, count]) => [hash, [count, text(count)]])),
    );
  });

  test('typed and cleared by hand, and kept in the address; the theme button turns the page dark and light again', () => {
    const { path } = reported(MIXED);
    const answer = ask(
      path,
      `const at = (id) => page.document.getElementById(id);
      const change = (id, value) => { at(id).value = value; at(id).dispatchEvent(new page.Event('input', { bubbles: true })); };
      const colour = () => page.getComputedStyle(page.document.body).backgroundColor;
      const all = visible();
      change('q', 'b.js'); change('level', 'error');
      const filtered = [visible(), page.location.hash];
      at('clear').click();
      const cleared = [visible() === all, page.location.hash, page.document.activeElement.id, at('clear').disabled];
      const colours = [colour()];
      for (const _ of [1, 2]) { at('theme').click(); colours.push(at('theme').textContent, colour()); }
      return { filtered, cleared, colours };`,
    );
    expect(answer).toEqual({
      filtered: [2, '#q=b.js&level=error'],
      cleared: [true, '#all=', 'q', true],
      colours: ['rgb(245, 246, 248)', 'Light theme', 'rgb(14, 18, 23)', 'Dark theme', 'rgb(245, 246, 248)'],
    });
  });
});

test('a history has a timeline of its commits, and each day leads to its findings', () => {
  const repository = createRepository();
  const commit = (day: string, content: string): void => {
    repository.write('a.js', content);
    repository.git('add', '-A');
    const env = { GIT_COMMITTER_DATE: `${day}T12:00:00+02:00`, GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' };
    expect(repository.tryGit(['commit', '-qm', `on ${day}`], { env }).status).toBe(0);
  };
  commit('2030-01-02', `a('${key(1)}');\n`);
  commit('2030-02-03', `a('${key(2)}');\nb('${key(3)}');\n`);
  const path = join(temporaryFolder(), 'report.html');
  expect(repository.hushkey(['scan', '--history', '--format', 'html', '--output', path]).status).toBe(1);
  const answer = ask(
    path,
    `const rows = [...page.document.querySelectorAll('.timeline li')];
    const texts = rows.map((row) => row.innerText.replace(/\\s+/g, ' ').trim());
    rows[1].querySelector('a').click();
    await wait();
    return { texts, visible: visible() };`,
  );
  expect(answer).toEqual({
    texts: ['2030-01-02 1 finding in 1 commit', '2030-02-03 2 findings in 1 commit'],
    visible: 2,
  });
});

test('of an organisation: one article a credential, found by repository and by owner', () => {
  const made = (repository: string, seed: number, owners: readonly string[]) => ({
    ...makeFinding({ value: makeKey(seed) }),
    ...{ repository, owners },
  });
  const findings = [made('team/one', 1, ['@a']), made('team/two', 1, ['@b']), made('team/two', 2, ['@b'])];
  const path = join(temporaryFolder(), 'report.html');
  writeFileSync(path, formatHtml(makeReport({ findings }), { name: 'hushkey', version: '1.2.3' }, new Date(0)));
  const answer = ask(
    path,
    `const counts = [page.document.querySelectorAll('article').length];
    for (const hash of ['#q=team/one', '#q=team/two', '#q=@b', '#q=@c']) {
      page.location.hash = hash;
      await wait();
      counts.push(visible());
    }
    return counts;`,
  );
  expect(answer).toEqual([2, 1, 2, 2, 0]);
});

test('a file whose name and content are markup stays text', () => {
  const name = `x"onload='document.title=1'><img src=x onerror=document.title=2>.js`;
  const { path } = reported({ [name]: `</script><script>document.title = 3</script> '${key(1)}' </pre><h1>x</h1>\n` });
  const answer = ask(
    path,
    `const all = (selector) => page.document.querySelectorAll(selector).length;
    return [page.document.title, all('img'), all('h1'), all('script'), page.document.querySelector('.place').textContent];`,
  );
  expect(answer).toEqual(['hushkey: 2 errors, 0 warnings', 0, 1, 1, expect.stringContaining(`${name}:1:`)]);
});

describe.each([
  ['nothing', {}, 0],
  ['300 findings', manyFiles(), 300],
])('with %s', (_, files: Readonly<Record<string, string>>, count) => {
  test('it fits 400 and 1280 pixels, in light and dark', () => {
    const { path, found } = reported({ 'clean.js': 'run();\n', ...files });
    expect(found.findings).toHaveLength(count);
    // One start of the browser for all: each costs seconds on a busy machine.
    const measured = ask(
      path,
      `const root = page.document.documentElement;
      const all = [];
      for (const width of [400, 1280]) {
        frame.style.width = width + 'px';
        for (const _ of ['dark', 'light']) {
          page.document.getElementById('theme').click();
          await wait();
          all.push([width, root.dataset.theme, root.scrollWidth, visible()]);
        }
      }
      return all;`,
    );
    const wanted = [400, 1280].flatMap((width) => ['dark', 'light'].map((theme) => [width, theme, width, count]));
    expect(measured).toEqual(wanted);
    const shot = join(path, '..', 'page.png');
    browse(pathToFileURL(path).href, `--screenshot=${shot}`, '--window-size=1280,900');
    expect(readFileSync(shot).subarray(1, 4).toString()).toBe('PNG');
  });
});

/** Long paths and lines, which would be the first to be too wide. */
function manyFiles(): Readonly<Record<string, string>> {
  const folder = 'packages/application/source/with-a-long-folder-name-that-has-no-place-to-break';
  const files = Array.from({ length: 300 }, (_, i) => {
    const content = `const ${'long'.repeat(40)} = '${key(i % 90)}';\n`;
    return [`${folder}/${i}.js`, content] as const;
  });
  return Object.fromEntries(files);
}
