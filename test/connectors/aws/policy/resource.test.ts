import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literally } from '../../../../connectors/aws/policy/glob.ts';
import { resourceMatches } from '../../../../connectors/aws/policy/match/resource.ts';
import { runs } from '../../../support/runs.ts';

describe('resourceMatches', () => {
  it('reaches an action without a resource by stars alone', () => {
    expect(resourceMatches('*', '*')).toBe('yes');
    expect(resourceMatches('**', '*')).toBe('yes');
    expect(resourceMatches('arn:*', '*')).toBe('no');
    expect(resourceMatches('?', '*')).toBe('no');
  });

  it('lets a star that ends a segment run on over colons, and no other', () => {
    expect(resourceMatches('arn:aws:s3*', 'arn:aws:s3:::b/k')).toBe('yes');
    expect(resourceMatches('arn:aws:iam::111122223333:*', 'arn:aws:iam::111122223333:user/ann')).toBe('yes');
    expect(resourceMatches('arn:aws:logs:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:g')).toBe('yes');
    expect(resourceMatches('arn:aws:s*3:::b', 'arn:aws:sqs:x:3:::b')).toBe('doubt');
    expect(resourceMatches('arn:aws:s3?::b', 'arn:aws:s3:::b')).toBe('doubt');
    expect(resourceMatches('arn:aws:s3::b', 'arn:aws:s3:::b')).toBe('no');
  });

  it('gives a star of the last segment everything', () => {
    expect(resourceMatches('arn:aws:s3:::b/*/t/*', 'arn:aws:s3:::b/1/2/t/x:y')).toBe('yes');
    expect(resourceMatches('arn:aws:s3:::b/*/t/*', 'arn:aws:s3:::b/t/x')).toBe('no');
    expect(resourceMatches('arn:aws:iam::111122223333:user/Ann', 'arn:aws:iam::111122223333:user/ann')).toBe('no');
    expect(resourceMatches(`arn:aws:s3:::${literally('a*')}`, 'arn:aws:s3:::ab')).toBe('no');
    expect(resourceMatches(`arn:aws:s3:::${literally('a*')}`, 'arn:aws:s3:::a*')).toBe('yes');
  });

  it('reads as two regular expressions do', () => {
    // both readings written as one expression each, which shares nothing with how they are decided
    const escape = (text: string): string => text.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
    const whole = (pattern: string): RegExp => new RegExp(`^${escape(pattern).replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
    const bySegment = (pattern: string): RegExp => {
      const parts = pattern.split(':');
      const first = parts
        .slice(0, 5)
        .map((each) => escape(each.replace(/\*$/, '\u0001')).replaceAll('*', '[^:]*').replaceAll('?', '[^:]').replaceAll('\u0001', '[^]*'));
      const rest = parts.length > 5 ? [escape(parts.slice(5).join(':')).replaceAll('*', '[^]*').replaceAll('?', '[^]')] : [];
      return new RegExp(`^${[...first, ...rest].join(':')}$`);
    };
    const seen = { yes: 0, no: 0, doubt: 0 };
    const text = fc.array(fc.constantFrom('a', ':', ':', 'b'), { maxLength: 9 }).map((each) => `arn:${each.join('')}`);
    const pattern = fc.array(fc.constantFrom('a', ':', ':', '*', '?'), { maxLength: 9 }).map((each) => `arn${each.join('')}`);
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const expected = bySegment(p).test(t) ? 'yes' : whole(p).test(t) ? 'doubt' : 'no';
        seen[expected]++;
        expect(resourceMatches(p, t)).toBe(expected);
      }),
      { numRuns: runs(3000) },
    );
    expect(Math.min(seen.yes, seen.doubt)).toBeGreaterThan(20);
  });
});
