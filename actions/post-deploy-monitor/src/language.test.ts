/** With `language: ru` nobody who reads has to read English. */
import type { Language } from '@release-train/action-kit/language';
import type { RollbackRefusal, RollbackResult } from '@release-train/railway';
import { explainRollback } from '@release-train/railway/rollback-text';
import { expect, it } from 'vitest';
import type { Deeds, Fates, Refusals } from './act/deed.ts';
import { deedWords, fateWords } from './act/deed-words.ts';
import { refusalWords } from './act/refusal-words.ts';
import { hints } from './hints.ts';
import { words as releaseWords } from './release-words.ts';
import { words as renderWords } from './render-words.ts';
import { words as reportWords } from './report-line-words.ts';
import { revertWords } from './revert/revert-words.ts';
import { foreignWords } from './russian.suite.ts';
import type { Said, Texts } from './said.ts';
import { reasons } from './verdict.ts';
import type { Waits, Whys } from './why.ts';
import { waitingWords, whyWords } from './why-words.ts';

/** Data for every code, so that none is left untried. */
type Samples<M> = { readonly [K in keyof M]: readonly M[K][] };

const service = 'web-1';
const commit = 'd'.repeat(40);
const run = 'https://github.test/runs/1';
const trouble = { error: 'Not Authorized', isForbidden: false };
const none = [{}];

const waits: Samples<Waits> = {
  'no-record': [{ service }],
  'in-status': [{ service, status: 'BUILDING' }],
  unanswered: none,
};

const on = [
  { code: 'no-record', service },
  { code: 'in-status', service, status: 'WAITING' },
  { code: 'unanswered' },
] as const;

const whys: Samples<Whys> = {
  'nothing-changed': none,
  replaced: [{ service }],
  'deploy-failed': [{ service }],
  removed: [{ service }],
  'never-deployed': [{ service }],
  skipped: [{ service, reason: 'CI check suite failed' }],
  'waits-for-us': [{ service }],
  'out-of-time': [{ on }],
  cancelled: [{ on }],
  'nothing-serves': none,
  'railway-unanswered': none,
  'workflow-ended': [
    { name: 'Deploy it', conclusion: 'failure' },
    { name: '', conclusion: 'unknown' },
  ],
  'deployment-state': [{ state: 'error' }],
  'judged-before': [{ verdict: 'failed' }],
  'being-watched': none,
  'rollback-resumed': none,
};

const refusals: Samples<Refusals> = {
  'not-mendable': [{ reason: 'old-revision' }],
  recovered: none,
  'failed-before': [{ commit, reason: 'errors' }],
  'bad-before': [
    { what: 'probes', name: 'shop', bad: 3, total: 3 },
    { what: 'requests', name: 'shop', bad: 90, total: 900 },
  ],
  'outside-hours': [{ hours: 'Mon-Fri 08:00-18:00 Europe/Berlin', atMs: 0, zone: 'Europe/Berlin' }],
  cooldown: [{ minutes: 31 }],
  'paths-unknown': none,
  'guarded-path': [{ path: 'db/migrations/7.sql' }],
  'branch-unknown': none,
  'is-revert': none,
  'not-on-branch': [{ base: 'main' }],
  'nothing-before': none,
  'nothing-left': [{ base: 'main' }],
  'foreign-pull': [{ number: 7, head: 'revert/abc' }],
  'foreign-branch': [{ head: 'revert/abc' }],
  trouble: [trouble, { ...trouble, isForbidden: true }],
};

const because: Said<Refusals> = { code: 'recovered' };

const deeds: Samples<Deeds> = {
  'rollback-refused': [{ because }],
  'rollback-rehearsed': [{ services: [service, 'worker'], commit }],
  'nothing-ordered': [trouble],
  'taken-in-hand': [{ run }, { run, taken: 'rollback-partial' }],
  'claim-unreadable': none,
  'answers-well': (['not-asked', 'proven', 'unknown'] as const).map((revision) => ({ revision })),
  'cut-off': none,
  'shows-other': [{ endpoint: 'shop', shown: '1234567' }],
  'still-fails': [{ endpoint: 'shop', problem: 'status: expected 200-299, got 500' }],
  'revert-refused': [{ because }],
  'revert-failed': [trouble, { ...trouble, isForbidden: true }],
  'revert-opened': (['opened', 'drafted', 'open', 'merged', 'closed'] as const).map((state) => ({
    number: 9,
    url: run,
    state,
  })),
  'revert-rehearsed': [{ conflicts: 0 }, { conflicts: 2 }],
};

