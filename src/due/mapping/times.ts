import { instantOf, type Instant } from '../../base/instant.ts';
import { RowFault } from '../errors.ts';
import type { Row } from '../rows/row.ts';
import { timeFormat, type TimeFormat, type Told } from '../time/pattern.ts';
import { zoneNamed, type Zone } from '../time/zone.ts';
import type { Time } from './schema.ts';
import { firstSaying, onlyOne, shown, type Compiler } from './values.ts';

/** Kept while a row is read: whether one of its times names no zone. */
export interface Notes {
  unzoned: boolean;
}

/** A moment that a row tells; `null`: it tells none. Throws {@link RowFault} for what is no time, or none that can be told for sure. */
export type ReadTime = (row: Row, notes: Notes) => Instant | null;

export interface TimeDefaults {
  readonly formats: readonly string[];
  readonly zone: string | null;
}

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const DAY_MS = unitMs.days;

export function timeReader(given: Time, defaults: TimeDefaults, compile: Compiler): ReadTime {
  const spec = typeof given === 'string' ? { column: given } : given;
  const columns = compile.need(spec.column, spec.optional);
  const applies = compile.conditions(spec.when);
  const forms = spec.formats ?? defaults.formats;
  const formats = forms.map(timeFormat);
  const name = spec.zone ?? defaults.zone;
  const zone = name === null ? null : zoneNamed(name);
  const { plus } = spec;
  const more = plus === undefined ? [] : compile.need(plus.column, spec.optional);
  return function read(row, notes) {
    if (!applies(row)) return null;
    const { column, said } = firstSaying(row, columns);
    const text = onlyOne(column, said);
    if (text === null) return null;
    const told = firstTold(formats, text);
    if (told === undefined)
      throw new RowFault(`"${column}" is ${shown(text)}, in none of the forms that the mapping reads: ${forms.join(', ')}`);
    if (told.zone === null) notes.unzoned = true;
    const start = momentOf(told, column, text, zone, spec.dayEnds === true);
    if (plus === undefined) return instantOf(start);
    const lasts = firstSaying(row, more);
    const length = onlyOne(lasts.column, lasts.said);
    // what begins and does not say how long it lasts has no end that is told
    if (length === null) return null;
    if (!/^\d{1,9}(\.\d{1,6})?$/.test(length))
      throw new RowFault(`"${lasts.column}" is ${shown(length)}, which is no number of ${plus.unit}`);
    return instantOf(start + Math.round(Number(length) * unitMs[plus.unit]));
  };
}

function firstTold(formats: readonly TimeFormat[], text: string): Told | undefined {
  for (const format of formats) {
    const told = format(text);
    if (told !== undefined) return told;
  }
  return undefined;
}

function momentOf(told: Told, column: string, text: string, zone: Zone | null, dayEnds: boolean): number {
  const wall = told.wall + (told.date && dayEnds ? DAY_MS : 0);
  if (told.zone !== null) return inRange(wall - told.zone * 60_000, text);
  const place = `"${column}" is ${shown(text)}`;
  if (zone === null) throw new RowFault(`${place}, which names no time zone: name the zone of the file with --zone, or in the mapping`);
  if (told.date) return inRange(zone.beginning(wall), text);
  const moments = zone.moments(wall);
  const [moment] = moments;
  if (moment === undefined) throw new RowFault(`${place}, a time that clocks in ${zone.name} never showed`);
  if (moments.length > 1) throw new RowFault(`${place}, a time that clocks in ${zone.name} showed twice: export times in UTC`);
  return inRange(moment, text);
}

/** Years of four digits: others have no instant of this project's form. */
function inRange(ms: number, text: string): number {
  if (ms < -62_135_596_800_000 || ms > 253_402_300_799_999) throw new RowFault(`${shown(text)} is out of the years that can be written`);
  return ms;
}
