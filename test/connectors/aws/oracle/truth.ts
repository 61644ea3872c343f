/** Kleene's three values: `U` is "not told by what is known". */
export type Truth = 'T' | 'F' | 'U';

export function truth(value: boolean): Truth {
  return value ? 'T' : 'F';
}

export function not(value: Truth): Truth {
  return value === 'U' ? 'U' : value === 'T' ? 'F' : 'T';
}

export function and(values: readonly Truth[]): Truth {
  if (values.includes('F')) return 'F';
  return values.includes('U') ? 'U' : 'T';
}

export function or(values: readonly Truth[]): Truth {
  if (values.includes('T')) return 'T';
  return values.includes('U') ? 'U' : 'F';
}
