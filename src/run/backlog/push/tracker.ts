import type { Json } from '../../../base/json.ts';
import type { BacklogMark } from '../../../model/backlog-marker.ts';
import type { BacklogState } from '../../../model/backlog.ts';
import type { Severity } from '../../../model/question.ts';

/** An item as a tracker is told it. */
export interface PushIssue {
  readonly id: string;
  readonly state: BacklogState;
  readonly title: string;
  /** What people read, in the tracker's own form: Markdown, or a document. */
  readonly text: string;
  readonly document: Json;
  readonly labels: readonly string[];
  readonly severity: Severity;
  /** `2026-11-29`; `null`: none. */
  readonly due: string | null;
  /** What is digested of the text: for a document its words alone. */
  readonly words: string;
  /** One sentence on how it stands, for a comment. */
  readonly note: string;
  /** Nothing of it is to be worked on any more, though nothing shows that it is gone: it is told under other items, or excepted. */
  readonly set: 'aside' | 'open' | 'done';
}

/** An issue of a tracker that carries a mark. */
export interface Tracked {
  /** `12`, `SEC-12`. */
  readonly key: string;
  readonly mark: BacklogMark;
  readonly isOpen: boolean;
  readonly title: string;
  /** Digest of the text as it is there now. */
  readonly text: string;
  readonly labels: readonly string[];
}

/** What a push would change of an issue that is there. Members that are left out stay as they are. */
export interface Change {
  readonly title?: string;
  readonly text?: true;
  /** All labels it has then. */
  readonly labels?: readonly string[];
  readonly set?: 'open' | 'done' | 'aside';
}

/** A tracker's own way of each act. Every method may throw a `BacklogError`. */
export interface Tracker {
  readonly place: string;
  /** Every issue that carries a mark, open or not, the first made first. `id`: only of this item, asked for anew. */
  list(id?: string): Promise<readonly Tracked[]>;
  /** Makes it, and closes what is not open. Answers its key, or `lost`: whether it was made is not known. */
  create(issue: PushIssue): Promise<{ readonly key: string } | 'lost'>;
  change(key: string, issue: PushIssue, change: Change): Promise<void>;
  comment(key: string, note: string): Promise<void>;
}
