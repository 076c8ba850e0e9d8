// Structures of credentials (chat and mail), taken from what vendors and other scanners publish, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const MESSAGES: readonly Row[] = [
  [
    'slack-bot-user',
    ['xoxb-{12 dig}-{13 dig}-{24 an}', 'xoxp-{12 dig}-{12 dig}-{13 dig}-{32 hex}'],
    '',
    'GL BL KF NP TI SL DS docs.slack.dev',
  ],
  ['slack-app-level', ['xapp-1-A{10 uan}-{13 dig}-{64 hex}'], '', 'GL BL KF NP TI SL docs.slack.dev'],
  ['slack-config-refresh', ['xoxe.xoxp-1-{163 an}', 'xoxe-1-{147 an}'], '', 'GL BL docs.slack.dev'],
  [
    'slack-legacy',
    [
      'xoxa-2-{12 dig}-{12 dig}-{32 hex}',
      'xoxr-{12 dig}-{12 dig}-{32 hex}',
      'xoxs-{11 dig}-{11 dig}-{11 dig}-{32 hex}',
      'xoxc-{12 dig}-{12 dig}-{13 dig}-{64 hex}',
      'xoxd-{120 an}',
    ],
    '',
    'GL BL docs.slack.dev',
  ],
  [
    'slack-webhook',
    [
      'https://hooks.slack.com/services/T{10 uan}/B{10 uan}/{24 an}',
      'https://hooks.slack.com/workflows/T{10 uan}/A{10 uan}/{18 dig}/{24 an}',
      'https://hooks.slack.com/triggers/T{10 uan}/{13 dig}/{32 hex}',
    ],
    '',
    'GL BL TH KF NP TI SL DS docs.slack.dev',
  ],
  ['discord-bot', ['{discord}'], 'DISCORD_TOKEN', 'TH KF DS discord.com/developers/docs'],
  [
    'discord-webhook',
    ['https://discord.com/api/webhooks/{19 dig}/{68 b64u}', 'https://discordapp.com/api/webhooks/{18 dig}/{68 b64u}'],
    '',
    'TH discord.com/developers/docs',
  ],
  ['telegram-bot', ['{10 dig}:AA{33 b64u}', '{9 dig}:AA{33 b64u}'], '', 'GL BL TH KF NP TI DS core.telegram.org/bots'],
  [
    'teams-webhook',
    ['https://{8 lower}.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{32 hex}/{uuid}'],
    '',
    'GL BL TH KF TI learn.microsoft.com/microsoftteams',
  ],
  ['twilio-key', ['SK{32 hex}'], '', 'GL BL TH KF NP TI DS twilio.com/docs'],
  ['twilio-auth-token', ['{32 hex}'], 'TWILIO_AUTH_TOKEN', 'GL BL TH KF NP TI DS twilio.com/docs'],
  ['telnyx-key', ['KEY0{31 uhex}_{22 an}'], 'TELNYX_API_KEY', 'BL TH KF developers.telnyx.com'],
  ['sendgrid-key', ['SG.{22 b64u}.{43 b64u}'], '', 'GL BL TH KF NP TI SL DS twilio.com/docs/sendgrid'],
  ['mailgun-key', ['key-{32 hex}'], 'MAILGUN_API_KEY', 'GL BL KF NP TI documentation.mailgun.com'],
  ['mailgun-account-key', ['{32 hex}-{8 hex}-{8 hex}'], 'MAILGUN_API_KEY', 'GL BL KF NP TI documentation.mailgun.com'],
  ['mailchimp-key', ['{32 hex}-us{1 dig}', '{32 hex}-us2{1 dig}'], '', 'GL BL TH KF NP TI DS mailchimp.com/developer'],
  ['brevo-key', ['xkeysib-{64 hex}-{16 an}', 'xsmtpsib-{64 hex}-{16 an}'], '', 'GL BL TH KF TI developers.brevo.com'],
  ['mailersend-key', ['mlsn.{64 hex}', 'mlsn.{64 an}'], '', 'BL developers.mailersend.com'],
  ['resend-key', ['re_{8 an}_{24 an}'], '', 'TI resend.com/docs'],
  ['postmark-token', ['{uuid}'], 'POSTMARK_SERVER_TOKEN', 'TH postmarkapp.com/developer'],
];
