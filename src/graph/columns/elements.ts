import type { Capability } from '../../model/capability.ts';
import type { Grant, Link, Step } from '../../model/grant.ts';
import type { ElementColumns } from './element-columns.ts';
import { elementReader } from './element-reader.ts';
import type { ElementReader, Ends } from './element-reader.ts';

export function grantReader(
  columns: ElementColumns,
  ends: Ends,
  targets: readonly { readonly capability: Capability }[],
): ElementReader<Grant> {
  return elementReader(columns, ends, (number, own, { bounds, presence, windows, endsBy, gate, gatedBy, caveats, escalation }) => {
    const { key, boundary, because, conditions, source, evidence } = own;
    const subject = ends.from(columns.from[number] as number);
    const scope = ends.to(columns.to[number] as number);
    const { capability } = targets[columns.to[number] as number] as { readonly capability: Capability };
    const through = own.rest as unknown as readonly Step[];
    const type = 'grant';
    // Members are written one by one: an object that is spread into a literal costs more than all the rest. Few have a policy.
    const grant: Grant =
      escalation === undefined
        ? {
            type,
            key,
            boundary,
            bounds,
            presence,
            windows,
            endsBy,
            gate,
            because,
            conditions,
            caveats,
            source,
            evidence,
            subject,
            capability,
            scope,
            through,
          }
        : {
            type,
            key,
            boundary,
            bounds,
            presence,
            windows,
            endsBy,
            gate,
            because,
            conditions,
            caveats,
            source,
            evidence,
            subject,
            capability,
            scope,
            through,
            escalation,
          };
    return gatedBy === undefined ? grant : { ...grant, gatedBy };
  });
}

export function linkReader(columns: ElementColumns, ends: Ends): ElementReader<Link> {
  return elementReader(columns, ends, (number, own, { bounds, presence, windows, endsBy, gate, gatedBy, caveats, escalation, link }) => {
    const { key, boundary, because, conditions, source, evidence } = own;
    const { how, openness } = link as Pick<Link, 'how' | 'openness'>;
    const from = ends.from(columns.from[number] as number);
    const to = ends.to(columns.to[number] as number);
    const detail = own.rest as Link['detail'];
    const type = 'link';
    const made: Link =
      escalation === undefined
        ? {
            type,
            key,
            boundary,
            bounds,
            presence,
            windows,
            endsBy,
            gate,
            because,
            conditions,
            caveats,
            source,
            evidence,
            how,
            from,
            to,
            openness,
            detail,
          }
        : {
            type,
            key,
            boundary,
            bounds,
            presence,
            windows,
            endsBy,
            gate,
            because,
            conditions,
            caveats,
            source,
            evidence,
            how,
            from,
            to,
            openness,
            detail,
            escalation,
          };
    return gatedBy === undefined ? made : { ...made, gatedBy };
  });
}
