// Discord's bot tokens have no fixed letters: their first part is the bot's id in base64, which decoding confirms.
import type { Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { CLASSES } from '../structure.ts';
import { draw } from './reading.ts';

const TOKEN = /(?<![\w.-])([MNO][A-Za-z0-9_-]{23,27})\.[A-Za-z0-9_-]{6}\.([A-Za-z0-9_-]{27,38})(?![\w.-])/g;
/** Farthest after a keyword that a token may start, and its longest form. */
const REACH = 100;
const LONGEST = 75;

const bot: Matcher = {
  kind: {
    id: 'discord-bot',
    provider: 'Discord',
    name: 'Discord bot token',
    why: 'Whoever has it controls the bot: it can read channels, post, and do what its role permits on every server.',
    env: 'DISCORD_TOKEN',
    revoke: 'discord.com/developers/applications → the application → Bot → Reset Token',
    docs: 'discord.com/developers/docs/reference#authentication',
    partner: true,
    nearMisses: [
      'client.login("Mabcdefghijklmnopqrstuvw.abcdef.abcdefghijklmnopqrstuvwxyz1");',
      'DISCORD_TOKEN=NTAwMDAwMDAwMDAwMDAwMDAw.XXXXXX.xxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'discord token: Mzk2{{fake sendgrid-key 1}}',
    ],
  },
  keywords: ['discord', 'token', '.login(', 'bot.run(', 'client.run('].map((text) => ({ text, ignoreCase: true })),
  gate: () => ({ type: 'near', characters: `${CLASSES['b64u']}.`, length: 58 }),
  find(text, offset) {
    for (const token of text.slice(offset, offset + REACH + LONGEST).matchAll(TOKEN)) {
      if (token.index > REACH) return undefined;
      const id = Buffer.from(token[1] ?? '', 'base64').toString('latin1');
      if (!/^[1-9]\d{16,19}$/.test(id) || isPlaceholder(token[2] ?? '')) continue;
      const start = offset + token.index;
      return { kind: bot.kind, start, end: start + token[0].length, level: 'error', prefix: '' };
    }
    return undefined;
  },
  fake: (random) => {
    const id = Buffer.from(`1${draw(random, 17, 'dig')}`).toString('base64');
    return `DISCORD_TOKEN=${id}.${draw(random, 6)}.${draw(random, 38)}`;
  },
};

export const discordMatchers: readonly Matcher[] = [bot];
