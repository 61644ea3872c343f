import { byCodeUnit } from '../../src/base/order.ts';

// Every member name of a report in the order in which a person wants to read it; the same name stands at the same place in every object.
const reading = [
  ...['schema', 'run', 'coverage', 'totals'],
  ...['version', 'asOf', 'asOfFrom', 'capture', 'exception', 'owner', 'until', 'finding'],
  ...[
    'fingerprint',
    'step',
    'how',
    'from',
    'to',
    'state',
    'framework',
    'page',
    'pointer',
    'type',
    'id',
    'rule',
    'title',
    'family',
    'severity',
  ],
  ...['reasons', 'subject', 'uid', 'kind', 'sha256', 'mapping', 'revision', 'nature', 'name', 'boundary', 'accounts', 'surface', 'object'],
  ...[
    'capability',
    'scope',
    'persistence',
    'bounds',
    'lo',
    'hi',
    'rootCause',
    'status',
    'cause',
    'detail',
    'permission',
    'ifUnread',
    'pages',
    'facts',
    'inputs',
    'connectors',
  ],
  ...['caveats', 'path', 'evidence', 'controls', 'remediation', 'summary', 'commands', 'mayBreak', 'verify', 'text'],
  ...['others', 'boundaries', 'first', 'identities', 'total', 'human', 'nonHuman', 'unknown', 'credentials', 'grants', 'links', 'surfaces'],
  ...[
    'yes',
    'no',
    'questions',
    'findings',
    'critical',
    'high',
    'medium',
    'low',
    'tierZero',
    'standing',
    'time-bound',
    'activated',
    'eligible',
    'session',
  ],
  ...['rules', 'complete', 'partial', 'unread', 'excluded', 'clear', 'because', 'undetermined', 'excepted'],
  ...['configuration'],
  ...['endings', 'outcome', 'history', 'last', 'runs', 'since', 'previous', 'began', 'reappeared', 'resolved', 'unconfirmed'],
  ...['after', 'before', 'wants', 'seen'],
  ...['metrics', 'tests', 'ephemeral', 'revokedAtOnce', 'nothingLeft'],
];
const place: ReadonlyMap<string, number> = new Map(reading.map((name, index) => [name, index]));

/** Known members in reading order, then the names of metrics by code unit. How the object was put together does not matter. */
export function byReadingOrder(a: string, b: string): number {
  return (place.get(a) ?? reading.length) - (place.get(b) ?? reading.length) || byCodeUnit(a, b);
}
