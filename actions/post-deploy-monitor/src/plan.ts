/** What the inputs ask for: a schedule to watch by and limits to judge by. */
import { badInput, type InputProblem } from '@release-train/action-kit';
import { endpointsOf } from '@release-train/probe';
import type { Inputs } from './contract.ts';
import type { WatchPlan } from './flights.ts';
import type { Limits } from './measure.ts';

export interface Plan extends WatchPlan {
  readonly limits: Limits;
}

/** @throws ActionError `bad-input` where inputs contradict each other */
export function planOf(inputs: Inputs): Plan {
  const problems = scheduleProblems(inputs);
  if (problems.length > 0) throw badInput(problems);
  const endpoints = endpointsOf(inputs);
  const control = inputs['control-url'];
  return {
    endpoints,
    control: control && {
      url: control,
      method: 'GET',
      headers: {},
      timeoutMs: inputs['request-timeout'],
      allowPrivate: inputs['allow-private'],
      tlsVerify: inputs['tls-verify'],
      redirects: 'none',
      ipFamily: inputs['ip-family'],
    },
    graceMs: inputs.grace,
    windowMs: inputs.window,
    intervalMs: inputs.interval,
    blockMs: inputs.block,
    limits: {
      blockMs: inputs.block,
      blocks: Math.ceil(inputs.window / inputs.block),
      degradedRate: inputs['max-error-rate'],
      failedRate: Math.max(inputs['max-error-rate'], inputs['rollback-error-rate']),
      latencyBudgetMs: inputs['max-latency-p95'],
      isRevisionAsked: inputs['expect-revision'] !== undefined,
      endpoints: endpoints.length,
    },
  };
}

/** What acting needs: whom to order from, and a place for claim and branch. */
function actionProblems(inputs: Inputs): InputProblem[] {
  const wanted = inputs['on-failure'];
  const needs = {
    'railway-token': wanted.filter((response) => response === 'rollback'),
    'github-token': wanted.filter((response) => response !== 'observe'),
  } as const;
  return (['railway-token', 'github-token'] as const)
    .filter((input) => needs[input].length > 0 && inputs[input] === undefined)
    .map((input) => ({
      input,
      problem: `is required with "on-failure: ${needs[input].join(', ')}"`,
    }));
}

function scheduleProblems(inputs: Inputs): InputProblem[] {
  const problems: InputProblem[] = [];
  if (inputs.mode === 'reconcile' && inputs['railway-token'] === undefined) {
    problems.push({
      input: 'railway-token',
      problem: 'is required with "mode: reconcile": it finds what serves on Railway',
    });
  }
  problems.push(...actionProblems(inputs));
  if (inputs['request-timeout'] === 0) {
    problems.push({ input: 'request-timeout', problem: 'must be longer than 0s' });
  }
  if (inputs.block < inputs.interval) {
    problems.push({
      input: 'block',
      problem: 'must not be shorter than "interval": a block needs at least one probe',
    });
  }
  if (inputs.window < inputs.block || inputs.window === 0) {
    problems.push({ input: 'window', problem: 'must not be shorter than "block"' });
  }
  return problems;
}
