import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { allow, arn, says, viewOf } from '../../../run/what-if/estate.ts';
import type { Holder } from '../../../run/what-if/estate.ts';

/* However many names and policies give a holder what a method needs, the last of the roles they name is reached as well. */
const HOLDER = arn('user', 'holder');
const SECRETS = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
const number = (n: number): string => String(n).padStart(3, '0');
const role = (n: number): string => arn('role', `t${number(n)}`);
const pass = (Resource: Json): Json => ({ Effect: 'Allow', Action: 'iam:PassRole', Resource });
const compute = allow(['lambda:CreateFunction', 'lambda:InvokeFunction']);

async function reached(count: number, holder: Holder): Promise<readonly string[]> {
  const service = allow('sts:AssumeRole', { Principal: { Service: 'lambda.amazonaws.com' } });
  const numbers = Array.from({ length: count }, (_, n) => n);
  const roles = Object.fromEntries(
    numbers.map((n) => [
      `t${number(n)}`,
      { trust: service, inline: { s: allow('secretsmanager:GetSecretValue', { Resource: `${SECRETS}s${number(n)}` }) } },
    ]),
  );
  const view = await viewOf({ roles, users: { holder: { ...holder, inline: { ...holder.inline, compute } } } });
  return numbers.map((n) => view.reach(HOLDER, 'read-secrets', `${SECRETS}s${number(n)}`)?.presence ?? 'none');
}
const all = (count: number, presence: string): readonly string[] => Array.from({ length: count }, () => presence);
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

describe('many roles that may be passed', () => {
  it('in one statement are all reached', async () => {
    expect(await reached(40, { inline: { p: says(pass(numbers(40).map(role))) } })).toEqual(all(40, 'certain'));
  });

  it('in a statement each are all reached', async () => {
    expect(await reached(40, { inline: { p: says(...numbers(40).map((n) => pass(role(n)))) } })).toEqual(all(40, 'certain'));
  });

  it('in a policy each are all reached', async () => {
    const inline = Object.fromEntries(numbers(40).map((n) => [`p${number(n)}`, says(pass(role(n)))]));
    expect(await reached(40, { inline })).toEqual(all(40, 'certain'));
  });

  it('under a condition each are all reached', async () => {
    const under = (n: number): Json => ({
      ...(pass(role(n)) as object),
      Condition: { StringEquals: { 'aws:RequestedRegion': `eu-west-${n}` } },
    });
    expect(await reached(40, { inline: { p: says(...numbers(40).map(under)) } })).toEqual(all(40, 'certain'));
  });

  it('in more policies than are told apart are reached all the same, if only possibly', async () => {
    const inline = Object.fromEntries(numbers(300).map((n) => [`p${number(n)}`, says(pass(role(n)))]));
    const found = await reached(300, { inline });
    expect(found.filter((each) => each === 'none')).toEqual([]);
    expect(found.filter((each) => each === 'certain').length).toBeGreaterThanOrEqual(256);
  });
});
