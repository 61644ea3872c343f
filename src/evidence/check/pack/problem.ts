import { byCodeUnit } from '../../../base/order.ts';

/**
 * What can be wrong with a pack. The code says what kind of fault it is, for machines; `says` tells a person.
 *
 * Files: `missing-file`, `unlisted-file`, `duplicate-file`, `unsafe-path`, `wrong-size`, `wrong-hash`, `too-large`, `bad-zip`, `hidden-bytes`.
 * Form: `not-utf8`, `not-json`, `too-deep`, `not-canonical`, `bad-shape`, `not-sorted`.
 * Signatures: `not-signed`, `bad-envelope`, `bad-signature`, `unknown-key`, `bad-statement`, `wrong-subjects`, `wrong-predicate`, `bad-key-history`, `compromised-key`.
 * Contents of the pack: `wrong-id`, `bad-reference`, `wrong-population`, `wrong-reconciliation`, `wrong-sample`, `wrong-control`, `over-claimed`, `wrong-integrity`.
 * The log: `bad-log`, `wrong-origin`, `wrong-leaf`, `bad-body`, `missing-body`, `withheld-run`, `withheld-import`, `withheld-boundary`, `withheld-change`, `wrong-people`, `wrong-run`, `wrong-batch`, `wrong-proof`, `forked-log`.
 * Pages: `bad-page`, `wrong-item`, `missing-item`, `false-withholding`.
 * Marks from outside: `bad-anchor`, `missing-anchor`, `quorum-not-met`.
 * Derived again: `not-recomputed`, `bad-capture`, `not-reproduced`.
 */
export const packProblemCodes = [
  'missing-file',
  'unlisted-file',
  'duplicate-file',
  'unsafe-path',
  'wrong-size',
  'wrong-hash',
  'too-large',
  'bad-zip',
  'hidden-bytes',
  'not-utf8',
  'not-json',
  'too-deep',
  'not-canonical',
  'bad-shape',
  'not-sorted',
  'not-signed',
  'bad-envelope',
  'bad-signature',
  'unknown-key',
  'bad-statement',
  'wrong-subjects',
  'wrong-predicate',
  'bad-key-history',
  'compromised-key',
  'wrong-id',
  'bad-reference',
  'wrong-population',
  'wrong-reconciliation',
  'wrong-sample',
  'wrong-control',
  'over-claimed',
  'wrong-integrity',
  'bad-log',
  'wrong-origin',
  'wrong-leaf',
  'bad-body',
  'missing-body',
  'withheld-run',
  'withheld-import',
  'withheld-boundary',
  'withheld-change',
  'wrong-people',
  'wrong-run',
  'wrong-batch',
  'wrong-proof',
  'forked-log',
  'bad-page',
  'wrong-item',
  'missing-item',
  'false-withholding',
  'bad-anchor',
  'missing-anchor',
  'quorum-not-met',
  'not-recomputed',
  'bad-capture',
  'not-reproduced',
] as const;
export type PackProblemCode = (typeof packProblemCodes)[number];

/** One thing that does not hold: where, what stands there, and what would have to. */
export interface PackProblem {
  readonly code: PackProblemCode;
  /** Path within the pack; the pack itself where it is `''`. */
  readonly file: string;
  /** Within the file: a JSON pointer, `line 3`, `leaf 12`; `''`: all of it. */
  readonly place: string;
  /** `null`: there is nothing that could be shown. */
  readonly seen: string | null;
  readonly expected: string | null;
  /** A sentence, lower case and without a full stop. */
  readonly says: string;
}

const LONGEST = 200;
/** More than this are counted and not told: nobody reads them, and a hostile pack may hold millions. */
const MOST = 20_000;

/** Gathers problems; what is told of bytes from outside is cut to a length that can be read. */
export class Problems {
  readonly #found: PackProblem[] = [];
  #more = 0;

  add(
    code: PackProblemCode,
    file: string,
    place: string,
    says: string,
    difference: { readonly seen?: string | number | null; readonly expected?: string | number | null } = {},
  ): void {
    if (this.#found.length >= MOST) {
      this.#more++;
      return;
    }
    this.#found.push({
      ...{ code, file: cut(file), place: cut(place) },
      ...{ seen: shown(difference.seen), expected: shown(difference.expected), says: cut(says) },
    });
  }

  /** No more are told: whoever reads on only counts. */
  get isFull(): boolean {
    return this.#more > 0;
  }

  get count(): number {
    return this.#found.length + this.#more;
  }

  has(...codes: readonly PackProblemCode[]): boolean {
    return this.#found.some(({ code }) => codes.includes(code));
  }

  /** Sorted by file, place and code, each once: the same pack gives the same list. */
  all(): readonly PackProblem[] {
    const each = new Map(this.#found.map((problem) => [key(problem), problem]));
    if (this.#more > 0) {
      const says = `more is wrong with the pack than is told: the first ${MOST} faults are, and those after them only counted`;
      const rest: PackProblem = { code: 'too-large', file: '', place: '', seen: `${this.#more} more`, expected: null, says };
      each.set(key(rest), rest);
    }
    return [...each].sort(([a], [b]) => byCodeUnit(a, b)).map(([, problem]) => problem);
  }
}

function key({ file, place, code, says, seen, expected }: PackProblem): string {
  return [file, place, code, says, seen ?? '', expected ?? ''].join('\u0000');
}

function shown(value: string | number | null | undefined): string | null {
  return value === undefined || value === null ? null : cut(String(value));
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
