import { defineRule } from '../../../../src/contract/rule.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { untold } from '../../../../src/rules/credential-questions.ts';
import { clear, noSettings } from '../../../../src/rules/shared.ts';
import { answerRoot, rootNeeds, rootQuestions } from '../root-user.ts';

const identity = 'arn:aws:iam::111122223333:root';
const identities = [{ id: identity }];
const id = `${identity}#password`;

export const rule = defineRule({
  id: 'root-without-mfa',
  revision: 2,
  family: 'break-glass',
  title: 'Root user without a second factor',
  why: 'The root user can do everything in the account and no policy of the account limits it. Without a second factor its password, or the mailbox its password is reset through, is the whole way in.',
  remedy:
    'Enrol two hardware security keys or passkeys for the root user and keep them apart. In an organization, remove root credentials of member accounts centrally instead.',
  verify: 'The next complete credential report shows a second factor of the root user, or no password.',
  controls: controls('NHI4', 'PR.AA-03', 'AC-6(5)', 'IA-2(1)', 'CC6.1', 'A.8.2', 'A.8.5', 'PCI-8.4.2', 'CIS3-1.5'),
  settings: noSettings,
  needs: rootNeeds,
  questions: (view) => rootQuestions(view),
  answer(view, question) {
    return answerRoot(view, question, 'summary', (root, credentials) => {
      const passwords = credentials.filter((each) => each.kind === 'password' && each.state === 'active');
      const bare = passwords.find((each) => each.secondFactor === false);
      if (bare !== undefined) {
        return {
          says: 'finding',
          severity: 'critical',
          reasons: [`the ${root.name} signs in with a password alone`],
          witness: [{ type: 'credential', id: bare.id }],
        };
      }
      const open = passwords.find((each) => each.secondFactor === null);
      return open === undefined ? clear : untold(view, open, `whether the ${root.name} has a second factor is not told`);
    });
  },
  examples: {
    fires: [
      { name: 'no second factor', identities, credentials: [{ id, identity, secondFactor: false }] },
      {
        name: 'no second factor, in a report read in part',
        identities,
        credentials: [{ id, identity, secondFactor: false }],
        unread: [{ kind: 'credential', status: 'partial' }],
      },
    ],
    clear: [
      { name: 'a second factor', identities, credentials: [{ id, identity, secondFactor: true }] },
      { name: 'no password at all', identities, usage: [{ identity, lastUsed: 'unknown' }] },
    ],
    undetermined: [
      { name: 'second factor not told', identities, credentials: [{ id, identity, secondFactor: null }] },
      { name: 'no row of the root user', identities },
      { name: 'report refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
