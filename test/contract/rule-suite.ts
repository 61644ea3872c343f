import { basename } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { buildGraph } from '../../src/graph/build.ts';
import type { GraphInput } from '../../src/graph/input.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Judged } from '../../src/judge/judge.ts';
import { assuredOfSmallGraph } from '../../src/judge/small-assured.ts';
import { asOfSmallGraph, expandSmallGraph, jewelsOfSmallGraph, SMALL_BOUNDARY } from '../../src/judge/small.ts';
import type { FactKind } from '../../src/model/fact.ts';
import { families } from '../../src/model/finding.ts';
import { severities } from '../../src/model/question.ts';
import type { Ref } from '../../src/model/question.ts';
import type { RuleTotals } from '../../src/model/report.ts';
import type { View } from '../../src/model/view.ts';
import { createView } from '../../src/paths/view.ts';
import { withAssured } from '../../src/paths/with-assured.ts';
import { DAY_MS } from '../../src/base/instant.ts';

export interface RuleSuiteOptions {
  /** The folder that holds the rule's code; its name must be the rule's id. */
  readonly folder?: string;
  /** The rule's documentation page: what is on disk (`undefined` = no such file) and what it must say. */
  readonly page?: () => Promise<{ readonly found: string | undefined; readonly wanted: string }>;
}

const MAX_TIME_BOUND_MS = 30 * DAY_MS;
const strangers: readonly Ref[] = [
  { type: 'identity', id: 'nobody' },
  { type: 'credential', id: 'nobody#access-key-1' },
  { type: 'grant', id: 'no such grant' },
  { type: 'link', id: 'no such link' },
  { type: 'boundary', id: 'aws:000000000000' },
  { type: 'surface', id: 'aws:nothing', boundary: 'aws:000000000000' },
];

/** One thing a rule must keep; `check` throws when it does not. */
export interface RuleCheck {
  readonly name: string;
  readonly check: () => void | Promise<void>;
}

/** Registers {@link ruleChecks} as vitest tests. For our rules and third parties' alike. */
export function ruleSuite(rule: Rule<unknown>, options: RuleSuiteOptions = {}): void {
  describe(`rule ${rule.id}`, () => {
    for (const { name, check } of ruleChecks(rule, options)) test(name, check);
  });
}

/** What every rule must keep. Examples are judged the way a scan is: real graph, real paths, answers settled against coverage. */
export function ruleChecks(rule: Rule<unknown>, options: RuleSuiteOptions = {}): readonly RuleCheck[] {
  const { fires, clear, undetermined } = rule.examples;
  const every = [...fires, ...clear, ...undetermined];
  const { page } = options;
  return [
    { name: 'has a well-formed id, equal to its folder, and a revision', check: () => checkIdentity(rule, options.folder) },
    { name: 'says what it is about, why, what to do and how that is verified', check: () => checkTexts(rule) },
    { name: 'documents every setting with unit, default and source, and refuses others', check: () => checkSettings(rule) },
    { name: 'names each example once', check: () => checkNames(every) },
    ...fires.map((small) => ({ name: `fires: ${small.name}`, check: () => checkFires(rule, small) })),
    ...clear.map((small) => ({ name: `is clear: ${small.name}`, check: () => checkClear(rule, small) })),
    ...undetermined.map((small) => ({ name: `is undetermined: ${small.name}`, check: () => checkUndetermined(rule, small) })),
    ...clear.flatMap((small) =>
      [...new Set(rule.needs.map((need) => need.kind))].map((kind) => ({
        name: `without facts of kind ${kind} nothing is clear: ${small.name}`,
        check: () => checkStarved(rule, small, kind),
      })),
    ),
    { name: 'answers the same whatever the order of the facts', check: () => every.forEach((small) => checkOrder(rule, small)) },
    {
      name: 'changes nothing it is given, and reads no clock, chance or network',
      check: () => every.forEach((small) => checkPurity(rule, small)),
    },
    {
      name: 'has an answer to a question about somebody unknown, and it is no finding',
      check: () => every.forEach((small) => checkStrangers(rule, small)),
    },
    ...(page === undefined
      ? []
      : [
          {
            name: 'has a page, and it is current',
            async check() {
              const { found, wanted } = await page();
              expect(found, 'run: node scripts/rule-pages.ts').toBe(wanted);
            },
          },
        ]),
  ];
}

