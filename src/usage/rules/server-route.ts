// What to write instead of a key in the browser: a route on the server, for the framework that the file is of.
import type { Fix } from '../../finding.ts';

export const ownKeyFix: Fix = {
  title: 'Keep the key of your user out of reach of other scripts',
  safe: false,
  recipe: [
    'Keep it in memory only, or send it once to your server and store it there.',
    'A script of any other origin on the page, an extension or an XSS hole can read localStorage.',
  ],
};

/** A route on the server that holds the key, for the framework that the file is of. */
export function serverRoute(path: string, publicName: string | undefined): Fix {
  const title = 'Call the provider from a server route and let the browser call that route';
  const variable = 'ANTHROPIC_API_KEY';
  const call = [
    "  const reply = await fetch('https://api.anthropic.com/v1/messages', {",
    "    method: 'POST',",
    "    headers: { 'content-type': 'application/json',",
    `      'x-api-key': process.env.${variable}, 'anthropic-version': '2023-06-01' },`,
  ];
  const next = publicName?.startsWith('NEXT_PUBLIC_') === true || /(?:^|\/)(?:app|pages)\//.test(path);
  const rename =
    publicName === undefined ? [] : [`Rename ${publicName} to a name without a public prefix, and revoke the old key.`];
  if (next) {
    return {
      title,
      safe: false,
      recipe: [
        '// app/api/chat/route.ts',
        'export async function POST(request) {',
        ...call,
        '    body: await request.text(),',
        '  });',
        '  return new Response(reply.body, { status: reply.status });',
        '}',
        ...rename,
      ],
    };
  }
  return {
    title,
    safe: false,
    recipe: [
      '// server.js',
      "app.post('/api/chat', express.json(), async (request, response) => {",
      ...call,
      '    body: JSON.stringify(request.body),',
      '  });',
      '  response.status(reply.status).json(await reply.json());',
      '});',
      ...rename,
    ],
  };
}
