import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const id = (n: number): string => `11111111-2222-4333-8444-${String(n).padStart(12, '0')}`;
const metadata = (title: string): object => ({
  title,
  'last-modified': '2026-01-01T00:00:00.000Z',
  version: '1',
  'oscal-version': '1.2.1',
});

/** What a company has beside assessment results, the least of it: a catalogue with some controls, a profile and a system security plan. */
export function writeSurroundings(folder: string, controls: readonly string[]): void {
  const write = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value));
  write('catalog.json', {
    catalog: {
      uuid: id(1),
      metadata: metadata('Catalogue'),
      controls: controls.map((control) => ({
        id: control,
        title: control,
        parts: [
          { id: `${control}_smt`, name: 'statement', prose: 'Statement.' },
          { id: `${control}_obj`, name: 'assessment-objective', prose: 'Objective.' },
        ],
      })),
    },
  });
  write('profile.json', {
    profile: { uuid: id(2), metadata: metadata('Profile'), imports: [{ href: 'catalog.json', 'include-all': {} }] },
  });
  write('system-security-plan.json', {
    'system-security-plan': {
      uuid: id(3),
      metadata: metadata('Plan'),
      'import-profile': { href: 'profile.json' },
      'system-characteristics': {
        'system-ids': [{ 'identifier-type': 'http://ietf.org/rfc/rfc4122', id: id(4) }],
        'system-name': 'System',
        description: 'A system.',
        'security-sensitivity-level': 'low',
        'system-information': { 'information-types': [{ uuid: id(5), title: 'Information', description: 'Some.' }] },
        status: { state: 'operational' },
        'authorization-boundary': { description: 'All of it.' },
      },
      'system-implementation': {
        users: [{ uuid: id(6), 'role-ids': ['admin'] }],
        components: [{ uuid: id(7), type: 'this-system', title: 'System', description: 'It.', status: { state: 'operational' } }],
      },
      'control-implementation': {
        description: 'As it is.',
        'implemented-requirements': controls.map((control, index) => ({ uuid: id(10 + index), 'control-id': control })),
      },
    },
  });
}
