import * as v from 'valibot';
import { byKeys } from '../../../../src/base/order.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Credential } from '../../../../src/model/entity.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { sinceUse, untold } from '../../../../src/rules/credential-questions.ts';
import { clear, days, inDays } from '../../../../src/rules/shared.ts';
import { answerRoot, rootNeeds, rootQuestions } from '../root-user.ts';

const identity = 'arn:aws:iam::111122223333:root';
const identities = [{ id: identity }];
const password = { id: `${identity}#password`, identity };
const key = { id: `${identity}#access-key-1`, identity };

export const rule = defineRule({
  id: 'root-used',
  revision: 2,
  family: 'break-glass',
  title: 'Root user was used',
  why: 'The root user is for the few tasks nothing else can do and for emergencies. No policy of the account limits what is done with it, and nobody in particular stands behind it, so each use should be known, expected and rare.',
  remedy:
    'Find out who used it and for what. Move everyday tasks to a role, and keep the root user’s credentials where two people are needed to reach them.',
  verify: 'A later complete credential report shows no further use of the root user within the window.',
  controls: controls('NHI10', 'PR.AA-05', 'AC-2(7)', 'AC-6(5)', 'CC6.3', 'A.8.2', 'PCI-8.2.2', 'CIS3-1.7'),
  settings: v.strictObject({
    windowDays: days(
      90,
      'our own choice: a quarter, the usual time between two reviews of access; CIS AWS Foundations Benchmark 3.0.0 recommendation 1.7 names no figure',
      'A use within this time before the audit is a finding; one exactly this long ago is too',
    ),
  }),
  needs: rootNeeds,
  questions: (view) => rootQuestions(view),
  answer(view, question, { windowDays }) {
    return answerRoot(view, question, 'row', (root, credentials) => {
      let open: { readonly credential: Credential; readonly why: string } | undefined;
      const sorted = credentials
        .filter((each) => each.kind === 'password' || each.kind === 'access-key')
        .sort(
          byKeys<Credential>(
            ({ kind }) => kind,
            ({ id }) => id,
          ),
        );
      // Keys come before the password: their use is the graver one, and no state of a credential undoes that it was used.
      for (const credential of sorted) {
        const use = sinceUse(view, credential);
        if (use === 'never') continue;
        if (!use.known) open ??= { credential, why: use.why };
        else if (use.days <= windowDays) {
          return {
            says: 'finding',
            severity: credential.kind === 'access-key' ? 'critical' : 'high',
            reasons: [
              `the ${root.name} was used with ${credential.name} ${inDays(use.days)} ago (${credential.lastUsed}); the window is ${inDays(windowDays)}`,
            ],
            witness: [{ type: 'credential', id: credential.id }],
          };
        }
      }
      return open === undefined ? clear : untold(view, open.credential, `${open.why} (${root.name})`);
    });
  },
  examples: {
    fires: [
      { name: 'signed in last week', identities, credentials: [{ ...password, lastUsed: '2025-12-25T00:00:00.000Z' }] },
      { name: 'exactly 90 days ago', identities, credentials: [{ ...password, lastUsed: '2025-10-03T00:00:00.000Z' }] },
      {
        name: 'a key used that is inactive now, and a password whose use is not told',
        identities,
        credentials: [password, { ...key, state: 'inactive', lastUsed: '2025-12-25T00:00:00.000Z' }],
      },
    ],
    clear: [
      { name: 'never used', identities, credentials: [{ ...password, lastUsed: 'never' }] },
      { name: 'a millisecond more than 90 days ago', identities, credentials: [{ ...password, lastUsed: '2025-10-02T23:59:59.999Z' }] },
    ],
    undetermined: [
      { name: 'use of the password not told', identities, credentials: [{ ...password, lastUsed: 'unknown' }] },
      { name: 'used after the time of the audit', identities, credentials: [{ ...password, lastUsed: '2026-02-01T00:00:00.000Z' }] },
      { name: 'no row of the root user', identities },
      { name: 'report refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
