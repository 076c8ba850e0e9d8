// Whether a version is in a range of package.json, for the forms that package managers write themselves.

/** True also for ranges that are not understood (`*`, tags, `workspace:`, file paths): they are no fault. */
export function satisfies(version: string, range: string): boolean {
  const [, operator = '', wanted = ''] = /^([\^~=]?)v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(range.trim()) ?? [];
  if (wanted === '') return true;
  if (operator === '' || operator === '=') return version === wanted;
  const [have, want] = [numbersOf(version), numbersOf(wanted)];
  // ^ keeps all up to the first number that is not 0, ~ major and minor.
  const firstSet = want.findIndex((number) => number > 0);
  const kept = operator === '~' ? 2 : firstSet < 0 ? 3 : firstSet + 1;
  if (want.slice(0, kept).some((number, i) => number !== have[i])) return false;
  const differs = want.findIndex((number, i) => number !== have[i]);
  return differs < 0 ? version === wanted || !version.includes('-') : (have[differs] ?? 0) > (want[differs] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}
