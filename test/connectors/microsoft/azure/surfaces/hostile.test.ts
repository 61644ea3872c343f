import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { RecordedPage } from '../../../../contract/connector-suite.ts';
import { runs } from '../../../../support/runs.ts';
import { PROD, T, TEST } from './support/estate.ts';
import { callOf, settingsOf, walk } from './support/walk.ts';
import { azureSurfaceNames } from '../../../../../connectors/microsoft/azure/surface-names.ts';

const { pages } = walk(settingsOf({ surfaces: [...azureSurfaceNames] }));
const withRows = pages.filter(({ task, body }) => rowsIn(body).length > 0 && callOf(task) !== 'activity');

function rowsIn(body: Json): readonly Json[] {
  const list = isJsonObject(body) ? (body['value'] ?? body['data']) : undefined;
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

/** Where a value can be put in the place of another, as keys from the top. */
function placesIn(value: Json, above: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [above];
  return [above, ...Object.entries(value).flatMap(([key, each]) => placesIn(each ?? null, [...above, key]))];
}

function put(into: Json, [key, ...rest]: readonly string[], what: Json): Json {
  if (key === undefined) return what;
  if (Array.isArray(into)) return (into as readonly Json[]).map((each, at) => (String(at) === key ? put(each, rest, what) : each));
  return isJsonObject(into) ? { ...into, [key]: put(into[key] ?? null, rest, what) } : into;
}

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    '',
    ' ',
    '/',
    '..',
    '/subscriptions/',
    '9999',
    [],
    {},
    [null],
    { id: null },
    '\u0000',
    '00000000-0000-0000-0000-000000000000',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

describe('an answer with a value of another kind somewhere in it', () => {
  it('tells as many things as before, or says what it lost', () => {
    const broken = fc.constantFrom(...withRows).chain((page) => fc.tuple(fc.constant(page), fc.constantFrom(...placesIn(page.body)), junk));
    fc.assert(
      fc.property(broken, ([{ task, body }, place, what]) => {
        // a list without elements is an answer
        fc.pre(place.length !== 1 || !Array.isArray(what) || what.length > 0);
        const before = azureCore.map(task, body);
        const after = azureCore.map(task, put(body, place, what));
        expect(
          after.gaps.length > 0 || after.facts.length >= before.facts.length,
          `${callOf(task)} ${place.join('/')} ${JSON.stringify(what)}`,
        ).toBe(true);
      }),
      { numRuns: runs(1500, 30_000) },
    );
  });
});

describe('the answer about one subscription, given for another', () => {
  const ofProd = pages.filter(({ task, body }) => isOfProd(task.args) && rowsIn(body).length > 0);

  function isOfProd(args: Json): boolean {
    return isJsonObject(args) && args['subscription'] === PROD;
  }

  function swapped({ task, body }: RecordedPage) {
    return azureCore.map({ ...task, boundary: `azure:${TEST}`, args: { ...(task.args as JsonObject), subscription: TEST } }, body);
  }

  it('tells nothing of either, but what lies above both', () => {
    for (const page of ofProd) {
      const { facts, gaps } = swapped(page);
      const call = callOf(page.task);
      // neither says of which subscription it is
      if (['callerRights', 'callerReads', 'classicAdministrators'].includes(call)) continue;
      // what the list is believed by counts for nothing beside the gap
      expect(
        facts.filter((fact) => fact.boundary !== `azure:${T}` && !fact.key.startsWith('control|')),
        call,
      ).toEqual([]);
      if (call !== 'roleDefinitions')
        expect(
          gaps.map((gap) => gap.cause),
          call,
        ).toContain('malformed');
    }
    expect(ofProd.length).toBeGreaterThan(12);
  });
});
