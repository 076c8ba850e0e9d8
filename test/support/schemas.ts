// The parts of other programs' schemas that they insist on, written down from their public specifications.

const TEXT = { type: 'string', minLength: 1 } as const;
const LINE = { type: 'integer', minimum: 1 } as const;

function closed(required: readonly string[], properties: object): object {
  return { type: 'object', required, properties, additionalProperties: false };
}

const ANALYZER = closed(['id', 'name', 'vendor', 'version'], {
  id: TEXT,
  name: TEXT,
  vendor: closed(['name'], { name: TEXT }),
  version: TEXT,
});
const TIME = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };

/** GitLab's secret-detection-report-format.json, version 15. */
export const GITLAB_SECRET_DETECTION = closed(['version', 'vulnerabilities', 'scan'], {
  version: { type: 'string', pattern: '^15\\.\\d+\\.\\d+$' },
  scan: closed(['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'], {
    analyzer: ANALYZER,
    scanner: ANALYZER,
    start_time: TIME,
    end_time: TIME,
    status: { enum: ['success', 'failure'] },
    type: { const: 'secret_detection' },
    messages: {
      type: 'array',
      items: closed(['level', 'value'], { level: { enum: ['info', 'warn', 'fatal'] }, value: TEXT }),
    },
  }),
  vulnerabilities: {
    type: 'array',
    items: closed(['id', 'identifiers', 'location'], {
      id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' },
      category: TEXT,
      name: { type: 'string', maxLength: 255 },
      description: { type: 'string', maxLength: 1048576 },
      severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
      solution: { type: 'string', maxLength: 7000 },
      identifiers: {
        type: 'array',
        minItems: 1,
        items: closed(['type', 'name', 'value'], { type: TEXT, name: TEXT, value: TEXT }),
      },
      location: closed(['commit'], {
        file: TEXT,
        start_line: LINE,
        end_line: LINE,
        commit: closed(['sha'], { sha: TEXT, message: { type: 'string' } }),
      }),
      flags: {
        type: 'array',
        items: closed(['type', 'origin', 'description'], {
          type: { enum: ['flagged-as-likely-false-positive'] },
          origin: TEXT,
          description: TEXT,
        }),
      },
    }),
  },
});

/** Code Climate's specification of an issue, with what GitLab's code quality asks for besides. */
export const CODE_CLIMATE = {
  type: 'array',
  items: closed(['type', 'check_name', 'description', 'categories', 'location', 'fingerprint', 'severity'], {
    type: { const: 'issue' },
    check_name: TEXT,
    description: TEXT,
    content: closed(['body'], { body: { type: 'string' } }),
    categories: { type: 'array', minItems: 1, items: { enum: ['Security'] } },
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    fingerprint: TEXT,
    location: closed(['path', 'lines'], { path: TEXT, lines: closed(['begin', 'end'], { begin: LINE, end: LINE }) }),
  }),
};

const POSITION = closed(['line'], { line: LINE, column: LINE });

/** reviewdog's DiagnosticResult. */
export const RDJSON = closed(['diagnostics'], {
  source: closed(['name'], { name: TEXT, url: TEXT }),
  diagnostics: {
    type: 'array',
    items: closed(['message', 'location'], {
      message: TEXT,
      location: closed(['path', 'range'], { path: TEXT, range: closed(['start'], { start: POSITION, end: POSITION }) }),
      severity: { enum: ['UNKNOWN_SEVERITY', 'ERROR', 'WARNING', 'INFO'] },
      code: closed(['value'], { value: TEXT, url: TEXT }),
    }),
  },
});
