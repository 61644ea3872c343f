const shown = '[redacted]';

const secrets: readonly RegExp[] = [
  // a JSON Web Token, or the beginning of one
  /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g,
  /(?<=\bbearer\s)\S+/gi,
  // members of a request for a token, and signatures of shared access
  /(?<=\b(?:client_secret|client_assertion|assertion|password|refresh_token|access_token|sig)["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi,
  // user name and password in an address
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  // the form of a client secret of Entra: three characters, a digit and `Q~` (https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret)
  /[\w~.-]{3}\dQ~[\w~.-]{31,34}/g,
  // no name of a thing is as long
  /[\w+/=%~.-]{100,}/g,
];

/** A message of Microsoft's, or of a library, as it may be kept: without what in it is, or may be, a secret; at most 2,000 characters. */
export function safeWords(message: string): string {
  const said = secrets.reduce((left, secret) => left.replace(secret, shown), message);
  return said.length > 2000 ? `${said.slice(0, 2000)}…` : said;
}
