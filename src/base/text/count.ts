/** `12,345`: digits in groups of three, the same on every machine. A fraction is kept as it is. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  if (!/^-?\d+$/.test(whole)) return String(value);
  const digits = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** `1 finding`, `12,345 findings`, `no findings`. */
export function counted(value: number, one: string, many: string = `${one}s`): string {
  return `${value === 0 ? 'no' : grouped(value)} ${value === 1 ? one : many}`;
}
