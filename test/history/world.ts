import { instantOf } from '../../src/base/instant.ts';
import type { ConclusionBatch, FactBatch } from '../../src/contract/store.ts';
import type { Sighting, SurfaceRead, Teller } from '../../src/model/history.ts';
import type { NonEmpty } from '../../src/base/json.ts';

/*
 * A small estate that knows the truth: what was there from when until when, and how runs looked at it. Readers are as bad as the law of recording
 * allows, and no worse: a page may be lost, an answer may be old by up to the surface's delay, a clock may be wrong by as much as is told.
 */

const MINUTE = 60_000;
export const EPOCH = Date.UTC(2026, 0, 1);

/** Numbers that look random; the same for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From `least` to `most`, whole. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  is(share: number): boolean {
    return this.next() < share;
  }

  one<T>(items: readonly T[]): T {
    return items[this.whole(0, items.length - 1)] as T;
  }
}

/** One thing with one value, from one moment to another; ms. */
export interface Life {
  readonly kind: 'identity' | 'attachment';
  readonly key: string;
  readonly family: string;
  readonly value: string;
  readonly uid: string | null;
  readonly dependsOn: readonly string[];
  readonly from: number;
  until: number;
  /** It was lost on a page once: it is not again. */
  missed: boolean;
}

const BOUNDARY = 'sim:1';
const surfaces = { identities: 'sim:identities', attachments: 'sim:attachments', report: 'sim:report' } as const;

export interface World {
  readonly lives: readonly Life[];
  readonly batches: readonly FactBatch[];
  /** What was concluded of some of the runs: a grant for each attachment. */
  readonly conclusions: ReadonlyMap<string, ConclusionBatch>;
}

export interface WorldSize {
  readonly seed: number;
  readonly things: number;
  readonly runs: number;
}

export function worldOf({ seed, things, runs }: WorldSize): World {
  const chance = new Chance(seed);
  const span = runs * 10 * MINUTE;
  const lives = livesOf(chance, things, span);
  const traits: Traits = {
    skewed: chance.is(0.3),
    overlapping: chance.is(0.2),
    delay: chance.one([0, 0, 0, MINUTE, 15 * MINUTE]),
    dumps: chance.is(0.3),
    narrow: chance.is(0.3),
    remapped: chance.is(0.1),
  };
  const batches: FactBatch[] = [];
  let at = EPOCH;
  for (let run = 0; run < runs; run++) {
    const begin = at + chance.whole(1, 10) * MINUTE;
    const end = begin + chance.whole(0, 6) * MINUTE;
    batches.push(batchOf(chance, lives, traits, run, begin, end));
    at = traits.overlapping ? begin + chance.whole(0, 3) * MINUTE : end;
  }
  const conclusions = new Map<string, ConclusionBatch>();
  for (const batch of batches) if (chance.is(0.8)) conclusions.set(batch.run.id, concludedOf(batch));
  return { lives, batches, conclusions };
}

function asksAsMuch(read: SurfaceRead, former: string): boolean {
  return read.settings === former || read.settings === '"wide"';
}

function concludedOf({ run, sightings }: FactBatch): ConclusionBatch {
  return {
    run: run.id,
    conclusions: { asOf: run.to, configuration: 'c', rules: [] },
    sightings: [...sightings].filter(({ kind }) => kind === 'attachment').map((each): Sighting => ({ ...each, kind: 'grant' })),
    isAnswered: () => false,
    asksAsMuch,
  };
}

interface Traits {
  readonly skewed: boolean;
  readonly overlapping: boolean;
  readonly delay: number;
  readonly dumps: boolean;
  readonly narrow: boolean;
  readonly remapped: boolean;
}

/** Identities come, are renamed, go and come again under the same name; what hangs on them is given, changed, taken and given again. */
function livesOf(chance: Chance, things: number, span: number): Life[] {
  const lives: Life[] = [];
  const moment = (): number => EPOCH - 5 * MINUTE + chance.whole(0, span + 5 * MINUTE);
  let uids = 0;
  for (let thing = 0; thing < things; thing++) {
    let name = `id-${thing}`;
    let uid = `U${uids++}`;
    const cuts = Array.from({ length: chance.whole(0, 3) }, moment).sort((a, b) => a - b);
    let from = chance.is(0.6) ? EPOCH - 10 * MINUTE : moment();
    for (const cut of [...cuts.filter((each) => each > from), Infinity]) {
      lives.push({ kind: 'identity', key: name, family: 'user', value: `of ${uid}`, uid, dependsOn: [], from, until: cut, missed: false });
      lives.push(...attachmentsOf(chance, name, from, cut, moment));
      if (cut === Infinity) break;
      const what = chance.whole(0, 3);
      if (what === 0) name = `id-${thing}-${String.fromCharCode(97 + chance.whole(0, 25))}${uids++}`;
      else uid = `U${uids++}`;
      // Away for a while, or another one at once.
      from = what === 1 ? cut + chance.whole(1, 40) * MINUTE : cut;
      if (what === 3 && chance.is(0.5)) break;
    }
  }
  return lives;
}

function attachmentsOf(chance: Chance, name: string, from: number, until: number, moment: () => number): Life[] {
  const lives: Life[] = [];
  for (let number = 0; number < 2; number++) {
    let begin = chance.is(0.6) ? from : Math.max(from, moment());
    const cuts = Array.from({ length: chance.whole(0, 2) }, moment).sort((a, b) => a - b);
    for (const cut of [...cuts.filter((each) => each > begin && each < until), until]) {
      if (begin >= until) break;
      const value = `value ${chance.whole(0, 2)}`;
      const family = number === 0 ? 'inline' : 'managed';
      lives.push({
        kind: 'attachment',
        key: `${name}/${number}`,
        family,
        value,
        uid: null,
        dependsOn: [name],
        from: begin,
        until: cut,
        missed: false,
      });
      begin = chance.is(0.5) ? cut : cut + chance.whole(1, 30) * MINUTE;
    }
  }
  return lives;
}

