import type { Rule, SmallGraph } from '../contract/rule.ts';
import type { Capability } from '../model/capability.ts';

const account = 'aws:111122223333';
const user = 'arn:aws:iam::111122223333:user/ann';
const role = 'arn:aws:iam::111122223333:role/deploy';
const stranger = 'arn:aws:iam::999988887777:root';
const part = 'arn:aws:iam::111122223333:*/app/*';

const asOf = Date.UTC(2026, 0, 1);
const inDays = (count: number): number => asOf + count * 86_400_000;

/** The same small estates for every capability: what makes a right standing does not depend on what the right is for. */
export function standingExamples(capability: Capability): Rule<unknown>['examples'] {
  const ann = { id: user, kind: 'user', name: 'ann', nature: 'human' } as const;
  const deploy = { id: role, kind: 'role', name: 'deploy', nature: 'non-human' } as const;
  const key = { id: `${user}#access-key-1`, identity: user, kind: 'access-key', name: 'access-key-1', state: 'active' } as const;
  const held = { subject: user, capability, scope: account } as const;
  const fires: readonly [SmallGraph, ...SmallGraph[]] = [
    { name: `a user holds ${capability} on the account and has an active key`, identities: [ann], credentials: [key], grants: [held] },
    { name: `a user without any credential holds ${capability}`, identities: [ann], grants: [held] },
    {
      name: `an outside account may assume a role that holds ${capability}`,
      identities: [deploy, { id: stranger, kind: 'external-party', name: '999988887777', boundary: null }],
      grants: [{ subject: role, capability, scope: account }],
      links: [{ from: stranger, to: role, how: 'can-assume', openness: 'boundary' }],
    },
    { name: `${capability} on a part of the account`, identities: [ann], credentials: [key], grants: [{ ...held, scope: part }] },
    {
      name: `${capability} ends in a year, which is as good as never`,
      identities: [ann],
      credentials: [key],
      grants: [
        { ...held, bounds: { lo: 'time-bound', hi: 'time-bound' }, endsBy: 'provider', windows: [{ from: null, until: inDays(365) }] },
      ],
    },
  ];
  const clear: readonly [SmallGraph, ...SmallGraph[]] = [
    {
      name: `a user who holds nothing of ${capability}`,
      identities: [ann],
      credentials: [key],
      grants: [{ ...held, capability: 'ordinary' }],
    },
    {
      name: `${capability} ends within the week`,
      identities: [ann],
      credentials: [key],
      grants: [
        { ...held, bounds: { lo: 'time-bound', hi: 'time-bound' }, endsBy: 'provider', windows: [{ from: null, until: inDays(7) }] },
      ],
    },
    {
      name: `${capability} must be approved by another person each time`,
      identities: [ann],
      credentials: [key],
      grants: [{ ...held, bounds: { lo: 'eligible', hi: 'eligible' }, endsBy: 'provider', gate: 'approved' }],
    },
    {
      name: `the window in which ${capability} worked is over`,
      identities: [ann],
      credentials: [key],
      grants: [
        {
          ...held,
          bounds: { lo: 'time-bound', hi: 'time-bound' },
          endsBy: 'provider',
          windows: [{ from: inDays(-60), until: inDays(-30) }],
        },
      ],
    },
  ];
  const undetermined: readonly [SmallGraph, ...SmallGraph[]] = [
    { name: `no grant of ${capability} was seen, and policies were not read`, identities: [ann], unread: [{ kind: 'policy' }] },
    {
      name: `${capability} hangs on a condition that nothing read decides`,
      identities: [ann],
      credentials: [key],
      grants: [
        {
          ...held,
          presence: 'possible',
          conditions: [{ text: 'aws:PrincipalOrgID equals o-abcde12345', settled: 'outside' }],
        },
      ],
    },
    {
      name: `how lasting ${capability} is could not be read`,
      identities: [ann],
      credentials: [key],
      grants: [{ ...held, bounds: { lo: 'session', hi: 'standing' }, because: ['the attached policy was not listed'] }],
    },
  ];
  return { fires, clear, undetermined };
}
