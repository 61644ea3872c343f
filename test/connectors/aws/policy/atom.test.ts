import { describe, expect, it } from 'vitest';
import { readConditions } from '../../../../connectors/aws/policy/condition.ts';
import type { KeyState, Truth } from '../../../../connectors/aws/policy/match/atom.ts';
import { atomHolds } from '../../../../connectors/aws/policy/match/atom.ts';

const absent: KeyState = { is: 'absent' };
const unknown: KeyState = { is: 'unknown' };
const presentUnknown: KeyState = { is: 'present-unknown' };
const values = (...given: string[]): KeyState => ({ is: 'present', values: given });

function holds(operator: string, wanted: string | string[], states: KeyState | Record<string, KeyState>, doubts?: () => Truth): Truth {
  const wrong: string[] = [];
  const [atom] = readConditions({ [operator]: { k: wanted } }, wrong);
  expect(wrong).toEqual([]);
  const byKey = 'is' in states ? { k: states as KeyState } : states;
  return atomHolds(atom!, (key) => byKey[key] ?? absent, true, doubts);
}

describe('atomHolds', () => {
  it('takes a negated operator as met by a key that is absent, and a positive one as not', () => {
    expect(holds('StringNotEquals', 'a', absent)).toBe(1);
    expect(holds('StringEquals', 'a', absent)).toBe(0);
    expect(holds('StringEqualsIfExists', 'a', absent)).toBe(1);
    expect(holds('ForAnyValue:StringNotEqualsIfExists', 'a', absent)).toBe(0);
    expect(holds('ForAllValues:StringEquals', 'a', absent)).toBe(1);
  });

  it('leaves open what an unknown key may turn, and nothing else', () => {
    expect(holds('StringEquals', 'a', unknown)).toBe(2);
    expect(holds('StringLike', '*', presentUnknown)).toBe(1);
    expect(holds('StringLike', '*', unknown)).toBe(2);
    expect(holds('StringLikeIfExists', '*', unknown)).toBe(1);
    expect(holds('StringEquals', [], unknown)).toBe(0);
    expect(holds('StringNotEquals', [], unknown)).toBe(1);
    expect(holds('Null', 'true', unknown)).toBe(2);
    expect(holds('Null', 'true', presentUnknown)).toBe(0);
    expect(holds('Null', ['true', 'false'], unknown)).toBe(1);
    // the empty text is to a set operator as no value
    expect(holds('ForAnyValue:StringLike', '*', presentUnknown)).toBe(2);
  });

  it('drops empty texts under set operators only', () => {
    expect(holds('ForAllValues:StringEquals', 'a', values(''))).toBe(1);
    expect(holds('ForAnyValue:StringEquals', '', values(''))).toBe(0);
    expect(holds('StringEquals', '', values(''))).toBe(1);
    expect(holds('Null', 'false', values(''))).toBe(1);
  });

  it('does not read a wildcard in StringEquals, nor a star of a variable in StringLike', () => {
    expect(holds('StringEquals', 'repo:o/r:*', values('repo:o/r:ref'))).toBe(0);
    expect(holds('StringLike', '${t}', { k: values('abc'), t: values('a*') })).toBe(0);
    expect(holds('StringLike', '${t}', { k: values('a*'), t: values('a*') })).toBe(1);
    expect(holds('StringEquals', '${t}', { k: values('a*'), t: values('a*') })).toBe(1);
    expect(holds('StringLike', 'a${*}', values('ab'))).toBe(0);
  });

  it('compares nothing with a variable that has no value', () => {
    expect(holds('StringEquals', '${t}', { k: values('') })).toBe(0);
    expect(holds('StringNotEquals', '${t}', { k: values('x') })).toBe(1);
    expect(holds('StringEquals', "${t, 'x'}", { k: values('x') })).toBe(1);
    expect(holds('StringEquals', '${t}', { k: values('x'), t: values('x', 'y') })).toBe(0);
    expect(holds('StringEquals', '${t}', { k: values('x'), t: unknown })).toBe(2);
    expect(holds('StringEquals', ['${t}', 'x'], { k: values('x'), t: unknown })).toBe(1);
  });

  it('asks the caller about what the documentation leaves open', () => {
    const asked: unknown[] = [];
    const doubts = (answer: Truth) => (doubt?: unknown) => {
      asked.push(doubt);
      return answer;
    };
    expect(holds('NumericNotEquals', '5', values('five'))).toBe(2);
    expect(holds('NumericNotEquals', '5', values('five'), doubts(1))).toBe(1);
    expect(holds('NotIpAddress', ['10.0.0.0/8', 'x'], values('10.1.1.1'), doubts(1))).toBe(0);
    expect(holds('NumericEquals', '5', values('five'), doubts(1))).toBe(0);
    expect(holds('StringEquals', 'a', values('a', 'b'), doubts(0))).toBe(0);
    expect(new Set(asked)).toEqual(new Set(['doc:unparseable-value', 'doc:multivalued-key']));
  });

  it('keeps wildcards of an ARN pattern in their segment', () => {
    const arn = 'arn:aws:s3:x:y:111122223333:finance/a';
    expect(holds('ArnLike', 'arn:aws:s3:*:111122223333:finance/*', values(arn))).toBe(0);
    expect(holds('StringLike', 'arn:aws:s3:*:111122223333:finance/*', values(arn))).toBe(1);
    expect(holds('ArnEquals', 'arn:aws:s3:::b*', values('arn:aws:s3:::b:c'))).toBe(1);
  });

  it('reads dates, numbers and addresses as what they are', () => {
    expect(holds('DateLessThan', '1767225600', values('2025-12-31T23:59:59Z'))).toBe(1);
    expect(holds('NumericLessThan', '10', values('9'))).toBe(1);
    expect(holds('IpAddress', '2001:db8::/32', values('2001:0db8:1::1'))).toBe(1);
    expect(holds('BinaryEquals', 'YQ==', values('YQ=='))).toBe(1);
    expect(holds('Bool', 'True', values('true'))).toBe(1);
  });
});
