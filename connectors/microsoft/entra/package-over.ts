import type { Source } from '../../../src/model/grant.ts';

/** The kind of source of a right that an access package gave and that is over: nobody can use it, and what it gave is still there. */
export const PACKAGE_OVER = 'access-package-over';

/** The id of such a source: of the assignment of the package, and of the source of what is left. */
export function overOf(assignment: string, left: Source): string {
  return `${PACKAGE_OVER}|${assignment}|${left.id}`;
}

/** The id of the source of what is left. */
export function leftBy({ id }: Source): string {
  return id.split('|').slice(2).join('|');
}
