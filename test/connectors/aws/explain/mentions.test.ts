import { describe, expect, it } from 'vitest';
import { mentionsOf } from '../../../../connectors/aws/explain/mentions.ts';
import type { Fact } from '../../../../src/model/fact.ts';

const B = 'aws:111122223333';
const ROLE = 'arn:aws:iam::111122223333:role/r';
const GROUP = 'arn:aws:iam::111122223333:group/path/ops';
const POLICY = 'arn:aws:iam::aws:policy/ReadOnly';
const PROFILE = 'arn:aws:iam::111122223333:instance-profile/path/web';

describe('the names a fact goes by', () => {
  it.each<readonly [string, Fact['kind'], string, unknown, readonly string[]]>([
    ['a role', 'identity', ROLE, { id: ROLE, kind: 'role', name: 'r' }, [ROLE]],
    ['a group, by its name too', 'identity', GROUP, { id: GROUP, kind: 'group', name: 'ops' }, [GROUP, `${B}|group|ops`]],
    ['an access key, by its user', 'credential', 'k', { identity: ROLE }, [ROLE]],
    ['an attachment, by its principal alone', 'attachment', 'k', { principal: ROLE, policy: POLICY, policyName: 'ReadOnly' }, [ROLE]],
    ['an attachment to a group', 'attachment', 'k', { principal: GROUP, policy: POLICY, policyName: 'x' }, [GROUP, `${B}|group|ops`]],
    ['a membership, by its user', 'membership', 'k', { user: ROLE, groupName: 'ops' }, [ROLE]],
    [
      'an inline policy, by its owner',
      'policy',
      'k',
      { managed: 'inline', owner: GROUP, name: 'x', versions: [] },
      [GROUP, `${B}|group|ops`],
    ],
    [
      'a managed policy, in its account and anywhere',
      'policy',
      POLICY,
      { managed: 'aws', owner: null, name: 'x', versions: [] },
      [`${B}|policy|${POLICY}`, POLICY],
    ],
    ['a permissions boundary', 'limiter', ROLE, { type: 'permissions-boundary', principal: ROLE, policy: POLICY }, [ROLE]],
    ['where an account sits, of every element', 'limiter', 'place', { type: 'account-place', account: '1' }, ['']],
    ['a policy of the organization, of every element', 'limiter', 'p', { type: 'service-control-policy', id: 'p' }, ['']],
    ['who is delegated, of every element', 'observation', 'd', { type: 'delegated-administrator', account: '1' }, ['']],
    ['what an analysis of the provider says, of none', 'observation', 'd', { type: 'secret', arn: 'x' }, []],
    ['a trust policy', 'trust', ROLE, { role: ROLE, document: null }, [ROLE]],
    ['what runs as a role', 'workload', 'w', { type: 'workload', kind: 'function', role: ROLE, instanceProfile: null }, [ROLE]],
    [
      'what runs with a profile',
      'workload',
      'w',
      { type: 'workload', kind: 'instance', role: null, instanceProfile: PROFILE },
      ['111122223333|web'],
    ],
    ['a profile', 'workload', PROFILE, { type: 'instance-profile', name: 'web', role: ROLE }, [ROLE, PROFILE, '111122223333|web']],
    ['the policy of a resource', 'resource-policy', 'arn:aws:s3:::b', { resource: 'arn:aws:s3:::b', document: null }, ['arn:aws:s3:::b']],
    ['use, of none', 'usage', ROLE, { identity: ROLE }, []],
  ])('%s', (_what, kind, key, value, names) => {
    const fact = { kind, boundary: B, surface: 'aws:x', key, value, pages: [] } as unknown as Fact;
    expect([...mentionsOf(fact)]).toEqual(names);
  });
});
