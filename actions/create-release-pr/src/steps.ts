/** From what was decided to the writes that bring it about. */
import type { Log } from '@release-train/action-kit';
import type { GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { pullSteps, type Step } from '@release-train/github/standing-pull';
import type { Notifier } from '@release-train/notify';
import { noteIn } from './auto-merge-step.ts';
import type { Inputs } from './contract.ts';
import type { Release } from './decide.ts';
import type { Seen } from './facts.ts';
import type { Place } from './place.ts';
import { type BodyOptions, pullBody } from './pull-body.ts';
import { fillTemplate, readTemplate } from './template.ts';

export interface Plan {
  readonly inputs: Inputs;
  readonly seen: Seen;
  readonly place: Place;
}

export interface Ports {
  readonly github: GitHub;
  readonly notifier: Notifier;
  readonly log: Log;
  /** Absent where nothing is read from git, and so nothing pushed. */
  readonly clone?: GitRepository;
}

/** As it is now, with what people wrote since it was read. */
export async function freshened(
  decision: Release,
  open: PullRequest,
  github: GitHub,
): Promise<Release> {
  const { pull: now } = await github.autoMerge.look(open.number);
  const { plan } = decision;
  const title = now.title === open.title ? plan.title : now.title;
  return { ...decision, open: now, plan: { ...plan, title } };
}

/** The writes it takes, and the body they lead to. */
export async function stepsOf(
  decision: Release,
  plan: Plan,
  ports: Ports,
): Promise<{ readonly steps: readonly Step[]; readonly body: string }> {
  const { open, branch, replaced, content } = decision;
  const { place } = plan;
  const { template: path } = plan.inputs;
  const text =
    open || path === undefined
      ? ''
      : await readTemplate(ports.github.files, { path, ref: content.source });
  const body = bodyOf(decision, plan, {
    current: open?.body ?? fillTemplate(text, place),
    ticked: open ? undefined : replaced?.body,
    note: noteIn(open?.body ?? ''),
  });
  const requests = pullSteps(open, decision.plan, { head: branch, base: place.base, body });
  return { steps: [...pushSteps(decision, ports), ...requests], body };
}

export const bodyOf = (
  decision: Release,
  { inputs, place }: Plan,
  body: Pick<BodyOptions, 'current' | 'ticked' | 'note'>,
): string =>
  pullBody(decision, place, {
    notes: inputs.notes ?? '',
    items: inputs.checklist ?? [],
    evidence: inputs.evidence ?? [],
    language: inputs.language,
    ...body,
  });

/**
 * The branch goes first: a run killed after it leaves a body that tells of less than is there, never
 * of more.
 */
function pushSteps({ push, branch, tip }: Release, { clone }: Ports): Step[] {
  if (!push || !clone) return [];
  const what = `point branch "${branch}" at ${tip.slice(0, 7)}`;
  const change = { branch, sha: tip, expected: push.expected };
  return [{ what, write: async () => void (await clone.push(change)) }];
}
