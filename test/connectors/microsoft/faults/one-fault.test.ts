import { expect, it } from 'vitest';
import { estate } from './estate.ts';
import { quiet } from './quiet.ts';
import { batchFaults, faults } from './faults.ts';
import { scanned, type Place } from './scan.ts';
import { differences, wrongs, isOpen } from './wrongs.ts';

it.each([['estate', estate], ['quiet', quiet]] as const)('%s', { timeout: 1e6 }, async (name, world) => {
  const places: Place[] = [];
  const t = performance.now();
  const calm = await scanned(world, { one: (p) => void places.push(p) });
  console.log(performance.now() - t, places.length, calm.sight.notUnderstood, [...calm.sight.hosts]);
  console.log(calm.report.coverage.filter(isOpen).map((e) => [e.boundary, e.surface, e.status, e.cause, e.detail].join(' ')).join('\n'));
  const only = process.env['ONLY'] ?? '';
  const share = Number(process.env['SHARE'] ?? '0.1');
  const seen = new Map<string, number>();
  let n = 0;
  for (const place of places) for (const fault of faults) {
    if (fault.of(place) === undefined || !`${fault.name}|${place.call.name}`.includes(only) || Math.random() > share) continue;
    n++;
    let bad: readonly string[];
    try {
      const sc = await scanned(world, { one: (p, a) => ((fault.ofEveryPage === true ? p.question === place.question : p.key === place.key) && (fault.once !== true || a === 0) ? fault.of(p) : undefined) });
      bad = fault.causes.length === 0 ? differences(calm, sc) : wrongs(calm, sc, place, fault.causes);
      if (sc.sight.hosts.size > 2) bad = [...bad, 'host!'];
    } catch (e) { bad = ['CRASH ' + String((e as Error).stack).slice(0, 400)]; }
    if (bad.length > 0) {
      const key = `${place.call.name} | ${bad[0]?.replace(/[0-9a-f-]{36}/g, 'G')}`;
      const c = seen.get(key) ?? 0; seen.set(key, c + 1);
      if (c === 0) console.log(`## ${fault.name} | ${place.key.slice(0, 150)}\n   ` + bad.slice(0, 4).join('\n   ') + ` (${bad.length})`);
    }
  }
  console.log(n, 'cases');
  console.log([...seen].sort().map(([k, c]) => `${c} ${k}`).join('\n'));
});
