import type { Value } from './xml.ts';

/** A request that was understood. `account` is that of the credentials it was signed with. */
export interface Asked {
  readonly account: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One service: an answer, `undefined` for an operation it does not have, or a thrown {@link ServiceError}. */
export type Service = (asked: Asked) => Value;

export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A member that must be there. */
export function given({ input, operation }: Asked, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new ServiceError('ValidationException', `${operation} needs ${member}`);
}

/** The items from a token on, and the token of what follows. Tokens are opaque: a number in disguise. */
export function page<T>(
  items: readonly T[],
  token: unknown,
  size: number,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const start = typeof token === 'string' && token !== '' ? Number.parseInt(Buffer.from(token, 'base64url').toString().slice(3), 10) : 0;
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new ServiceError('InvalidInput', 'the token is not one of ours');
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? tokenAt(end) : undefined };
}

export function tokenAt(place: number): string {
  return Buffer.from(`at:${place}`).toString('base64url');
}

/** At most so many a page, as asked for where that is fewer. */
export function sizeOf(asked: unknown, most: number, usual = most): number {
  const number = Number(asked ?? usual);
  return Number.isInteger(number) && number > 0 ? Math.min(number, most) : usual;
}
