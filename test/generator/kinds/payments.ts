// Structures of credentials (payments), taken from what vendors and other scanners publish, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const PAYMENTS: readonly Row[] = [
  [
    'stripe-secret',
    ['sk_live_{24 an}', 'sk_live_51{97 an}', 'rk_live_{99 an}'],
    '',
    'GL BL TH KF NP TI SL DS docs.stripe.com/keys',
  ],
  ['stripe-test-secret', ['sk_test_{24 an}', 'rk_test_51{97 an}'], '', 'GL BL TH KF NP TI SL DS docs.stripe.com/keys'],
  ['stripe-webhook', ['whsec_{32 an}'], '', 'docs.stripe.com/webhooks'],
  ['square-token', ['sq0atp-{22 b64u}', 'sq0csp-{43 b64u}'], '', 'GL BL TH KF NP TI DS developer.squareup.com/docs'],
  ['square-access-token', ['EAAA{60 b64u}'], 'SQUARE_ACCESS_TOKEN', 'GL BL TH KF NP TI DS developer.squareup.com/docs'],
  ['paypal-secret', ['E{79 b64u}'], 'PAYPAL_CLIENT_SECRET', 'KF developer.paypal.com'],
  ['paypal-braintree-token', ['access_token$production${16 lan}${32 hex}'], '', 'developer.paypal.com/braintree'],
  ['adyen-key', ['AQE{adyen}'], 'ADYEN_API_KEY', 'docs.adyen.com'],
  [
    'shopify-tokens',
    ['shpat_{32 hex}', 'shpca_{32 hex}', 'shppa_{32 hex}', 'shpss_{32 hex}'],
    '',
    'GL BL TH KF NP TI SL shopify.dev',
  ],
  ['razorpay-secret', ['{24 an}'], 'RAZORPAY_KEY_SECRET', 'TH TI razorpay.com/docs'],
  [
    'plaid-access-token',
    ['access-development-{uuid}', 'access-production-{uuid}'],
    '',
    'GL BL TH TI SL plaid.com/docs',
  ],
  ['plaid-secret', ['{30 hex}'], 'PLAID_SECRET', 'GL BL TH TI SL plaid.com/docs'],
  [
    'paddle-key',
    ['pdl_live_apikey_{26 lan}_{22 an}_{3 an}', 'pdl_sdbx_apikey_{26 lan}_{22 an}_{3 an}'],
    '',
    'BL developer.paddle.com',
  ],
  ['flutterwave-key', ['FLWSECK-{32 hex}-X'], '', 'GL BL TH developer.flutterwave.com'],
  ['easypost-key', ['EZAK{54 an}'], '', 'docs.easypost.com'],
  ['shippo-key', ['shippo_live_{40 hex}'], '', 'docs.goshippo.com'],
];
