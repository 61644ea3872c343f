import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { capabilities, dominates } from '../../src/model/capability.ts';
import { dominatesAt } from '../../src/paths/dominance.ts';
import { matchesPattern, namesMeet, patternsMeet } from '../../src/paths/pattern.ts';
import { runs } from '../support/runs.ts';

const A = 'aws:111122223333';
const B = 'aws:444455556666';
const UNIT = 'aws:ou-ab12-cdefgh34';
const ROOT = 'aws:r-ab12';
const ORGANIZATION = 'aws:o-abcde12345';
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1';
const tree: SmallGraph['scopes'] = [
  { scope: A, parent: UNIT, kind: 'account' },
  { scope: UNIT, parent: ROOT },
  { scope: ROOT, parent: ORGANIZATION },
  { scope: B, parent: ROOT },
];
const boundaries = [{ id: A }, { id: B }];
const treeOf = (scopes: SmallGraph['scopes'] = tree) => viewOfSmallGraph({ name: 'case', boundaries, scopes });

describe('the tree of scopes', () => {
  const { scopes } = treeOf();

  it('goes from the organization by units and accounts to what names tell to be in them', () => {
    for (const outer of [A, UNIT, ROOT, ORGANIZATION]) expect(scopes.contains(outer, secret), outer).toBe(true);
    expect(scopes.contains(B, secret)).toBe(false);
    expect(scopes.contains(UNIT, B)).toBe(false);
    expect(scopes.contains(ORGANIZATION, B)).toBe(true);
    expect(scopes.contains(A, ORGANIZATION)).toBe(false);
    expect(scopes.contains(secret, A)).toBe(false);
    expect(scopes.above(secret)).toEqual([A, ORGANIZATION, UNIT, ROOT]);
    expect(scopes.above('arn:aws:s3:::data')).toEqual([]);
  });

  it('a pattern holds what it surely matches, and lies where its names do', () => {
    expect(scopes.contains('arn:aws:secretsmanager:*:111122223333:secret:*', secret)).toBe(true);
    expect(scopes.contains('arn:aws:secretsmanager:*:111122223333:secret:*', 'arn:aws:secretsmanager:*:111122223333:secret:db-*')).toBe(
      true,
    );
    expect(scopes.contains('arn:aws:s3:::a?c', 'arn:aws:s3:::a*c')).toBe(false);
    expect(scopes.contains(UNIT, 'arn:aws:secretsmanager:*:111122223333:secret:db-*')).toBe(true);
    expect(scopes.contains(UNIT, 'arn:aws:secretsmanager:*:*:secret:db-*')).toBe(false);
  });

  it('of two parents follows both, and of a way round each once; either is a gap where it bears', () => {
    const two = treeOf([...(tree ?? []), { scope: A, parent: 'aws:o-other12345' }]);
    expect(two.scopes.contains('aws:o-other12345', secret) && two.scopes.contains(ORGANIZATION, secret)).toBe(true);
    expect(two.gapsIn('limiter', A)).toMatchObject([{ cause: 'malformed', surface: 'aws:limiter', boundary: A }]);
    expect(two.gapsIn('limiter', B)).toEqual([]);
    const round = treeOf([...(tree ?? []), { scope: ORGANIZATION, parent: ROOT }]);
    expect(round.scopes.contains(ROOT, ORGANIZATION)).toBe(true);
    expect(round.gapsIn('limiter', A)).toMatchObject([{ detail: expect.stringContaining('lie in') as string }, {}]);
    expect(treeOf().gapsIn('limiter', A)).toEqual([]);
  });
});

describe('dominance', () => {
  const { scopes } = treeOf();

  it('needs all of the capability at an equal or containing scope', () => {
    expect(dominatesAt('administer', ORGANIZATION, 'read-secrets', secret, scopes)).toBe(true);
    expect(dominatesAt('administer', A, 'read-secrets', secret, scopes)).toBe(true);
    expect(dominatesAt('read-secrets', UNIT, 'read-secrets', A, scopes)).toBe(true);
    expect(dominatesAt('administer', B, 'read-secrets', secret, scopes)).toBe(false);
    expect(dominatesAt('administer', secret, 'read-secrets', A, scopes)).toBe(false);
    expect(dominatesAt('write-data', A, 'read-data', A, scopes)).toBe(false);
  });

  it('is administer over all, all over ordinary, and else each over itself', () => {
    for (const a of capabilities) {
      for (const b of capabilities) expect(dominates(a, b)).toBe(a === b || a === 'administer' || b === 'ordinary');
    }
  });
});

describe('patterns', () => {
  const text = fc.stringMatching(/^[ab]{0,4}$/);
  const pattern = fc.stringMatching(/^[ab*?]{0,5}$/);
  const all = ['', ...['a', 'b'].flatMap((x) => ['', 'a', 'b'].flatMap((y) => ['', 'a', 'b'].map((z) => x + y + z)))];
  const regexOf = (each: string): RegExp => new RegExp(`^${each.replaceAll('*', '.*').replaceAll('?', '.')}$`);

  it('match as the expression they stand for', () => {
    fc.assert(
      fc.property(pattern, text, (each, name) => {
        expect(matchesPattern(each, name)).toBe(regexOf(each).test(name));
      }),
      { numRuns: runs(500) },
    );
  });

  it('hold another only where they match all that it matches, and meet only where some text is of both', () => {
    const names = fc.sample(text, { numRuns: 60, seed: 1 });
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const universe = [...all, ...names];
        if (matchesPattern(a, b))
          expect(universe.filter((each) => regexOf(b).test(each)).every((each) => regexOf(a).test(each))).toBe(true);
        if (universe.some((each) => regexOf(a).test(each) && regexOf(b).test(each))) expect(patternsMeet(a, b)).toBe(true);
        expect(patternsMeet(a, b)).toBe(patternsMeet(b, a));
        // with as many letters as both are long a common text is found where there is one
        if (patternsMeet(a, b)) expect(shortestCommon(a, b)).toBeDefined();
      }),
      { numRuns: runs(500) },
    );
  });

  it('of ARNs meet part by part', () => {
    expect(namesMeet('arn:aws:secretsmanager:*:111122223333:secret:dev/*', 'arn:aws:secretsmanager:eu:111122223333:secret:prod/*')).toBe(
      false,
    );
    expect(namesMeet('arn:aws:s3:::logs-*', 'arn:aws:s3:::*-eu')).toBe(true);
    expect(namesMeet('arn:aws:ec2:*:1:instance/*', 'arn:aws:ec2:*:*:snapshot/*')).toBe(false);
  });

  /** Some text of both, by trying every text of at most ten letters that walking the two together gives. */
  function shortestCommon(a: string, b: string): string | undefined {
    const open: { i: number; j: number; text: string }[] = [{ i: 0, j: 0, text: '' }];
    const seen = new Set<string>();
    for (const { i, j, text: so } of open) {
      if (seen.has(`${i} ${j}`)) continue;
      seen.add(`${i} ${j}`);
      if (i === a.length && j === b.length) return regexOf(a).test(so) && regexOf(b).test(so) ? so : undefined;
      if (a[i] === '*') open.push({ i: i + 1, j, text: so });
      if (b[j] === '*') open.push({ i, j: j + 1, text: so });
      for (const letter of 'ab') {
        const [x, y] = [a[i], b[j]];
        const takes = (each: string | undefined): boolean => each === '*' || each === '?' || each === letter;
        if (takes(x) && takes(y)) open.push({ i: x === '*' ? i : i + 1, j: y === '*' ? j : j + 1, text: so + letter });
      }
    }
    return undefined;
  }
});
