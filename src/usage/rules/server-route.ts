// What to write instead of a key in the browser: a route on the server, for the framework that the file is of.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the recipe is code, with a template of its own.
import type { Fix } from '../../finding.ts';

export const ownKeyFix: Fix = {
  title: 'Keep the key of your user out of reach of other scripts',
  safe: false,
  recipe: [
    'Keep it in memory only, or send it once to your server and keep it there:',
    'other scripts on the page and extensions can read localStorage.',
  ],
};

interface Upstream {
  readonly url: string;
  readonly headers: readonly string[];
}

const ANTHROPIC: Upstream = {
  url: 'https://api.anthropic.com/v1/messages',
  headers: ["'x-api-key': process.env.ANTHROPIC_API_KEY,", "'anthropic-version': '2023-06-01',"],
};
const OPENAI: Upstream = {
  url: 'https://api.openai.com/v1/chat/completions',
  headers: ['authorization: `Bearer ${process.env.OPENAI_API_KEY}`,'],
};

/**
 * A route on the server that holds the key.
 *
 * @param publicName - the public variable that holds the key now, when there is one.
 */
export function serverRoute(path: string, publicName: string | undefined): Fix {
  const upstream = /OPENAI|OPEN_AI|GPT/.test(publicName ?? '') ? OPENAI : ANTHROPIC;
  const isNext = publicName?.startsWith('NEXT_PUBLIC_') === true || /(?:^|\/)(?:app|pages)\//.test(path);
  const call = [
    '  // Check here who is calling: this route spends your money.',
    `  const reply = await fetch('${upstream.url}', {`,
    "    method: 'POST',",
    '    headers: {',
    "      'content-type': 'application/json',",
    ...upstream.headers.map((header) => `      ${header}`),
    '    },',
  ];
  const rename =
    publicName === undefined
      ? []
      : [`Rename ${publicName}`, 'to a name without a public prefix, and revoke the key that was public.'];
  return {
    title: 'Call the provider from a server route and let the browser call that route',
    safe: false,
    recipe: [...(isNext ? nextRoute(call) : expressRoute(call)), ...rename],
  };
}

function nextRoute(call: readonly string[]): readonly string[] {
  return [
    '// app/api/chat/route.ts',
    'export async function POST(request) {',
    ...call,
    '    body: await request.text(),',
    '  });',
    '  return new Response(reply.body, { status: reply.status });',
    '}',
  ];
}

function expressRoute(call: readonly string[]): readonly string[] {
  return [
    '// server.js',
    "app.post('/api/chat', express.json(), async (request, response) => {",
    ...call,
    '    body: JSON.stringify(request.body),',
    '  });',
    '  response.status(reply.status).json(await reply.json());',
    '});',
  ];
}
