import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cores } from '../../../connectors/list.ts';
import { createCapture, openCapture, type StoredCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { buildFactIndex, FactTable } from '../../../src/collect/facts.ts';
import { replay } from '../../../src/collect/replay.ts';
import type { ConnectorCore } from '../../../src/contract/connector.ts';
import { captureDemo, demoAsOf } from '../../../src/demo/demo.ts';
import { factKinds, type Fact, type FactIndex, type MappedFact } from '../../../src/model/fact.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { openAnalysis, saveAnalysis } from '../../../src/run/saved.ts';
import { mentionColumns, readMentions } from '../../../src/run/saved/mentions.ts';
import { runs } from '../../support/runs.ts';

function everyFact(facts: FactIndex): readonly Fact[] {
  return factKinds.flatMap((kind): readonly Fact[] => [...facts.ofKind(kind)]);
}

function mentioning(facts: FactIndex, core: Pick<ConnectorCore<unknown>, 'mentions'>, names: ReadonlySet<string>): readonly Fact[] {
  return everyFact(facts).filter((fact) => [...(core.mentions?.(fact) ?? [''])].some((name) => name === '' || names.has(name)));
}

const digits = ['1', '2', '3', '4'].map((each) => each.repeat(64));
const names = ['', 'ann', 'bob', 'cat'];

/** A connector whose facts mention what their value says. */
const saying = {
  id: 'test',
  mentions: (fact: Fact) => (fact.value as unknown as { readonly mentions: readonly string[] }).mentions,
};

const pages = fc.uniqueArray(
  fc.record({
    page: fc.constantFrom(...digits),
    at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', null),
    facts: fc.array(
      fc.record({
        kind: fc.constantFrom('policy' as const, 'trust' as const),
        boundary: fc.constant('test:one'),
        surface: fc.constant('test:things'),
        key: fc.constantFrom('a', 'b', 'c'),
        pointer: fc.constantFrom('/0', '/1'),
        value: fc.record({ mentions: fc.subarray(names), n: fc.nat(1) }),
      }),
      { maxLength: 6 },
    ),
  }),
  { selector: (each) => each.page },
);

describe('the pages that mention a name', () => {
  it('joined, tell of it what all pages tell', () => {
    fc.assert(
      fc.property(pages, fc.subarray(names.slice(1)), (all, wanted) => {
        const whole = new FactTable();
        for (const each of all) whole.add(each);
        const columns = mentionColumns(whole, [saying as unknown as ConnectorCore<unknown>]);
        const index = readMentions({ columns: () => columns } as unknown as Parameters<typeof readMentions>[0]);
        const ids = index.pagesOf(wanted);
        const part = buildFactIndex(all.filter(({ page }) => ids.includes(page)));
        const asked = new Set(wanted);
        const byKey = (fact: Fact): string => `${fact.kind} ${fact.key}`;
        const told = new Map(everyFact(part).map((fact) => [byKey(fact), fact]));
        const must = mentioning(whole, saying, asked);
        for (const fact of must) expect(told.get(byKey(fact))).toEqual(fact);
        // And nothing that was outvoted by a page not read.
        const values = new Map(everyFact(whole).map((fact) => [byKey(fact), fact.value]));
        for (const fact of told.values()) expect(fact.value).toEqual(values.get(byKey(fact)));
      }),
      { numRuns: runs(300) },
    );
  });

  it('are all pages where a connector does not say what its facts mention', () => {
    const whole = new FactTable();
    for (const page of digits) {
      const fact = { kind: 'policy', boundary: 'mute:one', surface: 'mute:x', key: page, value: {}, pointer: '' } as unknown as MappedFact;
      whole.add({ page, at: null, facts: [fact] });
    }
    const columns = mentionColumns(whole, []);
    const index = readMentions({ columns: () => columns } as unknown as Parameters<typeof readMentions>[0]);
    expect(index.pagesOf(['ann'])).toEqual(digits);
  });
});

describe('what a saved analysis says of a name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-facts-'));
  let capture: StoredCapture;
  let whole: FactIndex;

  beforeAll(async () => {
    const configuration = readConfiguration({}, wiring);
    const made = await captureDemo(await createCapture(folder, { durable: 'at-seal' }), cores, configuration);
    capture = await openCapture(folder, made.id);
    whole = (await replay(capture, cores)).facts;
    await saveAnalysis(folder, await analyze({ capture, connectors: cores, configuration, asOf: demoAsOf, clock: () => 0 }));
    return () => {
      rmSync(folder, { recursive: true, force: true });
    };
  });

  it('is what a replay of the whole capture says of it, whatever was asked before', async () => {
    const [core] = cores;
    if (core === undefined) throw new Error('there is no connector');
    const known = [...new Set(everyFact(whole).flatMap((fact) => [...(core.mentions?.(fact) ?? [])]))].sort();
    expect(known.length).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray(known, { maxLength: 4 }), { minLength: 1, maxLength: 3 }), async (questions) => {
        const source = await (await openAnalysis(folder)).facts(capture, cores);
        for (const question of questions) {
          const asked = new Set(question);
          const facts = await source.about(asked);
          for (const fact of mentioning(whole, core, asked)) {
            expect(facts.find(fact.kind, fact.boundary, fact.key)).toEqual(fact);
            for (const { page } of fact.pages) expect(facts.saidAt?.(page)).toEqual(whole.saidAt?.(page));
          }
        }
      }),
      { numRuns: runs(20) },
    );
  });

  it('is shown as it stands in the page', async () => {
    const source = await (await openAnalysis(folder)).facts(capture, cores);
    const evidence = everyFact(whole).flatMap((fact) => fact.pages);
    for (const each of evidence.slice(0, 40)) expect(await source.item(each)).toBeDefined();
    expect(await source.item({ page: '0'.repeat(64), pointer: '' })).toBeUndefined();
    expect(await source.item({ page: evidence[0]?.page ?? '', pointer: '/nowhere' })).toBeUndefined();
  });

  it('is refused where the capture lacks a page that the analysis was made of', async () => {
    const source = await (await openAnalysis(folder)).facts({ ...capture, page: () => Promise.resolve(undefined) }, cores);
    const names = everyFact(whole).flatMap((fact) => (fact.kind === 'identity' ? [fact.key, fact.value.id] : []));
    await expect(source.about(new Set(names))).rejects.toMatchObject({ code: 'bad-analysis' });
  });
});
