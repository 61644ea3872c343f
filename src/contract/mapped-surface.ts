import type { Json } from '../base/json.ts';
import type { Mapped, Surface } from './connector.ts';
import type { Task } from '../model/page.ts';

/** A surface with what reads its pages. `map` is `null` where no page is understood: its pages come from no session of this version. */
export interface MappedSurface {
  readonly surface: Surface;
  readonly map: ((task: Task, body: Json) => Mapped) | null;
}
