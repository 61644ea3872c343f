import { expect } from 'vitest';
import { taskKey } from '../../../src/collect/task-key.ts';
import { CollectError } from '../../../src/collect/errors.ts';
import { replay } from '../../../src/collect/replay.ts';

import { classifyFault } from '../../../src/http/fault.ts';
import { virtualIo } from '../../support/unfriendly/io.ts';
import { MemoryCapture, pagesOf, readerOf } from '../../support/unfriendly/memory-capture.ts';
import type { Check } from './map-checks.ts';
import { factLines, noFaults, outcome, toldBy, type ConnectorSubject, type Outcome } from './scenario.ts';

/** Places tried at most where each costs a whole reading. */
const SAMPLE = 25;

/** What must hold of a core and its session under the collector. */
export const readChecks: readonly Check[] = [
  { name: 'reads the whole estate, with an answer of two pages or more', run: readsAll },
  { name: 'says so, surface by surface, when it is refused', run: refusals },
  { name: 'gets over throttling, failures of the server and cut connections', run: passing },
  { name: 'says so when throttling or failures do not end', run: lasting },
  { name: 'stops at a cursor that stands still, and names it', run: stuck },
  { name: 'can be interrupted at any call and resumed to the same capture', run: interrupted },
  { name: 'says so when a page is missing from its capture', run: lostPage },
  { name: 'tells the same whatever the order of its pages', run: shuffled },
];

function surfacesRead(subject: ConnectorSubject): readonly string[] {
  return [...new Set(subject.scenario().pages.map((page) => page.task.surface))];
}

/** The surfaces that faults are dealt to. */
function surfacesStruck(subject: ConnectorSubject): readonly string[] {
  const all = surfacesRead(subject);
  const step = Math.ceil(all.length / (subject.struck ?? all.length));
  return all.filter((_, i) => i % step === 0);
}

async function readsAll(subject: ConnectorSubject): Promise<void> {
  const { reader, replayed, unrecorded } = await outcome(subject, noFaults);
  expect(unrecorded, 'every question has a recorded answer').toEqual([]);
  expect(replayed.gaps.filter((gap) => gap.cause !== 'excluded')).toEqual([]);
  expect(replayed.strays).toEqual([]);
  expect(reader.count, 'every recorded page is asked for').toBe(subject.scenario().pages.length);
  const answers = new Map<string, number>();
  for (const page of await pagesOf(reader)) {
    const key = taskKey(page.envelope.task);
    answers.set(key, (answers.get(key) ?? 0) + 1);
  }
  expect(Math.max(...answers.values()), 'an answer of two pages or more').toBeGreaterThan(1);
  for (const line of replayed.coverage) expect(['complete', 'excluded'], `${line.boundary} ${line.surface}`).toContain(line.status);
  const complete = new Set(replayed.coverage.filter((line) => line.status === 'complete').map((line) => line.surface));
  for (const surface of surfacesRead(subject)) expect(complete).toContain(surface);
}

async function refusals(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  for (const surface of surfacesStruck(subject)) {
    for (const status of [401, 403]) await refusedWith(subject, calm, surface, status);
  }
}

async function lasting(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  for (const surface of surfacesStruck(subject)) {
    for (const status of [429, 500, 503]) await refusedWith(subject, calm, surface, status);
  }
}

async function refusedWith(subject: ConnectorSubject, calm: Outcome, surface: string, status: number): Promise<void> {
  const { replayed } = await outcome(subject, (at) => (at.task.surface === surface ? status : null));
  const seen = `${surface} refused with ${status}`;
  const { cause } = classifyFault(status);
  const lines = replayed.coverage.filter((line) => line.surface === surface);
  expect(lines.length, seen).toBeGreaterThan(0);
  // where nothing is asked of it for there is nothing to ask, a refusal elsewhere changes nothing
  const asked = new Set(calm.replayed.coverage.filter((line) => line.surface === surface && line.pages > 0).map((line) => line.boundary));
  for (const line of lines) {
    if (asked.has(line.boundary) || line.detail !== 'nothing to ask')
      expect(['unread', 'excluded'], `${seen}, in ${line.boundary}`).toContain(line.status);
    expect(line.facts, seen).toBe(0);
  }
  expect(
    lines.map((line) => line.cause),
    seen,
  ).toContain(cause);
  expect(
    replayed.gaps.filter((gap) => gap.surface === surface).map((gap) => gap.cause),
    seen,
  ).toContain(cause);
  noFewerInSilence(calm, { replayed }, seen);
}