function checkIdentity(rule: Rule<unknown>, folder: string | undefined): void {
  expect(rule.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  if (folder !== undefined) expect(basename(folder)).toBe(rule.id);
  expect(Number.isSafeInteger(rule.revision) && rule.revision >= 1, 'revision').toBe(true);
  expect(families).toContain(rule.family);
}

function checkTexts(rule: Rule<unknown>): void {
  expect(rule.title).toMatch(/^\p{Lu}.{3,78}[^.]$/u);
  for (const text of [rule.why, rule.remedy]) expect(text).toMatch(/^\p{Lu}[\s\S]{20,}\.$/u);
  expect(rule.verify.length, 'verify').toBeGreaterThan(20);
  expect(rule.controls.length, 'controls').toBeGreaterThan(0);
  expectUnique(rule.controls.map((control) => `${control.framework} ${control.id}`));
  expectUnique(rule.needs.map((need) => `${need.kind} ${need.where}`));
}

function checkSettings(rule: Rule<unknown>): void {
  for (const { key, schema } of settingsOf(rule)) {
    expect(schema.type, `${key} must be optional`).toBe('optional');
    const said = v.getDescription((schema as unknown as { readonly wrapped: v.GenericSchema }).wrapped) ?? '';
    for (const part of ['Unit: ', 'Default: ', 'Source: ']) expect(said, `description of ${key}`).toContain(part);
  }
  expect(v.safeParse(rule.settings, {}).success, 'defaults').toBe(true);
  expect(v.safeParse(rule.settings, { 'no such setting': 1 }).success, 'an unknown setting').toBe(false);
}

function checkNames(every: readonly SmallGraph[]): void {
  expectUnique(every.map((small) => small.name));
  for (const { name } of every) expect(name.trim()).not.toBe('');
}

function checkFires(rule: Rule<unknown>, small: SmallGraph): void {
  const { findings } = judged(rule, small);
  expect(findings.length, 'findings').toBeGreaterThan(0);
  for (const finding of findings) {
    expect(severities).toContain(finding.severity);
    expect(finding.reasons.every((reason) => reason.trim() !== '') && finding.reasons.length > 0, 'reasons').toBe(true);
    // what somebody decided is on no page
    if (rule.family !== 'blind-spot' && finding.object?.type !== 'exception')
      expect(finding.evidence.length, 'evidence').toBeGreaterThan(0);
  }
  expectUnique(findings.map((finding) => finding.fingerprint));
}

function checkClear(rule: Rule<unknown>, small: SmallGraph): void {
  const { findings, undetermined: open, totals } = judged(rule, small);
  expect({ findings, open }).toEqual({ findings: [], open: [] });
  expect(totals.clear, 'questions answered clear').toBeGreaterThan(0);
}

function checkUndetermined(rule: Rule<unknown>, small: SmallGraph): void {
  const { findings, undetermined: open } = judged(rule, small);
  expect(findings).toEqual([]);
  expect(open.length, 'open questions').toBeGreaterThan(0);
  for (const gap of open.flatMap((line) => line.because)) expect(gap.detail.trim()).not.toBe('');
}

function checkStarved(rule: Rule<unknown>, small: SmallGraph, kind: FactKind): void {
  for (const status of ['unread', 'partial', 'excluded'] as const) {
    const others = (small.unread ?? []).filter((each) => each.kind !== kind);
    const { totals, undetermined: open } = judged(rule, { ...small, unread: [...others, { kind, status }] });
    expect(totals.clear, status).toBe(0);
    expect(totals.findings + open.length, status).toBeGreaterThan(0);
  }
}

function checkOrder(rule: Rule<unknown>, small: SmallGraph): void {
  const input = expandSmallGraph(small);
  const answer = JSON.stringify(judgedInput(rule, small, input));
  expect(
    JSON.stringify(
      judgedInput(
        rule,
        small,
        reordered(input, (items) => items.toReversed()),
      ),
    ),
  ).toBe(answer);
  for (const seed of [1, 2, 3]) {
    expect(
      JSON.stringify(
        judgedInput(
          rule,
          small,
          reordered(input, (items) => shuffled(items, seed)),
        ),
      ),
    ).toBe(answer);
  }
}

function checkPurity(rule: Rule<unknown>, small: SmallGraph): void {
  const input = frozen(expandSmallGraph(frozen(structuredClone(small))));
  poisoned(() => judgedInput(rule, small, input));
}

function checkStrangers(rule: Rule<unknown>, small: SmallGraph): void {
  const settings = v.parse(rule.settings, {});
  const view = viewOf(small, expandSmallGraph(small));
  for (const subject of strangers) expect(['clear', 'undetermined']).toContain(rule.answer(view, { subject }, settings).says);
}

/** What a scan of this small estate would say by this rule, with default settings. */
export function judged(
  rule: Rule<unknown>,
  small: SmallGraph,
  settings: unknown = small.settings ?? {},
): Omit<Judged, 'totals'> & { readonly totals: RuleTotals } {
  return judgedInput(rule, small, expandSmallGraph(small), settings);
}

/** The same for an estate that was changed after it was expanded. */
export function judgedInput(
  rule: Rule<unknown>,
  small: SmallGraph,
  input: GraphInput,
  settings: unknown = small.settings ?? {},
): Omit<Judged, 'totals'> & { readonly totals: RuleTotals } {
  const set = frozen(v.parse(rule.settings, settings));
  const { totals, ...rest } = judge({ view: untouchable(viewOf(small, input)), rules: [{ rule, settings: set }], remedy: () => [] });
  const own = totals.find((each) => each.rule === rule.id);
  if (own === undefined) throw new Error(`the judge gave no totals for rule "${rule.id}"`);
  return { ...rest, totals: own };
}

function viewOf(small: SmallGraph, input: GraphInput): View {
  const crownJewels = jewelsOfSmallGraph(small);
  const view = createView(buildGraph(input), { asOf: asOfSmallGraph(small), maxTimeBoundMs: MAX_TIME_BOUND_MS, crownJewels });
  if (small.life === undefined) return view;
  return withAssured(view, assuredOfSmallGraph(small, view.asOf, view.boundaries[0]?.id ?? SMALL_BOUNDARY, view.lifeCycleEvents()));
}

function reordered(input: GraphInput, order: <T>(items: readonly T[]) => readonly T[]): GraphInput {
  return {
    boundaries: order([...input.boundaries]),
    identities: order([...input.identities]),
    credentials: order([...input.credentials]),
    usage: order([...input.usage]),
    serviceUsage: order([...input.serviceUsage]),
    activationPolicies: order(input.activationPolicies ?? []),
    lifeCycleEvents: order(input.lifeCycleEvents ?? []),
    elements: order([...input.elements]),
    scopes: order(input.scopes ?? []),
    coverage: order(input.coverage),
    surfaces: order(input.surfaces),
    gaps: order(input.gaps),
  };
}

/** Fisher-Yates over a linear congruential generator (Numerical Recipes' constants): the same seed gives the same order. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const mixed = [...items];
  let state = seed;
  for (let at = mixed.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

/** The same view, whose answers cannot be changed: a view makes them anew or keeps them, and nobody may rely on either. */
function untouchable(view: View): View {
  return new Proxy(view, {
    get(target, name, receiver): unknown {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return frozen(member);
      return (...given: readonly unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        return isWalked(answer) ? walked(answer) : frozen(answer);
      };
    },
  });
}

/** Whether it is gone through once, as a generator is. */
function isWalked(answer: unknown): answer is Iterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.iterator in answer && 'next' in answer;
}

function* walked(items: Iterable<unknown>): Iterable<unknown> {
  for (const each of items) yield frozen(each);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

function poisoned(run: () => unknown): void {
  const clock = Date.now;
  const { random } = Math;
  const { fetch } = globalThis;
  const refuse = (): never => {
    throw new Error('a rule may not read the clock, chance or the network');
  };
  Object.assign(Date, { now: refuse });
  Object.assign(Math, { random: refuse });
  Object.assign(globalThis, { fetch: refuse });
  try {
    run();
  } finally {
    Object.assign(Date, { now: clock });
    Object.assign(Math, { random });
    Object.assign(globalThis, { fetch });
  }
}

function expectUnique(items: readonly string[]): void {
  expect(items).toEqual([...new Set(items)]);
}

/** The entries of a rule's settings. A schema that is no object has no names to set, and is refused. */
export function settingsOf(rule: Rule<unknown>): readonly { readonly key: string; readonly schema: v.GenericSchema }[] {
  const { entries } = rule.settings as Partial<{ readonly entries: Readonly<Record<string, v.GenericSchema>> }>;
  if (entries === undefined) throw new Error(`the settings of rule "${rule.id}" are no object schema`);
  return Object.entries(entries).map(([key, schema]) => ({ key, schema }));
}
