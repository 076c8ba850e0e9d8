// The HTTP side of a pasted error: status line and headers of a curl transcript, or headers that an SDK printed.

export interface HttpSeen {
  readonly status?: number;
  /** Of the response, lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of the request, as far as the transcript shows it; undefined where it does not. */
  readonly sent?: ReadonlyMap<string, string>;
  readonly host?: string;
}

const STATUS_LINE = /^(?:< )?HTTP\/\d(?:\.\d)? (\d{3})/;
const HEADER_LINE = /^(?:[<>] )?([a-z][a-z0-9-]{1,60}): ?(.{0,2000})$/i;
const CURL_HEADER = /(?:^|\s)(?:-H|--header)[ =]?(["'])([a-z][a-z0-9-]{1,60}): ?([^"']{0,2000})\1/gi;
/** Headers worth knowing that objects print in their own ways. */
const PRINTED =
  /["'[(]{0,3}\b(request-id|x-request-id|x-amzn-requestid|x-amzn-errortype|apim-request-id|retry-after|retry-after-ms|cf-ray|server|x-should-retry|anthropic-ratelimit-[a-z-]{3,40})["'\]]{0,2}\s{0,3}(?:=>|[:=,])\s{0,3}["'[]{0,2}([^"'\r\n,}\])]{1,200})/gi;
const URL_HOST = /https?:\/\/(?:…@)?([a-z0-9.-]{3,200})(?::\d{1,5})?(?=[/\s"'`,)?]|$)/gi;

export function readHttp(text: string): HttpSeen {
  const lines = text.split(/\r?\n/, 20_000);
  const headers = new Map<string, string>();
  const sent = new Map<string, string>();
  let status: number | undefined;
  let inHeaders = false;
  for (const line of lines) {
    const [, code] = STATUS_LINE.exec(line) ?? [];
    if (code !== undefined) {
      // What a proxy said to CONNECT, and 100 Continue, are no answer.
      if (!code.startsWith('1') && !/connection established/i.test(line)) status = Number(code);
      headers.clear();
      inHeaders = true;
      continue;
    }
    const isSent = line.startsWith('> ');
    const [, name = '', value = ''] =
      (isSent || line.startsWith('< ') || inHeaders ? HEADER_LINE.exec(line) : null) ?? [];
    if (name !== '') (isSent ? sent : headers).set(name.toLowerCase(), value.trim());
    else if (!isSent) inHeaders = false;
  }
  for (const [, , name = '', value = ''] of text.matchAll(CURL_HEADER)) sent.set(name.toLowerCase(), value.trim());
  for (const [, name = '', value = ''] of text.matchAll(PRINTED)) {
    if (!headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value.trim());
  }
  const host = sent.get('host') ?? hostOf(text);
  return {
    headers,
    ...(status === undefined ? {} : { status }),
    ...(sent.size === 0 ? {} : { sent }),
    ...(host === undefined ? {} : { host: host.toLowerCase() }),
  };
}

const PAGES =
  /(?:^|\.)(?:docs|console|platform|status|support|www|help)\.|github\.com|(?:^|\.)mozilla\.org|errors\.pydantic/i;

/** The first host in the text that is asked, not read. */
function hostOf(text: string): string | undefined {
  const hosts = [...text.matchAll(URL_HOST)].slice(0, 50).map(([, host = '']) => host);
  const isApi = (host: string): boolean =>
    /anthropic|bedrock|aiplatform|googleapis|azure\.com|openai|openrouter/.test(host);
  const asked = hosts.filter((host) => !PAGES.test(host) && !/^(?:localhost|127\.)/.test(host));
  return asked.find(isApi) ?? asked[0];
}
