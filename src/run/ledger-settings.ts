import * as v from 'valibot';

const text = (description: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.description(description));
const address = (description: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((each) => /^https?:$/.test(URL.parse(each)?.protocol ?? ''), 'no http or https address'),
    v.description(description),
  );

const witness = v.strictObject({
  name: text('what messages call it'),
  url: address('its submission prefix, as C2SP tlog-witness has it: `add-checkpoint` is asked below it'),
  vkey: text('its key as it is published: NAME+ID+KEY; what another key signed is no cosignature of it'),
});

/** `vestige.yaml`, `ledger`. */
export const ledgerSetting = v.pipe(
  v.optional(
    v.strictObject({
      folder: v.optional(text('where the ledger is. Default: ledger in the state folder, used when `vestige ledger init` made one there')),
      operator: v.optional(text('who runs this, as entries of the ledger name them. Default: the account of the operating system')),
      required: v.pipe(
        v.optional(v.boolean(), false),
        v.description('whether a run refuses to begin when it cannot be logged. Else it goes on, says so and ends with 2'),
      ),
      timestamp: v.optional(
        v.strictObject({
          url: address('the address of a time-stamping authority (RFC 3161), for `vestige ledger timestamp`'),
          caFile: v.optional(
            text('PEM file of the certificates that its own must chain to. Without it its tokens are kept and their chain is not checked'),
          ),
        }),
      ),
      witnesses: v.pipe(
        v.optional(v.array(witness), []),
        v.description('who is asked by `vestige ledger witness` to sign that they saw the ledger, each with a key of its own'),
      ),
    }),
  ),
  v.description('the append-only log of what runs meant to read, read and concluded: what evidence rests on'),
);

export interface WitnessSettings {
  readonly name: string;
  readonly url: string;
  readonly vkey: string;
}

export interface LedgerSettings {
  /** As the user wrote it; `null`: in the state folder, and used where one is there. */
  readonly folder: string | null;
  /** `null`: whoever the operating system says. */
  readonly operator: string | null;
  readonly required: boolean;
  /** `caFile`: as the user wrote it; `null`: chains are not checked. */
  readonly timestamp: { readonly url: string; readonly caFile: string | null } | null;
  readonly witnesses: readonly WitnessSettings[];
}

export function ledgerSettingsOf(given: v.InferOutput<typeof ledgerSetting>): LedgerSettings {
  const { folder, operator, required = false, timestamp, witnesses = [] } = given ?? {};
  return {
    folder: folder ?? null,
    operator: operator ?? null,
    required,
    timestamp: timestamp === undefined ? null : { url: timestamp.url, caFile: timestamp.caFile ?? null },
    witnesses,
  };
}
