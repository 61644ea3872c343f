import * as v from 'valibot';

/** One setting of a rule or connector, as its documentation shows it. */
export interface DocumentedSetting {
  readonly key: string;
  /** What holds when nothing is set. */
  readonly standard: unknown;
  /** Unit, default and source; empty where the schema has none, which the contract suites refuse. */
  readonly description: string;
}

/** The settings of an object schema in the order of its entries; `undefined` when the schema is no object and so has none to name. */
export function documentedSettings(schema: v.GenericSchema): readonly DocumentedSetting[] | undefined {
  const { entries } = schema as Partial<{ readonly entries: Readonly<Record<string, v.GenericSchema>> }>;
  if (entries === undefined) return undefined;
  const standards = v.safeParse(schema, {});
  const values = (standards.success ? standards.output : {}) as Readonly<Record<string, unknown>>;
  return Object.entries(entries).map(([key, entry]) => {
    // `optional(pipe(…, description(…)), default)` keeps the description inside.
    const { wrapped } = entry as unknown as { readonly wrapped?: v.GenericSchema };
    return {
      key,
      standard: values[key],
      description: v.getDescription(entry) ?? (wrapped === undefined ? '' : (v.getDescription(wrapped) ?? '')),
    };
  });
}
