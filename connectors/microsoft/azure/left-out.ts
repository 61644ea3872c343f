import { counted } from '../../../src/base/text/count.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { AzureSettings } from './settings.ts';
import { seenOf } from './surfaces/places/seen.ts';

/** Subscriptions that are told of and not read, counted by what would have them read. */
export function azureLeftOut(seen: FactIndex, settings: AzureSettings): readonly string[] {
  const { leftOut } = seenOf(seen, settings);
  const unnamed = leftOut.filter((each) => settings.subscriptions?.includes(each.subscription) === false).length;
  const deleted = leftOut.filter(
    (each) => each.state.toLowerCase() === 'deleted' && settings.subscriptions?.includes(each.subscription) !== false,
  );
  return [
    ...(unnamed === 0 ? [] : [`${told(unnamed)} not read: connectors.azure.subscriptions does not name ${unnamed === 1 ? 'it' : 'them'}`]),
    ...(deleted.length === 0 ? [] : [`${told(deleted.length)} not read: deleted`]),
  ];
}

function told(count: number): string {
  return `${counted(count, 'other subscription')} of the tenant ${count === 1 ? 'was' : 'were'}`;
}
