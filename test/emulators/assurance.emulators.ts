import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { main } from '../../src/cli/main.ts';
import type { Access } from '../../src/model/access.ts';
import type { Ending } from '../../src/model/ending.ts';
import type { Metrics } from '../../src/model/metrics.ts';
import type { Report } from '../../src/model/report.ts';
import type { VerifyReport } from '../../src/run/verify/report.ts';
import { clockAt, type Clock } from './assurance/clock.ts';
import { writePapers } from './assurance/papers.ts';
import { expectedBy, type Act, type Diary, type Expected, type Look, type Written } from './assurance/record.ts';
import { administratorOf, administratorRole, type Administrator } from './assurance/story.ts';
import { completedDirectory, registrationOf } from './support/directory.ts';
import { seeded } from './support/emulator.ts';
import { startTenant, type Tenant } from './support/tenant.ts';

/** What the emulator serves, or has what it takes to put together. */
const surfaces = [
  ...['organization', 'role-definitions', 'role-assignments', 'users', 'groups', 'group-members'],
  // not licensed there, and so known to be empty
  ...['role-assignment-instances', 'role-eligibility-instances', 'group-pim'],
  ...['applications', 'federated-credentials', 'service-principals', 'app-role-assignments'],
  ...['delegated-grants', 'deleted-items'],
];
const everyPermission = [
  ...['User.Read.All', 'Group.Read.All', 'Application.Read.All', 'RoleManagement.Read.Directory', 'Directory.Read.All'],
];
/** By how much a bound may lie outside of the look that sets it: uncertain clocks. */
const WIDENED_MS = 90_000;
/** The directory may answer a question with a copy of itself so old. */
const COPY_MS = 15 * 60_000;

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

