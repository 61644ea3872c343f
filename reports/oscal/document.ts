import type { Json } from '../../src/base/json.ts';
import type { Pack } from '../../src/model/pack.ts';
import { idOf, OSCAL_VERSION, props, type Part } from './ids.ts';
import { line, paragraphs, plain } from './text.ts';

/** What every file of the three needs of the others. */
export interface Made {
  readonly pack: Pack;
  readonly version: string;
}

/** Files of the pack that the others speak of, by the name they are known by here. */
export const files = {
  pack: ['../pack.json', 'application/json', 'The whole pack. Every number here is from it.'],
  manifest: ['../manifest.json', 'application/json', 'SHA-256 of each file of the pack; a signature over it is in pack.dsse.json.'],
  items: ['../csv/control-items.csv', 'text/csv', 'What fails a test of a control, or could not be tested.'],
  records: ['../csv/records.csv', 'text/csv', 'Each access and its end.'],
} as const;
type FileName = keyof typeof files;

export function resourceId({ pack }: Made, name: FileName): string {
  return idOf('resource', pack.id, name);
}

export function metadata({ pack, version }: Made, title: string, remarks: string): Part {
  return {
    title: line(title),
    'last-modified': pack.asOf,
    version: pack.id,
    'oscal-version': OSCAL_VERSION,
    props: props({ 'pack-id': pack.id, framework: pack.framework, 'vestige-version': version }),
    remarks,
  };
}

export function titleOf({ framework, period }: Pack, what: string): string {
  return `${what}: revocation of access, ${framework}, ${period.from} to ${period.to}`;
}

export function toolId(): string {
  return idOf('component', 'vestige');
}

export function platformId(): string {
  return idOf('platform', 'vestige');
}

/** The program as a component, without which an actor would name nothing. */
export function tool({ version }: Made): Json {
  return {
    uuid: toolId(),
    type: 'software',
    title: 'Vestige',
    description: 'Reads identities, credentials, roles and grants, and works out which access ended, when and how sure that is.',
    props: [{ name: 'version', value: line(version) }],
    status: { state: 'operational' },
  };
}

export function platform(): Json {
  return { uuid: platformId(), title: 'Vestige', 'uses-components': [{ 'component-uuid': toolId() }] };
}

export function origins(): Json[] {
  return [{ actors: [{ type: 'tool', 'actor-uuid': toolId() }] }];
}

export function backMatter(made: Made, names: readonly FileName[], more: readonly Json[] = []): Json {
  const own = names.map((name): Json => {
    const [href, type, description] = files[name];
    return { uuid: resourceId(made, name), title: href.replace('../', ''), description, rlinks: [{ href, 'media-type': type }] };
  });
  return { resources: [...own, ...more] };
}

/** What the pack says of itself, so that a reader of one file alone has it too. */
export function aboutPack({ population, sample, integrity }: Pack): string {
  const drawn =
    sample === null
      ? `The whole population of ${population.rows.length} was tested.`
      : `${sample.drawn.length} of a population of ${population.rows.length} were drawn; the seed is by ${sample.seededBy === 'auditor' ? 'the auditor' : 'management, so the sample proves nothing about chance'}.`;
  return paragraphs(drawn, plain(integrity.says));
}

export function integrityProps({ integrity, population, sample }: Pack): Json[] {
  return props({
    integrity: integrity.level,
    'ledger-origin': integrity.origin,
    'ledger-size': integrity.size,
    'ledger-root': integrity.root,
    'population-leaf': integrity.population,
    'population-size': population.rows.length,
    'population-root': population.root,
    'sample-size': sample?.drawn.length ?? null,
    'sample-seed': sample?.seed ?? null,
  });
}

export function written(part: Part): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(part, null, 2)}\n`);
}
