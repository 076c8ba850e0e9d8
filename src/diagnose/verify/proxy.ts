// Which proxy a request goes through, by the variables that curl and most tools read. Apart because Node 20 reads none of
// them itself.

/**
 * The proxy for an address; undefined for none.
 *
 * @throws TypeError where the variable holds no address.
 */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const read = (name: string): string => (env[name] || env[name.toUpperCase()]) ?? '';
  const proxy = read(`${target.protocol.slice(0, -1)}_proxy`) || read('all_proxy');
  if (proxy === '' || isExempt(target, read('no_proxy'))) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

/** `NO_PROXY`: names with or without a port; a name covers what is below it; `*` is everything. */
function isExempt(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const bareIpv6 = !entry.startsWith('[') && entry.split(':').length > 2;
      const [, given = '', wantedPort] = bareIpv6 ? ['', entry] : (/^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? []);
      const name = given.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
      if (name === '' || (wantedPort !== undefined && wantedPort !== port)) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}
