/** What Railway showed, in the languages people read. Names are quoted and safe. */

import { duration } from '@release-train/action-kit/text';
import type { ServiceSight } from './release.ts';

const en = {
  services: (named: string) => `service ${named} on Railway`,
  removed: (named: string) => `service ${named} on Railway and nothing replaced it`,
  isStatus: (name: string, status: string) => `"${name}" is ${status || 'not shown'}`,
  superseded: (by: string) => `a newer deployment is active: ${by}`,
  replacedBy: (name: string, by: string) => `service "${name}" by ${by}`,
  crashRecovered: 'a service was broken on Railway for a moment during the watch',
  unseen: (from: string, to: string, last: string) =>
    `Railway was seen from ${from} to ${to} of the window, last: ${last}`,
  took: (ms: number) => duration(ms),
  nowhere: 'nowhere',
  requests: 'requests failed with 5xx',
  lines: 'blocks have lines that count',
  before: (bad: number, total: number) => `${bad} of ${total} before the deploy`,
  unknownBefore: 'unknown before',
  log: (what: {
    name: string;
    bad: number;
    total: number;
    seen: string;
    was: string;
    limit: string;
    evidence: number;
    needed: number;
  }) =>
    `service "${what.name}": ${what.bad} of ${what.total} ${what.seen} (${what.was}); evidence against <= ${what.limit}: ${what.evidence} (needs ${what.needed})`,
  silent: (what: { name: string; since: string; busy: number; blocks: number }) =>
    `service "${what.name}": nobody but our probes asked for anything from ${what.since} of the window on, where people came in ${what.busy} of ${what.blocks} blocks before the deploy`,
  probesSeen: (probes: number, lag: string) =>
    `Traffic logs of these deployments show ${probes} of our probes${lag}.`,
  lag: (time: string) => `, the last request ${time} before the end`,
  proof: 'Railway showed these deployments, and no older ones, before the window and after it:',
  last: 'Railway last showed:',
  head: ['service', 'deployment', 'Railway'],
  states: {
    active: 'active',
    crashed: 'crashed',
    failed: 'failed',
    removed: 'removed',
    replaced: 'replaced',
    unseen: 'unseen',
  } satisfies Record<ServiceSight['state'], string>,
};

const ru: typeof en = {
  services: (named) => `на Railway: сервис ${named}`,
  removed: (named) => `на Railway: сервис ${named}, и ничто его не заменило`,
  isStatus: (name, status) => `"${name}" в состоянии ${status || 'не показан'}`,
  superseded: (by) => `действует более новое развёртывание: ${by}`,
  replacedBy: (name, by) => `сервис "${name}", развёртывание ${by}`,
  crashRecovered: 'за время наблюдения сервис на Railway ненадолго ломался',
  unseen: (from, to, last) => `Railway был виден с ${from} до ${to} окна, последнее: ${last}`,
  took: (ms) => duration(ms, 'ru'),
  nowhere: 'нигде',
  requests: 'запросов завершились с 5xx',
  lines: 'блоков содержат строки, которые идут в счёт',
  before: (bad, total) => `до развёртывания ${bad} из ${total}`,
  unknownBefore: 'что было до, неизвестно',
  log: (what) =>
    `сервис "${what.name}": ${what.bad} из ${what.total} ${what.seen} (${what.was}); свидетельство против <= ${what.limit}: ${what.evidence} (нужно ${what.needed})`,
  silent: (what) =>
    `сервис "${what.name}": с ${what.since} окна никто, кроме наших проб, ничего не запрашивал, хотя до развёртывания люди заходили в ${what.busy} из ${what.blocks} блоков`,
  probesSeen: (probes, lag) =>
    `В журналах трафика этих развёртываний видны наши пробы: ${probes}${lag}.`,
  lag: (time) => `, последний запрос за ${time} до конца`,
  proof: 'Railway показывал эти развёртывания, и никаких более старых, до окна и после него:',
  last: 'Railway последним показал:',
  head: ['сервис', 'развёртывание', 'Railway'],
  states: {
    active: 'действует',
    crashed: 'упало',
    failed: 'не удалось',
    removed: 'удалено',
    replaced: 'заменено',
    unseen: 'не видно',
  },
};

export const words = { en, ru };
