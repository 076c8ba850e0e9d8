// The package's version, put in by the build; the sources run without it in tests.
declare const HUSHKEY_VERSION: string | undefined;

export const version: string = typeof HUSHKEY_VERSION === 'string' ? HUSHKEY_VERSION : '0.0.0';
