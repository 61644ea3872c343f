import * as v from 'valibot';
import { expect } from 'vitest';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Mapped } from '../../../src/contract/connector.ts';
import { at, frozen, itemLists, replaced } from './json-places.ts';
import type { ConnectorSubject, RecordedPage } from './scenario.ts';

export interface Check {
  readonly name: string;
  readonly run: (subject: ConnectorSubject) => void | Promise<void>;
}

/** Elements tried at each list at most: the first, and the last ones. */
const SAMPLE = 6;

/** What must hold of a core alone, without any session. */
export const mapChecks: readonly Check[] = [
  { name: 'declares what it reads, with a permission and a consequence for each', run: declares },
  { name: 'maps a page without changing it, and the same way twice', run: pure },
  { name: 'names for each fact a declared surface and kind, and a place that is there', run: sound },
  { name: 'yields every kind that its surfaces declare', run: yieldsAll },
  { name: 'answers a body it does not know with a gap', run: strange },
  { name: 'leaves a gap for an item that does not parse', run: broken },
  { name: 'does not mind the order of items in a page', run: reordered },
];

function declares({ core, scenario }: ConnectorSubject): void {
  expect(core.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(Number.isSafeInteger(core.mapping) && core.mapping > 0, 'mapping is a positive integer').toBe(true);
  const ids = core.surfaces.map((each) => each.id);
  expect(new Set(ids).size, 'surface ids are unique').toBe(ids.length);
  for (const each of core.surfaces) {
    expect(each.id).toMatch(new RegExp(`^${core.id}:[a-z][a-z0-9]*(-[a-z0-9]+)*$`));
    expect(each.permission.trim(), `${each.id} names its permission`).not.toBe('');
    expect(each.ifUnread.trim(), `${each.id} says what is unknown without it`).not.toBe('');
    if (each.service !== undefined) expect(core.limits.map((limit) => limit.service)).toContain(each.service);
  }
  const read = v.safeParse(core.settings, scenario().settings);
  expect(read.success, 'the schema takes the settings').toBe(true);
  for (const boundary of new Set(scenario().pages.map((page) => page.task.boundary))) {
    for (const surface of core.expects(boundary, read.output)) expect(ids, `expected in ${boundary}`).toContain(surface);
  }
}

function pure({ core, scenario }: ConnectorSubject): void {
  for (const { task, body } of scenario().pages) {
    const before = canonicalJson(body);
    const twice = [
      core.map(frozen(task as unknown as Json) as unknown as typeof task, frozen(body)),
      core.map(task, frozen(structuredClone(body))),
    ];
    expect(text(twice[0])).toBe(text(twice[1]));
    expect(canonicalJson(body)).toBe(before);
  }
}

function sound({ core, scenario }: ConnectorSubject): void {
  for (const { task, body } of scenario().pages) {
    const mapped = core.map(task, body);
    expect(mapped.gaps, `an answer without faults: ${task.surface}`).toEqual([]);
    for (const fact of mapped.facts) {
      const surface = core.surfaces.find((each) => each.id === fact.surface);
      expect(surface, `surface ${fact.surface} is declared`).toBeDefined();
      expect(surface?.yields, `${fact.surface} declares what it yields`).toContain(fact.kind);
      expect(fact.key).not.toBe('');
      expect(at(body, fact.pointer), `${fact.kind} ${fact.key} stands at '${fact.pointer}'`).toBeDefined();
      expect(() => canonicalJson(fact.value as unknown as Json)).not.toThrow();
    }
    for (const spawned of mapped.spawns ?? []) expect(core.surfaces.map((each) => each.id)).toContain(spawned.surface);
  }
}

function yieldsAll({ core, scenario }: ConnectorSubject): void {
  const { pages, notShown = [] } = scenario();
  const shown = new Set(pages.flatMap(({ task, body }) => core.map(task, body).facts.map((fact) => `${fact.surface} ${fact.kind}`)));
  const excused = new Set(notShown.map((each) => `${each.surface} ${each.kind}`));
  for (const { why } of notShown) expect(why.trim()).not.toBe('');
  for (const surface of core.surfaces) {
    for (const kind of surface.yields) {
      const name = `${surface.id} ${kind}`;
      expect(shown.has(name) !== excused.has(name), `${name}: shown by the scenario, or excused there, and not both`).toBe(true);
    }
  }
}

function strange({ core, scenario }: ConnectorSubject): void {
  for (const { task, body } of scenario().pages) {
    const cut = canonicalJson(body);
    const bodies: readonly Json[] = [null, true, 0, '', [], {}, [null], '<html><body>Sign in</body></html>', cut.slice(0, cut.length / 2)];
    for (const strangeBody of bodies) {
      const mapped = core.map(task, strangeBody);
      const seen = `${task.surface} given ${JSON.stringify(strangeBody).slice(0, 60)}`;
      expect(mapped.facts, seen).toEqual([]);
      expect(gapsOf(subjectSurfaces(core.surfaces), mapped), `${seen} has a gap`).toContain('malformed');
    }
  }
}

function broken({ core, scenario }: ConnectorSubject): void {
  for (const page of scenario().pages) {
    const whole = core.map(page.task, page.body);
    for (const place of itemPlaces(page, whole)) {
      for (const item of [null, 17, 'x', [], {}] as const) {
        const mapped = core.map(page.task, replaced(page.body, place, item));
        const seen = `${page.task.surface} with ${JSON.stringify(item)} at ${place}`;
        const fewer = mapped.facts.length < whole.facts.length || (mapped.spawns?.length ?? 0) < (whole.spawns?.length ?? 0);
        if (fewer) expect(gapsOf(subjectSurfaces(core.surfaces), mapped), `${seen} loses rows and has a gap`).toContain('malformed');
        // One broken item must not take its neighbours with it. What is said of a list as a whole stands at the list, and goes with any item.
        const ofList = (pointer: string): boolean => pointer !== '' && place.startsWith(`${pointer}/`);
        const others = whole.facts.filter(({ pointer }) => pointer !== place && !pointer.startsWith(`${place}/`) && !ofList(pointer));
        const kept = new Set(mapped.facts.map(factText));
        for (const other of others) expect(kept.has(factText(other)), `${seen} keeps ${other.kind} ${other.key}`).toBe(true);
      }
    }
  }
}

function reordered({ core, scenario }: ConnectorSubject): void {
  for (const { task, body } of scenario().pages) {
    const whole = core.map(task, body);
    for (const list of itemLists(
      body,
      whole.facts.map((fact) => fact.pointer),
    )) {
      const items = at(body, list) as readonly Json[];
      const mapped = core.map(task, replaced(body, list, [...items].reverse()));
      expect(mapped.facts.map(factText).sort(), `${task.surface} with '${list}' reversed`).toEqual(whole.facts.map(factText).sort());
      expect(mapped.gaps).toEqual([]);
    }
  }
}

function itemPlaces({ body }: RecordedPage, whole: Mapped): readonly string[] {
  return [
    ...itemLists(
      body,
      whole.facts.map((fact) => fact.pointer),
    ),
  ].flatMap((list) => {
    const { length } = at(body, list) as readonly Json[];
    const all = Array.from({ length }, (_, i) => `${list}/${i}`);
    return length <= SAMPLE ? all : [...all.slice(0, 1), ...all.slice(1 - SAMPLE)];
  });
}

function factText(fact: Mapped['facts'][number]): string {
  return canonicalJson([fact.kind, fact.boundary, fact.surface, fact.key, fact.value as unknown as Json]);
}

function text(mapped: Mapped | undefined): string {
  return canonicalJson(mapped as unknown as Json);
}

function subjectSurfaces(surfaces: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(surfaces.map((each) => each.id));
}

/** The causes of the gaps that name a declared surface and say something. */
function gapsOf(surfaces: ReadonlySet<string>, mapped: Mapped): readonly string[] {
  return mapped.gaps.filter((gap) => surfaces.has(gap.surface) && gap.detail.trim() !== '').map((gap) => gap.cause);
}
