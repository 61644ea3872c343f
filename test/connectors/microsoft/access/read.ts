import { replay } from '../../../../src/collect/replay.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import type { ConnectorCore } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import { factKinds, type Fact } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { asOf, captured, cores } from '../matrix/scan.ts';
import type { WorldInput } from '../world/description.ts';

export interface Read {
  readonly facts: readonly Fact[];
  readonly accesses: readonly { readonly access: Access; readonly fact: Fact }[];
  readonly elements: readonly (Grant | Link)[];
}

/** What a tenant, read by the real collector, tells of accesses, and what it resolves to. */
export async function readOf(world: WorldInput, groups: 'all' | 'of-interest' = 'of-interest'): Promise<Read> {
  const { capture, configuration } = await captured(world, undefined, groups);
  const { facts, coverage } = await replay(capture, cores);
  const complete = new Set(coverage.filter(({ status }) => status === 'complete').map(({ surface, boundary }) => `${surface} ${boundary}`));
  const all = factKinds.flatMap((kind): readonly Fact[] => [...facts.ofKind(kind)]);
  return {
    facts: all,
    accesses: all.flatMap((fact) => [...(coreOf(fact.boundary).accesses?.(fact) ?? [])].map((access) => ({ access, fact }))),
    elements: cores.flatMap((core) => [
      ...core.resolve(facts, instantOf(asOf), configuration.connectorSettings[core.id], undefined, undefined, (surface, boundary) =>
        complete.has(`${surface} ${boundary}`),
      ),
    ]),
  };
}

export function coreOf(boundary: string): ConnectorCore<unknown> {
  const found = cores.find(({ id }) => boundary.startsWith(`${id}:`));
  if (found === undefined) throw new Error(`no connector for ${boundary}`);
  return found;
}