function batchOf(chance: Chance, lives: readonly Life[], traits: Traits, number: number, begin: number, end: number): FactBatch {
  const off = traits.skewed && chance.is(0.5) ? chance.whole(-20, 20) * MINUTE : 0;
  const isDump = traits.dumps && chance.is(0.5);
  const settings = traits.narrow && chance.is(0.4) ? '"narrow"' : '"wide"';
  const reads = Object.values(surfaces).map((surface): SurfaceRead =>
    readOf(chance, traits, surface, begin, end, { off, isDump, settings }),
  );
  const sightings = new Map<string, Sighting>();
  const hidden = isDump && chance.is(0.4) ? chance.one(['user', 'inline', 'managed']) : null;
  const isUnnamed = chance.is(0.1);
  for (const read of reads) {
    for (const life of seenBy(chance, lives, read, traits, off)) {
      if (life.family === hidden) continue;
      const id = JSON.stringify([life.kind, life.key]);
      const former = sightings.get(id);
      const teller: Teller = { boundary: BOUNDARY, surface: read.surface };
      // Another surface that was read at another moment may show another value: the one told first stands, as facts of one key are settled.
      const tellers: NonEmpty<Teller> = former === undefined ? [teller] : [...former.tellers, teller];
      sightings.set(id, former === undefined ? sightingOf(life, tellers, read, number, isUnnamed) : { ...former, tellers });
    }
  }
  const times = reads.flatMap(({ from, to }) => (from === null || to === null ? [] : [from, to])).sort();
  return {
    run: {
      id: `run ${number}`,
      capture: `capture ${number}`,
      version: '1.0.0',
      connectors: [{ id: 'sim', mapping: traits.remapped && number > 2 ? 2 : 1 }],
      from: times[0] ?? instantOf(begin + off),
      to: times.at(-1) ?? instantOf(end + off),
      pages: 3,
    },
    reads,
    gaps: [],
    sightings: [...sightings.values()],
    usage: [],
    journal: [],
    asksAsMuch,
  };
}

interface Reader {
  readonly off: number;
  readonly isDump: boolean;
  readonly settings: string;
}

function readOf(
  chance: Chance,
  { delay }: Traits,
  surface: string,
  begin: number,
  end: number,
  { off, isDump, settings }: Reader,
): SurfaceRead {
  const from = begin + chance.whole(0, (end - begin) / MINUTE) * MINUTE;
  const to = from + chance.whole(0, (end - from) / MINUTE) * MINUTE;
  const status = chance.is(0.75) ? 'complete' : chance.one(['partial', 'partial', 'unread', 'excluded'] as const);
  const isRead = status === 'complete' || status === 'partial';
  return {
    boundary: BOUNDARY,
    surface,
    status,
    cause: status === 'complete' ? null : 'denied',
    detail: null,
    pages: isRead ? 2 : 0,
    facts: 0,
    origin: isDump ? 'dump' : 'live',
    from: isRead ? instantOf(from + off) : null,
    to: isRead ? instantOf(to + off) : null,
    skewMs: off === 0 ? null : off,
    absenceAfterMs: surface === surfaces.report && chance.is(0.2) ? null : delay,
    snapshot: from === to && chance.is(0.5),
    filtered: isDump,
    settings,
  };
}

/** What one read shows: of each thing how it was at some moment of the read, or before by what the provider's answers may be old. */
function seenBy(chance: Chance, lives: readonly Life[], read: SurfaceRead, { delay }: Traits, off: number): readonly Life[] {
  if (read.from === null || read.to === null) return [];
  const from = Date.parse(read.from) - off;
  const to = Date.parse(read.to) - off;
  const shown: Life[] = [];
  const looked = new Map<string, number>();
  for (const life of lives) {
    if (!isToldBy(life, read.surface)) continue;
    let moment = looked.get(life.key);
    if (moment === undefined) {
      const old = read.absenceAfterMs === null ? 0 : chance.one([0, 0, delay * chance.next()]);
      moment = from + chance.next() * (to - from) - old;
      looked.set(life.key, moment);
    }
    if (life.from > moment || life.until <= moment) continue;
    if (read.settings === '"narrow"' && life.key.endsWith('/1')) continue;
    if (read.status === 'partial' && chance.is(0.4)) continue;
    if (read.status === 'complete' && !read.snapshot && !life.missed && chance.is(0.1)) {
      life.missed = true;
      continue;
    }
    shown.push(life);
  }
  return shown;
}

function isToldBy({ kind, family }: Life, surface: string): boolean {
  if (kind === 'identity') return surface === surfaces.identities;
  return surface === surfaces.attachments || (surface === surfaces.report && family === 'managed');
}

function sightingOf(life: Life, tellers: NonEmpty<Teller>, read: SurfaceRead, number: number, isUnnamed: boolean): Sighting {
  const { kind, key, family, value, dependsOn, uid } = life;
  return {
    kind,
    boundary: BOUNDARY,
    key,
    family,
    value: { value },
    tellers,
    dependsOn,
    names: [key],
    evidence: [{ page: `page ${number}`, pointer: `/${key}` }],
    at: read.to ?? instantOf(EPOCH),
    ...(kind === 'identity' ? { uid: isUnnamed ? null : uid } : {}),
  };
}
