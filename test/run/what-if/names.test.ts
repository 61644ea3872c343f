import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { RunError } from '../../../src/run/errors.ts';
import { sampleReport } from '../../support/report.ts';
import type { Estate } from './estate.ts';
import { allow, arn, demoCapture, everything, outcomes, trusting, without } from './estate.ts';

const ANN = arn('user', 'ann');
const estate: Estate = {
  policies: { all: everything },
  groups: { admins: { attached: ['all'] } },
  users: { ann: { groups: ['admins'] }, bob: { attached: ['all'], inline: { jump: allow('sts:AssumeRole') } } },
  roles: { deploy: { inline: { ops: everything }, trust: trusting(ANN) } },
};

async function failure(names: readonly string[], findings: readonly Finding[] = []): Promise<RunError> {
  const error: unknown = await without(estate, names, {
    findings: (start) => findings.filter((each) => each.fingerprint.startsWith(start)),
  }).catch((thrown: unknown) => thrown);
  if (!(error instanceof RunError)) throw new Error(`no error for ${names.join(' ')}`, { cause: error });
  return error;
}

const [sample] = sampleReport.findings;
if (sample === undefined) throw new Error('the sample report has lost its findings');
const finding = (fingerprint: string, id: string, kind = 'inline-policy'): Finding => ({
  ...sample,
  fingerprint: fingerprint.padEnd(64, '0'),
  rootCause: { id, kind, name: id },
});
const ops = `${arn('role', 'deploy')}|inline|ops`;

describe('what can be named', () => {
  it.each([
    [
      'an inline policy by its holder',
      'ops@deploy',
      { kind: 'inline-policy', text: 'inline policy ops of role deploy', id: ops, grants: 1, links: 0 },
    ],
    ['the id of a source', ops, { kind: 'inline-policy', id: ops }],
    ['an attachment by names', 'all@bob', { kind: 'attachment', id: `${arn('user', 'bob')}|${arn('policy', 'all')}`, grants: 1 }],
    ['an attachment by ARNs', `${arn('policy', 'all')}@${arn('user', 'bob')}`, { kind: 'attachment', grants: 1 }],
    ['an attachment to a group', 'all@admins', { kind: 'attachment', text: 'all attached to group admins', grants: 1 }],
    ['a managed policy by its ARN', arn('policy', 'all'), { kind: 'managed-policy', grants: 2 }],
    ['a managed policy by its name', 'all', { kind: 'managed-policy', grants: 2 }],
    ['a membership', 'admins@ann', { kind: 'membership', text: 'membership of user ann in group admins', grants: 1 }],
    ['a trust policy', `${arn('role', 'deploy')}|trust`, { kind: 'trust-policy', grants: 0, links: 1 }],
    ['an identity by its id', arn('role', 'deploy'), { kind: 'identity', grants: 1, links: 1 }],
    ['an identity by its name', 'deploy', { kind: 'identity', id: arn('role', 'deploy') }],
    ['the beginning of an id', arn('role', 'dep'), { kind: 'identity', id: arn('role', 'deploy') }],
  ])('%s', async (_, name, expected) => {
    const { removed } = await without(estate, [name]);
    expect(removed).toMatchObject([{ name, ...expected }]);
  });

  it('the key of a grant or link', async () => {
    const { before } = await without(estate, ['ops@deploy']);
    const [grant] = before.grantsOf(arn('role', 'deploy'));
    const [link] = before.linksTo(arn('role', 'deploy'));
    if (grant === undefined || link === undefined) throw new Error('the estate lacks them');
    for (const { key, type } of [grant, link]) {
      const { removed, elements } = await without(estate, [key]);
      expect(removed).toMatchObject([{ kind: type, id: key }]);
      expect(elements.gone).toEqual({ grants: Number(type === 'grant'), links: Number(type === 'link') });
      expect(elements.appearing).toEqual({ grants: 0, links: 0 });
    }
  });

  it('a finding, for what its root cause says a person would remove', async () => {
    const findings = (start: string): readonly Finding[] => [finding('ab12', ops)].filter((each) => each.fingerprint.startsWith(start));
    const answer = await without(estate, ['ab12'], { findings });
    expect(answer.removed).toMatchObject([{ name: 'ab12', id: ops }]);
    expect(outcomes(answer)).toContain('deploy administer gone');
  });

  it('a credential, by its id', async () => {
    const name = arn('user', 'deploy-bot').replace('1111222233', '1111222233');
    const { removed, entries, elements } = await without(await demoCapture(), [`${name}#access-key-1`]);
    expect(removed).toMatchObject([{ kind: 'credential', grants: 0, links: 0 }]);
    expect(elements.gone).toEqual({ grants: 0, links: 0 });
    expect(entries).toMatchObject([{ identity: name, before: { state: 'live' }, after: { state: 'live' }, reaches: true }]);
    expect(entries[0]?.after.ways).toHaveLength((entries[0]?.before.ways.length ?? 0) - 1);
  });
});

describe('what cannot', () => {
  it('is unknown, with what comes nearest', async () => {
    const { code, hint } = await failure(['opps@deploy']);
    expect(code).toBe('unknown-name');
    expect(hint).toContain('ops@deploy');
    expect((await failure(['quite another thing'])).code).toBe('unknown-name');
    expect((await failure(['beef'])).code).toBe('unknown-name');
  });

  it('is ambiguous, with the ids of all it may be', async () => {
    const { code, hint } = await failure([arn('user', '')]);
    expect(code).toBe('ambiguous-name');
    expect(hint).toContain(ANN);
    expect((await failure(['ab'.padEnd(4, 'c')], [finding('abccd', ops), finding('abcce', ops)])).code).toBe('ambiguous-name');
  });

  it('is nothing that could be removed', async () => {
    expect((await failure(['ab12'], [finding('ab12', 'aws:secrets@aws:111122223333', 'surface')])).code).toBe('no-removal');
  });

  it('stops all: what else was named is not worked out alone', async () => {
    expect((await failure(['ops@deploy', 'nobody-of-this-name'])).code).toBe('unknown-name');
  });
});
