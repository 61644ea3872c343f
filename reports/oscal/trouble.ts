import { accessText, dueText, endedText, latenessText, outcomeText } from '../../src/model/ending-words.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Ending } from '../../src/model/ending.ts';
import type { Pack, RevocationRecord } from '../../src/model/pack.ts';

/** As OSCAL has it. `open`: it is there. `remediating`: it is gone, and sessions may live. `investigating`: it cannot be said. */
export type RiskState = 'open' | 'investigating' | 'remediating' | 'deviation-approved' | 'closed';

/** A record that is not as it should be, or of which that cannot be said. */
export interface Trouble {
  readonly record: RevocationRecord;
  readonly ending: Ending;
  readonly state: RiskState;
}

/** Everything but what ended in time, or is not due. */
export function troublesOf({ records, exceptions }: Pack): readonly Trouble[] {
  const inForce = new Set(exceptions.filter(({ state }) => state === 'in-force').map(({ exception }) => exception.id));
  return records.flatMap((record) => {
    const state = stateOf(record.ending);
    if (state === null) return [];
    const isAccepted = state !== 'closed' && record.exception !== null && inForce.has(record.exception);
    return [{ record, ending: record.ending, state: isAccepted ? 'deviation-approved' : state }];
  });
}

function stateOf({ outcome, lateness }: Ending): RiskState | null {
  const mayBeLate = lateness !== null && lateness.upper > 0;
  switch (outcome) {
    case 'overdue':
    case 'contradicted':
    case 'reappeared':
      return 'open';
    case 'undetermined':
      return 'investigating';
    case 'lingering':
      return mayBeLate ? 'remediating' : null;
    case 'ended':
      return mayBeLate ? 'closed' : null;
    case 'not-due':
      return null;
  }
}

/** `overdue: AdministratorAccess on aws:… of ann` */
export function troubleTitle({ ending }: Trouble): string {
  return `${outcomeText(ending.outcome)}: ${accessText(ending)} of ${ending.subjectName}`;
}

/** What should have been, what was, and by how much. */
export function troubleText({ ending }: Trouble, asOf: Instant): readonly string[] {
  return [dueText(ending, asOf), endedText(ending), latenessText(ending), ...ending.because].filter((text) => text !== '');
}

/** When it was last looked at. */
export function collectedAt({ ending }: Trouble): Instant {
  return ending.ended?.before ?? ending.lastSeen;
}
