// Runs one matcher the plain way: at every place where one of its keywords stands.
import type { Candidate, Matcher } from '../../src/credentials/matcher.ts';

export function findAll(matcher: Matcher, text: string): readonly Candidate[] {
  return matcher.keywords.flatMap((keyword, index) => {
    const haystack = keyword.ignoreCase ? text.toLowerCase() : text;
    const needle = keyword.ignoreCase ? keyword.text.toLowerCase() : keyword.text;
    const found: Candidate[] = [];
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      const candidate = matcher.find(text, at, index);
      if (candidate !== undefined) found.push(candidate);
    }
    return found;
  });
}
