import type * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Surface } from '../../../../../src/contract/connector.ts';
import type { MappedSurface } from '../../../../../src/contract/mapped-surface.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import type { RunningWorkloadFact } from '../../../workload-facts.ts';
import { isAsked, isOwnIfTold } from '../../asked.ts';
import { follow } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, tellWorkload, usableBy } from './told.ts';

/** A thing as a list names it. */
export interface Listed {
  /** What one asks for it by. */
  readonly id: string;
  /** `null`: the list tells none. */
  readonly arn: string | null;
}

/** A thing as it is told of alone. */
export interface Told {
  /** Held against what was asked for. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** `null`: not told. */
  readonly status: string | null;
  /** ARN; `null`: it runs as nobody. */
  readonly role: string | null;
}

/** A service that lists what there is, without the roles, and tells of one thing at a time. */
export interface OneByOne {
  readonly surface: Pick<Surface, 'id' | 'ifUnread'>;
  /** Prefix of its actions. */
  readonly service: string;
  readonly kind: RunningWorkloadFact['kind'];
  /** What one is called in gaps. */
  readonly called: string;
  /** The operation, and the member of its answers that is the list. */
  readonly list: { readonly call: string; readonly member: string; readonly each: v.GenericSchema<unknown, Listed> };
  /** The operation, the member of `args` that names the thing, and the member of its answers that tells of it; `null`: the whole answer. */
  readonly one: {
    readonly call: string;
    readonly about: string;
    readonly member: string | null;
    readonly told: v.GenericSchema<unknown, Told>;
  };
  /** Whether the answer says that the thing is not there any more. */
  readonly isGone?: (body: Json) => boolean;
  /** Statuses of what can be used, and of what cannot; of any other it is not known. */
  readonly there: ReadonlySet<string>;
  readonly over: ReadonlySet<string>;
}

/** Most services of these name what is not there so. */
function isNotFound(body: Json): boolean {
  return errorName(body) === 'ResourceNotFoundException';
}

/** The surface, and what maps a page of its list or what is told of one thing. */
export function oneByOne({ surface, service, kind, called, list, one, isGone = isNotFound, there, over }: OneByOne): MappedSurface {
  const at = one.member === null ? '' : `/${one.member}`;
  return {
    surface: { ...aboutWorkloads, ...surface, permission: `${service}:${list.call}, ${service}:${one.call}` },
    map(task, body) {
      const into = reading(task);
      const single = oneArgs(task, one.call, one.about);
      if (single === undefined) {
        const asked = listArgs(task, list.call);
        if (asked === undefined) return notUnderstood(task);
        for (const { value, at: place } of elements(into, body, list.member, list.each)) {
          if (!isOwnIfTold(into, value.arn, place)) continue;
          into.spawns.push(follow(into, { call: one.call, region: asked.region, [one.about]: value.id }));
        }
        return into;
      }
      // deleted since they were listed
      if (isGone(body)) return into;
      const told = one.member === null ? body : isJsonObject(body) ? body[one.member] : undefined;
      const value = shaped(into, one.told, told, `${called} ${single.about} could not be read`, at);
      if (value === undefined || !isAsked(into, single.about, value.id, at)) return into;
      const { arn, name, role, status } = value;
      tellWorkload(into, single.region, at, { arn, kind, name, role, instanceProfile: null, usable: usableBy(status, there, over) });
      return into;
    },
  };
}
