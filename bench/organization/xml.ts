/** An answer of a service before it is written. A `Map` is written as IAM writes maps: entries of key and value. */
export type Value =
  string | number | boolean | null | undefined | readonly Value[] | ReadonlyMap<string, number> | { readonly [member: string]: Value };

const documents: ReadonlySet<string> = new Set(['PolicyDocument', 'AssumeRolePolicyDocument', 'Document']);

/** The AWS query protocol's answer; IAM's policy documents are percent-encoded by RFC 3986. */
export function queryAnswer(namespace: string, operation: string, result: Value, requestId: string): string {
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${operation}Response xmlns="${namespace}">${element(`${operation}Result`, result)}${metadata}</${operation}Response>`;
}

export function queryError(namespace: string, code: string, message: string, requestId: string): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  return `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function element(name: string, value: Value): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${documents.has(name) && typeof value === 'object' ? percentEncoded(JSON.stringify(value)) : content(value)}</${name}>`;
}

function content(value: Value): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return escaped(value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\+00:00$/, '$1Z'));
  if (typeof value !== 'object') return String(value);
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, number>)]
      .map(([key, each]) => `<entry><key>${key}</key><value>${each}</value></entry>`)
      .join('');
  }
  if (Array.isArray(value)) return value.map((each: Value) => element('member', each)).join('');
  return Object.entries(value)
    .map(([name, each]) => element(name, each as Value))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}
