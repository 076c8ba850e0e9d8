// Commands that start other commands: what they start, so that `env sudo nohup git commit -n` is judged as git.
export type Inner =
  | { readonly type: 'words'; readonly words: readonly string[]; readonly assignments: readonly string[] }
  | { readonly type: 'script'; readonly script: string; readonly dialect: 'posix' | 'powershell' };

interface Wrapper {
  /** Options whose value is the next word. */
  readonly withValue?: RegExp;
  /** How many words stand before the command. */
  readonly skips?: number;
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  nohup: {},
  command: {},
  builtin: {},
  exec: { withValue: /^-a$/ },
  time: { withValue: /^(?:-f|-o|--format|--output)$/ },
  nice: { withValue: /^(?:-n|--adjustment)$/ },
  ionice: { withValue: /^-[cnp]$/ },
  stdbuf: { withValue: /^-[ioe]$/ },
  setsid: {},
  timeout: { withValue: /^(?:-k|-s|--kill-after|--signal)$/, skips: 1 },
  sudo: { withValue: /^(?:-[ugphCDRT]|--(?:user|group|prompt|host|chdir|chroot))$/ },
  doas: { withValue: /^-[uC]$/ },
  xargs: { withValue: /^(?:-[IELnPsda]|--(?:max-args|max-procs|delimiter|arg-file|max-lines|replace))$/ },
  parallel: { withValue: /^-[jI]$/ },
  watch: { withValue: /^-n$/ },
  npx: { withValue: /^(?:-p|--package)$/ },
  bunx: {},
  'cross-env': {},
  busybox: {},
  winpty: {},
  caffeinate: {},
};

const SHELL = /^(?:ba|da|z|k|a|mk|fi)?sh$/;
const POWERSHELL = /^(?:powershell|pwsh)$/;

/** What a command starts; undefined where it starts nothing, or not what can be told. */
export function innerOf(words: readonly string[], input: string | undefined): readonly Inner[] {
  const [first = '', ...args] = words;
  const name = baseName(first);
  if (name === 'eval') return [script(args.join(' '))];
  if (SHELL.test(name)) return shellScript(args, input);
  if (POWERSHELL.test(name)) return powershellScript(args, input);
  if (name === 'cmd') return args.slice(1).length > 0 ? [script(args.slice(1).join(' '))] : [];
  if (name === 'su') return afterOption(args, /^(?:-c|--command)$/).map(script);
  if (name === 'script') return afterOption(args, /^(?:-c|-qc|--command)$/).map(script);
  if (name === 'env') return envCommand(args);
  if (name === 'find' || name === 'fd') return executed(args);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name) && /^(?:exec|dlx|x)$/.test(args[0] ?? ''))
    return [started(args.slice(1), {})];
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  // `command -v git` only asks.
  if (wrapper === undefined || (name === 'command' && /^-[vV]$/.test(args[0] ?? ''))) return [];
  return [started(args, wrapper)];
}

export function baseName(word: string): string {
  return (word.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd|bat)$/i, '');
}

function script(text: string): Inner {
  return { type: 'script', script: text, dialect: 'posix' };
}

function started(args: readonly string[], { withValue, skips = 0 }: Wrapper): Inner {
  let at = 0;
  while ((args[at] ?? '').startsWith('-') && args[at] !== '--') at += withValue?.test(args[at] ?? '') ? 2 : 1;
  if (args[at] === '--') at += 1;
  return splitAssignments(args.slice(at + skips));
}

function splitAssignments(words: readonly string[]): Inner {
  const end = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const at = end < 0 ? words.length : end;
  return { type: 'words', assignments: words.slice(0, at), words: words.slice(at) };
}

function envCommand(args: readonly string[]): readonly Inner[] {
  const [together] = afterOption(args, /^(?:-S|--split-string)$/);
  if (together !== undefined) return [script(together)];
  return [started(args, { withValue: /^(?:-[uC]|--unset|--chdir)$/ })];
}

function shellScript(args: readonly string[], input: string | undefined): readonly Inner[] {
  const at = args.findIndex((word) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word));
  if (at >= 0) {
    // `-c -l text`, `-c -- text`: the text is the first word that is no option.
    const text = args.slice(at + 1).find((word) => !/^[-+]/.test(word));
    return text === undefined ? [] : [script(text)];
  }
  const isFile = args.some(
    (word, i) => !/^[-+]/.test(word) && !/^-[oO]$/.test(args[i - 1] ?? '') && args[i - 1] !== '-s',
  );
  return input === undefined || isFile ? [] : [script(input)];
}

function powershellScript(args: readonly string[], input: string | undefined): readonly Inner[] {
  const at = args.findIndex((word) => /^-(?:c|co|com|comm|command)$/i.test(word));
  const text = at >= 0 ? args.slice(at + 1).join(' ') : input;
  return text === undefined ? [] : [{ type: 'script', script: text, dialect: 'powershell' }];
}

function afterOption(args: readonly string[], option: RegExp): readonly string[] {
  const at = args.findIndex((word) => option.test(word));
  return at < 0 ? [] : args.slice(at + 1, at + 2);
}

function executed(args: readonly string[]): readonly Inner[] {
  return args.flatMap((word, at) => {
    if (!/^(?:-exec|-execdir|-ok|-okdir|-x|--exec)$/.test(word)) return [];
    const end = args.findIndex((other, i) => i > at && (other === ';' || other === '+'));
    return [splitAssignments(args.slice(at + 1, end < 0 ? args.length : end))];
  });
}
