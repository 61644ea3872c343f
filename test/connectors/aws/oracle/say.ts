import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase } from '../resolve/estate.ts';
import type { Told } from './compare.ts';
import { isOpenAt, resolved } from './compare.ts';
import type { ConditionBlock } from './condition.ts';
import type { Statement } from './literal.ts';
import { AWAY, HOME, NOW } from './pool.ts';

/** A document of version 2012-10-17. */
export function says(...statements: readonly Statement[]): Json {
  return { Version: '2012-10-17', Statement: statements as unknown as Json };
}

/** Without a version: variables are plain text. */
export function saysOfOld(...statements: readonly Statement[]): Json {
  return { Statement: statements as unknown as Json };
}

export function allow(
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  Condition?: ConditionBlock,
): Statement {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

export function deny(
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  Condition?: ConditionBlock,
): Statement {
  return { Effect: 'Deny', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

/** A trust policy of one statement that allows sts:AssumeRole. */
export function trusting(Principal: NonNullable<Statement['Principal']>, Condition?: ConditionBlock, Action = 'sts:AssumeRole'): Json {
  return says({ Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) });
}

function short(id: string): string {
  return id.replaceAll(`arn:aws:iam::${HOME}:`, '').replaceAll(`arn:aws:iam::${AWAY}:`, 'away:').replace(`aws:${HOME}`, 'account');
}

/** What holds now, pools gone through: `user/ann: administer @ account`, `user/ann may become role/r`, with `?` where it is only possible. */
export function toldNow(told: Told): readonly string[] {
  const grants = told.grants
    .filter((grant) => isOpenAt(grant, NOW))
    .map((grant) => `${short(grant.subject)}: ${grant.capability} @ ${short(grant.scope)}${grant.presence === 'certain' ? '' : '?'}`);
  const open = told.links.filter((link) => isOpenAt(link, NOW) && link.presence !== 'refuted');
  const doubt = (...links: readonly { readonly presence: string }[]): string =>
    links.every((link) => link.presence === 'certain') ? '' : '?';
  const ways = open.flatMap((link) => {
    if (link.from.startsWith('pool:')) return [];
    if (!link.to.startsWith('pool:')) return [`${short(link.from)} may become ${short(link.to)}${doubt(link)}`];
    return open.filter((out) => out.from === link.to).map((out) => `${short(link.from)} may become ${short(out.to)}${doubt(link, out)}`);
  });
  return [...new Set([...grants, ...ways])].sort();
}

export function told(home: AccountCase, away?: AccountCase): readonly string[] {
  return toldNow(resolved({ accounts: { [HOME]: home, ...(away === undefined ? {} : { [AWAY]: away }) } }));
}

/** User ann with one inline policy of the statements. */
export function toldOfAnn(...statements: readonly Statement[]): readonly string[] {
  return told({ users: { ann: { inline: { p: says(...statements) } } } });
}
