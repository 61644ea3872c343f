import type { Estate } from '../estate.ts';
import { armScope } from '../identifiers.ts';
import type { Item } from '../odata.ts';

/** The places that a place lies in, from the root down to itself. */
export function chainOf({ azure }: Estate, place: string): readonly string[] {
  if (place === '/') return ['/'];
  if (place.startsWith('mg:')) {
    const name = place.slice(3);
    if (name === 'root') return ['/', place];
    const group = azure?.managementGroups[name];
    if (group === undefined) throw new Error(`no management group is called ${name}`);
    return [...chainOf({ azure } as Estate, `mg:${group.in}`), place];
  }
  const [subscription = '', ...rest] = place.split('/');
  const above = azure?.subscriptions[subscription];
  if (above === undefined) throw new Error(`no subscription is called ${subscription}`);
  const chain = [...chainOf({ azure } as Estate, `mg:${above.in}`), subscription];
  if (rest.length > 0) chain.push(`${subscription}/${rest[0] ?? ''}`);
  if (rest.length > 1) chain.push(place);
  return chain;
}

/** Whether a row at `row` is in the list of `asked`: at and above it, and below it where it is a subscription or less. */
export function isListed(estate: Estate, asked: string, row: string): boolean {
  return chainOf(estate, asked).includes(row) || (!asked.startsWith('mg:') && asked !== '/' && chainOf(estate, row).includes(asked));
}

/** The place of a description that an ARM scope names; `undefined` for one that is not there. */
export function placeAt(estate: Estate, scope: string): string | undefined {
  const path = scope.toLowerCase().replace(/\/+$/, '');
  if (path === '') return '/';
  const { azure } = estate;
  const places = [
    'mg:root',
    ...Object.keys(azure?.managementGroups ?? {}).map((name) => `mg:${name}`),
    ...Object.keys(azure?.subscriptions ?? {}),
  ];
  const exact = places.find((place) => armScope(place).toLowerCase() === path);
  if (exact !== undefined) return exact;
  const subscription = Object.keys(azure?.subscriptions ?? {}).find((name) =>
    path.startsWith(`${armScope(name).toLowerCase()}/resourcegroups/`),
  );
  if (subscription === undefined) return undefined;
  const rest = path.slice(`${armScope(subscription)}/resourcegroups/`.length);
  return `${subscription}/${rest.replace('/providers/', '/')}`;
}

/** `atScope()`: at and above only. */
export function functionsOf(estate: Estate, asked: string): Readonly<Record<string, (item: Item) => boolean>> {
  const above = new Set(chainOf(estate, asked).map((place) => armScope(place).toLowerCase()));
  return {
    'atScope()': (item) =>
      above.has(
        scopeIn(item)
          .toLowerCase()
          .replace(/(.)\/+$/, '$1'),
      ),
  };
}

function scopeIn(item: Item): string {
  const properties = item['properties'] as Item | undefined;
  const scope = properties?.['scope'];
  return typeof scope === 'string' ? scope : '';
}
