import type { Instant } from '../../base/instant.ts';
import type { BoundarySpan } from '../../contract/connector.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { PrivilegeException } from '../../model/exception.ts';
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
 * All that a store keeps of it, the last correction of each. What was asked and told of an access after the moment is left out; what was announced before for
 * a later time is not: events tell both moments. Use outside of the look-back says nothing that is asked for, and is left out too.
 */
export async function readJournal(store: HistoryStore, asOf: Instant, lookBack: Instant): Promise<Journal> {
  const events: LifeCycleEvent[] = [];
  const spans: { readonly boundary: BoundaryId | null; readonly span: LogSpan }[] = [];
  const imports: LifeCycleImport[] = [];
  const verifications: Verification[] = [];
  const exceptions: PrivilegeException[] = [];
  for await (const { sort, boundary, value } of store.entries({})) {
    const told: unknown = value;
    switch (sort) {
      case 'event': {
        const event = told as LifeCycleEvent;
        if (event.type !== 'used' || event.at >= lookBack) events.push(event);
        break;
      }
      case 'span':
        spans.push({ boundary, span: told as LogSpan });
        break;
      case 'import':
        imports.push(told as LifeCycleImport);
        break;
      case 'probe': {
        const verification = told as Verification;
        if (verification.receivedAt <= asOf) verifications.push(verification);
        break;
      }
      case 'exception':
        exceptions.push(told as PrivilegeException);
        break;
      default:
        sort satisfies never;
    }
  }
  return { events, spans, imports, verifications, exceptions };
}

/** What the logs of boundaries were told of whole, so that the next reading may go on from there. */
export async function spansIn(store: HistoryStore): Promise<readonly BoundarySpan[]> {
  const spans: BoundarySpan[] = [];
  for await (const { boundary, value } of store.entries({ sorts: ['span'] })) {
    if (boundary !== null) spans.push({ ...(value as unknown as LogSpan), boundary });
  }
  return spans;
}
