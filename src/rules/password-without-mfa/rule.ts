import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, untold } from '../credential-questions.ts';
import { clear, noSettings } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/ann';
const id = `${identity}#password`;
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'password-without-mfa',
  revision: 1,
  family: 'long-lived',
  title: 'Password without a second factor',
  why: 'With a password as the only factor, one phished, guessed or reused secret is the whole way in, for as long as the password lives.',
  remedy:
    'Enrol a phishing-resistant second factor and refuse sessions without it; better, remove the password and let the person sign in through the identity provider.',
  verify: 'The next complete read of the credentials shows a second factor, or no active password.',
  controls: controls('NHI4', 'PR.AA-03', 'IA-2(1)', 'IA-2(2)', 'CC6.1', 'A.8.5', 'PCI-8.4.2', 'CIS3-1.10'),
  settings: noSettings,
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'password'),
  answer(view, question) {
    return answerCredential(view, question, (password) => {
      if (password.state === 'inactive' || password.secondFactor === true) return clear;
      if (password.secondFactor === null) return untold(view, password, `whether ${password.name} demands a second factor is not told`);
      return credentialFinding(
        view,
        password,
        { usual: 'high', tierZero: 'critical' },
        `${password.name} is active and no second factor is demanded`,
      );
    });
  },
  examples: {
    fires: [
      { name: 'active, no second factor', identities, credentials: [{ id, identity, secondFactor: false }] },
      {
        name: 'a standing administrator without a second factor',
        identities,
        credentials: [{ id, identity, secondFactor: false, lastUsed: '2025-12-31T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
      {
        name: 'no second factor, in a report read in part',
        identities,
        credentials: [{ id, identity, secondFactor: false }],
        unread: [{ kind: 'credential', status: 'partial' }],
      },
    ],
    clear: [
      { name: 'active with a second factor', identities, credentials: [{ id, identity, secondFactor: true }] },
      { name: 'inactive, no second factor', identities, credentials: [{ id, identity, state: 'inactive', secondFactor: false }] },
      {
        name: 'only an access key, which has no second factor',
        identities,
        credentials: [
          { id: `${identity}#access-key-1`, identity, secondFactor: false },
          { id, identity, secondFactor: true },
        ],
      },
    ],
    undetermined: [
      { name: 'second factor not told', identities, credentials: [{ id, identity, secondFactor: null }] },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
