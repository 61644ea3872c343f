import { accessKinds } from '../../model/access.ts';
import { triggerKinds } from '../../model/authorisation.ts';
import { outcomes } from '../../model/ending.ts';
import { capabilities } from '../../model/capability.ts';
import { exceptionKinds } from '../../model/exception.ts';
import { factKinds } from '../../model/fact.ts';
import { families } from '../../model/finding.ts';
import { gapCauses } from '../../model/gap.ts';
import { endings } from '../../model/history.ts';
import { batchKinds, leafKinds } from '../../model/ledger.ts';
import { eventSourceKinds, lifeCycleEventTypes } from '../../model/life-cycle.ts';
import { metricGroups } from '../../model/metrics.ts';
import { persistenceClasses } from '../../model/persistence.ts';
import { dispositions, duties, frameworks, populationSources } from '../../model/pack.ts';
import { severities } from '../../model/question.ts';
import type { PackInput } from './input.ts';

/*
 * Words that a pack is written in. Somebody may have such a word for a name (`scan`, `admin`, `review`): it stays only where nothing but such a
 * word may stand, as the whole of a member, for a reader could not read the pack otherwise.
 */

/** Members that hold words of the vocabulary, some of them beside texts of people's. */
const wordMembers: ReadonlySet<string> = new Set([
  'asOfFrom',
  'authorised',
  'by',
  'capability',
  'cause',
  'command',
  'disposition',
  'duty',
  'endsBy',
  'ephemeral',
  'family',
  'framework',
  'from',
  'hi',
  'how',
  'id',
  'kind',
  'knownBy',
  'level',
  'lo',
  'midSession',
  'nature',
  'nothingLeft',
  'of',
  'outcome',
  'pattern',
  'persistence',
  'revokedAtOnce',
  'rule',
  'seededBy',
  'severity',
  'sourceKind',
  'state',
  'status',
  'step',
  'surface',
  'tells',
  'to',
  'together',
  'type',
  'what',
  'why',
  'withheld',
]);

/** Members that others are checked against byte for byte. No person's name is looked for in them. */
export const exactMembers: ReadonlySet<string> = new Set([
  'capture',
  'configuration',
  'hash',
  'nonce',
  'origin',
  'page',
  'presence',
  'root',
  'run',
  'seed',
  'sha256',
  'version',
  'vkey',
]);

const plain: readonly string[] = [
  ...accessKinds,
  ...triggerKinds,
  ...outcomes,
  ...exceptionKinds,
  ...factKinds,
  ...families,
  ...gapCauses,
  ...endings,
  ...batchKinds,
  ...leafKinds,
  ...eventSourceKinds,
  ...lifeCycleEventTypes,
  ...metricGroups,
  ...dispositions,
  ...duties,
  ...frameworks,
  ...populationSources,
  ...severities,
  ...words('capture history given clock configuration system live dump'),
  ...words(
    'user guest group role service-account service-principal managed-identity app workload agent root service federated external-party',
  ),
  ...words('pool directory-object boundary surface exception human non-human unknown'),
  ...words('session eligible activated time-bound standing certain possible refuted'),
  ...words('provider automation person nothing broker on-signal on-command expiry-only'),
  ...words('running passed cut none some undetermined present absent yes no never'),
  ...words('in-force not-begun expired revoked invalid complete partial unread excluded'),
  ...words('credential grant link activation-policy life-cycle-event ending request identity entry'),
  ...words('auditor management read named ended aborted without-end not-logged scan capture analyze verify'),
  ...words('authorised requested granted seen trigger due ended recorded not-seen probed may-linger event'),
  ...words('pseudonymised erased page-not-kept program rule mapping key finding row rotation compromise'),
  ...words('rfc3161 cosignature unsigned signed logged anchored supports does-not-support cannot-tell not-exercised'),
  ...words('changes use unknown ambiguous no-key JITA JITP probed live none-seen review standing-approval'),
  ...capabilities,
  ...persistenceClasses,
  ...words('member-of can-assume can-impersonate can-mint can-run-as owns federates eligible-for'),
  'JITA, expiry-only',
  'vestige.yaml',
  'vestige',
];

/** With the ids of rules, surfaces and connectors of a report. */
export function vocabularyOf({ report, reads }: PackInput): ReadonlySet<string> {
  return new Set([
    ...plain,
    ...report.run.rules.map(({ id }) => id),
    ...report.run.connectors.map(({ id }) => id),
    ...report.totals.rules.map(({ rule }) => rule),
    ...report.coverage.map(({ surface }) => surface),
    ...reads.map(({ surface }) => surface),
  ]);
}

/** Beside who did it stands by what means: there a name is likelier than a word. */
const means: ReadonlySet<string> = new Set(['provider', 'broker', 'automation', 'person', 'unknown', ...metricGroups]);

/** Whether a member may hold this text as a word of the vocabulary. */
export function isWord(vocabulary: ReadonlySet<string>, member: string, value: string): boolean {
  if (!wordMembers.has(member)) return false;
  return member === 'by' ? means.has(value) : vocabulary.has(value);
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
