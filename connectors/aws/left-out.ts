import type { FactIndex } from '../../src/model/fact.ts';
import { accountOf } from './identity.ts';
import { placesOf } from './places.ts';
import { enteredAccounts } from './plan/entered.ts';
import type { AwsSettings } from './settings.ts';

/** The accounts of the organization that the settings keep the scan out of, counted by what would have them entered. */
export function awsLeftOut(seen: FactIndex, settings: AwsSettings): readonly string[] {
  const entered = new Set(enteredAccounts(seen, settings).map(accountOf));
  const others = [...placesOf(seen.ofKind('limiter'))].filter(
    ([account, { organization }]) => organization !== null && !entered.has(account),
  );
  const excluded = others.filter(([account]) => settings.excludeAccounts.includes(account)).length;
  const rest = others.filter(([account]) => !settings.excludeAccounts.includes(account));
  const idle = rest.filter(([, { state }]) => state !== null && state !== 'ACTIVE' && state !== 'PENDING_CLOSURE').length;
  const open = rest.length - idle;
  const how =
    settings.accounts === undefined
      ? 'set connectors.aws.role to the role that may be assumed in them'
      : 'connectors.aws.accounts does not name them';
  return [
    ...(open === 0 ? [] : [`${told(open)} not entered: ${how}`]),
    ...(idle === 0 ? [] : [`${told(idle)} not entered: suspended, closed or not yet active`]),
    ...(excluded === 0 ? [] : [`${told(excluded)} not entered: connectors.aws.excludeAccounts names ${excluded === 1 ? 'it' : 'them'}`]),
  ];
}

function told(count: number): string {
  return count === 1 ? '1 other account of the organization was' : `${count} other accounts of the organization were`;
}
