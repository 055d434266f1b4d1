/** Histories in which the engine once gave another tree than true merges, shrunk no further. */
import type { Play } from './operations.ts';
import type { Kept } from './oracle.ts';

interface OnceWrong {
  readonly what: string;
  readonly kept: Kept;
  readonly play: Play;
}

export const playsOnceWrong: readonly OnceWrong[] = [
  {
    what: 'a mode that a release brought beside a hotfix, taken back later',
    kept: 'half',
    play: {
      operations: [
        { kind: 'mode', place: 'staging', file: 7 },
        { kind: 'edit', place: 'staging', file: 6, line: 8 },
        { kind: 'edit', place: 'staging', file: 1, line: 1 },
        { kind: 'edit', place: 'main', file: 7, line: 0 },
        { kind: 'release', lag: 1, isKept: false },
        { kind: 'add', place: 'main', name: 0 },
        { kind: 'edit', place: 'main', file: 4, line: 0 },
        { kind: 'edit', place: 'main', file: 8, line: 1 },
        { kind: 'edit', place: 'staging', file: 9, line: 1 },
        { kind: 'edit', place: 'staging', file: 3, line: 6 },
        { kind: 'release', lag: 3, isKept: true },
        { kind: 'edit', place: 'staging', file: 1, line: 9 },
        { kind: 'edit', place: 'main', file: 3, line: 8 },
        { kind: 'mode', place: 'main', file: 3 },
      ],
      skews: [8, -3, 2, 141, -5, 392, -294, -255, 199, -277, 367, -353, -380, -392],
    },
  },
  {
    what: 'lines that a release brought beside a hotfix, taken back beside another',
    kept: 'none',
    play: {
      operations: [
        { kind: 'sync', lag: 0, isKept: true },
        { kind: 'edit', place: 'staging', file: 6, line: 4 },
        { kind: 'sync', lag: 0, isKept: false },
        { kind: 'release', lag: 0, isKept: false },
        { kind: 'revert', release: 1 },
        { kind: 'edit', place: 'staging', file: 1, line: 5 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'edit', place: 'staging', file: 4, line: 5 },
        { kind: 'edit', place: 'main', file: 3, line: 2 },
        { kind: 'edit', place: 'main', file: 0, line: 0 },
        { kind: 'edit', place: 'staging', file: 5, line: 3 },
        { kind: 'edit', place: 'staging', file: 8, line: 2 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'edit', place: 'main', file: 0, line: 9 },
        { kind: 'revert', release: 0 },
      ],
      skews: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    },
  },
  {
    what: 'a mode changed under the old name, with a release and a sync under way at once',
    kept: 'all',
    play: {
      operations: [
        { kind: 'sync', lag: 0, isKept: true },
        { kind: 'release', lag: 2, isKept: false },
        { kind: 'mode', place: 'main', file: 8 },
        { kind: 'sync', lag: 2, isKept: true },
        { kind: 'edit', place: 'staging', file: 9, line: 3 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'add', place: 'staging', name: 1 },
        { kind: 'rename', place: 'staging', file: 5, name: 3, line: 2 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'rename', place: 'staging', file: 0, name: 0, line: 6 },
        { kind: 'edit', place: 'staging', file: 9, line: 6 },
        { kind: 'edit', place: 'staging', file: 3, line: 7 },
        { kind: 'sync', lag: 1, isKept: false },
      ],
      skews: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    },
  },
  {
    what: 'a release and a sync beside changes of both, and then a revert',
    kept: 'none',
    play: {
      operations: [
        { kind: 'edit', place: 'staging', file: 4, line: 2 },
        { kind: 'edit', place: 'main', file: 0, line: 7 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'pick', topic: 2, isKept: true },
        { kind: 'edit', place: 'staging', file: 3, line: 6 },
        { kind: 'mode', place: 'staging', file: 0 },
        { kind: 'sync', lag: 0, isKept: true },
        { kind: 'topic', file: 5, line: 5 },
        { kind: 'revert', release: 0 },
        { kind: 'edit', place: 'staging', file: 3, line: 7 },
      ],
      skews: [142, -389, -41, -76, -227, 53, -263, -74, -4, -164],
    },
  },
  {
    what: 'a change picked without a record, taken back, and released with all before it',
    kept: 'none',
    play: {
      operations: [
        { kind: 'add', place: 'staging', name: 0 },
        { kind: 'edit', place: 'staging', file: 8, line: 2 },
        { kind: 'topic', file: 3, line: 0 },
        { kind: 'pick', topic: 0, isKept: true },
        { kind: 'revert', release: 0 },
        { kind: 'release', lag: 0, isKept: true },
      ],
      skews: [0, 0, 0, 0, 0, 0],
    },
  },
  {
    what: 'a change picked onto the new name of a file, and taken back there',
    kept: 'none',
    play: {
      operations: [
        { kind: 'rename', place: 'main', file: 9, name: 0, line: null },
        { kind: 'topic', file: 9, line: 0 },
        { kind: 'pick', topic: 0, isKept: true },
        { kind: 'revert', release: 0 },
      ],
      skews: [0, 0, 0, 0],
    },
  },
  {
    what: 'a sync of nothing but a mode, beside a file renamed onto the name of another',
    kept: 'half',
    play: {
      operations: [
        { kind: 'mode', place: 'main', file: 0 },
        { kind: 'rename', place: 'staging', file: 0, name: 0, line: null },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'rename', place: 'staging', file: 0, name: 0, line: null },
        { kind: 'sync', lag: 1, isKept: false },
      ],
      skews: [0, 0, 0, 0, 0],
    },
  },
  {
    what: 'a hotfix beside a release that clocks put before its source',
    kept: 'none',
    play: {
      operations: [
        { kind: 'edit', place: 'main', file: 5, line: 0 },
        { kind: 'edit', place: 'staging', file: 1, line: 3 },
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'edit', place: 'main', file: 6, line: 3 },
        { kind: 'revert', release: 0 },
        { kind: 'delete', place: 'main', file: 3 },
        { kind: 'topic', file: 6, line: 0 },
        { kind: 'release', lag: 2, isKept: false },
      ],
      skews: [32, 239, -5, -166, -12, 400, -3, -52],
    },
  },
  {
    what: 'one commit released and taken back twice, before and after all else',
    kept: 'none',
    play: {
      operations: [
        { kind: 'edit', place: 'staging', file: 2, line: 2 },
        { kind: 'add', place: 'staging', name: 5 },
        { kind: 'edit', place: 'staging', file: 8, line: 5 },
        { kind: 'topic', file: 3, line: 1 },
        { kind: 'edit', place: 'main', file: 9, line: 0 },
        { kind: 'pick', topic: 1, isKept: false },
        { kind: 'revert', release: 0 },
        { kind: 'topic', file: 0, line: 6 },
        { kind: 'rename', place: 'staging', file: 7, name: 1, line: 5 },
        { kind: 'release', lag: 0, isKept: false },
        { kind: 'pick', topic: 1, isKept: false },
        { kind: 'revert', release: 2 },
        { kind: 'edit', place: 'staging', file: 9, line: 1 },
        { kind: 'edit', place: 'staging', file: 2, line: 8 },
      ],
      skews: [-345, 203, 347, 13, -295, 256, -321, 392, -359, -238, -88, -233, -207, 101],
    },
  },
  {
    what: 'a release that clocks put before its source, taken back afterwards',
    kept: 'none',
    play: {
      operations: [
        { kind: 'release', lag: 0, isKept: true },
        { kind: 'sync', lag: 0, isKept: false },
        { kind: 'edit', place: 'main', file: 6, line: 5 },
        { kind: 'revert', release: 1 },
        { kind: 'edit', place: 'main', file: 0, line: 2 },
        { kind: 'delete', place: 'staging', file: 5 },
        { kind: 'release', lag: 0, isKept: false },
        { kind: 'release', lag: 3, isKept: true },
        { kind: 'revert', release: 0 },
      ],
      skews: [143, -328, 361, 241, 382, 324, 104, -33, -153],
    },
  },
];
