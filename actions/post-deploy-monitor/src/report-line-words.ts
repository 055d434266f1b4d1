/** The numbers of a finding, in the languages people read. */

const en = {
  probes: (bad: number, all: number) => `${bad} of ${all} probes failed`,
  ruledOut: (share: string) => ` (rules out > ${share} at 95 %)`,
  evidence: (limit: string, value: string) => `evidence against <= ${limit}: ${value}`,
  needs: (value: string, needed: number) => `${value} (needs ${needed})`,
  p95: (ms: number) => `p95 ${ms} ms`,
  atMost: (ms: number) => ` (at most ${ms} ms at 95 %)`,
  versus: (ms: number) => ` vs limit ${ms} ms`,
  evidenceAgainstIt: (value: string) => `evidence against it: ${value}`,
  clean: (limit: string) =>
    `no evidence against the release, and more than ${limit} bad probes are ruled out`,
  errors: (limit: string) => `the share of bad probes is above ${limit}`,
  errorsRecovered: (limit: string) =>
    `the share of bad probes was above ${limit}, but is no longer`,
  oldRevision: (probes: number) =>
    `another revision than the expected one still answered ${probes} probes in the last 30s of the window`,
  oldRevisionGone: (probes: number) =>
    `another revision than the expected one answered ${probes} probes after the grace, but none at the end`,
  latency: (ms: number) => `more than 5 % of the probes are slower than ${ms} ms`,
  notAttributable: (lost: number, blocks: number) =>
    `${lost} of ${blocks} blocks say nothing about the application: only the probing side or the control address failed`,
  tooFewOutcomes: (outcomes: number, needed: number) =>
    `${outcomes} attributable outcomes, but a verdict needs ${needed}`,
  revisionUnproven: (unproven: number, blocks: number) =>
    `the expected revision was not seen in ${unproven} of ${blocks} blocks`,
  errorRateUnclear: (highest: string, limit: string) =>
    `the share of bad probes may be as high as ${highest}, which does not rule out ${limit}`,
  cancelled: (seen: number, blocks: number) =>
    `the watch was cancelled after ${seen} of ${blocks} blocks`,
};

const ru: typeof en = {
  probes: (bad, all) => `неудачных проб: ${bad} из ${all}`,
  ruledOut: (share) => ` (больше ${share} исключено на уровне 95 %)`,
  evidence: (limit, value) => `свидетельство против <= ${limit}: ${value}`,
  needs: (value, needed) => `${value} (нужно ${needed})`,
  p95: (ms) => `p95 ${ms} мс`,
  atMost: (ms) => ` (не больше ${ms} мс на уровне 95 %)`,
  versus: (ms) => ` при пределе ${ms} мс`,
  evidenceAgainstIt: (value) => `свидетельство против него: ${value}`,
  clean: (limit) => `свидетельств против релиза нет, больше ${limit} неудачных проб исключено`,
  errors: (limit) => `доля неудачных проб выше ${limit}`,
  errorsRecovered: (limit) => `доля неудачных проб была выше ${limit}, но уже нет`,
  oldRevision: (probes) =>
    `в последние 30 с окна всё ещё отвечала другая ревизия, не та, что ожидалась; проб: ${probes}`,
  oldRevisionGone: (probes) =>
    `после отсрочки отвечала другая ревизия, не та, что ожидалась; проб: ${probes}, в конце ни одной`,
  latency: (ms) => `более 5 % проб медленнее ${ms} мс`,
  notAttributable: (lost, blocks) =>
    `блоков, которые ничего не говорят о приложении: ${lost} из ${blocks}; сбоил только тот, кто проверяет, или контрольный адрес`,
  tooFewOutcomes: (outcomes, needed) =>
    `исходов, говорящих о приложении: ${outcomes}, а для вердикта нужно ${needed}`,
  revisionUnproven: (unproven, blocks) =>
    `ожидаемая ревизия не показалась в блоках: ${unproven} из ${blocks}`,
  errorRateUnclear: (highest, limit) =>
    `доля неудачных проб может доходить до ${highest}, а это не исключает ${limit}`,
  cancelled: (seen, blocks) => `наблюдение отменено после блоков: ${seen} из ${blocks}`,
};

export const words = { en, ru };
