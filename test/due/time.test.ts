import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/base/instant.ts';
import { DueError } from '../../src/due/errors.ts';
import { timeFormat } from '../../src/due/time/pattern.ts';
import { zoneNamed } from '../../src/due/time/zone.ts';
import { runs } from '../support/runs.ts';

function read(form: string, text: string): string | undefined {
  const told = timeFormat(form)(text);
  return told === undefined ? undefined : `${instantOf(told.wall).slice(0, 23)} ${told.date ? 'day' : 'time'} ${String(told.zone)}`;
}

describe('times', () => {
  it.each([
    ['rfc3339', '2026-11-22T09:30:00.123+0100', '2026-11-22T09:30:00.123 time 60'],
    ['rfc3339', '2026-11-22 09:30', '2026-11-22T09:30:00.000 time null'],
    ['rfc3339', '2026-11-22', '2026-11-22T00:00:00.000 day null'],
    ['dd/MMM/yy h:mm a', '09/Nov/26 12:05 AM', '2026-11-09T00:05:00.000 time null'],
    ['dd/MMM/yy h:mm a', '09/nov/26 12:05 pm', '2026-11-09T12:05:00.000 time null'],
    ['d MMMM yyyy', '9 September 2026', '2026-09-09T00:00:00.000 day null'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-11-22T09:30:00-05:30', '2026-11-22T09:30:00.000 time -330'],
    ['M/d/yyyy h:mm:ss a XXX', '11/2/2026 1:02:03 PM +00:00', '2026-11-02T13:02:03.000 time 0'],
    ['epoch-seconds', '1795339800', '2026-11-22T09:30:00.000 time 0'],
    ['epoch-milliseconds', '1795339800000', '2026-11-22T09:30:00.000 time 0'],
  ])('of the form %s are read: %s', (form, text, expected) => {
    expect(read(form, text)).toBe(expected);
  });

  it.each([
    ['rfc3339', '2026-02-30'],
    ['rfc3339', '22.11.2026'],
    ['rfc3339', '2026-11-22T25:00'],
    ['rfc3339', '2026-11-22T09:30:00+25:00'],
    ['dd/MMM/yy h:mm a', '09/Nov/26 13:05 PM'],
    ['dd/MMM/yy h:mm a', '09/Nov/26 0:05 PM'],
    ['dd/MM/yyyy', '13/13/2026'],
    ['epoch-seconds', '-5'],
    ['epoch-seconds', '0x10'],
    ['epoch-seconds', ''],
  ])('of the form %s are not read out of %s', (form, text) => {
    expect(read(form, text)).toBeUndefined();
  });

  it.each(['HH:mm', 'yyyy-MM', 'yyyy-MM-dd hh:mm', 'yyyy-MM-dd QQ', 'yyyy-MM-ddTHH:mm'])('cannot have the form %s', (form) => {
    expect(() => timeFormat(form)).toThrow(DueError);
  });
});

describe('a time zone', () => {
  const vienna = zoneNamed('Europe/Vienna');
  const wall = (text: string): number => Date.parse(`${text}Z`);
  it('tells the moment at which its clocks showed a time', () => {
    expect(vienna.moments(wall('2026-07-01T12:00')).map(instantOf)).toEqual(['2026-07-01T10:00:00.000Z']);
    expect(vienna.moments(wall('2026-12-01T12:00')).map(instantOf)).toEqual(['2026-12-01T11:00:00.000Z']);
  });

  it('knows times that never were, and times that were twice', () => {
    expect(vienna.moments(wall('2026-03-29T02:30'))).toEqual([]);
    expect(vienna.moments(wall('2026-10-25T02:30')).map(instantOf)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
  });

  it('begins a day that has no midnight', () => {
    // clocks in Cairo went from 24:00 to 01:00
    expect(instantOf(zoneNamed('Africa/Cairo').beginning(wall('2026-04-24T00:00')))).toBe('2026-04-23T22:00:00.000Z');
  });

  it.each(['Mars/Olympus', 'CET+3', '', '+25:00', '+14:15', '-12:30', '+02:60', '+99:99'])('%s is none', (name) => {
    expect(() => zoneNamed(name)).toThrow(DueError);
  });

  it('finds every moment again by what its clocks showed', () => {
    const zones = ['Europe/Vienna', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', '-03:30'].map(zoneNamed);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2035, 0) / 1000 }),
        (zone, seconds) => {
          const at = seconds * 1000;
          const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone.name, dateStyle: 'short', timeStyle: 'medium' }).format(at);
          expect(zone.moments(wall(shown.replace(' ', 'T')))).toContain(at);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
