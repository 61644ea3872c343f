import { describe, expect, it } from 'vitest';
import { arns, givenNames } from './generate/arns.ts';
import {
  arnVector,
  COMPARED,
  comparedDomain,
  keySpecs,
  letters,
  simpleDomains,
  textsOver,
  variableDomain,
  vectorOf,
} from './generate/keys.ts';
import { missedBy, variablesMissedBy } from './generate/keys-complete.ts';

/* Brute force tells what is so only where its values are enough. Longer texts bring about nothing new: that is what is tried here. */

const texts = keySpecs.filter(({ key }) => ['aws:RequestTag/k', 'sts:ExternalId'].includes(key));
const domainOf = (key: string): readonly string[] => simpleDomains.get(key.toLowerCase()) ?? [];

describe('the values tried for unknown keys', () => {
  it.each(texts.map(({ key, comparisons }) => [key, comparisons] as const))(
    '%s: longer texts are like shorter ones',
    (key, comparisons) => {
      expect(missedBy(domainOf(key), comparisons, textsOver(letters, 5))).toEqual([]);
    },
  );

  it.each(keySpecs.map(({ key, comparisons, universe }) => [key, comparisons, universe] as const))(
    '%s: every value it could have is like one of them',
    (key, comparisons, universe) => {
      expect(missedBy(domainOf(key), comparisons, universe)).toEqual([]);
    },
  );

  it('a value left out is missed', () => {
    for (const { key, comparisons } of texts) {
      for (const value of domainOf(key)) {
        const less = domainOf(key).filter((each) => each !== value);
        expect(missedBy(less, comparisons, textsOver(letters, 4)), `${key} without "${value}"`).not.toEqual([]);
      }
    }
  });

  it('a variable and what is compared with it: longer texts are like shorter ones', () => {
    expect(variablesMissedBy(variableDomain, comparedDomain, textsOver(['a', 'b', '*'], 4))).toEqual([]);
    expect(variablesMissedBy(variableDomain, comparedDomain, textsOver(['a', 'b', 'c'], 3))).toEqual([]);
  });

  it.each(['x:Name', 'x:Arn'])('%s: whatever a user is called, more texts are like those tried', (key) => {
    const spec = keySpecs.find((each) => each.key === key);
    const { comparisons = [], universe = [] } = spec ?? {};
    const more = universe.flatMap((text) => [
      text,
      `${text}*`,
      `${text}q`,
      `q${text}`,
      text.toUpperCase(),
      text.toLowerCase(),
      `${text.toUpperCase()}*`,
    ]);
    for (const name of [undefined, ...givenNames]) {
      const valueOf = (asked: string): string | undefined =>
        asked === 'aws:username' ? name : asked === 'aws:principalarn' ? 'arn:aws:iam::111111111111:user/ann' : '111111111111';
      const met = new Set(universe.map((value) => vectorOf(comparisons, value, valueOf)));
      expect(
        more.filter((text) => !met.has(vectorOf(comparisons, text, valueOf))),
        `called ${name ?? 'nothing'}`,
      ).toEqual([]);
    }
  });

  it('ARNs that documents of both versions tell apart are among those tried, whatever account and name are', () => {
    // each part is one that a pattern asks for, or none
    const accounts = ['111111111111', '222222222222', 'c', 'd', '', '${aws:PrincipalAccount}', 'q'];
    const ends = [...givenNames, '', 'q', '${aws:username}', 'team/ann', 'team/${aws:username}'];
    const more = accounts.flatMap((account) =>
      ['user', 'role'].flatMap((kind) => ends.map((end) => `arn:aws:iam::${account}:${kind}/${end}`)),
    );
    for (const account of [undefined, '111111111111', '222222222222', 'c', 'd', '']) {
      for (const name of [undefined, ...givenNames]) {
        const valueOf = (key: string): string | undefined =>
          key === 'aws:username' ? name : key === 'aws:principalaccount' ? account : 'arn:aws:iam::111111111111:role/r';
        const met = new Set(arns.map((arn) => arnVector(arn, valueOf)));
        expect(
          more.filter((arn) => !met.has(arnVector(arn, valueOf))),
          `account ${account ?? 'none'}, called ${name ?? 'nothing'}`,
        ).toEqual([]);
      }
    }
  });

  it('a user may be called whatever the ARN ends in that its name is compared with', () => {
    const ended = domainOf('x:Arn').flatMap((arn) => /^arn:aws:iam::[^:]*:.*\/([^/]+)$/.exec(arn)?.[1] ?? []);
    expect(ended.length).toBeGreaterThan(10);
    expect(ended.filter((name) => !domainOf('aws:username').includes(name))).toEqual([]);
  });

  it('a variable may be any known text it is compared with', () => {
    expect(domainOf(COMPARED).filter((value) => !variableDomain.includes(value))).toEqual([]);
  });

  it('a value of a variable left out is missed', () => {
    const words = variableDomain.filter((each) => !each.includes('${'));
    for (const value of words) {
      const less = words.filter((each) => each !== value);
      expect(variablesMissedBy(less, comparedDomain, textsOver(['a', 'b', '*'], 3)), `without "${value}"`).not.toEqual([]);
    }
  });
});
