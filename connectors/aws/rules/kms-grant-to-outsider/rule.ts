import * as v from 'valibot';
import { isNonEmpty } from '../../../../src/base/json.ts';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { stateAt } from '../../../../src/model/window.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, doubtsOf, nameOf, strings } from '../../../../src/rules/shared.ts';

const sourceKind = 'kms-grant';

export const rule = defineRule({
  id: 'kms-grant-to-outsider',
  revision: 1,
  family: 'third-party',
  title: 'KMS grant held outside the estate',
  why: 'A grant of KMS lets its holder use a key until somebody retires or revokes it. No policy shows it, so it outlives the contract, the role and the clean-up of policies that came with it. Whatever ciphertext the holder kept or can still reach stays readable to it. Services of AWS are not asked about.',
  remedy:
    'Ask who made the grant and for what. Revoke it, or let the outside party be named in the key policy where a review finds it; name accounts of your own in ownAccounts.',
  verify: 'the next complete read of the grants of the key no longer lists it',
  controls: controls('NHI1', 'NHI3', 'PR.AA-05', 'AC-3', 'AC-6', 'CC6.1', 'CC6.3', 'CC6.6', 'A.5.18', 'A.5.19', 'PCI-7.2.5'),
  settings: v.strictObject({
    ownAccounts: strings(
      [],
      'none can be assumed: only you know which accounts are yours',
      'Accounts of your own that were not read, to whose principals keys may be granted',
      'list of account numbers',
    ),
  }),
  needs: [{ kind: 'key-policy', where: 'own' }],
  *questions(view): Iterable<Question> {
    for (const grant of view.grants({ sourceKind })) yield { subject: { type: 'grant', id: grant.key } };
    for (const { id } of view.boundaries) {
      const isWanted = view.coverageOf('key-policy', id).some((line) => line.cause !== 'excluded');
      if (isWanted && view.gapsIn('key-policy', id).length > 0) yield { subject: { type: 'boundary', id } };
    }
  },
  answer(view, { subject }, { ownAccounts }): Observation {
    if (subject.type === 'boundary') {
      const gaps = view.gapsIn('key-policy', subject.id);
      return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
    }
    const grant = subject.type === 'grant' ? view.grant(subject.id) : undefined;
    if (grant === undefined || !isAsked(grant) || !isOutside(view, grant, ownAccounts)) return clear;
    if (grant.presence === 'refuted' || stateAt(grant.windows, view.now) === 'past') return clear;
    const doubts = doubtsOf(view, grant, 'key-policy', grant.subject);
    if (doubts !== undefined) return { says: 'undetermined', because: doubts };
    return {
      says: 'finding',
      severity: 'medium',
      reasons: [
        `${nameOf(view, grant.subject)}, outside everything that was read, may use key ${grant.scope} until somebody revokes the grant`,
      ],
      witness: [{ type: 'grant', id: grant.key }],
      mayBreak: 'what the outside party does with the key stops; KMS does not tell when a grant was last used',
    };
  },
  examples: {
    fires: [
      granted('a vendor’s role', { subject: vendor('role/backup') }),
      granted('a vendor’s whole account', { subject: vendor('root') }),
      {
        ...granted('a vendor’s role, where other grants were not read', { subject: vendor('role/backup') }),
        unread: [{ kind: 'key-policy', status: 'partial' }],
      },
    ],
    clear: [
      granted('a role of the account', { subject: 'arn:aws:iam::111122223333:role/backup' }),
      granted('a service of AWS', { subject: 'service:rds.amazonaws.com' }),
    ],
    undetermined: [
      granted('a grant that only works for calls on behalf of one bucket', {
        subject: vendor('role/backup'),
        presence: 'possible',
        conditions: [{ text: 'SourceArn "arn:aws:s3:::b"', settled: 'outside' }],
      }),
      { name: 'grants refused', unread: [{ kind: 'key-policy' }] },
    ],
  },
});

function isAsked({ source }: Grant): boolean {
  return source.kind === sourceKind;
}

function isOutside(view: View, { subject }: Grant, ownAccounts: readonly string[]): boolean {
  const identity = view.identity(subject);
  if (identity?.kind === 'service' || (identity?.boundary ?? null) !== null) return false;
  return !ownAccounts.includes(subject.split(':')[4] ?? '');
}

function vendor(resource: string): string {
  return `arn:aws:iam::999988887777:${resource}`;
}

function granted(name: string, more: Partial<Grant> & { readonly subject: string }): SmallGraph {
  const scope = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const id = `${scope}|grant|ab12`;
  const source = { id, kind: 'kms-grant', name: `KMS grant ab12 on ${scope}`, boundary: 'aws:111122223333' };
  const own = more.subject.includes('111122223333') ? [{ id: more.subject }] : [];
  return { name, identities: own, grants: [{ capability: 'ordinary', scope, boundary: 'aws:111122223333', source, ...more }] };
}