const adopted = { service, commit, deployment: 'a-1', status: 'CRASHED' };
const fates: Samples<Pick<Fates, 'adopted'>> = {
  adopted: [
    { ...adopted, isVerified: true },
    { ...adopted, isVerified: false },
  ],
};

const deployment = { id: 'a-1', serviceId: 's', status: 'CRASHED', phase: 'crashed' } as const;
const built = { ...deployment, createdAtMs: 0, canRollback: true, stopped: false, commit };
const target = { deployment: built, basis: 'known-good' } as const;
const wish = {
  service: {
    ...{ id: 's', name: service, isCron: false, hasHealthcheck: false },
    ...{ urls: [], watchPatterns: [], active: [] },
  },
  badId: 'bad',
};

const isRefusal: Readonly<Record<RollbackRefusal, true>> = {
  'bad-not-active': true,
  'newer-under-way': true,
  'is-rollback': true,
  'no-candidate': true,
  'target-elsewhere': true,
  'not-restorable': true,
  'same-image': true,
  'incomplete-set': true,
};
const refusedFor = Object.keys(isRefusal) as RollbackRefusal[];
const problems = ['not-seen', 'failed', 'crashed', 'replaced', 'timed-out'] as const;
const results: readonly RollbackResult[] = [
  { kind: 'rolled-back', wish, target, deployment: built },
  { kind: 'failed', wish, error: 'Not Authorized' },
  ...refusedFor.map((refusal) => ({ kind: 'refused' as const, wish, refusal })),
  ...problems.flatMap((problem) => [
    { kind: 'unproven' as const, wish, target, problem, deployment: built, error: 'it is down' },
    { kind: 'unproven' as const, wish, target, problem, deployment: built },
  ]),
];

function textsOf<M>(samples: Samples<M>, texts: Texts<M>): readonly string[] {
  const codes = Object.keys(samples) as (keyof M)[];
  return codes.flatMap((code) => samples[code].map((data) => texts[code](data)));
}

/** Stands for any value that a text of a catalogue may take. */
const anything: unknown = new Proxy(() => '3', {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => 3 : anything),
});

const walked = (words: unknown): string[] => {
  if (typeof words === 'function') return [String(words(anything, anything, anything))];
  if (typeof words === 'string') return [words];
  return Object.values(words ?? {}).flatMap(walked);
};

/** What is no sentence of its own: names, units, and quotations of others. */
const bare = /^(Railway|p50 \/ p95|[«]?3[»]?|.{0,2}3.(мс|с)|мс|pull request .*)$/;

const allTexts = (language: Language): readonly string[] => [
  ...textsOf(waits, waitingWords[language]),
  ...textsOf(whys, whyWords[language]),
  ...textsOf(refusals, refusalWords[language]),
  ...textsOf(deeds, deedWords[language]),
  ...textsOf(fates, fateWords[language]),
  ...results.map((result) => explainRollback(result, language)),
  ...[reportWords, releaseWords, renderWords, revertWords]
    .flatMap((words) => walked(words[language]))
    .filter((text) => !bare.test(text)),
  ...reasons.map((reason) => hints[language][reason]).filter((hint) => hint !== ''),
];

it('every refusal says what a person should do', () => {
  const [refused, all] = (['en', 'ru'] as const).map((language) => [
    ...textsOf(refusals, refusalWords[language]),
    ...results.flatMap((one) => (one.kind === 'refused' ? [explainRollback(one, language)] : [])),
  ]) as [string[], string[]];
  const english =
    /[:;,] .*(look|decide|mend|roll(s)? back|by hand|go on|redeploy|choose|wait|see|needs)\b/;
  const russian = /[:;,] .*(те(сь)?([^а-я]|$)|люди|решает|нужно право)/;
  expect(refused.filter((text) => !english.test(text))).toEqual([]);
  expect(all.filter((text) => !russian.test(text))).toEqual([]);
});

it('every text has Russian words, and none of English', () => {
  const texts = allTexts('ru');
  expect(texts.filter((text) => foreignWords(text).length > 0)).toEqual([]);
  expect(texts.filter((text) => !/[а-я]{2}/i.test(text))).toEqual([]);
});

it('English would be noticed', () => {
  expect(allTexts('en').filter((text) => foreignWords(text).length === 0)).toEqual([]);
});
