import type { LifeCycleEvent, LifeCycleEventType } from '../../../src/model/life-cycle.ts';
import type { TrailRecord } from './record.ts';

/**
 * Whose right or credential it is. `user`, `group`, `role`: the one that the request names. `caller`: whoever asked. `principal`: of an assignment of
 * IAM Identity Center. `directory-user`: of its directory. `grantee`: the ARN that the request gives a right to.
 */
export type Whose = 'user' | 'group' | 'role' | 'caller' | 'principal' | 'directory-user' | 'grantee';

/** What one operation means for somebody's access. */
export interface Meaning {
  readonly type: LifeCycleEventType;
  readonly what: LifeCycleEvent['what'];
  readonly whose: Whose | null;
  /** Where what was given or taken is named, the first that is there: `accessKey.accessKeyId`. */
  readonly object: readonly string[];
  /** What one record makes of it. */
  readonly unless?: (record: TrailRecord) => Partial<Pick<Meaning, 'type' | 'what'>>;
}

/** Operations of one service, by the name that records have. `null`: known, and nothing of anybody's access. */
export type Meanings = Readonly<Record<string, Meaning | null>>;

export function means(type: LifeCycleEventType, what: LifeCycleEvent['what'], whose: Whose | null, ...object: readonly string[]): Meaning {
  return { type, what, whose, object };
}
