import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { OriginError, samePage } from '../../../src/http/origin.ts';
import type { MicrosoftService } from '../call.ts';

/** Where an answer goes on: a cursor, `null` = it does not, or why the link cannot be followed. */
export type Next = { readonly cursor: string | null } | { readonly fault: string };

/** The cursor of the page after this one: path and query below the service's root, or the token of Resource Graph. */
export function nextOf(service: MicrosoftService, root: string, body: Json): Next {
  if (!isJsonObject(body)) return { cursor: null };
  if (service === 'resource-graph') return nextOfQuery(body['$skipToken'] ?? null);
  const link = body[service === 'arm' ? 'nextLink' : '@odata.nextLink'] ?? null;
  if (link === null || link === '') return { cursor: null };
  if (typeof link !== 'string') return { fault: 'the answer says that there is more, and its next link is no text' };
  try {
    return { cursor: below(root, samePage(`${root}/`, link)) };
  } catch (error) {
    if (error instanceof OriginError) return { fault: error.message };
    throw error;
  }
}

/** An answer that is cut short without a token stays a page: what reads it says that rows are missing. */
function nextOfQuery(token: Json): Next {
  if (token === null || token === '') return { cursor: null };
  return typeof token === 'string' ? { cursor: token } : { fault: 'the answer says that there is more, and its token is no text' };
}

/** The address of a page: the first by its path, a later one by its cursor. Throws {@link OriginError} for what leads out of the root. */
export function urlOf(root: string, path: string): string {
  if (!path.startsWith('/')) throw new OriginError('bad-link', `cannot ask for ${JSON.stringify(path.slice(0, 200))}: it is no path`);
  const url = `${root}${path}`;
  below(root, samePage(`${root}/`, url));
  return url;
}

function below(root: string, url: string): string {
  const base = new URL(root).href.replace(/\/+$/, '');
  if (!url.toLowerCase().startsWith(`${base.toLowerCase()}/`)) {
    throw new OriginError('foreign-origin', `cannot follow the next page link: reading '${base}', it leads out of it`);
  }
  return url.slice(base.length);
}

const links: ReadonlySet<string> = new Set(['@odata.nextLink', '@odata.context', 'nextLink']);

/** The page without its links: they hold no more than its place, and differ with every reading. */
export function withoutLinks(body: Json): Json {
  return isJsonObject(body) ? Object.fromEntries(Object.entries(body).filter(([name]) => !links.has(name))) : body;
}
