import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { callOf } from '../../../../../connectors/microsoft/entra/asks.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { buildFactIndex } from '../../../../../src/collect/facts.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { FactIndex, FactKind, FactOf, MappedFact } from '../../../../../src/model/fact.ts';
import type { Task } from '../../../../../src/model/page.ts';

export const tenant = '11111111-0000-4000-8000-000000000001';
export const boundary = `entra:${tenant}`;

/** A GUID that ends in this number. */
export function guid(n: number): string {
  return `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** The object of the tenant with {@link guid} n. */
export function object(n: number): string {
  return `entra/${tenant}/${guid(n)}`;
}

export function task(surface: string, call: string, args: JsonObject = {}): Task {
  return { boundary, surface: `entra:${surface}`, args: { call, ...args } };
}

/** What one page says. The task has to be one that a session could send. */
export function mapped(surface: string, call: string, body: Json, args: JsonObject = {}): Mapped {
  const asked = task(surface, call, args);
  if (callOf(asked) === undefined) throw new Error(`no call ${call} of ${surface}`);
  return entraCore.map(asked, body);
}

/** Values of one kind, by key. */
export function told<K extends FactKind>({ facts }: Mapped, kind: K): Readonly<Record<string, FactOf<K>['value']>> {
  const ofKind = facts.filter((each) => each.kind === kind) as readonly MappedFact[] as unknown as readonly FactOf<K>[];
  return Object.fromEntries(ofKind.map(({ key, value }) => [key, value]));
}

export function causes({ gaps }: Mapped): readonly string[] {
  return gaps.map((each) => each.cause);
}

/** All that pages say, received one after the other, a minute apart. */
export function seen(...pages: readonly Mapped[]): FactIndex {
  return buildFactIndex(
    pages.map(({ facts }, index) => ({ page: `page-${index}`, at: `2026-11-20T09:${String(index).padStart(2, '0')}:00.000Z`, facts })),
  );
}

/** What tells that there is a tenant to ask. */
export function tenantPage(hasSignInActivity: boolean | null = true): Mapped {
  const value = { type: 'tenant', tenant, name: 'Contoso', plans: [], hasPim: true, hasSignInActivity };
  return { facts: [{ kind: 'observation', boundary, surface: 'entra:organization', key: 'tenant', value, pointer: '/value/0' }], gaps: [] };
}
