import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Lists } from './support/estate.ts';
import {
  account,
  allow,
  arn,
  boundary,
  csv,
  cut,
  details,
  factsOf,
  group,
  identityOf,
  other,
  policy,
  report,
  role,
  rootRow,
  row,
  trusting,
  user,
  valuesOf,
} from './support/estate.ts';

const DETAILS = 'aws-authorization-details';
const REPORT = 'aws-credential-report';
const otherBoundary = `aws:${other}`;
const admin = policy('AdministratorAccess', { Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' });

const estate: Lists = {
  users: [user('ann'), user('bob', { AttachedManagedPolicies: [{ PolicyName: 'a', PolicyArn: arn('policy/a') }] })],
  groups: [group('admins')],
  roles: [role('r1'), role('r2', { AssumeRolePolicyDocument: trusting({ AWS: arn('root', other) }) })],
  policies: [admin, policy('a')],
};
const mapAll = (pages: Awaited<ReturnType<typeof cut>>['pages']): ReturnType<typeof awsCore.map> => {
  const mapped = pages.map((page) => awsCore.map(page.task, page.body));
  return { facts: mapped.flatMap((each) => each.facts), gaps: mapped.flatMap((each) => each.gaps) };
};

describe('a file of authorization details', () => {
  it('gives the same facts whole, indented, in one line, percent-encoded, in pages, concatenated and in an array, in any chunks', async () => {
    const whole = details(estate);
    const encoded = JSON.parse(
      JSON.stringify(whole, (key, value: unknown) => (/Document$/.test(key) ? encodeURIComponent(JSON.stringify(value)) : value)),
    ) as Json;
    const first = { ...details({ users: estate.users ?? [], policies: [admin] }), IsTruncated: true, Marker: 'm1' };
    const second = { ...details({ groups: estate.groups ?? [], roles: estate.roles ?? [], policies: [policy('a')] }), IsTruncated: false };
    const reference = await cut(DETAILS, JSON.stringify(whole));
    expect(reference.gaps).toEqual([]);
    expect(reference.ended).toEqual({ [boundary]: true });
    const texts = [
      JSON.stringify(whole, null, 4),
      JSON.stringify(encoded),
      JSON.stringify(first) + JSON.stringify(second),
      `${JSON.stringify(first, null, 2)}\n${JSON.stringify(second)}\n`,
      JSON.stringify([first, second]),
      JSON.stringify({
        Policies: whole['Policies'],
        RoleDetailList: whole['RoleDetailList'],
        UserDetailList: whole['UserDetailList'],
        GroupDetailList: whole['GroupDetailList'],
      }),
    ];
    for (const text of texts) {
      for (const size of [13, 100_000]) {
        const read = await cut(DETAILS, text, 'x', size);
        expect([read.gaps, read.error, read.ended]).toEqual([[], null, { [boundary]: true }]);
        expect(factsOf(read.pages)).toEqual(factsOf(reference.pages));
      }
    }
  });

  it('cut short by the command or by the provider does not end the answer', async () => {
    for (const more of [{ NextToken: 'abc' }, { IsTruncated: true, Marker: 'm' }]) {
      const read = await cut(DETAILS, JSON.stringify({ ...details(estate), ...more }));
      expect(read.ended).toEqual({ [boundary]: false });
      expect(read.pages).toHaveLength(1);
    }
    const ended = await cut(DETAILS, JSON.stringify({ ...details(estate), IsTruncated: false, NextToken: null }));
    expect(ended.ended).toEqual({ [boundary]: true });
  });

  it('that ends with a page without any item of the account ends its answer and keeps the policies of AWS', async () => {
    const first = { ...details({ users: [user('ann')] }), IsTruncated: true, Marker: 'm' };
    const read = await cut(DETAILS, JSON.stringify(first) + JSON.stringify(details({ policies: [admin] })));
    expect(read.ended).toEqual({ [boundary]: true });
    expect(mapAll(read.pages).facts.filter((fact) => fact.kind === 'policy')).toMatchObject([{ boundary, key: admin['Arn'] }]);
  });

  it('with several accounts gives each its own pages and its own end', async () => {
    const mixed = details({ users: [user('ann'), user('eve', {}, other)], policies: [admin] });
    const short = { ...details({ users: [user('zoe', {}, '777788889999')] }), NextToken: 'x' };
    const read = await cut(DETAILS, JSON.stringify([mixed, short]));
    expect(read.gaps).toEqual([]);
    expect(read.ended).toEqual({ [boundary]: true, [otherBoundary]: true, 'aws:777788889999': false });
    for (const page of read.pages) {
      for (const fact of awsCore.map(page.task, page.body).facts) expect(fact.boundary).toBe(page.task.boundary);
    }
  });

  it('makes pages of 200 elements', async () => {
    const roles = Array.from({ length: 450 }, (_, i) => role(`r${i}`));
    const read = await cut(DETAILS, JSON.stringify(details({ roles })), 'x', 50_000);
    expect(read.pages.map((page) => (page.body as { RoleDetailList: Json[] }).RoleDetailList.length)).toEqual([200, 200, 50]);
    expect(valuesOf(mapAll(read.pages), 'trust')).toHaveLength(450);
  });

  it('loses no element: each is a fact or a gap that names file, line, list and index', async () => {
    const text = JSON.stringify(details({ users: [user('ann'), user('bob'), user('cat')] }), null, 2)
      .replace('"UserName": "bob"', '"UserName": bob')
      .replace(`"Arn": "${arn('user/cat')}"`, '"Arn": "arn:aws:iam::1:user/cat"');
    const read = await cut(DETAILS, text, 'dir/a.json');
    expect(valuesOf(mapAll(read.pages), 'identity').map((each) => each.name)).toEqual(['root user', 'ann']);
    expect(read.gaps).toHaveLength(2);
    for (const gap of read.gaps) expect(gap).toMatchObject({ boundary, surface: 'aws:authorization-details', cause: 'malformed' });
    const line = text.slice(0, text.indexOf('AIDABOB')).split('\n').length - 3;
    expect(read.gaps.map((gap) => gap.detail).find((detail) => detail.includes('element 1'))).toContain(
      `dir/a.json line ${line}, UserDetailList element 1`,
    );
  });

  it('holds a broken element against every account of the document when its own cannot be told', async () => {
    const text = JSON.stringify(details({ users: [user('ann'), 'BROKEN', user('eve', {}, other)] })).replace('"BROKEN"', '{"UserName":}');
    const read = await cut(DETAILS, text);
    expect(read.gaps.map((gap) => gap.boundary).sort()).toEqual([boundary, otherBoundary]);
    const own = await cut(
      DETAILS,
      JSON.stringify(details({ users: [user('ann'), user('eve', {}, other)] })).replace('"UserName":"eve"', '"UserName":eve'),
    );
    expect(own.gaps.map((gap) => gap.boundary)).toEqual([otherBoundary]);
    expect(own.ended).toHaveProperty([otherBoundary]);
  });

  it('gives what stands before the place where it breaks off, ends nothing, and throws where it broke', async () => {
    const text = JSON.stringify(details({ users: [user('ann')], roles: [role('r1'), role('r2')] }));
    const read = await cut(DETAILS, text.slice(0, text.indexOf('AROAR2')));
    expect(read.error).toMatchObject({ code: 'truncated' });
    expect(read.ended).toEqual({ [boundary]: false });
    expect(valuesOf(mapAll(read.pages), 'trust')).toHaveLength(1);
    expect((await cut(DETAILS, '')).error).toMatchObject({ code: 'empty' });
    expect((await cut(DETAILS, '<html>')).error).toMatchObject({ code: 'not-json' });
  });

  it('that is something else gives nothing at all, so that the importer can say so', async () => {
    expect(await cut(DETAILS, JSON.stringify({ Users: [] }))).toEqual({ pages: [], gaps: [], ended: {}, error: null });
  });

  it('without one of the lists, or with something else in its place, is not taken as having an empty one', async () => {
    const { RoleDetailList: _, ...less } = details(estate);
    const read = await cut(DETAILS, JSON.stringify(less));
    expect(read.gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
    expect(read.gaps[0]?.detail).toContain('RoleDetailList');
    const broken = await cut(DETAILS, JSON.stringify({ ...details(estate), Policies: null }));
    expect(broken.gaps).toHaveLength(1);
    expect(broken.gaps[0]?.detail).toContain('Policies');
  });

  it('that names no account is a gap of an account unknown', async () => {
    for (const lists of [{}, { policies: [admin] }, { users: ['x'] }] as const) {
      const read = await cut(DETAILS, JSON.stringify(details(lists)));
      expect(read.pages).toEqual([]);
      expect(read.gaps.map((gap) => gap.boundary)).toEqual(['aws:unknown']);
    }
  });

  it('keeps secrets out and leaves a mark where they stood', async () => {
    const read = await cut(
      DETAILS,
      JSON.stringify(
        details({
          users: [
            user('ann', { SecretAccessKey: 'hunter2', Login: { password: 'hunter2' }, Tags: [{ Key: 'Password', Value: 'hunter2' }] }),
          ],
        }),
      ),
    );
    const text = JSON.stringify(read.pages);
    expect(text).not.toContain('hunter2');
    expect(text.split('{"$dropped":"secret"}')).toHaveLength(4);
    expect(mapAll(read.pages).gaps).toEqual([]);
  });

  it('makes a gap of a document with a repeated key, and keeps its raw text as evidence', async () => {
    const text = JSON.stringify(
      details({ roles: [role('r', { RolePolicyList: [{ PolicyName: 'in', PolicyDocument: allow('iam:*') }] }), role('s')] }),
    ).replace('"Effect":"Allow","Action":"iam:*"', '"Effect":"Deny","Effect":"Allow","Action":"iam:*"');
    const read = await cut(DETAILS, text);
    const mapped = mapAll(read.pages);
    expect(mapped.gaps).toMatchObject([{ subject: arn('role/r'), cause: 'malformed' }]);
    expect(mapped.gaps[0]?.detail).toContain('"Effect"');
    expect(valuesOf(mapped, 'policy')).toMatchObject([{ versions: [{ document: null }] }]);
    expect(identityOf(mapped, arn('role/r')).nature).toBe('non-human');
    expect(JSON.stringify(read.pages)).toContain('\\"Effect\\":\\"Deny\\",\\"Effect\\":\\"Allow\\"');
  });

  it('refuses an element with a repeated key outside of its documents', async () => {
    const text = JSON.stringify(details({ users: [user('ann'), user('bob')] })).replace(
      '"GroupList":[]',
      '"GroupList":["admins"],"GroupList":[]',
    );
    const read = await cut(DETAILS, text);
    expect(read.gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
    expect(valuesOf(mapAll(read.pages), 'identity').map((each) => each.name)).toEqual(['root user', 'bob']);
  });

  it('says the name of the file and not its directory, so that the capture does not depend on where it was', async () => {
    const at = await Promise.all(
      ['/a/b/x.json', 'C:\\c\\x.json', 'x.json'].map((name) => cut(DETAILS, JSON.stringify(details(estate)), name)),
    );
    expect(new Set(at.map((read) => JSON.stringify(read.pages))).size).toBe(1);
  });

  it('keeps every element as it was read, whatever the cutting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(account, other), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 400 }),
        async (owners, size) => {
          const users = owners.map((owner, i) => user(`u${i}`, {}, owner));
          const read = await cut(DETAILS, JSON.stringify(details({ users })), 'x', size);
          const back = read.pages.flatMap((page) => (page.body as { UserDetailList: Json[] }).UserDetailList);
          expect(back.map((each) => JSON.stringify(each)).sort()).toEqual(users.map((each) => JSON.stringify(each)).sort());
          expect(read.gaps).toEqual([]);
        },
      ),
    );
  });
});

describe('a file of a credential report', () => {
  const content = csv(report(rootRow, row('ann', { password_enabled: 'true' })));
  const answer = (text: string, more: object = {}): string =>
    JSON.stringify({
      Content: Buffer.from(text).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: '2026-11-20T10:11:12+00:00',
      ...more,
    });

  it('is read as the AWS CLI prints it, with the time it was made, and as CSV without', async () => {
    const json = await cut(REPORT, answer(content));
    expect(json.gaps).toEqual([]);
    expect(json.ended).toEqual({ [boundary]: true });
    expect(json.pages[0]?.validAt).toBe('2026-11-20T10:11:12.000Z');
    for (const text of [content, `\ufeff${content}`, content.replaceAll('\n', '\r\n')]) {
      const plain = await cut(REPORT, text, 'x', 11);
      expect(plain.pages).toMatchObject([{ validAt: null, body: json.pages[0]?.body as object }]);
    }
    expect(valuesOf(mapAll(json.pages), 'credential').map((each) => each.id)).toEqual([
      `${arn('root')}#password`,
      `${arn('user/ann')}#password`,
    ]);
  });

  it('keeps names with commas and quotes whole', async () => {
    const name = 'o"neil, ann';
    const read = await cut(REPORT, csv(report(rootRow, row(name, { password_enabled: 'true' }))));
    expect(valuesOf(mapAll(read.pages), 'credential').map((each) => each.identity)).toContain(arn(`user/${name}`));
  });

  it('of several accounts, one after the other, gives each its page', async () => {
    const second = csv(report(row('<root_account>', { arn: arn('root', other) })));
    for (const text of [`${content}\n${second}`, answer(content) + answer(second), `[${answer(content)},${answer(second)}]`]) {
      const read = await cut(REPORT, text);
      expect(read.gaps).toEqual([]);
      expect(read.ended).toEqual({ [boundary]: true, [otherBoundary]: true });
    }
  });

  it('makes a gap of a row whose comma was not quoted, in each account it may be of', async () => {
    const read = await cut(REPORT, `${content}\nx,y,${row('ann').slice(1).join(',')}`);
    expect(mapAll(read.pages).gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
  });

  it('throws when nothing in it can be read, each cause with its own words', async () => {
    const words = new Set<string>();
    for (const text of [
      answer(content, { Content: 'a b' }),
      answer(content, { Content: 7 }),
      'name,age\nann,4',
      '\u0000'.repeat(3),
      answer('\ud800x'),
      answer('user,arn\n"x'),
    ]) {
      const read = await cut(REPORT, text);
      expect(read.pages).toEqual([]);
      if (read.error === null) expect(read.gaps.length).toBeGreaterThan(0);
      else expect(read.error).toMatchObject({ code: 'not-a-credential-report' });
      words.add(String(read.error));
    }
    expect(words.size).toBeGreaterThan(4);
    expect((await cut(REPORT, Uint8Array.of(0x75, 0xff, 0xfe))).error).toMatchObject({ code: 'not-a-credential-report' });
    expect((await cut(REPORT, answer(content).slice(0, 40))).error).toMatchObject({ code: 'truncated' });
  });

  it('keeps the reports that can be read beside one that cannot', async () => {
    const read = await cut(REPORT, answer(content) + answer(content, { Content: '%' }), 'r.json');
    expect(read.pages).toHaveLength(1);
    expect(read.gaps).toMatchObject([{ surface: 'aws:credential-report', cause: 'malformed' }]);
    expect(read.gaps[0]?.detail).toContain('r.json, document 2');
  });
});
