/** FNV-1a, 32 bits, over UTF-16 code units: finds candidates quickly. Whoever finds one looks at the name itself, or may take too much. */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
