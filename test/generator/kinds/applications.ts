// Structures of secrets that applications make themselves, and of checks against robots, taken from what their
// documentation shows, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const APPLICATIONS: readonly Row[] = [
  ['laravel-app-key', ['base64:{43 b64}='], 'APP_KEY', 'KF TI laravel.com/docs/encryption'],
  ['rails-master-key', ['{32 hex}'], 'RAILS_MASTER_KEY', 'guides.rubyonrails.org/security.html'],
  ['rails-secret-key-base', ['{128 hex}'], 'SECRET_KEY_BASE', 'guides.rubyonrails.org/security.html'],
  ['nextauth-secret', ['{43 b64}=', '{64 hex}', '{43 b64u}'], 'NEXTAUTH_SECRET', 'authjs.dev/getting-started'],
  [
    'jwt-signing-secret',
    ['{43 b64}=', '{86 b64}==', '{64 hex}', '{48 b64u}'],
    'JWT_SECRET',
    'rfc-editor.org/rfc/rfc7518',
  ],
  ['jupyter-token', ['{48 hex}'], 'JUPYTER_TOKEN', 'jupyter-server.readthedocs.io'],
  ['recaptcha-secret', ['6L{6 an}AAAAA{27 b64u}'], 'RECAPTCHA_SECRET_KEY', 'developers.google.com/recaptcha'],
  ['turnstile-secret', ['0x4AAA{6 b64u}_{24 b64u}'], 'TURNSTILE_SECRET_KEY', 'developers.cloudflare.com/turnstile'],
  ['hcaptcha-secret', ['ES_{32 hex}'], '', 'docs.hcaptcha.com'],
  ['hcaptcha-secret-legacy', ['0x{40 hex}', '0x{40 uhex}'], 'HCAPTCHA_SECRET_KEY', 'docs.hcaptcha.com'],
  [
    'twitter-x-bearer',
    ['AAAAAAAAAAAAAAAAAAAAA{20 an}%2B{22 an}%3D{50 an}', 'AAAAAAAAAAAAAAAAAAAAA{40 an}%3D{44 an}'],
    '',
    'GL BL TH docs.x.com',
  ],
  ['dropbox-legacy-token', ['{11 an}AAAAAAAAAA{43 b64u}'], 'DROPBOX_ACCESS_TOKEN', 'GL BL TH dropbox.com/developers'],
  ['crypto-wallet-key', ['{wif}'], 'BITCOIN_PRIVATE_KEY', 'en.bitcoin.it/wiki/Wallet_import_format'],
];
