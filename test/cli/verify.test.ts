import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Wiring } from '../../src/cli/wiring.ts';
import { hashJson } from '../../src/base/bytes/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import type { Connector, ConnectorCore, ProbePage } from '../../src/contract/connector.ts';
import { accessKinds, type Access } from '../../src/model/access.ts';
import { outcomes, type Ending } from '../../src/model/ending.ts';
import { gapCauses } from '../../src/model/gap.ts';
import type { Task } from '../../src/model/page.ts';
import { readLedger } from '../../src/evidence/ledger/open.ts';
import { openHistory } from '../../src/history/open.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { saveAnalysis } from '../../src/run/saved.ts';
import { captureLive } from '../../src/run/scan.ts';
import type { VerifyReport } from '../../src/run/verify/report.ts';
import { estateServer, estateWiring } from '../support/live/estate.ts';
import { fakeTerminal, type FakeTerminal } from '../support/live/terminal.ts';
import { sampleEndings } from '../support/report-endings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-verify-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function access(user: string): Access {
  const id = `credential|estate:1|${user}|${user}-key|`;
  const own = { id, kind: 'credential', boundary: 'estate:1', subject: user, objects: [`${user}-key`], name: `${user}-key` } as const;
  return { ...own, scope: null, source: `${user}-key`, from: null, until: null, activated: false };
}

function ending(user: string, id: string, more: Partial<Ending> = {}): Ending {
  const [sample] = sampleEndings;
  if (sample === undefined) throw new Error('there is no sample');
  const told = { access: access(user), boundary: 'estate:1', subject: user, subjectName: user, lastSeen: '2026-11-21T00:00:00.000Z' };
  const trigger = { kind: 'left', at: '2026-11-20T00:00:00.000Z', events: [], text: 'left' } as unknown as Ending['trigger'];
  return { ...sample, ...told, id: id.padEnd(64, '0'), outcome: 'overdue', trigger, due: '2026-11-20T00:00:00.000Z', ...more };
}

/** Which keys there are, of users who are asked by name. */
function probing(there: () => readonly string[]): { readonly wiring: Wiring; readonly asked: string[] } {
  const server = estateServer();
  const own = estateWiring(server);
  const asked: string[] = [];
  const task = (of: Access, name: string, args: Task['args']): Task => ({ boundary: of.boundary, surface: `estate:${name}`, args });
  const idsOf = (pages: readonly ProbePage[], surface: string): readonly string[] =>
    pages.filter((page) => page.refused === null && page.task.surface === surface).flatMap(({ body }) => (body as { ids: string[] }).ids);
  const core: ConnectorCore<unknown> = {
    ...(own.connectors[0] as ConnectorCore<unknown>),
    probe: (of) => ({
      target: [task(of, 'keys', { user: of.subject })],
      control: [task(of, 'users', {})],
      controlText: 'the users of the account',
      spacedByMs: 60_000,
      says(pages) {
        const isThere = pages.some(({ task: { args }, body }) => {
          return (args as { user?: string }).user === of.subject && (body as { ids?: string[] }).ids?.includes(of.name) === true;
        });
        if (isThere) return { says: 'present', cause: null, because: `it lists ${of.name}` };
        return idsOf(pages, 'estate:users').length > 0
          ? { says: 'absent', cause: null, because: `it lacks ${of.name} and lists users` }
          : { says: 'undetermined', cause: 'denied', because: 'the users were refused' };
      },
    }),
  };
  const connector: Connector<unknown> = {
    core,
    async open(settings, io) {
      const session = await (server.connector as Connector<unknown>).open(settings, io);
      return {
        close: () => session.close(),
        async read(batch, signal) {
          const answer = await session.read(batch, signal);
          asked.push(batch[0].task.surface);
          const parts = answer.parts.map((part) =>
            part.task.surface === 'estate:keys'
              ? { ...part, body: { ids: there().filter((id) => id.startsWith(String((part.task.args as { user?: string }).user))) } }
              : part,
          );
          return { ...answer, parts: parts as unknown as typeof answer.parts };
        },
      };
    },
  };
  return { wiring: { ...own, connectors: [core], live: { estate: () => Promise.resolve(connector) } }, asked };
}

