import { byCodeUnit } from '../../base/order.ts';
import type { Section } from './interval-row.ts';
import type { SqlSession } from './session.ts';
import { sortable, unsorted } from './text.ts';

/** Kinds in boundaries, as the intervals of a store refer to them. As seen by one transaction. */
export class Sections {
  readonly #session: SqlSession;
  readonly #byId: Map<number, Section>;
  readonly #ids = new Map<string, Map<string, number>>();

  private constructor(session: SqlSession, sections: readonly Section[]) {
    this.#session = session;
    this.#byId = new Map(sections.map((section) => [section.id, section]));
    for (const section of sections) this.#know(section);
  }

  static async read(session: SqlSession): Promise<Sections> {
    const lines = await session.all(session.build.selectFrom('sections').selectAll().compile());
    const sections = lines.map(({ id, kind, boundary }) => ({ id, kind: unsorted(kind), boundary: unsorted(boundary) }));
    return new Sections(session, sections);
  }

  get(id: number): Section | undefined {
    return this.#byId.get(id);
  }

  idOf(kind: string, boundary: string): number | undefined {
    return this.#ids.get(kind)?.get(boundary);
  }

  /** Those of these kinds and boundaries, by kind and boundary. Left out: all. */
  chosen(kinds?: readonly string[], boundaries?: readonly string[]): readonly Section[] {
    const [ofKinds, ofBoundaries] = [new Set(kinds), new Set(boundaries)];
    return [...this.#byId.values()]
      .filter(
        ({ kind, boundary }) => (kinds === undefined || ofKinds.has(kind)) && (boundaries === undefined || ofBoundaries.has(boundary)),
      )
      .sort((a, b) => byCodeUnit(a.kind, b.kind) || byCodeUnit(a.boundary, b.boundary));
  }

  /** Told anew where it is not known. Whoever writes only. */
  async give(kind: string, boundary: string): Promise<number> {
    const known = this.idOf(kind, boundary);
    if (known !== undefined) return known;
    // None is ever removed.
    const section = { id: this.#byId.size + 1, kind, boundary };
    const values = { id: section.id, kind: sortable(kind), boundary: sortable(boundary) };
    await this.#session.all(this.#session.build.insertInto('sections').values(values).compile());
    this.#byId.set(section.id, section);
    this.#know(section);
    return section.id;
  }

  #know({ id, kind, boundary }: Section): void {
    const ids = this.#ids.get(kind) ?? new Map<string, number>();
    this.#ids.set(kind, ids.set(boundary, id));
  }
}
