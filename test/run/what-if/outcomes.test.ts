import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { CrownJewel } from '../../../src/model/jewel.ts';
import { tallyOf } from '../../../src/paths/compare.ts';
import type { Estate } from './estate.ts';
import { allow, arn, captureOf, demoCapture, detailsOf, everything, outcomes, rules, says, trusting, without } from './estate.ts';

const ANN = arn('user', 'ann');
const BOB = arn('user', 'bob');

describe('taking something away', () => {
  it('takes all that rests on it, and shows the way that remains for the others', async () => {
    const estate: Estate = {
      groups: { admins: { inline: { g: everything } } },
      users: { ann: { groups: ['admins'], inline: { own: everything } }, bob: { groups: ['admins'] } },
    };
    const answer = await without(estate, ['g@admins']);
    expect(outcomes(answer)).toEqual(['ann administer unchanged by another way', 'bob administer gone']);
    const ann = answer.comparison.reaches.find((each) => each.identity === ANN);
    expect(ann?.before?.via.text).toContain('inline policy g of group admins');
    expect(ann?.after?.via.text).toContain('inline policy own of user ann');
    const ends = answer.comparison.identities.map(({ identity, outcome }) => [identity, outcome]);
    expect(ends.filter(([id]) => id !== 'arn:aws:iam::111122223333:root')).toEqual([
      [ANN, 'keeps'],
      [BOB, 'loses'],
    ]);
  });

  it('counts a deny of the same policy as gone too, and warns of what it gives', async () => {
    const estate: Estate = {
      users: { ann: { inline: { all: everything, d: says({ Effect: 'Deny', Action: ['iam:*', 'sts:*', 'lambda:*'], Resource: '*' }) } } },
    };
    const answer = await without(estate, ['d@ann']);
    expect(answer.comparison.gaining).toEqual([ANN]);
    expect(outcomes(answer)).toContain('ann administer new');
    expect(tallyOf(answer.comparison).gains).toBe(1);
  });

  it('adds rights where what is taken away is a limit', async () => {
    const estate: Estate = {
      policies: { all: everything, narrow: allow('s3:*') },
      users: { ann: { attached: ['all'], limit: 'narrow' } },
    };
    const answer = await without(estate, ['narrow@ann']);
    expect(answer.removed).toMatchObject([{ kind: 'permissions-boundary', limits: true }]);
    expect(outcomes(answer)).toContain('ann administer new');
    // the policy itself is attached nowhere: it stays the boundary it is
    expect(
      (await without({ ...estate, users: { ...estate.users, bob: { attached: ['narrow'] } } }, [arn('policy', 'narrow')])).comparison
        .gaining,
    ).toEqual([]);
  });

  it('closes a way by its trust, and by one party of it alone', async () => {
    const estate: Estate = {
      users: { ann: {}, bob: {} },
      roles: { r: { inline: { p: everything }, trust: trusting(ANN, BOB) } },
    };
    expect(outcomes(await without(estate, [`${arn('role', 'r')}|trust`]))).toEqual([
      'r administer unchanged',
      'ann administer gone',
      'bob administer gone',
    ]);
    const { before } = await without(estate, ['r']);
    const key = before.linksFrom(ANN).find((each) => each.to === arn('role', 'r'))?.key ?? '';
    const answer = await without(estate, [key]);
    expect(outcomes(answer)).toEqual(['r administer unchanged', 'ann administer gone', 'bob administer unchanged']);
    expect(answer.entries).toMatchObject([{ identity: arn('role', 'r') }]);
  });

  it('takes an identity with all that leads through it', async () => {
    const estate: Estate = {
      groups: { admins: { inline: { g: everything } } },
      users: { ann: { groups: ['admins'] }, bob: { inline: { jump: allow('sts:AssumeRole') } } },
      roles: { r: { inline: { p: everything }, trust: trusting(BOB) } },
    };
    expect(outcomes(await without(estate, ['admins']))).toEqual(
      expect.arrayContaining(['ann administer gone', 'bob administer unchanged']),
    );
    expect(outcomes(await without(estate, ['r']))).toEqual(
      expect.arrayContaining(['ann administer unchanged', 'bob administer gone', 'r administer gone']),
    );
  });

  it('never says gone where the reading was broken off', async () => {
    const estate: Estate = { users: { ann: { inline: { p: everything } } } };
    const whole: JsonObject = detailsOf(estate);
    const cut = await captureOf({ ...whole, NextToken: 'eyJNYXJrZXIiOiBudWxsfQ==' });
    const answer = await without(cut, ['p@ann']);
    expect(outcomes(answer)).toContain('ann administer undetermined');
    expect(answer.comparison.reaches.find((each) => each.identity === ANN)?.missing).not.toEqual([]);
    expect(tallyOf(answer.comparison).loses).toBe(0);
    expect(outcomes(await without(await captureOf(whole), ['p@ann']))).toContain('ann administer gone');
  });

  it('never says gone where an attached policy was not listed', async () => {
    const estate: Estate = { users: { ann: { inline: { p: everything }, attached: ['nobody-listed'] } } };
    const answer = await without(estate, ['p@ann']);
    // it may still be all there: possible by the unlisted one
    expect(outcomes(answer)).toEqual(['ann administer weaker by another way']);
    expect(answer.comparison.identities.find((each) => each.identity === ANN)?.outcome).toBe('weaker');
    const both = await without(estate, ['p@ann', 'nobody-listed@ann']);
    expect(outcomes(both)).toEqual(['ann administer gone']);
  });

  it('says which findings go, stay by another cause and appear', async () => {
    const estate: Estate = { users: { ann: { inline: { one: everything, two: everything } }, bob: { inline: { p: everything } } } };
    const { findings } = await without(estate, ['one@ann', 'p@bob'], { rules });
    const administrators = (all: readonly { readonly rule: string; readonly subject: { readonly name: string } }[]): readonly string[] =>
      all.filter((each) => each.rule === 'standing-administrator').map((each) => each.subject.name);
    expect(administrators(findings?.gone ?? [])).toEqual(['bob']);
    expect(administrators(findings?.appearing ?? [])).toEqual([]);
    const other = await without(estate, ['two@ann'], { rules });
    // one of the two was the cause: then it is told by the other
    const told = [findings, other.findings].flatMap((each) => administrators(each?.moved ?? []));
    expect(told).toEqual(['ann']);
  });

  it('says of a credential which ways in remain, and that rights stay', async () => {
    const capture = await demoCapture();
    const bot = arn('user', 'deploy-bot');
    const answer = await without(capture, [`${bot}#access-key-1`, `${bot}#access-key-2`]);
    expect(answer.entries).toMatchObject([{ identity: bot, before: { state: 'live' }, after: { state: 'none-seen' }, reaches: true }]);
    expect(answer.comparison.reaches.every((each) => each.outcome === 'unchanged' && !each.another)).toBe(true);
  });

  it('tells of ways in to those whom several together stand for, and never of what stands for them', async () => {
    const estate: Estate = {
      groups: { admins: { inline: { g: everything } } },
      users: { ann: { inline: { join: allow('iam:AddUserToGroup'), keys: allow('iam:CreateAccessKey') } }, bob: {}, zoe: {} },
    };
    const answer = await without(estate, ['keys@ann']);
    const changed = answer.entries.map((each) => each.identity);
    expect(changed).toContain(BOB);
    const joining = await without(estate, ['join@ann']);
    for (const id of [...changed, ...joining.entries.map((each) => each.identity)]) expect(id).not.toMatch(/^pool:/);
  });

  it('tells who reaches a crown jewel no more, and who still does', async () => {
    const vault = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:vault-AbCdEf';
    const reads = (Resource: string): Estate['policies'] => ({ p: allow('secretsmanager:GetSecretValue', { Resource }) });
    const estate: Estate = { users: { ann: { inline: { ...reads(vault) } }, bob: { inline: { ...reads('*') } } } };
    const jewel: CrownJewel = { name: 'vault', scope: vault, capabilities: ['read-secrets'], owner: null, boundary: null };
    const answer = await without(estate, ['p@ann'], { query: { to: 'jewel:vault' }, crownJewels: [jewel] });
    expect(answer.comparison.reaches.filter((each) => each.identity === ANN)).toMatchObject([
      // secrets' own policies are in no such file
      { identity: ANN, jewel: 'vault', outcome: 'undetermined' },
    ]);
    expect(answer.comparison.reaches).toContainEqual(expect.objectContaining({ identity: BOB, jewel: 'vault', outcome: 'unchanged' }));
  });
});
