import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { deploymentStatuses, isInFlight, phaseOf } from './status.ts';

it.each([
  ['INITIALIZING', 'moving', true],
  ['QUEUED', 'queued', true],
  ['WAITING', 'queued', true],
  ['NEEDS_APPROVAL', 'needs-approval', true],
  ['BUILDING', 'moving', true],
  ['DEPLOYING', 'moving', true],
  ['SUCCESS', 'live', false],
  ['SLEEPING', 'live', false],
  ['FAILED', 'failed', false],
  ['CRASHED', 'crashed', false],
  ['SKIPPED', 'skipped', false],
  ['REMOVING', 'removed', false],
  ['REMOVED', 'removed', false],
  ['PRE_DEPLOY_IN_PROGRESS', 'unknown', true],
  ['toString', 'unknown', true],
  ['', 'unknown', true],
])('%s is %s', (status, phase, inFlight) => {
  expect(phaseOf(status)).toBe(phase);
  expect(isInFlight(phaseOf(status))).toBe(inFlight);
});

it('knows exactly the statuses of the published schema', () => {
  const schema = buildSchema(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
  const type = schema.getType('DeploymentStatus');
  const published = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  expect(deploymentStatuses.toSorted()).toEqual(published.toSorted());
});
