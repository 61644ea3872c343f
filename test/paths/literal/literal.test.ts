import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/graph/build.ts';
import { asOfSmallGraph, expandSmallGraph, jewelsOfSmallGraph } from '../../../src/judge/small.ts';
import type { GraphInput } from '../../../src/graph/input.ts';
import type { SmallGraph } from '../../../src/contract/rule.ts';
import type { Path, Reach, View } from '../../../src/model/view.ts';
import { createView } from '../../../src/paths/view.ts';
import { runs } from '../../support/runs.ts';
import { estateOf, LONGEST, NOW } from './estates.ts';
import { literalJewelReaches } from './jewels.ts';
import type { LiteralReach } from './paths.ts';
import { everyPath, everyReach } from './paths.ts';
import { tierZeroRights } from './tier-zero.ts';
import { unreadIn } from './unread.ts';

const look = { now: NOW, longest: LONGEST };
const estates = fc.record({ seed: fc.nat(), size: fc.integer({ min: 1, max: 6 }) });

function viewOf(small: SmallGraph, input: GraphInput): View {
  return createView(buildGraph(input), { asOf: asOfSmallGraph(small), maxTimeBoundMs: LONGEST, crownJewels: jewelsOfSmallGraph(small) });
}

/** The keys of all elements on a shown path, those around a pool apart. */
function keysOf({ links, grant }: Path): readonly string[] {
  return [...links, grant].flatMap((each) => each.key.split(' + '));
}

/** A shown path is one of those that are there and attains the bound it stands for. */
function isWitness(path: Path | undefined, reach: Reach, { paths }: LiteralReach): void {
  const keys = path === undefined ? '' : keysOf(path).join();
  const literal = paths.find((each) => each.elements.map(({ key }) => key).join() === keys);
  const what = `the path of ${reach.identity} to ${reach.capability} on ${reach.scope}`;
  if (path === undefined || literal === undefined) throw new Error(`${what} is none of those that are there`);
  const { lo, hi, windows, presence } = literal;
  same([path.identity, path.bounds, path.windows], [reach.identity, { lo, hi }, windows], what);
  if (reach.presence === 'certain') same([presence, lo], ['certain', reach.bounds.lo], what);
  else if (reach.bounds.hi !== 'standing') same(hi, reach.bounds.hi, what);
}

/** As `toEqual`, which is asked only where the texts differ: it costs more than the search. */
function same(found: unknown, wanted: unknown, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) expect(found, what).toEqual(wanted);
}

describe('the search', () => {
  it('answers what the list of all simple paths answers, of reaches, tier 0 and crown jewels', () => {
    const met = { reaches: 0, zero: 0, jewels: 0 };
    fc.assert(
      fc.property(estates, ({ seed, size }) => {
        const small = estateOf(seed, size);
        const input = expandSmallGraph(small);
        const view = viewOf(small, input);
        const paths = everyPath(input, look);
        const unread = unreadIn(input, look);
        const literal = everyReach(paths, (from, capability, scope) => unread.isOpenFor(from) || unread.isOpenOn(capability, scope));

        const fast = new Map([...view.reaches()].map((each) => [`${each.identity} ${each.capability} ${each.scope}`, each]));
        same([...fast.keys()].sort(), [...literal.keys()].sort(), 'who reaches what');
        for (const [key, wanted] of literal) {
          const found = fast.get(key) as Reach;
          same([found.bounds, found.presence], [wanted.bounds, wanted.presence], key);
          same(view.reach(found.identity, found.capability, found.scope), found, key);
          isWitness(view.path(found.identity, found.capability, found.scope), found, wanted);
        }
        met.reaches += literal.size;

        const zero = tierZeroRights(input, paths);
        const gain = ['administer', 'mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data'];
        const isZero = ({ identity, capability, scope }: Reach): boolean =>
          zero.has(`${capability} ${scope}`) && !(identity === scope && gain.includes(capability));
        const told = [...view.reaches({ tierZero: true })];
        same(told, [...fast.values()].filter(isZero), 'tier 0');
        for (const each of fast.values()) same(each.tierZero, isZero(each), `tier 0: ${each.capability} on ${each.scope}`);
        met.zero += told.length;

        for (const jewel of view.jewels.all) {
          const wanted = literalJewelReaches(input, paths, jewel, unread, look);
          const found = [...view.jewels.reaches(jewel.name)];
          same(found.map((each) => each.identity).sort(), [...wanted.keys()].sort(), `who reaches ${jewel.scope}`);
          for (const each of found) {
            const its = wanted.get(each.identity) as LiteralReach;
            same([each.bounds, each.presence, each.jewel], [its.bounds, its.presence, jewel.name], jewel.scope);
            isWitness(view.jewels.path(each.identity, jewel.name), each, its);
            same(view.jewels.reachesOf(each.identity, new Set([jewel.name])), [each], jewel.scope);
          }
          met.jewels += found.length;
        }
      }),
      { numRuns: runs(1500, 100_000) },
    );
    expect(met.reaches).toBeGreaterThan(1500);
    expect(met.zero).toBeGreaterThan(500);
    expect(met.jewels).toBeGreaterThan(100);
  });
});
