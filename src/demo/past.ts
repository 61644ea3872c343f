import { byCodeUnit } from '../base/order.ts';
import type { HistoryStore } from '../contract/store.ts';
import type { Finding } from '../model/finding.ts';
import type { Interval, RecordKind } from '../model/history.ts';
import { cameBack, isNew } from '../model/past.ts';
import type { Report } from '../model/report.ts';

/** Who is told of, by itself, what it may do and what it was found with; credentials and facts lie behind these. */
const kinds: readonly RecordKind[] = ['identity', 'grant', 'link', 'finding'];

/**
 * Everything that a store says happened since its first run, a line each, sorted: what came, changed, came back, ended or is missing, of whom,
 * and between which days. What was there all the time is not among it.
 */
export async function happenings(store: HistoryStore): Promise<readonly string[]> {
  const start = (await store.runs())[0]?.to ?? '';
  const told = new Set<string>();
  let before: Interval | null = null;
  // Record by record, each in the order of time.
  for await (const interval of store.intervals({ kinds })) {
    const { first, last, end, missing, previous } = interval;
    const what = `${whatOf(interval)} of ${whoseOf(interval)}`;
    // That it changed says that it goes on.
    if (previous !== null && (before?.number !== previous || before.end?.how !== 'changed')) told.add(`${what}: again ${dayOf(first.at)}`);
    if (previous === null && first.at > start) told.add(`${what}: first seen ${dayOf(first.at)}`);
    if (missing !== null) told.add(`${what}: missing since ${dayOf(last.at)}`);
    if (end !== null) {
      const to = end.to === null ? '' : `, now ${nameOf(end.to)}`;
      told.add(`${what}: ${end.how} between ${dayOf(end.after)} and ${dayOf(end.before)}${to}`);
    }
    before = interval;
  }
  return [...told].sort(byCodeUnit);
}

/** What a report says of the run before it, a line each. */
export function sinceTheRunBefore({ findings, history }: Pick<Report, 'findings' | 'history'>): readonly string[] {
  const named = ({ rule, subject }: Finding): string => `${rule} of ${nameOf(subject.id)}`;
  return [
    ...findings.filter((each) => isNew(each, history)).map((each) => `${named(each)}: new`),
    ...findings.filter((each) => cameBack(each, history)).map((each) => `${named(each)}: came back`),
    ...(history?.resolved ?? []).map(({ rule, subject }) => `${rule} of ${nameOf(subject)}: resolved`),
    ...(history?.unconfirmed ?? []).map(({ rule, subject }) => `${rule} of ${nameOf(subject)}: not seen`),
  ];
}

function whatOf({ kind, value }: Interval): string {
  if (kind === 'finding') return (value as unknown as Pick<Finding, 'rule'>).rule;
  return kind === 'grant' || kind === 'link' ? 'right' : 'identity';
}

function whoseOf({ kind, key, value }: Interval): string {
  if (kind === 'identity') return nameOf(key);
  if (kind === 'finding') return nameOf((value as unknown as Pick<Finding, 'subject'>).subject.id);
  const { subject, to } = value as { readonly subject?: string; readonly to?: string };
  return nameOf(subject ?? to ?? key);
}

/** The end of an ARN. */
function nameOf(id: string): string {
  return id.split(/[/:]/).at(-1) ?? id;
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
