import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { scanned } from '../matrix/scan.ts';
for (const name of (process.env['CASE'] ?? '').split(','))
  it(name, async () => {
    const c = JSON.parse(readFileSync(`/work/main/test/connectors/microsoft/matrix/cases/${name}.json`, 'utf8'));
    const s = await scanned(c.world, undefined, c.groups);
    const g = (s as any).kept.graph;
    console.log('NOT UNDERSTOOD', s.notUnderstood);
    for (const x of g.grants) if (x.boundary.startsWith('azure')) console.log('G', x.subject.slice(-12), x.capability, x.scope, JSON.stringify(x.bounds), x.presence, JSON.stringify(x.windows), x.because.join('; ').slice(0, 150));
    for (const x of g.links) if (x.boundary.startsWith('azure')) console.log('L', x.from, x.how, x.to, JSON.stringify(x.bounds), x.presence, x.because.join('; ').slice(0, 150));
    const led = g.ledger.lines.filter((l: any) => l.status !== 'complete');
    for (const l of led) console.log('LINE', l.boundary, l.surface, l.status, l.cause, l.detail?.slice(0, 160));
    for (const l of g.dangling) console.log('DANG', JSON.stringify(l.gap));
    for (const u of (s as any).report.undetermined) if (/standing-admin/.test(u.rule)) console.log('U', u.rule, JSON.stringify(u.subject), JSON.stringify(u.because).slice(0, 600));
  });
