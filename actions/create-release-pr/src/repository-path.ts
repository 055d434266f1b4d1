import { inputType } from '@release-train/action-kit';

/** Within the repository, from its root. */
export const RepositoryPath = inputType(
  'the path of a file in the repository, such as .github/release.md',
  (text) => (isRepositoryPath(text) ? text : undefined),
);

const isRepositoryPath = (text: string): boolean =>
  !/[\u0000-\u001f\u007f\\]/.test(text) &&
  text.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
