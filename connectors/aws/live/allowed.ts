import type { Call } from '../calls/call.ts';
import { calls } from '../calls/list.ts';

/** Operations that begin a job, by the one that fetches what it made. */
export const beginnings = {
  GetCredentialReport: 'GenerateCredentialReport',
  GetServiceLastAccessedDetails: 'GenerateServiceLastAccessedDetails',
} as const;

/** What a session asks on its own account, whatever it reads: who it is, and to become somebody else. */
const ofSession: ReadonlySet<string> = new Set(['GetCallerIdentity', 'AssumeRole']);

const pairs: ReadonlySet<string> = new Set(
  calls.flatMap(({ surface, operation }: Call) => {
    const beginning = Object.hasOwn(beginnings, operation) ? beginnings[operation as keyof typeof beginnings] : undefined;
    return [`${surface} ${operation}`, ...(beginning === undefined ? [] : [`${surface} ${beginning}`])];
  }),
);

/** Whether a surface may call an operation. AWS reads are POSTs, so verbs tell nothing: what the table does not name is not sent. */
export function isAllowed(surface: string, operation: string): boolean {
  return ofSession.has(operation) || pairs.has(`${surface} ${operation}`);
}
