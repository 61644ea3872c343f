import { instantOf } from '../../../../src/base/instant.ts';
import { policyDate } from '../dates.ts';
import type { KeyState } from '../match/truth.ts';
import { ABSENT } from '../request/derived.ts';
import type { Situation } from '../request/situation.ts';
import type { Predicate } from '../unknown/sample.ts';
import { sampleTexts } from '../unknown/sample.ts';
import { numberOf } from '../values.ts';
import type { Unknown } from './unknown.ts';
import type { KeyUse } from './uses.ts';

const CURRENT = 'aws:currenttime';
const EPOCH = 'aws:epochtime';
export const clockKeys: ReadonlySet<string> = new Set([CURRENT, EPOCH]);

const MOST_MOMENTS = 1024;

/** Both keys of the clock tell one moment: as a date with its time, and as seconds. */
export function clockSamples(uses: readonly KeyUse[], situation: Situation): { readonly unknown: Unknown; readonly complete: boolean } {
  const asked = uses.map(momentsAsked);
  const samples = sampleTexts(
    asked.flatMap((each) => each.dates),
    MOST_MOMENTS,
    'merged',
  );
  const moments = samples.values.flatMap((each) => policyDate(each) ?? []);
  if (moments.length === 0) moments.push(0);
  const states = moments.flatMap((ms) => {
    const date = writable(ms);
    return date === null ? [] : [stateOf(uses, date, (ms / 1000).toFixed(3))];
  });
  const absent = uses.every(({ key }) => situation.known(key).is === 'unknown');
  if (absent) states.unshift(new Map(uses.map(({ key }) => [key, ABSENT])));
  const name = uses.some(({ key }) => key === CURRENT) ? 'aws:CurrentTime' : 'aws:EpochTime';
  const complete = samples.complete && asked.every((each) => each.told) && uses.every((each) => each.exact && each.with.size === 0);
  return { unknown: { name, samples: states }, complete };
}

function stateOf(uses: readonly KeyUse[], date: string, seconds: string): ReadonlyMap<string, KeyState> {
  return new Map(uses.map(({ key }) => [key, { is: 'present', values: [key === CURRENT ? date : seconds] }]));
}

/** The moment as a date with its time; `null` beyond the years that can be written so. */
function writable(ms: number): string | null {
  if (!(Math.abs(ms) <= 8.64e15)) return null;
  const text = instantOf(ms);
  return policyDate(text) === ms ? text : null;
}

/** Comparisons of numbers with the seconds are comparisons of moments; with a date they are false. Texts are not told. */
function momentsAsked({ key, predicates }: KeyUse): { readonly dates: readonly Predicate[]; readonly told: boolean } {
  const dates: Predicate[] = [];
  let told = true;
  for (const each of predicates) {
    if (each.on === 'date') dates.push(each);
    else if (each.on !== 'numeric') told = false;
    else if (key === EPOCH && numberOf(each.value) !== undefined) {
      // four digits alone would be a year
      dates.push({ on: 'date', test: each.test, value: each.value.includes('.') ? each.value : `${each.value}.0` });
    }
  }
  return { dates, told };
}
