import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RemedyTarget } from '../../src/contract/connector.ts';
import { rule } from '../../src/rules/standing-administrator/rule.ts';

const account = 'aws:111122223333';
const ann = 'arn:aws:iam::111122223333:user/ann';
const runner = 'arn:aws:iam::111122223333:role/runner';
const passing = { id: `${ann}|inline|pass`, kind: 'inline-policy', name: 'inline policy pass of user ann', boundary: account };

function found(more: object): { readonly finding: Finding | undefined; readonly targets: readonly RemedyTarget[] } {
  const small: SmallGraph = {
    name: 'a way that permissions open together',
    identities: [
      { id: ann, kind: 'user' },
      { id: runner, kind: 'role' },
    ],
    links: [{ from: ann, to: runner, how: 'can-run-as', ...more }],
    grants: [{ subject: runner, capability: 'administer' }],
  };
  const targets: RemedyTarget[] = [];
  const { findings } = judge({
    view: viewOfSmallGraph(small),
    rules: [{ rule: rule, settings: v.parse(rule.settings, {}) }],
    remedy: (target) => {
      targets.push(target);
      return [];
    },
  });
  return { finding: findings.find((each) => each.subject.id === ann), targets };
}

test('what a person takes away is the permissions that open the way, and the reasons name it', () => {
  const { finding, targets } = found({ escalation: 'pass-role-to-new-function', source: passing });
  expect(finding?.rootCause.id).toBe(passing.id);
  expect(finding?.reasons.join('\n')).toContain('pass-role-to-new-function');
  expect(targets.filter((each) => 'how' in each).map((each) => 'source' in each && each.source.id)).toEqual([passing.id]);
});

test('of a plain way it is the right at its end', () => {
  const { finding, targets } = found({ source: passing });
  expect(finding?.rootCause.id).not.toBe(passing.id);
  expect(finding?.reasons.join('\n')).not.toContain('permissions give it together');
  expect(targets.every((each) => 'type' in each && each.type === 'grant')).toBe(true);
});
