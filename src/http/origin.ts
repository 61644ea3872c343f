import { VestigeError } from '../base/errors.ts';

/** `bad-link`: not a URL at all. `foreign-origin`: leads elsewhere, or carries credentials of its own. */
export class OriginError extends VestigeError {
  readonly code: 'bad-link' | 'foreign-origin';

  constructor(code: OriginError['code'], message: string) {
    super(message, { hint: 'if the provider really moved, change the endpoint in the configuration; no token was sent' });
    this.code = code;
  }
}

/**
 * The absolute URL of a "next page" link, which may be relative to the page it stands in. Throws {@link OriginError} unless scheme,
 * host and port are those of `originUrl`: our token goes wherever the link leads. A link with a user name in it is refused too.
 */
export function samePage(originUrl: string, nextUrl: string): string {
  const origin = parse(originUrl, originUrl);
  const next = parse(nextUrl, originUrl);
  if (next.username !== '' || next.password !== '') {
    throw new OriginError('foreign-origin', `cannot follow the next page link on '${next.host}': it carries credentials of its own`);
  }
  const readable = next.protocol === 'https:' || next.protocol === 'http:';
  if (!readable || next.origin !== origin.origin) {
    const to = readable ? next.origin : next.protocol;
    throw new OriginError('foreign-origin', `cannot follow the next page link: reading '${origin.origin}', it leads to '${to}'`);
  }
  return next.href;
}

function parse(url: string, base: string): URL {
  const parsed = URL.parse(url, URL.canParse(base) ? base : undefined);
  if (parsed === null) throw new OriginError('bad-link', `cannot read the link ${JSON.stringify(url.slice(0, 200))}: it is not a URL`);
  return parsed;
}
