import { isNonEmpty } from '../../../../src/base/json.ts';
import { byKeys } from '../../../../src/base/order.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Credential } from '../../../../src/model/entity.ts';
import type { Witness } from '../../../../src/model/question.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { breakage } from '../../../../src/rules/credential-questions.ts';
import { clear, noSettings } from '../../../../src/rules/shared.ts';
import { answerRoot, rootNeeds, rootQuestions } from '../root-user.ts';

const identity = 'arn:aws:iam::111122223333:root';
const identities = [{ id: identity }];
const password = { id: `${identity}#password`, identity };
const key = { id: `${identity}#access-key-1`, identity };

export const rule = defineRule({
  id: 'root-access-key',
  revision: 2,
  family: 'long-lived',
  title: 'Root user has an access key',
  why: 'An access key of the root user is the whole account in two lines of text: no policy of the account limits it, it does not end, and using it asks for no second factor. An inactive one is latent: the root user can make it active again with the same secret.',
  remedy:
    'Find what uses the key, move that to a role, then sign in as the root user and delete the key. In an organization, remove root credentials of member accounts centrally.',
  verify: 'The next complete credential report shows no access key of the root user, active or not.',
  controls: controls(
    'NHI7',
    'NHI5',
    'PR.AA-01',
    'PR.AA-05',
    'AC-2(7)',
    'AC-6(5)',
    'IA-5',
    'CC6.1',
    'A.8.2',
    'PCI-7.2.2',
    'CIS3-1.4',
    'CIS7-2.4',
  ),
  settings: noSettings,
  needs: rootNeeds,
  questions: (view) => rootQuestions(view),
  answer(view, question) {
    return answerRoot(view, question, 'summary', (root, credentials) => {
      // Active before inactive, then by id, so that the same key is named first in every scan.
      const keys = credentials
        .filter((each) => each.kind === 'access-key')
        .sort(
          byKeys<Credential>(
            ({ state }) => state,
            ({ id }) => id,
          ),
        );
      if (!isNonEmpty(keys)) return clear;
      const [first, ...rest] = keys;
      const witness = ({ id }: Credential): Witness => ({ type: 'credential', id });
      const said = ({ name, state }: Credential): string =>
        `${name} of the ${root.name} is ${state === 'active' ? 'active' : 'inactive and kept'}`;
      const mayBreak = breakage(view, first);
      return {
        says: 'finding',
        severity: first.state === 'active' ? 'critical' : 'high',
        reasons: [said(first), ...rest.map(said)],
        witness: [witness(first), ...rest.map(witness)],
        ...(mayBreak === undefined ? {} : { mayBreak }),
      };
    });
  },
  examples: {
    fires: [
      { name: 'an active key', identities, credentials: [password, { ...key, lastUsed: '2025-12-31T00:00:00.000Z' }] },
      { name: 'an inactive key kept', identities, credentials: [password, { ...key, state: 'inactive' }] },
      {
        name: 'an inactive and an active key',
        identities,
        credentials: [
          { ...key, state: 'inactive' },
          { ...key, id: `${identity}#access-key-2` },
        ],
      },
      {
        name: 'an active key in a report read in part',
        identities,
        credentials: [key],
        unread: [{ kind: 'credential', status: 'partial' }],
      },
    ],
    clear: [
      { name: 'only a password', identities, credentials: [password] },
      { name: 'a row that shows no credentials at all', identities, usage: [{ identity, lastUsed: 'unknown' }] },
      {
        name: 'a key of a user of the account',
        identities: [...identities, { id: 'arn:aws:iam::111122223333:user/ann' }],
        credentials: [password, { id: 'arn:aws:iam::111122223333:user/ann#access-key-1', identity: 'arn:aws:iam::111122223333:user/ann' }],
      },
    ],
    undetermined: [
      { name: 'no row of the root user', identities },
      { name: 'no root user known' },
      { name: 'report refused', identities, unread: [{ kind: 'credential' }] },
      {
        name: 'a password seen in a report read in part',
        identities,
        credentials: [password],
        unread: [{ kind: 'credential', status: 'partial' }],
      },
    ],
  },
});
