import type { MappedSurface } from '../../src/contract/mapped-surface.ts';
import type { FactIndex, FactKind } from '../../src/model/fact.ts';
import type { Task } from '../../src/model/page.ts';
import type { MicrosoftCall } from './call.ts';

/** Surfaces that belong together, with the calls that read them and what is asked once a stage has drained. */
export interface Area<S> {
  readonly surfaces: readonly MappedSurface[];
  readonly calls: readonly MicrosoftCall[];
  /** Asked first, before anything is known but the tenant. `boundary`: the tenant's. */
  roots?(settings: S): readonly Task[];
  /** Given the same tasks again and again, the collector runs each once. */
  plan?(seen: FactIndex, stage: number, settings: S): readonly Task[];
  readonly planSees?: readonly FactKind[];
}
