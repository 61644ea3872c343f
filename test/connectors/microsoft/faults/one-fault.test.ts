import { expect, it } from 'vitest';
import { estate } from './estate.ts';
import { scanned, type Place } from './scan.ts';

it('x', async () => {
  const places: Place[] = [];
  const t = performance.now();
  const calm = await scanned(estate, { one: (p) => void places.push(p) });
  console.log(performance.now() - t, places.length, calm.sight.notUnderstood, [...calm.sight.hosts]);
  console.log(calm.report.coverage.filter((e) => e.status !== 'complete').map((e) => [e.boundary, e.surface, e.status, e.cause, e.detail].join(' ')).join('\n'));
  console.log(calm.report.totals.rules.filter((r) => r.questions > 0).map((r) => JSON.stringify(r)).join('\n'));
  console.log(calm.report.undetermined.map((u) => u.rule + ' ' + u.subject.name + ' ' + u.questions + JSON.stringify(u.because[0])).join('\n'));
  console.log(calm.report.findings.map((u) => u.rule + ' ' + u.subject.name + ' ' + (u.object?.name ?? '')).join('\n'));
  console.log([...new Set(places.map((p) => p.call.surface))].sort().join(' '));
  console.log(calm.answers.size);
});
