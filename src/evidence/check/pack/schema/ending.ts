import * as v from 'valibot';
import { accessKinds } from '../../../../model/access.ts';
import { triggerKinds } from '../../../../model/authorisation.ts';
import { capabilities } from '../../../../model/capability.ts';
import { endings } from '../../../../model/history.ts';
import { answersOfOne, gap, outcome } from './report.ts';
import { amount, eventRef, evidence, hex64, instant, nature, text, texts } from './words.ts';

const capability = v.picklist(capabilities);
const kind = v.picklist(accessKinds);
const midSession = v.picklist(['on-signal', 'on-command', 'expiry-only', 'unknown']);
const span = v.strictObject({ lower: amount, upper: amount, open: v.boolean() });

const access = v.strictObject({
  id: text,
  kind,
  boundary: text,
  subject: text,
  objects: texts,
  name: text,
  scope: v.nullable(text),
  source: text,
  from: v.nullable(instant),
  until: v.nullable(instant),
  activated: v.boolean(),
  endUntold: v.exactOptional(v.literal(true)),
});

const lingering = v.strictObject({
  what: text,
  longestMs: v.nullable(amount),
  source: text,
  midSession,
  cutBy: v.array(v.picklist(['session-revoked', 'account-disabled', 'account-deleted', 'credential-revoked'])),
  until: v.nullable(instant),
  state: v.picklist(['running', 'passed', 'cut', 'unknown']),
  cut: v.nullable(eventRef),
});

const otherWay = v.strictObject({
  identity: text,
  capability,
  scope: text,
  source: text,
  text,
  authorised: v.boolean(),
  knownSecret: v.boolean(),
});

export const ending = v.strictObject({
  id: hex64,
  access,
  kind,
  boundary: text,
  subject: text,
  subjectName: text,
  nature,
  person: v.nullable(text),
  tierZero: v.boolean(),
  capabilities: v.array(v.strictObject({ capability, scope: text })),
  owner: v.nullable(text),
  controlOwner: v.nullable(text),
  authorised: v.picklist(['yes', 'never', 'unknown']),
  authorisations: texts,
  authorisedUntil: v.nullable(instant),
  trigger: v.nullable(v.strictObject({ kind: v.picklist(triggerKinds), at: instant, events: v.array(eventRef), text })),
  due: v.nullable(instant),
  allowedMs: amount,
  firstSeen: instant,
  lastSeen: instant,
  ended: v.nullable(
    v.strictObject({
      how: v.picklist([...endings, 'probed', 'recorded']),
      after: instant,
      before: instant,
      recorded: v.nullable(eventRef),
    }),
  ),
  lag: v.nullable(span),
  lateness: v.nullable(span),
  lingering: v.array(lingering),
  otherWays: v.strictObject({
    state: v.picklist(['none', 'some', 'undetermined']),
    ways: v.array(otherWay),
    because: v.array(gap),
  }),
  outcome,
  because: texts,
  level: v.nullable(v.picklist([0, 1, 2, 3])),
  lacks: texts,
  endsBy: v.picklist(['provider', 'automation', 'person', 'nothing']),
  endedBy: v.nullable(
    v.strictObject({ actor: v.nullable(text), by: v.picklist(['provider', 'broker', 'automation', 'person', 'unknown']) }),
  ),
  pattern: v.picklist(['JITA', 'JITA, expiry-only', 'JITP', 'standing']),
  midSession,
  tests: answersOfOne,
  events: v.array(eventRef),
  evidence: v.array(evidence),
  runs: v.strictObject({ first: text, last: text, ended: v.nullable(text) }),
  probes: texts,
  exception: v.nullable(text),
});
