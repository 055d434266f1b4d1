/** From what a run came to, to what people are told. */
import type { EventContext } from '@release-train/action-kit';
import type { Place } from '@release-train/railway';
import type { WordBefore } from '../act/weigh.ts';
import type { Release } from '../await-release.ts';
import type { Inputs } from '../contract.ts';
import type { Deployed } from '../ledger.ts';
import { probeCounts, type Rendered, renderReason, renderSummary } from '../render.ts';
import { words } from '../render-words.ts';
import type { Short } from '../short-outcome.ts';
import { whyText } from '../why-text.ts';
import { type TellPorts, tellPeople } from './tell.ts';

interface Ports extends TellPorts {
  readonly context: EventContext;
}

interface WatchTold extends Deployed {
  readonly rendered: Rendered;
  readonly inputs: Inputs;
  readonly release: Release | undefined;
  readonly before: WordBefore | undefined;
}

export async function tellOfWatch(told: WatchTold, ports: Ports): Promise<void> {
  const { rendered, inputs, release, before, commit, identity } = told;
  const { report, decision, acted } = rendered;
  const { language } = inputs;
  const counts = probeCounts(decision);
  const run = ports.context.runUrl;
  const news = {
    verdict: report.verdict,
    reason: report.reason,
    commit,
    where: whereOf(release, ports.context),
    why: renderReason(rendered, language),
    acted,
    probes: counts.probes,
    badProbes: counts['bad-probes'],
    before: before?.verdict,
    run,
  };
  const text = withRun(renderSummary(rendered, language), run, language);
  const comment = { commit, place: identity.place, text };
  await tellPeople({ news, comment, language, when: inputs['notify-on'] }, ports);
}

interface ShortTold {
  readonly short: Short;
  readonly commit: string;
  readonly inputs: Inputs;
  readonly summary: string | undefined;
}

/** A run that ended without a watch: a deployment that failed, a rollback that was finished. */
export async function tellOfShort(
  { short, commit, inputs, summary = '' }: ShortTold,
  ports: Ports,
): Promise<void> {
  const { verdict, reason, acted, identity, where = ports.context.repository } = short;
  const { language } = inputs;
  const run = ports.context.runUrl;
  const why = whyText(short.why, language);
  const news = { verdict, reason, commit, where, why, acted, run };
  const text = withRun(summary, run, language);
  const comment = identity && { commit, place: identity.place, text };
  await tellPeople({ news, comment, language, when: inputs['notify-on'] }, ports);
}

const withRun = (text: string, run: string, language: Inputs['language']): string =>
  run === '' ? text : `${text.trimEnd()}\n\n[${words[language].run}](${run})`;

const whereOf = (release: Release | undefined, { repository }: EventContext): string =>
  release ? placeName(release.place) : repository;

export const placeName = ({ projectName, environmentName }: Place): string =>
  `${projectName} / ${environmentName}`;
