import { FakeClock } from '@release-train/testing/fake-clock';
import { describe } from 'vitest';
import { clockSuite } from './clock.suite.ts';
import { systemClock } from './clock.ts';

describe('the system clock', () => clockSuite(() => systemClock));

describe('the fake clock', () => clockSuite(() => new FakeClock()));
