import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filled, hollow } from '../../reports/html/markup.ts';
import { timeLine } from '../../reports/html/time-line.ts';
import { instantOf } from '../../src/base/instant.ts';
import type { Ending, Outcome } from '../../src/model/ending.ts';
import { sampleReport } from '../support/report.ts';

const asOf = sampleReport.run.asOf;

function endingOf(outcome: Outcome): Ending {
  const ending = sampleReport.endings.find((each) => each.outcome === outcome);
  if (ending === undefined) throw new Error(`the sample report has no ending that is ${outcome}`);
  return ending;
}

/** The percentages of one element of a drawing, by attribute. */
function placesOf(drawing: string, element: string): Readonly<Record<string, number>> {
  const tag = new RegExp(`<${element}[^>]*>`).exec(drawing)?.[0] ?? '';
  return Object.fromEntries([...tag.matchAll(/ (x|x1|x2|width)="([\d.]+)%"/g)].map(([, name = '', value]) => [name, Number(value)]));
}

const bar = (drawing: string, name: string) => placesOf(drawing, `rect class="${name}"`);
const shown = (drawing: string, name: string): boolean => (bar(drawing, name)['x'] ?? 200) < 100;

describe('the time line of an ending', () => {
  it('draws what is late from due on, to where it was seen last, and what may be there to the moment of the report', () => {
    const drawing = filled(timeLine(endingOf('overdue'), asOf));
    const [due, now] = [placesOf(drawing, 'line class="due"')['x1'] ?? -1, placesOf(drawing, 'line class="now"')['x1'] ?? -1];
    const [late, there, maybe] = [bar(drawing, 'late'), bar(drawing, 'there'), bar(drawing, 'maybe')];
    expect(late['x']).toBe(due);
    const end = (of: Readonly<Record<string, number>>): number => (of['x'] ?? 0) + (of['width'] ?? 0);
    expect(end(late)).toBeCloseTo(end(there), 0);
    expect(maybe['x']).toBeCloseTo(end(there), 0);
    expect(end(maybe)).toBeCloseTo(now, 0);
    expect(shown(drawing, 'linger')).toBe(false);
  });

  it('draws nothing as late that is not due, and nothing as allowed that nothing on record allowed', () => {
    expect(shown(filled(timeLine(endingOf('not-due'), asOf)), 'late')).toBe(false);
    expect(shown(filled(timeLine(endingOf('not-due'), asOf)), 'allowed')).toBe(true);
    expect(shown(filled(timeLine(endingOf('contradicted'), asOf)), 'allowed')).toBe(false);
  });

  it('draws what lingers from the end to the longest it may, and not what was cut', () => {
    const ending = endingOf('lingering');
    expect(shown(filled(timeLine(ending, asOf)), 'linger')).toBe(true);
    const cut = { ...ending, lingering: ending.lingering.map((each) => ({ ...each, state: 'cut' as const })) };
    expect(shown(filled(timeLine(cut, asOf)), 'linger')).toBe(false);
  });

  it('has a place for everything, in whatever order the moments are, and always the same shape', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map(instantOf);
    const maybe = fc.option(moment, { nil: null });
    const shape = timeLine(endingOf('ended'), asOf).shape;
    fc.assert(
      fc.property(moment, moment, moment, moment, maybe, maybe, maybe, moment, (first, last, after, before, due, until, over, now) => {
        const base = endingOf('ended');
        const ending: Ending = {
          ...base,
          firstSeen: first,
          lastSeen: last,
          ended: base.ended === null ? null : { ...base.ended, after, before },
          due,
          authorisedUntil: until,
          trigger: over === null || base.trigger === null ? null : { ...base.trigger, at: over },
        };
        const drawn = timeLine(ending, now);
        expect(drawn.shape).toBe(shape);
        const places = [...filled(drawn).matchAll(/ (?:x|x1|x2|width)="([^"]*)%"/g)].map(([, value]) => Number(value));
        expect(places.length).toBe(5 * 2 + 3 * 2 + 4);
        for (const place of places) expect(place >= 0 && place <= 200).toBe(true);
      }),
    );
  });

  it('names in a template the attributes that are places, and puts no value there', () => {
    const template = hollow(timeLine(endingOf('ended'), asOf).shape);
    expect(template.match(/data-at="x width"/g)).toHaveLength(5);
    expect(template).not.toMatch(/="[\d.]+%"/);
    expect(template).not.toMatch(/[\u0000\u0001]/);
  });
});
