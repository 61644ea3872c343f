import * as v from 'valibot';
import { capabilities } from '../../../../model/capability.ts';
import { families } from '../../../../model/finding.ts';
import { persistenceClasses } from '../../../../model/persistence.ts';
import { severities } from '../../../../model/question.ts';
import { gap } from './report.ts';
import { evidence, instant, nature, text, texts, whole } from './words.ts';

const capability = v.picklist(capabilities);
const persistence = v.picklist(persistenceClasses);

const subject = v.strictObject({
  id: text,
  uid: v.nullable(text),
  kind: v.picklist([
    'user',
    'guest',
    'group',
    'role',
    'service-account',
    'service-principal',
    'managed-identity',
    'app',
    'workload',
    'agent',
    'root',
    'service',
    'federated',
    'external-party',
    'pool',
    'directory-object',
    'boundary',
    'surface',
    'exception',
  ]),
  nature,
  name: text,
  boundary: v.nullable(text),
  accounts: v.exactOptional(texts),
});

const step = v.variant('step', [
  v.strictObject({ step: v.literal('entry'), state: v.picklist(['live', 'none-seen', 'unread']), text }),
  v.strictObject({ step: v.literal('identity'), id: text, name: text }),
  v.strictObject({
    step: v.literal('link'),
    how: v.picklist(['member-of', 'can-assume', 'can-impersonate', 'can-mint', 'can-run-as', 'owns', 'federates', 'eligible-for']),
    from: text,
    to: text,
    persistence,
    text,
  }),
  v.strictObject({ step: v.literal('grant'), capability, scope: text, persistence, text }),
]);

export const finding = v.strictObject({
  fingerprint: text,
  rule: text,
  title: text,
  family: v.picklist(families),
  severity: v.picklist(severities),
  reasons: texts,
  subject,
  object: v.nullable(
    v.strictObject({
      type: v.picklist(['credential', 'grant', 'link', 'activation-policy', 'life-cycle-event', 'ending', 'request', 'exception']),
      id: text,
      name: text,
    }),
  ),
  capability: v.nullable(capability),
  scope: v.nullable(text),
  persistence: v.nullable(persistence),
  bounds: v.nullable(v.strictObject({ lo: persistence, hi: persistence })),
  rootCause: v.strictObject({ id: text, kind: text, name: text }),
  caveats: texts,
  path: v.array(step),
  evidence: v.array(evidence),
  controls: v.array(v.strictObject({ framework: text, id: text, title: text })),
  remediation: v.strictObject({ summary: text, commands: texts, mayBreak: v.nullable(text), verify: text }),
  seen: v.nullable(v.strictObject({ first: instant, last: instant, runs: whole, since: instant, reappeared: whole })),
});

export const undetermined = v.strictObject({
  rule: text,
  subject,
  capability: v.nullable(capability),
  scope: v.nullable(text),
  questions: whole,
  because: v.array(gap),
});
