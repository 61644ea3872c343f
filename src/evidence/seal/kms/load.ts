import { SealError } from '../errors.ts';

/** What a key service's package exports; says how to install it where it is not there. */
export async function loaded<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const isMissing = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(codeOf(cause) ?? '');
    if (!isMissing) throw cause;
    throw new SealError('not-installed', `cannot reach the key service: the package ${name} is not installed`, {
      cause,
      hint: `npm install ${name}`,
    });
  }
}

/**
 * What a service answers, or why not, in its own words: they name the right that is missing. The hint says what to mend by what kind of trouble it is.
 * `rights`: the least that the service asks for, as it calls them.
 */
export async function asked<T>(place: string, what: string, rights: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof SealError) throw cause;
    const why = wordsOf(cause).replaceAll(/\s+/g, ' ').slice(0, 500);
    throw new SealError('key-service', `cannot ${what} with ${place}: ${why}`, { cause, hint: hintFor(cause, rights) });
  }
}

/** The name of what was thrown goes before its message, unless it is that of any error. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Where several addresses were tried the message is empty, and the reasons are within.
  const message = cause instanceof AggregateError && cause.message === '' ? cause.errors.map(wordsOf).join('; ') : cause.message;
  return cause.name === 'Error' || cause.name === 'AggregateError' ? message : `${cause.name}: ${message}`;
}

const kinds: readonly (readonly [RegExp, (rights: string) => string])[] = [
  [
    /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|socket hang up|certificate|TimeoutError|UNAVAILABLE|DEADLINE_EXCEEDED/i,
    () => 'the service was not reached: check the network, the proxy, and the endpoint where one is set',
  ],
  [
    /NotFound|NOT_FOUND|not found/,
    () => 'there is no such key where it was looked for: check its name, its account or project, and its region',
  ],
  [/Disabled|InvalidState|PendingDeletion|FAILED_PRECONDITION/, () => 'the key is not in use: enable it, or keep it from being deleted'],
  [
    /AccessDenied|Forbidden|PERMISSION_DENIED|no right|not authorized/i,
    (rights) => `the credentials lack a right: they need ${rights} on this key`,
  ],
  [
    /Credential|Unauthenticated|Unauthorized|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|ExpiredToken|default credentials/i,
    () => 'no credentials that the service takes were found: sign in as for its own command line, or set them in the environment',
  ],
  [/region/i, () => 'no region is known: name the key by its ARN, or set AWS_REGION'],
];

function hintFor(cause: unknown, rights: string): string {
  const text = `${codeOf(cause) ?? ''} ${wordsOf(cause)}`;
  const hint = kinds.find(([pattern]) => pattern.test(text))?.[1];
  return hint?.(rights) ?? `check the name of the key and the credentials: they need ${rights} on it`;
}

function codeOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
