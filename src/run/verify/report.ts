import type { Instant } from '../../base/instant.ts';
import type { Access } from '../../model/access.ts';
import type { Outcome, Span } from '../../model/ending.ts';
import type { Verification } from '../../model/verification.ts';
import type { Verified } from './outcome.ts';
import type { VerifyResult } from './verify.ts';

/** What one access came to, with everything it rests on. Form: schemas/verify.schema.json. */
export interface VerifyLine {
  readonly ending: string | null;
  readonly access: Pick<Access, 'id' | 'kind' | 'boundary' | 'subject' | 'objects' | 'name' | 'scope'>;
  readonly subjectName: string;
  readonly outcome: Outcome | null;
  readonly mayBe: boolean;
  readonly since: Instant | null;
  readonly lastSeen: Instant;
  readonly says: Verification['says'];
  readonly because: string;
  readonly confirmed: boolean;
  readonly lag: Span | null;
  readonly rounds: readonly Verification[];
}

export interface VerifyTotals {
  readonly accesses: number;
  readonly absent: number;
  /** Of the absent: in two looks that are far enough apart. */
  readonly confirmed: number;
  readonly present: number;
  /** Of the present: those that may be. */
  readonly mayBe: number;
  readonly undetermined: number;
  /** Of the undetermined: those that could not be asked for. */
  readonly notAsked: number;
}

export interface VerifyReport {
  readonly schema: 1;
  /** The analysis whose endings were asked for. */
  readonly analysis: string;
  readonly rounds: number;
  readonly endedBy: VerifyResult['endedBy'];
  readonly totals: VerifyTotals;
  readonly results: readonly VerifyLine[];
}

export function verifyReport({ results, rounds, endedBy }: VerifyResult, analysis: string): VerifyReport {
  return { schema: 1, analysis, rounds, endedBy, totals: totalsOf(results), results: results.map(lineOf) };
}

export function totalsOf(results: readonly Verified[]): VerifyTotals {
  const count = (test: (each: Verified) => boolean): number => results.filter(test).length;
  return {
    accesses: results.length,
    absent: count(({ says }) => says === 'absent'),
    confirmed: count(({ confirmed }) => confirmed),
    present: count(({ says }) => says === 'present'),
    mayBe: count(({ says, target }) => says === 'present' && target.mayBe),
    undetermined: count(({ says }) => says === 'undetermined'),
    notAsked: count(({ rounds }) => rounds.length === 0),
  };
}

/** 1 something is there that should not be · 3 of something it cannot be said · 0 all that should be gone is absent. */
export function exitOf({ present, mayBe, undetermined }: VerifyTotals): 0 | 1 | 3 {
  return present > mayBe ? 1 : undetermined > 0 ? 3 : 0;
}

function lineOf({ target, rounds, says, because, confirmed, lag }: Verified): VerifyLine {
  const { ending, access, subjectName, outcome, mayBe, since, lastSeen } = target;
  const { id, kind, boundary, subject, objects, name, scope } = access;
  return {
    ending,
    access: { id, kind, boundary, subject, objects, name, scope },
    ...{ subjectName, outcome, mayBe, since, lastSeen, says, because, confirmed, lag, rounds },
  };
}