async function passing(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  for (const fault of [429, 500, 502, 503, 504, 'cut'] as const) {
    const rough = await outcome(subject, (_, attempt) => (attempt < 2 ? fault : null));
    expect(factLines(rough.replayed), `after ${fault} twice`).toEqual(factLines(calm.replayed));
    expect(rough.replayed.gaps).toEqual(calm.replayed.gaps);
  }
}

async function stuck(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  for (const surface of surfacesStruck(subject)) {
    const { replayed } = await outcome(subject, (at) => (at.task.surface === surface ? 'stuck' : null));
    const named = replayed.gaps.filter((gap) => gap.surface === surface && gap.cause === 'malformed');
    expect(named.map((gap) => gap.detail).join('; '), surface).toContain('the cursor did not move');
    noFewerInSilence(calm, { replayed }, `${surface} with a stuck cursor`);
  }
}

async function interrupted(subject: ConnectorSubject): Promise<void> {
  const calls: number[] = [];
  const calm = await outcome(subject, noFaults, { onCall: (call) => calls.push(call) });
  const step = Math.ceil(calls.length / SAMPLE);
  for (let stop = 1; stop <= calls.length; stop += step) {
    const writer = new MemoryCapture();
    const io = virtualIo();
    const onCall = (call: number): void => {
      if (call === stop) io.controller.abort(new Error('stop'));
    };
    const code = await outcome(subject, noFaults, { writer, io, onCall }).then(
      () => 'sealed',
      (error: unknown) => (error instanceof CollectError ? error.code : String(error)),
    );
    expect(code, `interrupted at call ${stop}`).toBe('interrupted');
    expect(writer.sealed).toBeNull();
    const resumed = await outcome(subject, noFaults, { writer });
    expect(resumed.reader.id, `resumed after call ${stop}`).toBe(calm.reader.id);
    expect(toldBy(resumed.replayed)).toBe(toldBy(calm.replayed));
  }
}

async function lostPage(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  const pages = await pagesOf(calm.reader);
  const step = Math.ceil(pages.length / SAMPLE);
  for (let i = 0; i < pages.length; i += step) {
    const lost = pages[i];
    const rest = readerOf(
      calm.reader.head,
      pages.filter((page) => page !== lost),
    );
    const replayed = await replay(rest, [subject.core]);
    const { boundary, surface } = lost?.envelope.task ?? { boundary: '', surface: '' };
    const line = replayed.coverage.find((each) => each.boundary === boundary && each.surface === surface);
    expect(['partial', 'unread'], `${surface} in ${boundary} without one of its pages`).toContain(line?.status);
  }
}

async function shuffled(subject: ConnectorSubject): Promise<void> {
  const calm = await outcome(subject, noFaults);
  const pages = await pagesOf(calm.reader);
  const odd = pages.filter((_, i) => i % 2 === 1);
  for (const order of [[...pages].reverse(), [...odd, ...pages.filter((_, i) => i % 2 === 0)]]) {
    expect(toldBy(await replay(readerOf(calm.reader.head, order), [subject.core]))).toBe(toldBy(calm.replayed));
  }
}

/** A fact of the calm reading that is gone must have a line that is not complete. */
function noFewerInSilence(calm: Outcome, rough: Pick<Outcome, 'replayed'>, seen: string): void {
  const there = new Set(factLines(rough.replayed));
  const complete = new Set(
    rough.replayed.coverage.flatMap((line) => (line.status === 'complete' ? [`${line.boundary} ${line.surface}`] : [])),
  );
  for (const line of factLines(calm.replayed)) {
    if (there.has(line)) continue;
    const [, boundary, surface] = JSON.parse(line) as [string, string, string];
    expect(complete.has(`${boundary} ${surface}`), `${seen}: ${line} is gone in silence`).toBe(false);
  }
}
