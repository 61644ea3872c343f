import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Written } from './record.ts';

const mail = (name: string): string => `${name}@acme.example`;

/** Files as other systems export them, and what each of their rows comes to. The broker calls the group by its id. */
export function writePapers(folder: string, group: string): readonly Written[] {
  writeFileSync(
    join(folder, 'leavers.csv'),
    [
      'Employee ID,Last Day of Work,Work Email',
      `10442,2026-03-02,${mail('lea')}`,
      `10443,2026-03-02,${mail('tom')}`,
      `10444,2026-03-02,${mail('nobody-here')}`,
      '',
    ].join('\n'),
  );
  const columns = ['Issue key', 'Reporter', 'Custom field (Beneficiary)', 'Custom field (Access)', 'Custom field (Approver)'];
  const asked = ['Custom field (Approved at)', 'Custom field (Access until)', 'Created', 'Resolution', 'Resolved'];
  const issue = (key: string, whose: string, until: string, resolved: string): string =>
    [
      ...[key, mail(whose), mail(whose), 'Global Administrator', mail('boss'), '28/Feb/26 11:00 AM', until, '28/Feb/26 9:30 AM'],
      ...(resolved === '' ? ['', ''] : ['Done', resolved]),
    ].join(',');
  writeFileSync(
    join(folder, 'tickets.csv'),
    [
      [...columns, ...asked].join(','),
      issue('ACC-1', 'jo', '', '02/Mar/26 8:00 AM'),
      issue('ACC-2', 'rita', '2026-03-02', ''),
      issue('ACC-3', 'ona', '2026-03-31', ''),
      '',
    ].join('\n'),
  );
  const grant = {
    request_id: 'P-1',
    user: mail('pam'),
    role: group,
    status: 'approved',
    requested_at: '2026-03-02T07:40:00Z',
    approver: mail('boss'),
    approved_at: '2026-03-02T07:50:00Z',
    start: '2026-03-02T08:00:00Z',
    end: '2026-03-02T20:00:00Z',
  };
  writeFileSync(join(folder, 'grants.jsonl'), `${JSON.stringify(grant)}\n`);
  const written = (whose: string, what: string | null, at: string): Written => ({ whose, what, at: Date.parse(at) });
  return [
    written('lea', null, '2026-03-03T00:00:00Z'),
    written('tom', null, '2026-03-03T00:00:00Z'),
    written('jo', 'administrator', '2026-03-02T08:00:00Z'),
    written('rita', 'administrator', '2026-03-03T00:00:00Z'),
    written('ona', 'administrator', '2026-04-01T00:00:00Z'),
    written('pam', 'ops', '2026-03-02T20:00:00Z'),
  ];
}