/** An analysis of the estate that has these endings. */
async function saved(wiring: Wiring, endings: readonly Ending[], { terminal }: FakeTerminal): Promise<void> {
  const configuration = readConfiguration({}, wiring);
  const connectors = [await (wiring.live['estate'] as () => Promise<Connector<unknown>>)()];
  const io = { now: terminal.clock, sleep: async () => {}, random: () => 0, signal: new AbortController().signal, environment: {} };
  const capture = await captureLive({ connectors, configuration, writer: memoryCapture(), io });
  const analysis = await analyze({ capture, connectors: wiring.connectors, configuration, clock: terminal.clock });
  const outcomes = { 'not-due': 0, ended: 0, lingering: 0, overdue: 0, contradicted: 0, reappeared: 0, undetermined: 0 };
  const assurance = {
    accesses: 1,
    authorisations: 0,
    requests: 0,
    events: 0,
    outcomes,
    sources: [],
    unmatched: { count: 0, first: [] },
    exceptions: [],
  };
  await saveAnalysis(join(folder, '.vestige'), { ...analysis, report: { ...analysis.report, endings, assurance } });
}

interface Words {
  readonly enum: readonly (string | null)[];
}
interface Schema {
  readonly properties: {
    readonly results: {
      readonly items: {
        readonly properties: {
          readonly access: { readonly properties: { readonly kind: Words } };
          readonly outcome: Words;
          readonly rounds: { readonly items: { readonly properties: { readonly cause: Words } } };
        };
      };
    };
  };
}

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  endings: readonly Ending[],
  args: readonly string[],
  there: readonly string[] | (() => readonly string[]) = [],
): Promise<Ran> {
  const fake = fakeTerminal(folder);
  const { wiring } = probing(typeof there === 'function' ? there : () => there);
  await saved(wiring, endings, fake);
  let done = false;
  const running = main(['verify', ...args], fake.terminal, wiring).finally(() => void (done = true));
  while (!done) await fake.pass(10_000);
  const exit = await running;
  if (!args.includes('json'))
    expect(
      fake
        .out()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  return { exit, out: fake.out(), err: fake.err().replaceAll(`\n${' '.repeat(9)}`, ' ') };
}

const ann = ending('ann', 'aaaa1');
const bo = ending('bo', 'bbbb2');

describe('verify', () => {
  it('says of each whether it is there, records it, and ends with what is gravest', async () => {
    const { exit, out } = await run([ann, bo], ['--due'], ['ann-key']);
    expect(exit).toBe(1);
    expect(out).toContain('PRESENT  1: there, and should not be');
    expect(out).toContain('ABSENT  1: not there, and a control was');
    expect(out).toContain('it lacks bo-key and lists users');
    const store = await openHistory({ state: join(folder, '.vestige') });
    const entries = [];
    for await (const entry of store.entries({ sorts: ['probe'] })) entries.push(entry);
    await store.close();
    expect(entries.map(({ value }) => (value as { says?: string }).says).toSorted()).toEqual(['absent', 'present']);
    expect((await run([ann, bo], ['--due'], [])).exit).toBe(0);
  });

  it('prints all of it as JSON of its schema', async () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/verify.schema.json', import.meta.url), 'utf8')) as object;
    const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: true, allowUnionTypes: true });
    addFormatsModule.default(ajv);
    const validate = ajv.compile(schema);
    const elsewhere = ending('ann', 'cccc3', { access: { ...access('ann'), id: 'credential|other:1|ann|k|', boundary: 'other:1' } });
    const { exit, out } = await run([ann, bo, elsewhere], ['--due', '--format', 'json'], ['ann-key']);
    const told = JSON.parse(out) as VerifyReport;
    expect([exit, validate(told), validate.errors]).toEqual([1, true, null]);
    expect(told.totals).toEqual({ accesses: 3, absent: 1, confirmed: 0, present: 1, mayBe: 0, undetermined: 1, notAsked: 1 });
    for (const broken of [
      { ...told, more: 1 },
      { ...told, results: [{ ...told.results[0], says: 'maybe' }] },
    ])
      expect(validate(broken)).toBe(false);
  });

  it('whose schema has the words of the model', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/verify.schema.json', import.meta.url), 'utf8')) as Schema;
    const { access, outcome, rounds } = schema.properties.results.items.properties;
    expect(access.properties.kind.enum).toEqual(accessKinds);
    expect(outcome.enum).toEqual([...outcomes, null]);
    expect(rounds.items.properties.cause.enum).toEqual([...gapCauses, null]);
  });

  it('takes endings by the first characters of their ids, and accesses whole', async () => {
    const one = await run([ann, bo], ['aaaa', '--format', 'json']);
    expect((JSON.parse(one.out) as VerifyReport).results.map(({ subjectName }) => subjectName)).toEqual(['ann']);
    const other = await run([ann, bo], [access('bo').id, '--format', 'json']);
    expect((JSON.parse(other.out) as VerifyReport).results.map(({ subjectName }) => subjectName)).toEqual(['bo']);
  });

  it('finding what may be there is no fault; what should be gone is chosen by --due alone', async () => {
    const fine = ending('ann', 'aaaa1', { outcome: 'not-due', due: null, trigger: null });
    expect((await run([fine], ['aaaa1'], ['ann-key'])).exit).toBe(0);
    const { exit, out } = await run([fine], ['--due'], ['ann-key']);
    expect([exit, out]).toEqual([0, expect.stringContaining('nothing that was chosen is to be asked for')]);
  });

  it('is logged, with a batch of pages for each capture that it made', async () => {
    const { terminal, err } = fakeTerminal(folder);
    expect(await main(['ledger', 'init', '--origin', 'test.example/log'], terminal, probing(() => []).wiring), err()).toBe(0);
    const ran = await run([ann, bo], ['--due', '--format', 'json'], ['ann-key']);
    expect([ran.exit, ran.err]).toEqual([1, expect.stringContaining('ledger: logged as entries 1 to 3')]);
    const ledger = await readLedger(join(folder, '.vestige/ledger'));
    const bodies = await Promise.all([1, 2, 3].map(async (index) => (await ledger.body(index))?.body));
    expect(bodies).toMatchObject([
      { kind: 'run-intent', command: 'verify', scope: [{ connector: 'estate' }] },
      { kind: 'batch', what: 'pages' },
      { kind: 'run-end', command: 'verify', report: hashJson(JSON.parse(ran.out) as Json), boundaries: ['estate:1'], batches: [2] },
    ]);
    rmSync(join(folder, '.vestige/ledger/key.pem'));
    const unlogged = await run([ann], ['--due'], []);
    expect([unlogged.exit, unlogged.err]).toEqual([2, expect.stringContaining('ledger: this run is not logged')]);
  });

  it('watches until all is absent twice, and tells how late it was', async () => {
    let looks = 0;
    const there = (): readonly string[] => (looks++ < 8 ? ['ann-key'] : []);
    const { exit, out, err } = await run([ann], ['--due', '--watch', '--for', '300d', '--format', 'json'], there);
    const told = JSON.parse(out) as VerifyReport;
    expect([exit, told.endedBy, told.results[0]?.confirmed]).toEqual([0, 'settled', true]);
    expect(told.results[0]?.lag).toMatchObject({ open: false });
    expect(err).toContain('asking again in');
  });

  it('ends at the deadline with what is still there', async () => {
    const { exit, out } = await run([ann], ['--due', '--watch', '--for', '3m'], ['ann-key']);
    expect(exit).toBe(1);
    expect(out).toContain('and still there');
    expect(out).toContain('the time to watch is over');
  });

  it.each([
    [[], 'cannot verify without knowing what'],
    [['zzzz'], 'no ending of the analysis has an id that begins so'],
    [['aaaa'], '2 endings have ids that begin so'],
    [['--due', '--format', 'pdf'], 'the formats are text, json'],
    [['--due', '--for', '3m'], 'add --watch'],
    [['--due', '--watch', '--for', '3 minutes'], 'as in 90s, 15m, 2h or 1d'],
    [['--due', '--watch', '--until', 'soon'], 'it is no RFC 3339 time'],
    [['--due', '--connector', 'moon'], 'there is no such source'],
  ])('does not start with %j', async (args, words) => {
    const { exit, err } = await run([ann, ending('bo', 'aaaa2')], args);
    expect([exit, err.replaceAll('\n', ' ')]).toEqual([2, expect.stringContaining(words)]);
  });
});
