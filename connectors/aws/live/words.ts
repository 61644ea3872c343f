const shown = '[redacted]';

/**
 * Where a message goes on with the request as it was signed, headers and session token included (AWS says so of a signature that does not
 * match, or that it cannot read), or with the command that was to give credentials and what that printed.
 */
const echo =
  /\bthe (?:canonical string|string-to-sign)\b|\bAWS4-HMAC-SHA256\b|\bauthorization(?: header)?\s*[:=]|\bx-amz-security-token\b|(?<=\bcommand failed)\b/i;

const secrets: readonly RegExp[] = [
  // a part of the header that names the credentials
  /(?<=')[^']*(?=' not a valid key=value pair)/g,
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  // the form of a secret access key
  /(?<![\w/+=-])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=-])/g,
  // session tokens and the like; no name of a thing is as long
  /[\w+/=%-]{100,}/g,
];

/** A message of a provider, or of a library, as it may be kept: without what in it is, or may be, a secret. */
export function safeWords(message: string): string {
  const at = message.search(echo);
  const said = at < 0 ? message : `${message.slice(0, at)}${shown}`;
  return secrets.reduce((left, secret) => left.replace(secret, shown), said);
}
