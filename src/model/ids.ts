/** What a source can speak for: `aws:111122223333`. Form: `<connector>:<native id>`. */
export type BoundaryId = string;
/** One kind of thing read in a boundary: `aws:authorization-details`. Form: `<connector>:<kebab-case name>`. */
export type SurfaceId = string;
/** The provider's own name of an identity; in AWS its ARN. */
export type EntityId = string;
/** Immutable native ids of the thing a fact speaks of; unique for one (kind, boundary). */
export type FactKey = string;
/** SHA-256 of a page's canonical envelope and body, 64 lower-case hex characters. */
export type PageId = string;
/** SHA-256 over a capture's sorted page ids, 64 lower-case hex characters. */
export type CaptureId = string;
/** Where a grant reaches: a boundary id, or the native name (pattern) of something inside one. */
export type ScopeId = string;
/** Kebab-case and permanent; a retired id is never used again. */
export type RuleId = string;
export type ConnectorId = string;
export type ReporterId = string;
