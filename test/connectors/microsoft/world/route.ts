import type { Estate } from './estate.ts';
import type { Item } from './odata.ts';

/** What was asked, after the root and the version. `body`: of a POST. */
export interface Asked {
  /** What the groups of the route's pattern matched, decoded. */
  readonly at: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly beta: boolean;
}

/** Told in the place of items: what the service says of a thing it does not have, or may not do. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** One operation of Microsoft's, and where the documentation says so. */
export interface Route {
  /** What `refuse` of a description calls it. */
  readonly name: string;
  readonly service: 'graph' | 'arm';
  readonly method?: 'POST';
  /** Of the path below the version (Graph) or the host (ARM), in any case of letters. */
  readonly path: RegExp;
  /** Only beta has it. */
  readonly beta?: true;
  /** Needs Entra ID P2 or Governance, and says so in Microsoft's words where the tenant has none. */
  readonly needs?: 'pim' | 'premium';
  /** `one`: an object; left out: a list, in pages. `rows`: Resource Graph. */
  readonly answers?: 'one' | 'rows';
  /** What `$expand` may name. */
  readonly expands?: readonly string[];
  /** Functions that `$filter` may call. */
  functions?(estate: Estate, asked: Asked): Readonly<Record<string, (item: Item) => boolean>>;
  /** Whether the service refuses to answer without a filter. */
  readonly filterNeeded?: readonly string[];
  /** In a reader's words what it is about: `admins`; for refusals of one thing. */
  about?(estate: Estate, asked: Asked): string | undefined;
  items(estate: Estate, asked: Asked): readonly Item[] | Refusal;
}

export function isRefusal(answer: readonly Item[] | Refusal): answer is Refusal {
  return !Array.isArray(answer);
}

export const notFound: Refusal = {
  status: 404,
  code: 'Request_ResourceNotFound',
  message: 'Resource does not exist or one of its queried reference-property objects are not present.',
};
