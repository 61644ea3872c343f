import type { EventSource } from '../model/authorisation.ts';
import type { Ref } from '../model/question.ts';

/** What stands for the place of records that are of no boundary in particular. */
const RECORDS = 'records';

/** `life-cycle:jira` */
export function importName({ source }: Pick<EventSource, 'source'>): string {
  return `life-cycle:${source}`;
}

/** A source of records, to be asked about. */
export function importRef(name: string): Extract<Ref, { type: 'surface' }> {
  return { type: 'surface', id: name, boundary: RECORDS };
}
