import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/base/instant.ts';
import type { Holding } from '../../../src/model/access.ts';
import type { Bounded } from '../../../src/model/metrics.ts';
import { root } from '../../support/cli.ts';
import { allOf, inputOf, metricsIn } from './world.ts';

/** The rows of the tables of the worked example, without heads. */
function tables(): readonly (readonly (readonly string[])[])[] {
  const text = readFileSync(join(root, 'docs', 'metrics.md'), 'utf8').split('## Worked example')[1] ?? '';
  const blocks = text.split('\n\n').filter((block) => block.startsWith('|'));
  return blocks.map((block) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

const moment = (text: string): string => `2026-${text.replace(' ', 'T')}:00.000Z`;

it('comes to the figures that the page works out', () => {
  const [given = [], figures = []] = tables();
  expect([given.length, figures.length]).toEqual([5, 7]);
  const plain = inputOf({
    accesses: given.map((_, index) => ({
      subject: index < 3 ? 0 : 1,
      boundary: 0,
      tierZero: given[index]?.[1] === '0',
      begin: 0,
      end: 1,
      due: 0,
    })),
    reads: [0],
  });
  const holdings = plain.holdings.map((holding, index): Holding => {
    const [, , due = '', first = '', last = '', gone = ''] = given[index] ?? [];
    return {
      ...holding,
      access: { ...holding.access, until: moment(due) },
      notBefore: null,
      firstSeen: moment(first),
      lastSeen: moment(last),
      end: gone === 'never' ? null : { how: 'absent', after: moment(last), before: moment(gone), run: 'r' },
    };
  });
  const view = { ...plain.view, asOf: '2026-11-20T00:00:00.000Z', now: Date.UTC(2026, 10, 20) };
  const [exception] = inputOf({ accesses: [], reads: [], exceptions: [{ subject: 1, from: 0, to: 1 }] }).exceptions;
  if (exception === undefined) throw new Error('there is no exception');
  const times = { approvedAt: '2026-11-15T00:00:00.000Z', start: '2026-11-15T00:00:00.000Z', end: '2026-12-15T00:00:00.000Z' };
  const metrics = metricsIn({
    ...plain,
    view,
    holdings,
    exceptions: [{ ...exception, ...times }],
    settings: { ...plain.settings, lookBackDays: 10 },
  });
  const all = allOf(metrics);
  const tier = (name: string): Bounded | undefined => metrics.rows.find(({ by, of }) => by === 'tier' && of === name)?.debt;
  const told: Readonly<Record<string, Bounded | null | undefined>> = {
    'debt of all': all.debt,
    excepted: all.debtExcepted,
    'debt of tier 0': tier('tier 0'),
    'debt of the rest': tier('other'),
    'lateness p50': all.lateness.p50,
    'lateness p95': all.lateness.p95,
  };
  for (const [name = '', least, most] of figures.slice(0, -1)) {
    expect([name, told[name]]).toEqual([name, { lower: Number(least) * HOUR_MS, upper: Number(most) * HOUR_MS }]);
  }
  expect(figures.at(-1)).toEqual(['at once, of five', '0', '']);
  expect(all.atOnce).toEqual({ count: 0, of: 5 });
});
