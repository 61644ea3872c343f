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

/** What a service answers, or why not, in its own words: they name the right that is missing. */
export async function asked<T>(place: string, what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof SealError) throw cause;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new SealError('key-service', `cannot ${what} with ${place}: ${why.replaceAll(/\s+/g, ' ').slice(0, 500)}`, {
      cause,
      hint: 'check the name of the key, the credentials, and that they may read the public key and sign',
    });
  }
}

function codeOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
