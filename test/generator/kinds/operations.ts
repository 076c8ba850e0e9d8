// Structures of credentials (ci, quality, observability), taken from what vendors and other scanners publish, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const OPERATIONS: readonly Row[] = [
  ['circleci-pat', ['CCIPAT_{22 an}_{40 hex}'], '', 'BL TH KF TI circleci.com/docs'],
  ['circleci-token-legacy', ['{40 hex}'], 'CIRCLECI_TOKEN', 'BL TH KF TI circleci.com/docs'],
  ['buildkite-token', ['bkua_{40 lan}'], '', 'BL TH KF TI buildkite.com/docs'],
  [
    'sonar-token',
    ['squ_{40 hex}', 'sqp_{40 hex}', 'sqa_{40 hex}', 'sqco_{59 an}'],
    '',
    'GL BL TH KF docs.sonarsource.com',
  ],
  ['sonar-token-legacy', ['{40 hex}'], 'SONAR_TOKEN', 'GL BL TH KF docs.sonarsource.com'],
  ['codecov-token', ['{uuid}'], 'CODECOV_TOKEN', 'GL BL docs.codecov.com'],
  ['snyk-token', ['snyk_uat.{8 hex}.{jwt}', 'snyk_sat.{8 hex}.{jwt}'], '', 'GL BL docs.snyk.io'],
  ['snyk-token-legacy', ['{uuid}'], 'SNYK_TOKEN', 'GL BL docs.snyk.io'],
  ['postman-key', ['PMAK-{24 hex}-{34 hex}', 'PMAT-{26 uan}'], '', 'GL BL TH KF NP TI learning.postman.com'],
  ['sentry-org-token', ['sntrys_{json64 150}_{43 b64}'], '', 'GL BL TH KF TI docs.sentry.io'],
  ['sentry-user-token', ['sntryu_{64 hex}'], '', 'GL BL TH TI docs.sentry.io'],
  ['sentry-token-legacy', ['{64 hex}'], 'SENTRY_AUTH_TOKEN', 'GL BL TH KF TI docs.sentry.io'],
  ['datadog-keys', ['{32 hex}', '{40 hex}'], 'DATADOG_API_KEY', 'GL BL TH TI docs.datadoghq.com'],
  ['datadog-app-key', ['ddapp_{34 an}'], '', 'GL BL TH TI docs.datadoghq.com'],
  [
    'newrelic-keys',
    ['NRAK-{27 uan}', 'NRII-{32 b64u}', 'NRIQ-{32 b64u}', '{36 hex}NRAL'],
    '',
    'GL BL TH KF NP TI docs.newrelic.com',
  ],
  ['grafana-service-account', ['glsa_{32 an}_{8 hex}'], '', 'GL BL TH KF NP TI SL grafana.com/docs'],
  ['grafana-cloud', ['glc_{json64 120}'], '', 'GL BL TH KF NP SL grafana.com/docs'],
  ['grafana-legacy-key', ['{grafana}'], '', 'GL BL KF NP TI grafana.com/docs'],
  ['dynatrace-token', ['dt0c01.{24 b32}.{64 b32}'], '', 'GL BL KF NP docs.dynatrace.com'],
  ['launchdarkly-key', ['api-{uuid}', 'sdk-{uuid}'], '', 'GL BL TH launchdarkly.com/docs'],
  ['launchdarkly-key-legacy', ['{40 b64u}'], 'LAUNCHDARKLY_ACCESS_TOKEN', 'GL BL TH launchdarkly.com/docs'],
  ['pagerduty-key', ['u+{18 b64u}', '{20 b64u}'], 'PAGERDUTY_TOKEN', 'TH KF support.pagerduty.com'],
];
