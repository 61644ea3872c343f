import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/base/instant.ts';
import { durationText, hoursText } from '../../src/base/text/duration.ts';
import { minuteOf } from '../../src/base/text/moment.ts';
import type { RenderOptions, Reporter } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { emptyReport, sampleReport } from '../support/report.ts';
import { frozen, hostileStrings, leavesOf, withMembersReversed } from './leaves.ts';
import { reportLeaves } from './reporter-leaves.ts';

/** What the suite must know of a format that it can't see from outside. */
export interface ReporterFacts {
  /** All text a reader of the output gets to see, without the format's own escapes. Default: the output itself. */
  readonly parse?: (output: string) => string;
  /** Leaves the format leaves to others on purpose, by the end of their JSON pointer. Default: none. Every section keeps at least one. */
  readonly omits?: readonly RegExp[];
  /** What an empty section looks like, for every section: text of the output. */
  readonly none: Readonly<Record<keyof Report, string>>;
  /** Fails when hostile text has become more than text. Sees the raw output. */
  readonly inert?: (output: string) => void;
}

const plain: RenderOptions = { width: 80, colour: false };

export function rendered(reporter: Reporter, report: Report, options: RenderOptions = plain): string {
  // Fatal: a format must not give bytes that are not UTF-8, and `ignoreBOM` keeps a mark where there is one.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat([...reporter.render(report, options)]));
}

/** The contract of every format, ours and others': nothing left out, nothing obeyed, the same bytes every time. */
export function reporterSuite(reporter: Reporter, facts: ReporterFacts): void {
  const parse = facts.parse ?? ((output: string) => output);
  const omitted = (pointer: string): boolean => (facts.omits ?? []).some((pattern) => pattern.test(pointer));

  describe(`reporter ${reporter.id}`, () => {
    it('has an id, a media type and an extension', () => {
      expect(reporter.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(reporter.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+(; ?[a-z]+=[a-z0-9-]+)*$/);
      expect(reporter.extension).toMatch(/^[a-z0-9]+$/);
    });

    it('shows every leaf of every section that it does not leave out by declaration', () => {
      const report = reportLeaves.withSentinels(sampleReport);
      const leaves = leavesOf(report).filter(({ pointer }) => reportLeaves.isFree(pointer));
      expect(new Set(leaves.map(({ value }) => value)).size).toBe(leaves.length);
      expect(leaves.length).toBeGreaterThan(200);
      const text = joined(parse(rendered(reporter, report, { ...plain, width: 200 })));
      const missing = leaves.filter(({ pointer, value }) => !omitted(pointer) && !forms(value).some((form) => text.includes(form)));
      expect(missing).toEqual([]);
    });

    it('leaves no section out whole, and declares no leaf that it shows', () => {
      const report = reportLeaves.withSentinels(sampleReport);
      const leaves = leavesOf(report).filter(({ pointer }) => reportLeaves.isFree(pointer));
      const text = joined(parse(rendered(reporter, report, { ...plain, width: 200 })));
      for (const section of Object.keys(report).filter((name) => name !== 'schema')) {
        const own = leaves.filter(({ pointer }) => pointer.startsWith(`/${section}/`) && !omitted(pointer));
        expect(own.length, section).toBeGreaterThan(0);
      }
      for (const pattern of facts.omits ?? []) {
        const shown = leaves.filter(({ pointer, value }) => pattern.test(pointer) && forms(value).some((form) => text.includes(form)));
        expect(shown.length, `every leaf under ${String(pattern)} is shown: it need not be declared`).toBeLessThan(
          leaves.filter(({ pointer }) => pattern.test(pointer)).length,
        );
      }
    });

    it('says of an empty report, section by section, that there is none', () => {
      const output = rendered(reporter, emptyReport);
      for (const [section, says] of Object.entries(facts.none)) expect(output, section).toContain(says);
      for (const [section, says] of Object.entries(facts.none).filter(([name]) => name === 'findings' || name === 'undetermined')) {
        expect(rendered(reporter, sampleReport), `${section}: the same words stand in a full report`).not.toContain(says);
      }
    });

    it('keeps hostile texts inert', () => {
      const hostile = rendered(reporter, reportLeaves.withHostileTexts(sampleReport));
      const count = (output: string, what: RegExp): number => output.match(what)?.length ?? 0;
      const benign = rendered(reporter, sampleReport);
      expect(hostile).not.toMatch(/[\u001b\u0007\u0000\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u);
      expect(hostile.isWellFormed()).toBe(true);
      if (reporter.mediaType.startsWith('text/html')) {
        for (const what of [/<\/?script/gi, /<\/?noscript/gi, /<\/?template/gi, /<img/gi, /<!--/g]) {
          expect(count(hostile, what), String(what)).toBe(
            count(benign, what) + (/template/.test(what.source) ? templates(hostile) - templates(benign) : 0),
          );
        }
      }
      facts.inert?.(hostile);
      expect(hostileStrings.length).toBeGreaterThan(10);
    });

    it('gives the same bytes twice, and however the members were put in', () => {
      const once = rendered(reporter, sampleReport);
      expect(rendered(reporter, sampleReport)).toBe(once);
      expect(rendered(reporter, withMembersReversed(sampleReport))).toBe(once);
    });

    it('does not write to what it is given', () => {
      const report = frozen(structuredClone(sampleReport));
      expect(rendered(reporter, report)).toBe(rendered(reporter, sampleReport));
    });

    it('gives its bytes in pieces', () => {
      const many = { ...sampleReport, findings: Array.from({ length: 400 }, () => sampleReport.findings).flat() };
      const pieces = [...reporter.render(many, plain)];
      const all = pieces.reduce((sum, piece) => sum + piece.length, 0);
      if (all > 1_000_000) expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(all / 4);
      expect(pieces.every((piece) => piece.length > 0)).toBe(true);
    });
  });
}

function templates(output: string): number {
  return (output.match(/<template id="t\d+">/g)?.length ?? 0) * 2;
}

/** A name broken over two lines is still shown: line breaks and the space around them are taken out for the comparison. */
function joined(text: string): string {
  return text + text.replace(/\s*\n\s*/g, '');
}

/** A number may be shown with its digits in groups, milliseconds as a length of time, a time to the minute, rounded either way. */
function forms(value: string | number): readonly string[] {
  if (typeof value === 'number') {
    const lengths = (['down', 'up'] as const).flatMap((round) => [durationText(value, round), hoursText(value, round)]);
    return [String(value), String(value).replace(/\B(?=(?:\d{3})+$)/g, ','), ...lengths];
  }
  const ms = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? [value] : [value, minuteOf(value), minuteOf(instantOf(ms + 59_999))];
}
