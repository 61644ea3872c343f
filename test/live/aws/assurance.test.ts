import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sortOf } from '../../../connectors/aws/access/sort.ts';
import { awsPermissions } from '../../../connectors/aws/permissions.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import { cores } from '../../../connectors/list.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { main } from '../../../src/cli/main.ts';
import type { Access } from '../../../src/model/access.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Metrics } from '../../../src/model/metrics.ts';
import type { Report } from '../../../src/model/report.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import type { VerifyReport } from '../../../src/run/verify/report.ts';
import { documentNamed, lacking } from '../support/enforcement.ts';
import { installed } from '../support/install.ts';
import { motoNeeds, startMoto, type Moto } from '../support/moto.ts';
import { liveClock, type LiveClock } from './assurance/clock.ts';
import { writePapers, writeTrail } from './assurance/papers.ts';
import { expectedBy, type Act, type Diary, type Expected, type Look, type Written } from './assurance/record.ts';
import { account, administratorOf, type Administrator } from './assurance/story.ts';

const needs = installed(motoNeeds);
const given = { surfaces: ['authorization-details', 'access-keys', 'login-profiles'] };
const settings = readConfiguration({ connectors: { aws: given } }, { rules: [], connectors: cores }).connectorSettings[
  'aws'
] as AwsSettings;
/** By how much a bound may lie outside of the look that sets it: clocks, and the minute that IAM may lag. */
const WIDENED_MS = 150_000;
const NARROW_MS = 65_000;

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