describe('what became of every access of a directory, as the one who did it all knows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-story-'));
  let tenant: Tenant;
  let clock: Clock;
  let admin: Administrator;
  let written: readonly Written[] = [];
  const looks: Look[] = [];
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
    const environment = { AZURE_CLIENT_SECRET: seeded.secret };
    const exit = await main(args, { ...streams, environment, cwd: folder, clock: () => clock.now() });
    return { exit, ...said };
  }

  function configure(more: readonly string[]): void {
    const settings = [
      `tenant: ${seeded.tenant}`,
      `clientId: ${seeded.daemon}`,
      'groupMembers: all',
      `endpoints: { graph: '${tenant.endpoint}', login: '${tenant.endpoint}' }`,
      `surfaces: [${[...surfaces, ...more].join(', ')}]`,
    ];
    const lines = ['connectors:', '  entra:', ...settings.map((each) => `    ${each}`)];
    writeFileSync(join(folder, 'vestige.yaml'), [...lines, 'assurance:', '  keys: [{ record: mail, handle: mail }]', ''].join('\n'));
  }

  /** A scan of all, which is a look to be noted. */
  async function scan(blindTo: readonly string[] = []): Promise<Report> {
    const from = clock.now();
    const { exit, out, err } = await vestige('scan', 'entra', '--format', 'json', '--quiet');
    expect([1, 3], err).toContain(exit);
    looks.push({ from, to: clock.now(), blindTo });
    return JSON.parse(out) as Report;
  }

  async function take(file: string, preset: string, ...more: readonly string[]): Promise<void> {
    const { exit, out, err } = await vestige('due', 'import', file, '--as', preset, '--zone', 'UTC', ...more);
    expect(exit, out + err).toBe(0);
  }

  beforeAll(async () => {
    tenant = await startTenant(completedDirectory);
    tenant.granted = everyPermission;
    clock = await clockAt(tenant, '2026-03-01T08:00:00Z');
    configure([]);
    admin = administratorOf(tenant, clock);
    for (const name of ['boss', 'lea', 'tom', 'pam', 'rita', 'kit', 'nia', 'dup', 'jo', 'ona']) await admin.user(name);
    for (const name of ['lea', 'tom', 'rita', 'dup', 'jo', 'ona']) await admin.administer(name);
    await admin.group('ops');
    for (const name of ['lea', 'kit', 'nia']) await admin.join(name, 'ops');
    for (const name of ['api', 'batch', 'portal', 'twin']) await admin.application(name);
    await admin.secret('batch', 'winter');
    await admin.secret('twin', 'first');
    await admin.federate('batch', 'deploy');
    await admin.federate('batch', 'nightly');
    await admin.offer('api', 'Data.Write');
    await admin.assign('lea', 'api', 'Data.Write');
    await admin.assign('batch', 'api', 'Data.Write');
    await admin.consent('portal', 'api');
    await clock.setTo('2026-03-01T10:00:00Z');
    await scan();
    await clock.setTo('2026-03-02T08:00:00Z');
    await admin.join('pam', 'ops');
    await clock.setTo('2026-03-02T10:00:00Z');
    await scan();

    // Lea's and pam's rights are taken away, late; that lea can sign in is forgotten, and all that tom and jo have.
    await clock.setTo('2026-03-03T08:00:00Z');
    for (const name of ['lea', 'pam', 'kit']) await admin.leave(name, 'ops');
    for (const name of ['lea', 'rita', 'dup']) await admin.depose(name);
    await admin.unassign('lea', 'api', 'Data.Write');
    await admin.secret('batch', 'spring');
    await admin.deleteSecret('batch', 'winter');
    await admin.unfederate('batch', 'deploy');
    await admin.withdraw('portal', 'api');
    // deleted and made anew under the same name
    await admin.deleteUser('dup');
    await admin.user('dup-anew', 'dup');
    await admin.administer('dup-anew');
    await admin.deleteApplication('twin');
    await admin.application('twin-anew', 'twin');
    await admin.secret('twin-anew', 'second');

    tenant.granted = everyPermission.filter((each) => !['RoleManagement.Read.Directory', 'Directory.Read.All'].includes(each));
    await clock.setTo('2026-03-03T10:00:00Z');
    // whom to ask about members follows from the roles
    blind = await scan(['directory-role', 'consent', 'membership']);
    tenant.granted = everyPermission;

    await clock.setTo('2026-03-03T11:00:00Z');
    written = writePapers(folder, admin.ids.get('ops') ?? '');
    await take('leavers.csv', 'hr-leavers');
    await take('tickets.csv', 'jira');
    await take('grants.jsonl', 'pam-grants');
    await clock.setTo('2026-03-04T10:00:00Z');
    await scan();
    // away while nobody looked
    await clock.setTo('2026-03-04T11:00:00Z');
    await admin.leave('nia', 'ops');
    await clock.setTo('2026-03-04T15:00:00Z');
    await admin.join('nia', 'ops');
    await clock.setTo('2026-03-05T09:00:00Z');
    await admin.join('kit', 'ops');
    await clock.setTo('2026-03-06T10:00:00Z');
    await scan();
    await clock.setTo('2026-03-06T11:00:00Z');
    await admin.administer('rita');
    await clock.setTo('2026-03-06T12:00:00Z');
    untold = await scan();
    untoldAt = clock.now();
    // The same files once more, said to be whole now: their silence says something from here on.
    await clock.setTo('2026-03-06T13:00:00Z');
    told = { from: Date.parse('2026-02-01T00:00:00Z'), to: Date.parse('2026-03-06T12:30:00Z') };
    const covers = ['--covers', '2026-02-01T00:00:00Z/2026-03-06T12:30:00Z'];
    await take('tickets.csv', 'jira', ...covers);
    await take('grants.jsonl', 'pam-grants', ...covers);
    await clock.setTo('2026-03-06T14:00:00Z');
    // the log is asked so slowly that it is read once, and tells of all that was done long before
    configure(['audit-log']);
    whole = await scan();
  }, 240_000);

  afterAll(async () => {
    await tenant?.stop();
    rmSync(folder, { recursive: true, force: true });
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

  function endingsOf({ endings }: Report, access: string): readonly Ending[] {
    return endings.filter((each) => nameOf(each.access) === access);
  }

  /** The one ending of this time of the access. */
  function endingOf({ access, ended }: Expected): Ending {
    const [ending, ...more] = endingsOf(whole, access).filter((each) => (each.ended === null) === (ended === null));
    if (ending === undefined || more.length > 0) throw new Error(`${more.length + (ending === undefined ? 0 : 1)} endings of ${access}`);
    return ending;
  }

  /** `<sort> <whose name> <what>`, as the diary has it. */
  function nameOf(access: Access): string {
    const names = new Map(
      [...admin.ids].flatMap(
        ([name, id]) =>
          [
            [id, name],
            [registrationOf(id), name],
          ] as const,
      ),
    );
    const called = (id: string | undefined): string => {
      const own = id?.split(/[/#]/).at(-1) ?? '';
      return own === administratorRole ? 'administrator' : (names.get(own) ?? own);
    };
    const subject = called(access.subject);
    const [object] = access.objects;
    switch (access.source.split('|')[0]) {
      case 'directory-role':
        return `directory-role ${subject} ${called(object)}`;
      case 'group-membership':
        return `membership ${subject} ${called(object)}`;
      case 'app-role':
        return `app-role ${subject} ${called(object)}`;
      case 'consent':
        return `consent ${subject} ${called(object)}`;
      case 'federated-credential':
        return `federation ${called(object)} ${access.objects.at(-1) ?? ''}`;
      default:
        return `${access.kind === 'credential' ? 'secret' : access.kind} ${subject} ${called(object)}`;
    }
  }

  function wholly(): readonly Expected[] {
    const until = looks.slice(0, 7);
    const now = until.at(-1)?.to ?? 0;
    const acts = admin.acts.filter((each) => each.to <= now);
    return expectedBy({ acts, logged: admin.logged, looks: until, written, told }, now);
  }

  it('tells of every access that ended or should have, and of no other, as far as records reach', () => {
    const known = looks.slice(0, 6);
    const acts = admin.acts.filter((each) => each.to <= untoldAt);
    expect(outcomesIn(untold)).toEqual(outcomesOf(expectedBy({ acts, logged: [], looks: known, written, told: null }, untoldAt)));
  });

  it('says of what came back that nothing allows it, once records are told to be whole', () => {
    expect(outcomesIn(whole)).toEqual(outcomesOf(wholly()));
  });

  it('tells when each ended by two moments between which it was, as narrow as the looks were, and how late', () => {
    for (const each of wholly()) {
      const { access, due, ended } = each;
      const ending = endingOf(each);
      expect(msOrNull(ending.due), access).toBe(due);
      if (ended === null) {
        expect(ending.ended, access).toBeNull();
        continue;
      }
      const { taken, seen, lacking, logged } = ended;
      const [after, before] = [msOf(ending.ended?.after ?? ''), msOf(ending.ended?.before ?? '')];
      expect(after, access).toBeLessThan(taken.from);
      expect(after, access).toBeGreaterThanOrEqual((logged?.own === true ? taken.from : seen.from) - WIDENED_MS);
      expect(before, access).toBeGreaterThanOrEqual(taken.to - 1000);
      expect(before, access).toBeGreaterThanOrEqual(logged === null ? lacking.from : logged.act.from);
      expect(before, access).toBeLessThanOrEqual((logged?.act ?? lacking).to + WIDENED_MS);
      if (due === null) expect(ending.lateness, access).toBeNull();
      else {
        const { lower, upper, open } = ending.lateness ?? { lower: NaN, upper: NaN, open: true };
        expect(open, access).toBe(false);
        expect(lower, access).toBe(Math.max(0, after - due));
        expect(lower, access).toBeLessThanOrEqual(Math.max(0, taken.from - due));
        expect(upper, access).toBe(Math.max(0, before - due));
      }
    }
  });

  it('gives no ending a level that the looks do not, and names what the next one lacks', () => {
    for (const each of wholly()) {
      const { access, outcome, ended } = each;
      const ending = endingOf(each);
      // observed by complete reads; nobody read what was used, nor who owns what
      expect([access, ending.level]).toEqual([access, ended === null ? null : 2]);
      const kinds = new Set(ending.lacks.map((lack) => /^(linger until|no other way|use-logs)/.exec(lack)?.[1] ?? lack));
      const lacks = ended === null ? [] : [...(outcome === 'lingering' ? ['linger until'] : []), 'no other way', 'use-logs'];
      expect([access, ...[...kinds].sort()]).toEqual([access, ...lacks]);
    }
  });

  it('names who ended what the log of the directory tells of, and nobody where it does not', () => {
    let told = 0;
    for (const each of wholly()) {
      const { endedBy, ended } = endingOf(each);
      const said = [each.access, endedBy, ended?.recorded?.source ?? null];
      if ((each.ended?.logged ?? null) === null) expect(said).toEqual([each.access, null, null]);
      else expect(said).toEqual([each.access, { actor: seeded.daemon, by: 'automation' }, 'entra:audit-log']);
      if (endedBy !== null) told++;
    }
    expect(told).toBe(3);
  });

  it('does not take for gone what it was not allowed to read', () => {
    for (const surface of ['role-assignments', 'delegated-grants', 'deleted-items']) {
      expect(blind.coverage.find((each) => each.surface === `entra:${surface}`)?.cause, surface).toBe('denied');
    }
    const gone = blind.endings.filter(({ ended }) => ended !== null).map(({ access }) => nameOf(access));
    expect(gone.filter((each) => /^(directory-role|consent|membership) /.test(each))).toEqual([]);
  });

  it('takes neither a person nor an application for the one that had its name before', () => {
    const names = whole.endings.map(({ access }) => nameOf(access));
    expect(names).toContain('account dup dup');
    expect(names).toContain('account twin twin');
    // of those that have it now, the secret alone has an end, and that is to come
    expect(names.filter((each) => each.includes('anew'))).toEqual(['secret twin-anew second']);
  });

  it('counts the row about nobody, and guesses at no one', () => {
    const rows = whole.assurance?.unmatched.first ?? [];
    expect(rows.map(({ source, why }) => `${source} ${why}`)).toEqual(['hr unknown']);
  });

  it('finds by asking what is there and should not be, and when what was forgotten is taken away at last', async () => {
    await clock.setTo('2026-03-06T15:00:00Z');
    const late = wholly().filter(({ outcome }) => outcome === 'overdue' || outcome === 'reappeared');
    const asked = await vestige('verify', '--due', '--format', 'json', '--quiet');
    expect(asked.exit, asked.err).toBe(1);
    const { results } = JSON.parse(asked.out) as VerifyReport;
    const asIs = (says: string): readonly string[] =>
      results.filter((each) => each.says === says).map(({ ending }) => byId.get(ending ?? '') ?? 'unknown');
    const byId = new Map(whole.endings.map(({ id, access }) => [id, nameOf(access)]));
    expect([...asIs('present')].sort()).toEqual(late.map(({ access }) => access).sort());
    // no list proves that it is gone, and the directory itself does, asked for it beside what is known to be there
    expect([asIs('absent'), asIs('undetermined')]).toEqual([['app-role lea Data.Write'], []]);

    await clock.setTo('2026-03-06T16:00:00Z');
    await admin.depose('tom');
    const [forgotten] = endingsOf(whole, 'directory-role tom administrator');
    for (const moment of ['2026-03-06T16:10:00Z', '2026-03-06T16:20:00Z']) {
      await clock.setTo(moment);
      const said = await vestige('verify', forgotten?.id ?? '', '--quiet');
      expect(said.exit, said.out + said.err).toBe(0);
    }
    await clock.setTo('2026-03-06T17:00:00Z');
    configure([]);
    const after = await scan();
    const [gone] = endingsOf(after, 'directory-role tom administrator');
    const taken = actOf('take', 'directory-role tom administrator');
    expect(gone).toMatchObject({ outcome: 'lingering', level: 2 });
    expect(msOf(gone?.ended?.after ?? '')).toBeLessThan(taken.from);
    expect(msOf(gone?.ended?.after ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-03-06T15:00:00Z') - COPY_MS - WIDENED_MS);
    expect(msOf(gone?.ended?.before ?? '')).toBeGreaterThan(taken.to);
    expect(msOf(gone?.ended?.before ?? '')).toBeLessThanOrEqual(Date.parse('2026-03-06T16:20:00Z') + WIDENED_MS);

    const figures = await vestige('metrics', '--format', 'json');
    expect(figures.exit, figures.err).toBe(0);
    const { metrics } = JSON.parse(figures.out) as { readonly metrics: Metrics };
    // what was asked for once and not found is claimed, until it is asked again
    const now = wholly().filter(({ ended }) => ended !== null).length + 1;
    expect(metrics.rows.find(({ by }) => by === 'all')?.levels).toEqual([1, 0, now, 0]);
  });
});

function msOf(instant: string): number {
  return parseInstant(instant) ?? NaN;
}

function msOrNull(instant: string | null): number | null {
  return instant === null ? null : msOf(instant);
}
