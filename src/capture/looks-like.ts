/** What a file that should be JSON seems to be instead, and what to do, from its first bytes; `undefined` when it may be JSON. */
export function looksLike(head: Uint8Array): string | undefined {
  const [a, b, c, d] = head;
  if (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) return 'looks like a zip archive; unpack it first';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'looks like zstd; decompress it first, or use gzip';
  if (a === 0x42 && b === 0x5a && c === 0x68) return 'looks like bzip2; decompress it first, or use gzip';
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return undefined;
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (/^(An error occurred|Unable to locate credentials|aws: )/.test(text))
    return `looks like an error message of the command ("${line.slice(0, 120)}"); run it again`;
  if (text.startsWith('<')) return 'looks like XML or HTML; run it again with --output json';
  if (/^(\+-|\|| ?-{5,})/.test(text) && text.includes('|')) return 'looks like --output table; run it again with --output json';
  if (/^(---|- [A-Za-z]|[A-Za-z]\w*:(\s|$))/.test(text)) return 'looks like --output yaml; run it again with --output json';
  if (line.includes('\t')) return 'looks like --output text; run it again with --output json';
  return undefined;
}
