/** Pushes on their way: who pushes, what git asked, what was allowed. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../ports.ts';
import { ZERO } from '../git/refs.ts';
import type { RefChange } from '../operations/events.ts';
import { announceRefChanges, isCommit, judgeRefChange } from '../operations/ref-changes.ts';
import type { Place } from '../payloads/commit-json.ts';
import { repositoryHtml } from '../payloads/repository-json.ts';

export interface PushVerdict {
  readonly ref: string;
  readonly allowed: boolean;
  /** Lines for the pusher, shown after `remote: `. */
  readonly messages: readonly string[];
  /** git's word for the refused ref, in brackets at the end of its line. */
  readonly summary: string;
}

const PROTECTED = 'protected branch hook declined';

interface Push {
  readonly place: Place;
  readonly actor: Actor;
  readonly allowed: RefChange[];
}

export class Pushes {
  readonly #running = new Map<string, Push>();

  begin(place: Place, actor: Actor): string {
    const id = randomUUID();
    this.#running.set(id, { place, actor, allowed: [] });
    return id;
  }

  /** The hook's question; null for a push nobody has begun. */
  judge(id: string, changes: readonly RefChange[]): PushVerdict[] | null {
    const push = this.#running.get(id);
    if (!push) return null;
    return changes.map((change) => {
      const verdict = judgePush(push, change);
      if (verdict.allowed) push.allowed.push(change);
      return verdict;
    });
  }

  /** git is done: tells of every ref that its report to the pusher says has moved. */
  finish(id: string, report: string): void {
    const push = this.#running.get(id);
    this.#running.delete(id);
    if (!push) return;
    const said = (ref: string) => report.includes(`ok ${Buffer.from(ref).toString('latin1')}\n`);
    const moved = push.allowed.filter(({ ref }) => said(ref));
    announceRefChanges(push.place, push.actor, moved);
  }
}

function judgePush({ place, actor }: Push, change: RefChange): PushVerdict {
  const { ref } = change;
  if (ref.startsWith('refs/heads/') && change.after !== ZERO && !isCommit(place, change.after)) {
    return {
      ref,
      allowed: false,
      messages: [`error: ${ref} must point at a commit`],
      summary: PROTECTED,
    };
  }
  const verdict = judgeRefChange(place, actor, change);
  if (verdict.allowed) return { ref, allowed: true, messages: [], summary: '' };
  const reasons = verdict.reasons.flatMap((reason) => ['', `- ${reason}`]);
  if (verdict.by === 'ruleset') return { ref, allowed: false, ...rulesRefuse(place, ref, reasons) };
  const head = `error: GH006: Protected branch update failed for ${ref}.`;
  return { ref, allowed: false, messages: [head, ...reasons], summary: PROTECTED };
}

/** As seen in https://github.com/yshavit/mdq/pull/255. */
function rulesRefuse({ world, repository }: Place, ref: string, reasons: readonly string[]) {
  const page = `${repositoryHtml(world, repository)}/rules?ref=${encodeURIComponent(ref)}`;
  const head = `error: GH013: Repository rule violations found for ${ref}.`;
  return {
    messages: [head, `Review all repository rules at ${page}`, ...reasons, ''],
    summary: 'push declined due to repository rule violations',
  };
}