describe.runIf(needs !== undefined)('what became of every access of an account of moto, as the one who did it all knows', () => {
  let moto: Moto;
  let clock: LiveClock;
  let admin: Administrator;
  let folder: string;
  let session: Readonly<Record<string, string>>;
  let written: readonly Written[] = [];
  const looks: Look[] = [];
  const keys = { lea: '', tom: '', kit: '', new: '' };
  let blind: Report;
  let untold: Report;
  let untoldAt: number;
  let whole: Report;
  let told: Diary['told'] = null;

  async function vestige(...args: readonly string[]): Promise<Ran> {
    const said = { out: '', err: '' };
    const into = (stream: 'out' | 'err'): Writable =>
      new Writable({
        write(chunk: Buffer, _, done) {
          said[stream] += chunk.toString();
          done();
        },
      });
    const streams = { stdout: into('out'), stderr: into('err'), width: 80, colour: false };
    const exit = await main(args, { ...streams, environment: session, cwd: folder, clock: () => clock.now() });
    return { exit, ...said };
  }

  /** A scan of all, which is a look to be noted. */
  async function scan(blindTo: readonly string[] = []): Promise<Report> {
    const from = clock.now();
    const { exit, out, err } = await vestige('scan', 'aws', '--format', 'json', '--quiet');
    expect([1, 3], err).toContain(exit);
    looks.push({ from, to: clock.now(), blindTo });
    return JSON.parse(out) as Report;
  }

  async function take(file: string, preset: string, ...more: readonly string[]): Promise<void> {
    const { exit, out, err } = await vestige('due', 'import', file, '--as', preset, '--zone', 'UTC', ...more);
    expect(exit, out + err).toBe(0);
  }

  async function authorise(after: '0' | 'inf'): Promise<void> {
    const headers = { 'content-type': 'text/plain' };
    const answer = await fetch(`${moto.endpoint}/moto-api/reset-auth`, { method: 'POST', body: after, headers });
    if (!answer.ok) throw new Error(`moto refused to change what it enforces: status ${answer.status}`);
  }

  beforeAll(async () => {
    if (needs === undefined) return;
    moto = await startMoto(needs, { bare: true });
    clock = await liveClock(moto);
    folder = join(moto.folder, 'user');
    mkdirSync(folder);
    const lines = ['connectors:', '  aws:', `    surfaces: [${given.surfaces.join(', ')}]`];
    writeFileSync(join(folder, 'vestige.yaml'), [...lines, 'assurance:', '  keys: [{ record: mail, tag: email }]', ''].join('\n'));

    admin = administratorOf(moto, clock);
    await admin.reader('scan');
    session = moto.session(account, 'scan');
    // The SDK takes endpoints and credentials from the process's own environment, as it does for a user.
    for (const [name, value] of Object.entries(session)) vi.stubEnv(name, value);
    await admin.policy('everything');
    await admin.group('ops', 'everything');
    for (const name of ['boss', 'lea', 'tom', 'pam', 'rita', 'kit', 'dup', 'jo', 'ona']) await admin.user(name, `${name}@acme.example`);
    for (const name of ['lea', 'tom', 'rita', 'dup', 'jo', 'ona']) await admin.attach(name, 'everything');
    keys.lea = await admin.key('lea');
    keys.tom = await admin.key('tom');
    keys.kit = await admin.key('kit');
    await admin.password('lea');
    await admin.join('lea', 'ops');
    await admin.role('deploy', ['lea', 'tom']);
    await clock.setTo('2023-03-01T10:00:00Z');
    await scan();
    await clock.setTo('2023-03-02T08:00:00Z');
    await admin.join('pam', 'ops');
    await clock.setTo('2023-03-02T10:00:00Z');
    await scan();

    // Lea's and pam's rights are taken away, late; lea's key is forgotten, and all that tom and jo have.
    await clock.setTo('2023-03-03T08:00:00Z');
    await admin.detach('lea', 'everything');
    await admin.leave('lea', 'ops');
    await admin.deletePassword('lea');
    await admin.trust('deploy', ['tom']);
    await admin.leave('pam', 'ops');
    await admin.detach('rita', 'everything');
    keys.new = await admin.key('kit');
    await admin.deleteKey('kit', keys.kit);
    await admin.detach('dup', 'everything');
    await admin.deleteUser('dup');
    await admin.user('dup', 'dup@acme.example');
    await admin.attach('dup', 'everything');

    const policy = documentNamed(awsPermissions(settings), 'hub-policy');
    const permit = (document: Json): Promise<void> => admin.permit('scan', 'vestige', document);
    await permit(lacking(policy, 'iam:ListAccessKeys'));
    await authorise('0');
    await clock.setTo('2023-03-03T10:00:00Z');
    blind = await scan(['access-key']);
    await authorise('inf');

    await clock.setTo('2023-03-03T11:00:00Z');
    written = writePapers(folder);
    await take('leavers.csv', 'hr-leavers');
    await take('tickets.csv', 'jira');
    await take('grants.jsonl', 'pam-grants');
    await clock.setTo('2023-03-04T09:00:00Z');
    await admin.attach('rita', 'everything');
    await clock.setTo('2023-03-04T12:00:00Z');
    writeTrail(folder, actOf('take', 'attachment lea everything'), 'lea', 'everything');
    const readAt = ['--read-at', '2023-03-04T12:00:00Z'];
    const trail = await vestige('analyze', '--aws-cloudtrail', 'trail.json', ...readAt, '--quiet', '--fail-on', 'never');
    expect([0, 3], trail.err).toContain(trail.exit);
    await clock.setTo('2023-03-05T10:00:00Z');
    untold = await scan();
    untoldAt = clock.now();
    // The same files once more, said to be whole now: their silence says something from here on.
    await clock.setTo('2023-03-05T11:00:00Z');
    told = { from: Date.parse('2023-02-01T00:00:00Z'), to: Date.parse('2023-03-05T10:30:00Z') };
    const covers = ['--covers', '2023-02-01T00:00:00Z/2023-03-05T10:30:00Z'];
    await take('tickets.csv', 'jira', ...covers);
    await take('grants.jsonl', 'pam-grants', ...covers);
    await clock.setTo('2023-03-05T12:00:00Z');
    whole = await scan();
  }, 240_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  function actOf(does: Act['does'], access: string): Act {
    const found = admin.acts.find((each) => each.does === does && each.access === access);
    if (found === undefined) throw new Error(`nobody did ${does} ${access}`);
    return found;
  }

  function outcomesIn({ endings }: Report): readonly string[] {
    return endings.map((each) => `${nameOf(each.access)}: ${each.outcome}`).sort();
  }

  function outcomesOf(expected: readonly Expected[]): readonly string[] {
    return expected.map(({ access, outcome }) => `${access}: ${outcome}`).sort();
  }

  it('tells of every access that ended or should have, and of no other, as far as records reach', () => {
    const known = looks.slice(0, -1);
    expect(outcomesIn(untold)).toEqual(outcomesOf(expectedBy({ acts: admin.acts, looks: known, written, told: null }, untoldAt)));
  });

  it('says of what came back that nothing allows it, once records are told to be whole', () => {
    expect(outcomesIn(whole)).toEqual(outcomesOf(wholly()));
  });

  it('tells when each ended by two moments between which it was, as narrow as the looks were, and how late', () => {
    for (const { access, due, ended } of wholly()) {
      const [ending, ...more] = endingsOf(whole, access).filter((each) => (each.ended === null) === (ended === null));
      if (ending === undefined || more.length > 0) throw new Error(`${more.length + 1} endings of ${access}`);
      expect(msOrNull(ending.due), access).toBe(due);
      if (ended === null) continue;
      const { taken, seen, lacking: first } = ended;
      const [after, before] = [msOf(ending.ended?.after ?? ''), msOf(ending.ended?.before ?? '')];
      expect(after, access).toBeLessThan(taken.from);
      expect(before, access).toBeGreaterThanOrEqual(taken.to - 1000);
      if (isLogged(access)) {
        expect(after, access).toBeGreaterThanOrEqual(taken.from - NARROW_MS);
        expect(before, access).toBeLessThanOrEqual(taken.to + NARROW_MS);
      } else {
        expect(after, access).toBeGreaterThanOrEqual(seen.from - widened(access));
        expect(after, access).toBeLessThanOrEqual(seen.to);
        expect(before, access).toBeGreaterThanOrEqual(first.from);
        expect(before, access).toBeLessThanOrEqual(first.to + WIDENED_MS);
      }
      if (due === null) expect(ending.lateness, access).toBeNull();
      else {
        const { lower, upper, open } = ending.lateness ?? { lower: NaN, upper: NaN, open: true };
        expect(open, access).toBe(false);
        expect(lower, access).toBe(Math.max(0, after - due));
        expect(lower, access).toBeLessThanOrEqual(taken.from - due);
        expect(upper, access).toBe(before - due);
      }
    }
  });

  it('gives no ending a level that the looks do not, and names what the next one lacks', () => {
    for (const { access, outcome, ended } of wholly()) {
      const [ending] = endingsOf(whole, access).filter((each) => (each.ended === null) === (ended === null));
      // observed by complete reads; nobody read what was used, nor the policies of resources
      expect([access, ending?.level ?? null]).toEqual([access, ended === null ? null : 2]);
      const kinds = new Set((ending?.lacks ?? []).map((each) => /^(linger until|no other way|use-logs)/.exec(each)?.[1] ?? each));
      const lacks = ended === null ? [] : [...(outcome === 'lingering' ? ['linger until'] : []), 'no other way', 'use-logs'];
      expect([access, ...[...kinds].sort()]).toEqual([access, ...lacks]);
    }
  });

  it('names who ended what the log tells, and nobody where none does', () => {
    const [logged] = endingsOf(whole, 'attachment lea everything');
    expect(logged?.endedBy).toMatchObject({ by: 'person' });
    expect(logged?.ended?.recorded).not.toBeNull();
    for (const each of whole.endings) if (!isLogged(nameOf(each.access))) expect(each.endedBy, nameOf(each.access)).toBeNull();
  });

  it('does not take for gone what it was not allowed to read', () => {
    const surface = blind.coverage.find((each) => each.surface === 'aws:access-keys');
    expect(surface?.status).not.toBe('complete');
    expect(
      blind.endings.filter((each) => each.kind === 'credential' && each.ended !== null && nameOf(each.access).startsWith('access-key')),
    ).toEqual([]);
    expect(endingsOf(untold, `access-key kit ${keys.kit}`)).toEqual([]);
    expect(endingsOf(whole, `access-key kit ${keys.new}`)).toEqual([]);
  });

  it('counts the row about nobody, and guesses at no one', () => {
    const rows = whole.assurance?.unmatched.first ?? [];
    expect(rows.map(({ source, why }) => `${source} ${why}`)).toEqual(['hr unknown']);
  });

  it('finds by asking what is there and should not be, and when what was forgotten is taken away at last', async () => {
    await clock.setTo('2023-03-05T13:00:00Z');
    const late = wholly().filter(({ outcome }) => outcome === 'overdue' || outcome === 'reappeared');
    const asked = await vestige('verify', '--due', '--format', 'json', '--quiet');
    expect(asked.exit, asked.err).toBe(1);
    const { results } = JSON.parse(asked.out) as VerifyReport;
    const present = results.filter(({ says }) => says === 'present').map((each) => each.subjectName + ' ' + each.access.name);
    const endings = late.flatMap(({ access }) => endingsOf(whole, access).filter((each) => each.ended === null));
    expect(present.sort()).toEqual(endings.map((each) => each.subjectName + ' ' + each.access.name).sort());
    expect(results.filter(({ says }) => says !== 'present')).toEqual([]);

    await clock.setTo('2023-03-05T14:00:00Z');
    await admin.detach('tom', 'everything');
    const [forgotten] = endingsOf(whole, 'attachment tom everything');
    for (const moment of ['2023-03-05T14:10:00Z', '2023-03-05T14:20:00Z']) {
      await clock.setTo(moment);
      expect((await vestige('verify', forgotten?.id ?? '', '--quiet')).exit).toBe(0);
    }
    await clock.setTo('2023-03-05T15:00:00Z');
    const after = await scan();
    const [gone] = endingsOf(after, 'attachment tom everything');
    const taken = actOf('take', 'attachment tom everything');
    expect(gone).toMatchObject({ outcome: 'ended', level: 2 });
    expect(msOf(gone?.ended?.after ?? '')).toBeLessThan(taken.from);
    expect(msOf(gone?.ended?.after ?? '')).toBeGreaterThanOrEqual(Date.parse('2023-03-05T13:00:00Z') - WIDENED_MS);
    expect(msOf(gone?.ended?.before ?? '')).toBeGreaterThan(taken.to);
    expect(msOf(gone?.ended?.before ?? '')).toBeLessThanOrEqual(Date.parse('2023-03-05T14:10:00Z') + WIDENED_MS);

    const told = await vestige('metrics', '--format', 'json');
    expect(told.exit, told.err).toBe(0);
    const { metrics } = JSON.parse(told.out) as { readonly metrics: Metrics };
    const now = expectedBy({ acts: admin.acts, looks, written, told: null }, looks.at(-1)?.to ?? 0);
    const all = metrics.rows.find(({ by }) => by === 'all');
    expect(all?.levels).toEqual([0, 0, now.filter(({ ended }) => ended !== null).length, 0]);
  });

  function wholly(): readonly Expected[] {
    const until = looks.slice(0, 5);
    const acts = admin.acts.filter((each) => each.to <= (until.at(-1)?.to ?? 0));
    return expectedBy({ acts, looks: until, written, told }, until.at(-1)?.to ?? 0);
  }
});

function endingsOf({ endings }: Report, access: string): readonly Ending[] {
  return endings.filter((each) => nameOf(each.access) === access);
}

/** The one end that the trail has. */
function isLogged(access: string): boolean {
  return access === 'attachment lea everything';
}

/** Keys are told by the credential report as well, where it is read, which may lag four hours. */
function widened(access: string): number {
  return WIDENED_MS + (access.startsWith('access-key ') ? 4 * 3_600_000 : 0);
}

function msOf(instant: string): number {
  return parseInstant(instant) ?? NaN;
}

function msOrNull(instant: string | null): number | null {
  return instant === null ? null : msOf(instant);
}

/** `<sort> <whose name> <what>`, as the diary has it. */
function nameOf(access: Access): string {
  const sort = sortOf(access) ?? '';
  const whose = access.subject.split(/[:/]/).at(-1) ?? '';
  if (sort === 'user') return `user ${whose} ${whose}`;
  if (sort === 'password') return `password ${whose} password`;
  const what = sort === 'access-key' ? access.objects.find((each) => each.startsWith('AKIA')) : access.objects[1];
  return `${sort} ${whose} ${what ?? ''}`;
}
