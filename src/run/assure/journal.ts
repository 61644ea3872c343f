import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { BoundarySpan } from '../../contract/connector.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { KeptException, PrivilegeException } from '../../model/exception.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';
import type { LifeCycleEvent, LogSpan } from '../../model/life-cycle.ts';
import type { Verification } from '../../model/verification.ts';

/** What was told once and lasts, as values of the model. */
export interface Journal {
  readonly events: readonly LifeCycleEvent[];
  readonly spans: readonly { readonly boundary: BoundaryId | null; readonly span: LogSpan }[];
  readonly imports: readonly LifeCycleImport[];
  readonly verifications: readonly Verification[];
  readonly exceptions: readonly PrivilegeException[];
}

/**
 * All that a store keeps of it, the last correction of each. What systems recorded and were asked after the moment is left out; what is announced for a later
 * time is not. Use outside of the look-back says nothing that is asked for, and is left out too. Of a time that was pruned nothing was told whole.
 */
export async function readJournal(store: HistoryStore, asOf: Instant, lookBack: Instant): Promise<Journal> {
  const events: LifeCycleEvent[] = [];
  const spans: { readonly boundary: BoundaryId | null; readonly span: LogSpan }[] = [];
  const imports: LifeCycleImport[] = [];
  const verifications: Verification[] = [];
  const pruned = await store.prunedUntil();
  for await (const { sort, boundary, value } of store.entries({})) {
    const told: unknown = value;
    switch (sort) {
      case 'event': {
        const event = told as LifeCycleEvent;
        const isLater = event.sourceKind === 'provider-log' && event.at > asOf;
        if (!isLater && (event.type !== 'used' || event.at >= lookBack)) events.push(event);
        break;
      }
      case 'span': {
        // What a log told of a later time it told later.
        const isLater = boundary !== null && (told as LogSpan).to > asOf;
        const span = isLater ? null : within(told as LogSpan, pruned, asOf);
        if (span !== null) spans.push({ boundary, span });
        break;
      }
      case 'import': {
        const each = told as LifeCycleImport;
        imports.push({ ...each, covers: each.covers === null ? null : within(each.covers, pruned, asOf) });
        break;
      }
      case 'probe': {
        const verification = told as Verification;
        if (verification.receivedAt <= asOf) verifications.push(verification);
        break;
      }
      case 'exception':
        break;
      default:
        sort satisfies never;
    }
  }
  return { events, spans, imports, verifications, exceptions: await exceptionsIn(store, asOf) };
}

/** The part of a time that is not pruned and not after the moment; `null`: nothing of it. */
function within<T extends { readonly from: Instant; readonly to: Instant }>(time: T, pruned: Instant | null, asOf: Instant): T | null {
  const from = pruned !== null && time.from < pruned ? pruned : time.from;
  const to = time.to > asOf ? asOf : time.to;
  return from < to ? { ...time, from, to } : null;
}

/** Each as it was decided last until a moment. A later decision says nothing of how things stood before it. */
async function exceptionsIn(store: HistoryStore, asOf: Instant): Promise<readonly PrivilegeException[]> {
  const exceptions = new Map<string, PrivilegeException>();
  const versions = new Map<string, number>();
  for await (const { key, at, version, value } of store.entries({ sorts: ['exception'], every: true })) {
    if (at > asOf || version < (versions.get(key) ?? 0)) continue;
    versions.set(key, version);
    exceptions.set(key, (value as unknown as KeptException).exception);
  }
  return [...exceptions].sort(byKeys(([id]) => id)).map(([, exception]) => exception);
}

/** What the logs of boundaries were told of whole, so that the next reading may go on from there. */
export async function spansIn(store: HistoryStore): Promise<readonly BoundarySpan[]> {
  const spans: BoundarySpan[] = [];
  for await (const { boundary, value } of store.entries({ sorts: ['span'] })) {
    if (boundary !== null) spans.push({ ...(value as unknown as LogSpan), boundary });
  }
  return spans;
}
